"""The benchmarks are run by hand: that they fit what they measure shows here."""

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def test_each_can_be_loaded() -> None:
    modules = sorted(each.stem for each in BENCHMARKS.glob("*.py"))
    assert "ack" in modules
    command = [sys.executable, "-c", f"import {', '.join(modules)}"]
    assert subprocess.run(command, cwd=BENCHMARKS, check=False).returncode == 0  # noqa: S603 - its own modules
