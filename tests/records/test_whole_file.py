"""A file is there whole or not at all, and never takes the place of another one."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.records.whole_file import whole


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    there = tmp_path / "mine"
    there.write_text("mine")
    with pytest.raises(FileExistsError), whole(there):
        pass
    assert there.read_text() == "mine"


def test_what_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole(tmp_path / "new"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def _no_second_names(_new: Path, _part: Path) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("linked", [Path.hardlink_to, _no_second_names])
def test_of_two_that_write_the_same_name_the_second_is_told_and_the_first_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: Callable[[Path, Path], None]
) -> None:
    monkeypatch.setattr(Path, "hardlink_to", linked)
    with pytest.raises(FileExistsError, match="name"), whole(tmp_path / "name") as late:  # noqa: PT012 - side by side
        late.write(b"late")
        with whole(tmp_path / "name") as early:
            early.write(b"early")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("name", b"early")]


def test_a_full_disk_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left") as told, whole(tmp_path / "new"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert told.value.filename == "new"
    assert list(tmp_path.iterdir()) == []
