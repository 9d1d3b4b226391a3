"""The command that erases a person: what it asks for, says and refuses. It never says the number."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import erase
from bot.cli import main
from bot.store import Database, number_hashes
from bot.store.tables import appointment, do_not_text, erasure, message
from bot.texting.clock import utc_now
from tests.features.erasure.filling import PHONE, SPELT, TRACES, a_text, an_other, everything, put
from tests.flows import first_start
from tests.settings_file import alone, written

KEY = "k" * 43
AHEAD = utc_now() + timedelta(days=30)


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone(monkeypatch, tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> str:
    return written(tmp_path, ERASURE_KEY=KEY)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The database of a bot that was started with the key."""
    first_start.put(tmp_path / "bot.db")
    database = Database(f"sqlite:///{tmp_path}/bot.db", KEY)
    with database.write() as conn:
        number_hashes.begin(conn, utc_now())
    yield database
    database.close()


def heard(capsys: pytest.CaptureFixture[str]) -> str:
    """All that was said; nothing of it tells who it was about."""
    captured = capsys.readouterr()
    text = captured.out + captured.err
    assert [each for each in TRACES if each in text] == []
    return text


def test_a_person_is_erased_and_it_is_said_what_is_left_to_do(
    database: Database, settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    now = utc_now()
    a_text(database, now, "1")
    a_text(database, now, "2", state="scheduled")
    an_other(database, now, "3", body=f"Call {SPELT[2]}")
    booked = {"number": PHONE, "phone": PHONE, "status": "confirmed"}
    put(database, appointment, AHEAD, id="4", key="4", **booked)
    put(database, message, now, subject_id="1", purpose="send", channel="C0FRONT", ts="1.1")
    put(database, do_not_text, now, number=PHONE, reason="asked")

    assert main(["erase", SPELT[3], "--yes", "--env-file", settings]) == 0

    text = heard(capsys)
    assert "The bot keeps about this person: 2 texts, 1 appointment and 1 do-not-text record." in text
    assert "Waiting, and cancelled when you erase: 1 text or row of an import." in text
    assert "2 texts, 1 appointment and 1 do-not-text record erased on" in text
    for step in (
        f"- Cancel in SMS-iT's own panel the appointments that are still ahead: {AHEAD:%Y-%m-%d %H:%M} UTC.",
        "(1 in C0FRONT)",
        "1 other text, note or file name mention this number",
        "- In SMS-iT's own panel, delete the contact",
        "- Delete backups made before now.",
    ):
        assert step in text
    assert PHONE not in everything(database).replace(SPELT[2], "")


def test_a_dry_run_says_the_same_and_changes_nothing(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_text(database, utc_now(), "1")
    before = everything(database)

    assert main(["erase", PHONE, "--dry-run", "--env-file", written(tmp_path)]) == 0

    text = heard(capsys)
    assert "The bot keeps about this person: 1 text." in text
    assert text.endswith("Nothing was changed.\n")
    assert everything(database) == before


def test_without_a_key_one_is_offered_and_nothing_is_erased(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_text(database, utc_now(), "1")
    before = everything(database)

    assert main(["erase", PHONE, "--yes", "--env-file", written(tmp_path)]) == 1

    offered = heard(capsys).partition("ERASURE_KEY=")[2].strip()
    assert len(offered) == len(KEY)
    assert everything(database) == before
    assert main(["erase", PHONE, "--yes", "--env-file", written(tmp_path, ERASURE_KEY=offered)]) == 1
    assert "Restart the bot first" in heard(capsys)
    assert everything(database) == before


def test_a_key_that_can_be_guessed_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["erase", PHONE, "--env-file", written(tmp_path, ERASURE_KEY="secret")]) == 2
    assert "ERASURE_KEY: It's too short" in heard(capsys)


def test_what_smsit_holds_stops_it_until_somebody_cancelled_it_there(
    database: Database, settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a_text(database, utc_now(), "1", state="scheduled_at_smsit", send_at=AHEAD)

    assert main(["erase", PHONE, "--yes", "--env-file", settings]) == 1

    text = heard(capsys)
    assert "1 text is scheduled in SMS-iT, and can't be cancelled by the bot" in text
    assert f"({AHEAD:%Y-%m-%d %H:%M} UTC)" in text
    assert PHONE in everything(database)
    assert main(["erase", PHONE, "--yes", "--cancelled-at-smsit", "--env-file", settings]) == 0
    assert PHONE not in everything(database)


def test_what_is_being_sent_stops_it(
    database: Database, settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a_text(database, utc_now(), "1", state="attempting")
    a_text(database, utc_now(), "2")
    before = everything(database)

    assert main(["erase", PHONE, "--yes", "--env-file", settings]) == 1

    assert "Try again in a few minutes" in heard(capsys)
    assert everything(database) == before


def test_it_asks_first_and_takes_only_a_clear_yes(
    database: Database, settings: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a_text(database, utc_now(), "1")
    assert main(["erase", PHONE, "--env-file", settings]) == 1
    assert "Add --yes" in heard(capsys)
    monkeypatch.setattr("sys.stdin", Terminal("yes\n"))
    assert main(["erase", PHONE, "--env-file", settings]) == 1
    assert "Nothing was erased." in heard(capsys)
    assert PHONE in everything(database)

    monkeypatch.setattr("sys.stdin", Terminal("YES\n"))

    assert main(["erase", PHONE, "--env-file", settings]) == 0
    assert PHONE not in everything(database)


def test_the_number_may_be_typed_instead_of_standing_in_the_command(
    database: Database, settings: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_text(database, utc_now(), "1")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SPELT[2]}\n"))

    assert main(["erase", "--yes", "--env-file", settings]) == 0
    assert PHONE not in everything(database)


def test_a_number_with_its_country_code_is_nobodys_at_home(
    database: Database, settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number of Singapore, and one in Minnesota as it is written without its country code."""
    a_text(database, utc_now(), "1", to_number="16517347766", to_phone="16517347766")

    main(["erase", "+65 1734 7766", "--yes", "--env-file", settings])
    assert "16517347766" in everything(database)


@pytest.mark.parametrize("typed", ["", "Zyx", "1415", "14155550777 14155550888", "(201) 555-0123 12"])
def test_what_is_not_one_number_is_refused_with_a_sentence(
    database: Database, settings: str, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    before = everything(database)

    assert main(["erase", typed, "--yes", "--env-file", settings]) == 2

    assert heard(capsys)
    assert everything(database) == before


def test_who_is_not_kept_is_said_and_recorded(
    database: Database, settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", PHONE, "--env-file", settings]) == 0

    assert "The bot keeps nothing about this person." in heard(capsys)
    assert main(["erase", "--list", "--env-file", settings]) == 0
    assert "nothing erased on" in heard(capsys)


def test_erasures_are_listed_and_those_of_one_number(
    database: Database, settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", "--list", "--env-file", settings]) == 0
    assert heard(capsys) == "No erasure is recorded.\n"
    a_text(database, utc_now(), "1")
    main(["erase", PHONE, "--yes", "--env-file", settings])
    heard(capsys)

    assert main(["erase", "--list", SPELT[4], "--env-file", settings]) == 0
    assert ": 1 text erased on" in heard(capsys)
    assert main(["erase", "--list", "14155550888", "--env-file", settings]) == 0
    assert heard(capsys) == "No erasure is recorded.\n"


def test_a_database_that_is_not_there_is_not_made(
    tmp_path: Path, settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", PHONE, "--yes", "--env-file", settings]) == 0
    assert "no database file yet" in heard(capsys)
    assert not (tmp_path / "bot.db").exists()


def test_tables_of_before_and_a_database_that_fails_are_said(
    tmp_path: Path, settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bot.db").touch()
    assert main(["erase", PHONE, "--yes", "--env-file", settings]) == 1
    assert "Start this version of the bot once first" in heard(capsys)

    (tmp_path / "bot.db").write_bytes(b"no database" * 1000)
    assert main(["erase", PHONE, "--yes", "--env-file", settings]) == 1
    assert "DATABASE_URL" in heard(capsys)


def test_what_a_reader_keeps_in_the_log_is_said(
    database: Database, settings: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(erase, "SETTLE_PAUSE", 0)
    a_text(database, utc_now(), "1")

    with database.read() as conn:
        everything_there = conn.execute(erasure.select()).all()  # from now on this reader needs the log
        assert main(["erase", PHONE, "--yes", "--env-file", settings]) == 0

    assert everything_there == []
    assert "- Restart the bot: while it runs, the log beside its database" in heard(capsys)


def test_who_the_machine_does_not_know_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_uid: int) -> None:
        raise KeyError

    monkeypatch.setattr("pwd.getpwuid", unknown)

    assert erase._user().startswith("user ")


class Terminal(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True
