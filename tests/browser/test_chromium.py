from pathlib import Path

import pytest

from tests.browser import chromium


def test_the_named_browser_wins_over_the_ones_on_the_path(tmp_path: Path) -> None:
    named = tmp_path / "my-browser"
    named.write_text("#!/bin/sh\n")
    named.chmod(0o755)
    other = tmp_path / "bin"
    other.mkdir()
    assert chromium.find({"CHROMIUM": str(named), "PATH": str(other)}) == str(named)
    assert chromium.find({"PATH": str(other)}) is None
    (other / "google-chrome").symlink_to(named)
    assert chromium.find({"PATH": str(other)}) == str(other / "google-chrome")


def test_a_found_browser_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = tmp_path / "my-browser"
    named.write_text("#!/bin/sh\n")
    named.chmod(0o755)
    assert chromium.main({"CHROMIUM": str(named)}) == 0
    assert str(named) in capsys.readouterr().out


def test_a_missing_browser_fails_a_ci_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert chromium.main({"PATH": str(tmp_path), "CI": "true"}) == 1
    assert "apt-get install chromium" in capsys.readouterr().err


def test_a_missing_browser_is_told_loudly_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert chromium.main({"PATH": str(tmp_path)}) == 0
    assert "WILL NOT RUN" in capsys.readouterr().err
