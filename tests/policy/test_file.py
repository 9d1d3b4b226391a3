"""The policy file is read again once it is another one, and not while it is being written."""

import os
from pathlib import Path

import pytest

from bot.policy.file import PolicyFile
from bot.policy.reader import PolicyError
from tests.policy.files import ROLES, write

OTHERS = '[roles]\nadmin = ["U0TOM", "U0SAM"]\n'


@pytest.fixture
def file(tmp_path: Path) -> PolicyFile:
    found = PolicyFile(write(tmp_path, ROLES))
    found.read()
    return found


def test_a_file_that_was_read_is_not_new(file: PolicyFile) -> None:
    assert [file.is_new() for _ in range(3)] == [False] * 3


def test_one_that_is_written_is_new_as_soon_as_it_stays_as_it_is(file: PolicyFile, tmp_path: Path) -> None:
    write(tmp_path, "")
    assert not file.is_new()
    write(tmp_path, OTHERS)
    assert not file.is_new()
    assert [file.is_new(), file.is_new()] == [True, True]
    file.read()
    assert not file.is_new()


def test_one_of_the_same_size_and_time_in_its_place_is_new(file: PolicyFile, tmp_path: Path) -> None:
    before = (tmp_path / "policy.toml").stat()
    other = tmp_path / "other.toml"
    other.write_text(ROLES.replace("U0TOM", "U0SAM"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(tmp_path / "policy.toml")
    assert [file.is_new(), file.is_new()] == [False, True]


def test_one_that_may_be_read_at_last_or_hides_when_it_was_written_is_new(
    file: PolicyFile, tmp_path: Path
) -> None:
    path = tmp_path / "policy.toml"
    before = path.stat()
    path.chmod(0o640)
    assert [file.is_new(), file.is_new()] == [False, True]
    file.read()
    path.write_text(ROLES.replace("U0TOM", "U0SAM"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [file.is_new(), file.is_new()] == [False, True]


def test_one_that_is_gone_is_news_and_says_so_when_it_is_read(file: PolicyFile, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").unlink()
    assert [file.is_new(), file.is_new()] == [False, True]
    with pytest.raises(PolicyError) as refused:
        file.read()
    assert refused.value.line is None
    assert not file.is_new()


def test_what_was_read_in_vain_is_read_again(file: PolicyFile) -> None:
    file.unread()
    assert file.is_new()


def test_without_a_file_there_is_never_a_new_one() -> None:
    file = PolicyFile(None)
    file.read()
    assert (file.is_new(), file.name) == (False, "")
