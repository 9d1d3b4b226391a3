"""What was attempted is known even where the database lost it, and then nothing goes out a second time."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.store import Database, SendState, attempt_journal, sends
from bot.store.attempt_journal import AttemptJournal
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import unrecorded
from bot.store.states import WAITING
from bot.store.tables import message, send
from tests.store.samples import LATER, NOON, a_draft, a_send_in, the

COUNT = 12


def claim(database: Database, send_id: str, token: str) -> None:
    with database.write() as conn:
        assert sends.claim(conn, send_id, token=token, now=NOON, limit_seconds=30)
        attempt_journal.note(conn, send_id, token)


def settle(database: Database) -> int:
    assert database.journal is not None
    with database.write() as conn:
        return unrecorded.make_unknown(conn, database.journal.latest(), now=LATER)


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> tuple[Path, bytes]:
    """A database whose newest transactions, the claims of some texts, stand in its write-ahead log only."""
    folder = tmp_path_factory.mktemp("cut off")
    shutil.copyfile(migrated_file, folder / "bot.db")
    database = Database(f"sqlite:///{folder / 'bot.db'}")
    ids = [a_send_in(database, SendState.QUEUED, token=None, attempting_at=None).id for _ in range(COUNT)]
    with database.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        conn.exec_driver_sql("PRAGMA wal_autocheckpoint=0")
    for place, send_id in enumerate(ids):
        claim(database, send_id, f"{place:032x}")
    kept = (folder / "bot.db-wal").read_bytes()
    copied = tmp_path_factory.mktemp("as it lies on the disk")
    for each in ("bot.db", "bot.db.attempts"):
        shutil.copyfile(folder / each, copied / each)
    database.close()
    return copied, kept


@settings(max_examples=25)
@given(whole=st.floats(0, 1), end=st.sampled_from((b"", b"\0")))
def test_however_much_of_the_log_is_lost_nothing_that_was_attempted_waits_again(
    tmp_path_factory: pytest.TempPathFactory, cut_off: tuple[Path, bytes], whole: float, end: bytes
) -> None:
    folder, log = cut_off
    own = tmp_path_factory.mktemp("own")
    shutil.copytree(folder, own, dirs_exist_ok=True)
    at = int(len(log) * whole)
    (own / "bot.db-wal").write_bytes(log[:at] + end * (len(log) - at))  # cut off, or spoilt from there on
    database = Database(f"sqlite:///{own / 'bot.db'}")
    with database.read() as conn:
        lost = [row.id for row in conn.execute(send.select().where(send.c.state == "queued"))]

    assert settle(database) == len(lost)

    with database.read() as conn:
        states = [row.state for row in conn.execute(send.select())]
        drawn = {row.subject_id for row in conn.execute(message.select().where(message.c.version > 0))}
    assert len(states) == COUNT
    assert set(states) <= {"attempting", "unknown"}
    assert states.count("unknown") == len(lost)
    assert drawn == set(lost)
    assert settle(database) == 0
    database.close()


def test_the_whole_log_is_worth_something_and_half_of_it_loses_claims(cut_off: tuple[Path, bytes]) -> None:
    """Else the test above would have nothing to find."""
    folder, log = cut_off
    (folder / "bot.db-wal").write_bytes(log[: len(log) // 2])
    database = Database(f"sqlite:///{folder / 'bot.db'}")
    with database.read() as conn:
        states = [row.state for row in conn.execute(send.select())]
    database.close()
    for each in ("bot.db-wal", "bot.db-shm"):
        (folder / each).unlink(missing_ok=True)
    assert {"queued", "attempting"} == set(states)


@pytest.mark.parametrize("state", [SendState.QUEUED, SendState.SCHEDULED, SendState.AWAITING_APPROVAL])
def test_what_waits_though_a_newer_attempt_is_known_asks_a_person(
    database: Database, state: SendState
) -> None:
    waiting = a_send_in(database, SendState.QUEUED)
    claim(database, waiting.id, "b" * 32)
    with database.write() as conn:
        conn.execute(send.update().values(state=state.value, token=waiting.token))
    assert settle(database) == 1
    found = the(database, waiting.id)
    assert (found.state, found.token, found.outcome_code) == (
        SendState.UNKNOWN,
        "b" * 32,
        OutcomeCode.UNRECORDED,
    )


def test_only_what_would_go_out_asks_a_person_and_everything_else_stays_as_it_is(database: Database) -> None:
    told = {"evidence": {"balance": 7}, "outcome_sentence": "No connection."}
    lost = {state: a_send_in(database, state, **told) for state in SendState}
    known = [a_send_in(database, state) for state in SendState]
    latest = {each.id: "b" * 32 for each in lost.values()} | {each.id: each.token or "" for each in known}
    to_go = WAITING | {SendState.DRAFT}
    going = {SendState.RUNNING, SendState.PAUSED, SendState.REPEATING}
    with database.write() as conn:
        assert unrecorded.make_unknown(conn, latest, now=LATER) == len(to_go | going)
        drawn = {row.subject_id for row in conn.execute(message.select().where(message.c.version > 0))}
    assert drawn == {lost[state].id for state in to_go | going}
    for state, before in lost.items():
        found = the(database, before.id)
        if state in going:
            ends = state if state is SendState.REPEATING else SendState.CANCELLED
            assert (found.state, found.token) == (ends, "b" * 32)
            continue
        if state not in to_go:
            assert found == before
            continue
        assert (found.state, found.token, found.evidence) == (SendState.UNKNOWN, "b" * 32, None)
        assert (found.outcome_code, found.outcome_sentence) == (OutcomeCode.UNRECORDED, unrecorded.SENTENCE)
        assert (found.attempting_at, found.updated_at) == (LATER, LATER)
    assert [the(database, each.id) for each in known] == known


def test_a_row_of_a_list_asks_too_and_its_list_is_drawn(database: Database) -> None:
    parent = a_draft(database)
    row = a_send_in(database, SendState.QUEUED, parent_id=parent.id, line=1)
    claim(database, row.id, "b" * 32)
    with database.write() as conn:
        values = {"state": "draft", "token": None, "parent_id": parent.id}
        conn.execute(send.update().where(send.c.id == row.id).values(values))
    assert settle(database) == 1
    with database.read() as conn:
        drawn = conn.execute(message.select().where(message.c.version > 0)).one()
    assert drawn.subject_id == parent.id


def test_what_was_put_back_or_sent_again_since_goes_on_waiting(database: Database) -> None:
    back = a_send_in(database, SendState.QUEUED)
    claim(database, back.id, "b" * 32)
    with database.write() as conn:
        assert sends.put_back(conn, back.id, token="b" * 32, now=NOON)
    assert settle(database) == 0
    assert the(database, back.id).state is SendState.QUEUED


def test_what_is_rolled_back_is_not_written_down(database: Database) -> None:
    one, two = a_send_in(database, SendState.QUEUED), a_send_in(database, SendState.QUEUED)

    def claims_and_breaks(conn: Connection) -> None:
        attempt_journal.note(conn, one.id, "b" * 32)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write_with_others(claims_and_breaks)
    with database.write() as conn:
        attempt_journal.note(conn, one.id, "c" * 32)
        kept = attempt_journal.count(conn)
        attempt_journal.note(conn, two.id, "d" * 32)
        attempt_journal.keep(conn, kept)
    assert database.journal is not None
    assert database.journal.latest() == {one.id: "c" * 32}


def test_an_attempt_that_cannot_be_written_down_is_not_made(database: Database) -> None:
    waiting = a_send_in(database, SendState.QUEUED)
    assert database.path is not None
    database.path.with_name("bot.db.attempts").mkdir()
    with pytest.raises(OSError, match="attempts"):
        claim(database, waiting.id, "b" * 32)


def test_the_file_stays_small_and_the_newest_attempts_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempt_journal, "MOST_BYTES", 1_000)
    journal, other = AttemptJournal(tmp_path / "bot.db"), AttemptJournal(tmp_path / "bot.db")
    for number in range(100):
        (journal, other)[number % 2].write([(f"{number:032x}", f"{number:032d}")])
    files = sorted(tmp_path.iterdir())
    assert [each.name for each in files] == ["bot.db.attempts", "bot.db.attempts.1"]
    assert sum(each.stat().st_size for each in files) < 2 * 1_100
    assert {each.stat().st_mode & 0o777 for each in files} == {0o600}
    newest = AttemptJournal(tmp_path / "bot.db").latest()
    assert list(newest)[-1] == f"{99:032x}"
    assert len(newest) > 15


def test_a_line_that_was_cut_off_is_passed_over(tmp_path: Path) -> None:
    journal = AttemptJournal(tmp_path / "bot.db")
    journal.write([("a" * 32, "b" * 32)])
    with (tmp_path / "bot.db.attempts").open("ab") as file:
        file.write(b"c" * 32 + b" " + b"\xff" * 10)
    assert journal.latest() == {"a" * 32: "b" * 32}
