"""What commands say in a terminal, whatever the names of files are, and how they end."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from bot.complaints import FAILED, complain, ended, printable
from bot.doctor import report
from bot.doctor.finding import ok
from bot.errors import UserError
from bot.records import archive, commands
from bot.texting.clock import utc_now

FORGED = "x\x1b[2J\r\n✓ Database  fine\u202e.backup"


@given(st.text())
def test_nothing_that_is_said_moves_the_cursor_or_begins_a_line(text: str) -> None:
    said = printable(text)
    assert said.isprintable() or not any(each < " " or "\x7f" <= each < "\xa0" for each in said)
    assert len(said.splitlines()) <= 1


def test_the_doctor_and_the_commands_say_names_of_files_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (
        len(report.as_table([ok("Last backup", FORGED)]).splitlines()) == 3
    )  # with the sum and a blank line
    commands.say(FORGED)
    complain("Two\nlines\x1b[31m")
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 1
    assert told.err == "Two\nlines\ufffd[31m\n"
    assert "\x1b" not in told.out


def test_a_half_character_in_a_name_is_no_reason_to_break(capsys: pytest.CaptureFixture[str]) -> None:
    commands.say("a\udcff")
    assert capsys.readouterr().out == "a?\n"


def _raise(error: Exception) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UserError("Do this."), "Do this."),
        (
            OperationalError("SELECT", {}, Exception("postgresql://me:secret@host")),
            "(OperationalError Exception)",
        ),
        (ModuleNotFoundError("no", name="psycopg"), "PostgreSQL needs psycopg"),
        (FileExistsError(17, "File exists", "one.backup"), "there is a file one.backup already"),
        (
            OSError(22, "it's a folder, not a file", "odd.db"),
            "The file can't be used: it's a folder, not a file: odd.db",
        ),
    ],
)
def test_what_stands_in_the_way_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], error: Exception, said: str
) -> None:
    assert ended(lambda: _raise(error)) == FAILED
    told = capsys.readouterr().err
    assert said in told
    assert "secret" not in told


@pytest.mark.parametrize("field", ["bot", "database", "schema"])
@pytest.mark.parametrize("value", [FORGED, "x" * 101, "", 5, None])
def test_a_backup_says_nothing_of_itself_that_is_no_name(field: str, value: object) -> None:
    made = archive.Manifest(utc_now(), "SQLite", "0027", "0.9.0", {})
    said = json.loads(made.written())
    assert archive.Manifest.read(json.dumps(said).encode()) == made
    said[field] = value
    with pytest.raises(ValueError):  # noqa: PT011 - as its doc says
        archive.Manifest.read(json.dumps(said).encode())
