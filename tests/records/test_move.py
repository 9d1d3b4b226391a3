"""The command that moves the records: all of them, verified, and never two databases to start on."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from bot.app import Bot
from bot.engine.slot_locks import slots_of
from bot.records import shape, target
from bot.records.archive import Kept
from bot.run import run
from bot.store import Database, audit, schema
from bot.store.tables import audit_entry, send
from bot.texting.clock import utc_now
from tests.features.erasure.filling import a_text, everything
from tests.flows import first_start
from tests.records.conftest import URL, Command
from tests.settings_file import written
from tests.store import postgres

JOB = (
    "INSERT INTO workflow_status (workflow_uuid, status, name, attributes)"
    " VALUES ('j', 'ENQUEUED', 'n', 'null')"
)


def digests(url: str) -> dict[str, shape.Digest]:
    database = Database(url)
    with database.read() as conn:
        found = {}
        for name, table in shape.of(conn).items():
            columns = sorted(shape.columns_of(table))
            found[name] = shape.digest(shape.lines(conn, table, columns))
    database.close()
    return found


def test_there_and_back_everything_is_the_same_and_goes_on(
    database: Database, command: Command, tmp_path: Path
) -> None:
    here, there = URL.format(tmp_path), postgres.without_rows()
    with database.write() as conn:
        audit.note(conn, "queued", "queued", at=utc_now())
        conn.exec_driver_sql(JOB)
    database.close()
    before = digests(here)

    said = command("move", there)

    assert digests(there) == before
    assert before["workflow_status"].rows == 1
    assert "every table was read there again, and is the same" in said
    moved = Database(there)
    with moved.write() as conn:
        audit.note(
            conn, "cancelled", "queued", at=utc_now()
        )  # the server numbers it behind those that are there
    moved.close()
    between = digests(there)

    command("move", here, DATABASE_URL=there)

    assert digests(here) == between
    with Database(here).read() as conn:
        assert schema.current(conn) == schema.HEAD
        assert conn.execute(select(audit_entry.c.kind)).scalars().all()[-1] == "cancelled"


def test_what_was_left_behind_starts_no_bot_and_says_where_to_look(
    database: Database,
    command: Command,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database.close()
    command("move", f"sqlite:///{tmp_path}/other.db")

    with pytest.raises(schema.Moved):
        database.migrate()
    monkeypatch.setattr("bot.run.Bot", lambda _settings: database_only(database))
    assert run(written(tmp_path)) == 1
    assert "Set DATABASE_URL to the database that the records were moved to" in capsys.readouterr().err
    for where in ("third", "other"):  # the one that holds records by now, too
        assert "was left behind" in command("move", f"sqlite:///{tmp_path}/{where}.db", status=1)
    assert "moved to" in command("export", "e.zip", status=1)
    assert "moved to" in command("erase", "14155550777", "--dry-run", status=1)
    kept = command("backup", "old.backup", "--left-behind")
    assert re.search(r"rows of \d+ tables", kept), "what is there can still be kept"


def database_only(database: Database) -> Bot:
    class Starting:
        def start(self) -> None:
            database.migrate()

        def stop(self) -> bool:
            return True

    return Starting()  # type: ignore[return-value]


def test_a_dry_run_tells_what_there_is_and_changes_nothing(
    database: Database, command: Command, tmp_path: Path
) -> None:
    before = everything(database)
    slots = slots_of(database)
    assert slots.try_take(0), "the bot may be running"

    said = command("move", f"sqlite:///{tmp_path}/other.db", "--dry-run")

    slots.let_go(0)
    assert re.search(r"\d+ rows of \d+ tables, with those of the queue\.", said)
    assert "other.db, which isn't there yet" in said
    assert everything(database) == before
    assert list(tmp_path.glob("other*")) == []


def test_a_running_bot_on_either_side_is_left_alone(
    database: Database, command: Command, tmp_path: Path
) -> None:
    other = Database(f"sqlite:///{tmp_path}/other.db")
    for busy in (database, other):
        slots = slots_of(busy)
        assert slots.try_take(0)
        assert "Stop the bot first" in command("move", f"sqlite:///{tmp_path}/other.db", status=1)
        slots.let_go(0)
    other.close()
    with database.read() as conn:
        assert schema.current(conn) == schema.HEAD


def test_records_that_are_there_are_given_up_only_by_who_says_so(
    database: Database, command: Command, tmp_path: Path
) -> None:
    other = Database(f"sqlite:///{tmp_path}/other.db")
    other.migrate()
    a_text(other, utc_now(), "theirs")
    other.close()
    address = f"sqlite:///{tmp_path}/other.db"

    assert "Add --replace" in command("move", address, status=1)
    assert "Add --replace" in command("move", address, "--dry-run", status=1)
    assert "Add --yes" in command("move", address, "--replace", status=1)
    assert "to the SQLite file other.db" in command("move", address, "--replace", "--dry-run")
    command("move", address, "--replace", "--yes")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sqlite:///bot.db", "Name another database"),
        ("mysql://u:hunter2@h/d", "isn't a supported database address"),
        ("postgresql://u:hunter2@127.0.0.1:1/d", "Check the address to move to: that database can't be used"),
        ("postgresql://u:hunter2@127.0.0.1:1/d?sslmod=hunter2", "Check the address to move to"),
        (f"sqlite:///{'x' * 300}.db", "Check the address to move to: that database can't be used"),
        ("sqlite:////dev/null/none/bot.db", "Check the address to move to: that database can't be used"),
        ("sqlite:///folder", "that database can't be used (it's a folder, not a file)"),
    ],
)
def test_an_address_that_will_not_do_is_refused_and_no_password_is_said(
    database: Database, command: Command, address: str, said: str
) -> None:
    before = everything(database)
    Path("folder").mkdir()
    for dry_run in ((), ("--dry-run",)):
        told = command("move", address, *dry_run, status=1)
        assert said in told
        assert "hunter2" not in told
        assert "DATABASE_URL" not in told.replace("that DATABASE_URL names", "")
    assert everything(database) == before


OTHERS = {
    "another program's": "CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('here')",
    "one's with the same engine": "CREATE TABLE workflow_status (id TEXT); CREATE TABLE bookmark (url TEXT)",
}


@pytest.mark.parametrize("kind", ["no database", *OTHERS])
def test_what_is_not_the_bots_is_not_touched(
    database: Database, command: Command, tmp_path: Path, kind: str
) -> None:
    other = tmp_path / "other.db"
    if kind == "no database":
        other.write_text("Dear diary, " * 1000)
    else:
        with closing(sqlite3.connect(other)) as made:
            made.executescript(OTHERS[kind])
    other.chmod(0o644)
    before, content = everything(database), other.read_bytes()
    address = f"sqlite:///{other}"
    command("backup", "one.backup")

    for words in (["--dry-run"], ["--replace", "--yes"], []):
        assert "Name another file: other.db is" in command("move", address, *words, status=1)
    if kind != "no database":
        held = ("--replace", "--yes", "--hold-scheduled")
        assert "Name another file" in command("restore", "one.backup", *held, status=1, DATABASE_URL=address)

    assert (other.read_bytes(), other.stat().st_mode & 0o777) == (content, 0o644)
    assert [each.name for each in tmp_path.glob("other.db*")] == ["other.db"]
    assert everything(database) == before


def test_an_empty_file_is_taken_and_so_is_a_damaged_one_of_the_bot(
    database: Database, command: Command, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    other.touch()
    command("move", f"sqlite:///{other}", "--dry-run")
    first_start.put(other)
    with other.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 200)
    said = command("move", f"sqlite:///{other}", "--replace", "--yes", status=1)
    assert "Check the address to move to: that database can't be used (DatabaseError SQLITE_CORRUPT)" in said


def test_what_cannot_be_read_here_is_not_blamed_on_the_new_address(
    database: Database, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> Iterator[bytes]:
        yield from ()
        raise OperationalError("SELECT", {}, Exception("hush"))

    monkeypatch.setattr("bot.records.move._kept", lambda *_: {"send": Kept(("id",), 1, "x")})
    monkeypatch.setattr(shape, "lines", unreadable)
    assert "Check DATABASE_URL" in command("move", f"sqlite:///{tmp_path}/other.db", status=1)


def test_the_address_is_asked_for_where_it_does_not_stand_in_the_command(
    database: Database, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.records.move._asked", lambda: f"sqlite:///{tmp_path}/other.db\n")
    assert re.search(r"\d+ rows of", command("move", "--dry-run"))


def test_what_the_database_lost_is_settled_by_its_journal_before_it_is_left_behind(
    database: Database, command: Command, tmp_path: Path
) -> None:
    lost = "d" * 32
    a_text(database, utc_now(), lost, state="queued", token=None)
    assert database.journal is not None
    database.journal.write([(lost, "e" * 32)])
    database.close()

    command("move", f"sqlite:///{tmp_path}/other.db")

    other = Database(f"sqlite:///{tmp_path}/other.db")
    with other.read() as conn:
        assert conn.execute(select(send.c.state).where(send.c.id == lost)).scalar_one() == "unknown"
    other.close()


def test_words_that_a_server_cannot_keep_stop_it_and_change_nothing(
    database: Database, command: Command
) -> None:
    with database.write() as conn:
        conn.execute(update(send).where(send.c.id == "1").values(body="nul \0 here"))
    database.close()

    said = command("move", postgres.without_rows(), status=1)

    assert "The rows of send can't be put there" in said
    assert "nul" not in said.replace("Nothing", "")
    with database.read() as conn:
        assert schema.current(conn) == schema.HEAD


def test_rows_that_arrive_otherwise_are_noticed(
    database: Database, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = shape.fill

    def lossy(conn: object, table: object, columns: object, found: object) -> None:
        fill(conn, table, columns, list(found)[:-1])  # type: ignore[arg-type,call-overload]

    monkeypatch.setattr(target.shape, "fill", lossy)
    database.close()
    assert "arrived as they were" in command("move", f"sqlite:///{tmp_path}/other.db", status=1)
    assert not (tmp_path / "other.db").exists()
    with database.read() as conn:
        assert schema.current(conn) == schema.HEAD
