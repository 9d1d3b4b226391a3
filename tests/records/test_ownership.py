"""Records of one SMS-iT account don't come under the key of another without a word."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.records import archive
from bot.records.ownership import FLAG
from bot.store import Database, smsit_accounts
from bot.store.tables import smsit_account
from bot.texting.clock import utc_now
from tests.features.erasure.filling import a_text, everything
from tests.records.conftest import Command
from tests.records.test_archive import changed
from tests.settings_file import SETTINGS

MINE, OTHERS = SETTINGS["SMSIT_API_KEY"], "key of another account"
HOLD = "--hold-scheduled"
ASKED = "Check SMSIT_API_KEY"


@pytest.fixture
def of(database: Database) -> Callable[..., None]:
    """Have a database be of accounts: the records of the tests, or another one."""

    def note(*keys: str, which: Database = database) -> None:
        with which.write() as conn:
            conn.execute(smsit_account.delete())
            for key in keys:
                smsit_accounts.begin(conn, smsit_accounts.id_of(key))

    return note


def test_an_account_is_told_by_its_key_and_the_key_by_nothing(database: Database) -> None:
    mine = smsit_accounts.id_of(MINE)
    assert smsit_accounts.id_of(f" {MINE}\n") == mine != smsit_accounts.id_of(OTHERS)
    assert MINE not in mine
    with database.write() as conn:
        assert smsit_accounts.begin(conn, mine), "nobody knows whose they were"
        assert smsit_accounts.begin(conn, mine)
        assert not smsit_accounts.begin(conn, smsit_accounts.id_of(OTHERS))
        assert smsit_accounts.begin(conn, smsit_accounts.id_of(OTHERS)), "it was said once"


def test_a_backup_says_whose_it_is_and_is_restored_there(
    database: Database, command: Command, tmp_path: Path, of: Callable[..., None]
) -> None:
    of(MINE)
    said = command("backup", "one.backup")
    backup = tmp_path / "one.backup"
    assert archive.manifest_of(backup).accounts == {smsit_accounts.id_of(MINE)}
    assert ASKED not in said + command("restore", backup, "--dry-run", HOLD)


@pytest.mark.parametrize("dry_run", [(), ("--dry-run",)])
def test_a_backup_of_another_account_is_refused_and_taken_only_by_who_means_it(
    database: Database, command: Command, of: Callable[..., None], dry_run: tuple[str, ...]
) -> None:
    of(OTHERS)
    command("backup", "one.backup")
    of(MINE)
    before = everything(database)

    said = command("restore", "one.backup", "--replace", "--yes", HOLD, *dry_run, status=1)

    assert f"{ASKED}: one.backup is of another SMS-iT account" in said
    assert FLAG in said
    assert everything(database) == before
    database.close()
    command("restore", "one.backup", "--replace", "--yes", HOLD, FLAG, *dry_run)


def test_a_key_that_was_changed_is_known_from_the_next_start_on(
    database: Database, command: Command, of: Callable[..., None]
) -> None:
    of(OTHERS, MINE)
    command("backup", "one.backup")
    said = command("restore", "one.backup", "--replace", "--dry-run", HOLD)
    said += command("move", "sqlite:///other.db", "--dry-run")
    for what in ("one.backup", "the SQLite file bot.db"):
        assert f"{what} was kept with 2 SMSIT_API_KEYs, the one in the settings among them" in said


def test_of_an_older_backup_no_one_knows_which_is_said(
    database: Database, command: Command, tmp_path: Path, of: Callable[..., None]
) -> None:
    of(MINE)
    command("backup", "one.backup")
    older = changed(tmp_path / "one.backup", tmp_path / "older.backup", accounts=[])
    said = command("restore", older, "--replace", "--dry-run", HOLD)
    assert "It doesn't say which SMS-iT account it is of" in said


@pytest.mark.parametrize("dry_run", [(), ("--dry-run",)])
def test_records_of_another_account_are_not_given_up_for_ones_own(
    database: Database, command: Command, tmp_path: Path, of: Callable[..., None], dry_run: tuple[str, ...]
) -> None:
    of(MINE)
    command("backup", "one.backup")
    other = Database(f"sqlite:///{tmp_path}/other.db")
    other.migrate()
    of(OTHERS, which=other)
    a_text(other, utc_now(), "theirs")
    before = everything(other)
    url = f"sqlite:///{tmp_path}/other.db"

    gone = ("--replace", "--yes", *dry_run)
    refused = command("restore", "one.backup", *gone, HOLD, status=1, DATABASE_URL=url)
    refused += command("move", url, *gone, status=1)

    assert refused.count("the records in the SQLite file other.db are of another SMS-iT account") == 2
    assert everything(other) == before
    other.close()
    command("move", url, *gone, FLAG)


@pytest.mark.parametrize("dry_run", [(), ("--dry-run",)])
def test_records_of_another_account_are_not_moved(
    database: Database, command: Command, tmp_path: Path, of: Callable[..., None], dry_run: tuple[str, ...]
) -> None:
    of(OTHERS)
    before = everything(database)
    url = f"sqlite:///{tmp_path}/other.db"
    assert f"{ASKED}: the SQLite file bot.db is of another" in command("move", url, *dry_run, status=1)
    assert everything(database) == before
    command("move", url, *dry_run, FLAG)


def test_a_first_start_holds_no_records(
    database: Database, command: Command, tmp_path: Path, of: Callable[..., None]
) -> None:
    new = Database(f"sqlite:///{tmp_path}/new.db")
    new.migrate()
    of(MINE, which=new)
    new.close()
    command("move", f"sqlite:///{tmp_path}/new.db")
