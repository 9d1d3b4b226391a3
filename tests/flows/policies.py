"""The policy of a house: the demo's, in a file of its own, so that a story can change it."""

import re
import shutil
from pathlib import Path
from typing import Final

from bot.demo import POLICY

NAME: Final = "policy.toml"
_BOUNDS: Final = re.compile(r"^\[(?:approval|budgets|budgets\.\w+|limits)\]\n(?:[^\[].*\n|\n)*", re.MULTILINE)


def copied(folder: Path) -> Path:
    """Return the file in a folder; where there is none yet, the demo's is copied."""
    path = folder / NAME
    if not path.exists():
        shutil.copyfile(POLICY, path)
    return path


def unbounded() -> str:
    """Return the demo's policy without approvals, budgets and limits."""
    return _BOUNDS.sub("", Path(POLICY).read_text("utf-8"))
