"""Changes of several rows lock them in one order: on PostgreSQL no two of them wait for each other."""

import ast
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, event, select, text

import bot.store
from bot.store import Database, SendState, follow_ups, messages, sends
from bot.store.sends import retention, rows, transitions
from bot.store.tables import follow_up, message, send
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.store import postgres
from tests.store.samples import LATER, NOON, a_send_in

LIST, FIRST, SECOND = "a list", "a" * 32, "b" * 32
IDS = (SECOND, FIRST)
BOTH_WAYS = (IDS, IDS[::-1])
Change = Callable[[Connection, tuple[str, ...]], object]
CHANGES: dict[str, tuple[Table, Change]] = {
    "messages out of date": (message, messages.outdate),
    "posted messages out of date": (message, messages.outdate_posted),
    "sends that move": (
        send,
        lambda conn, ids: transitions.move_many(conn, ids, SendState.CANCELLED, now=NOON),
    ),
    "older texts to a number": (
        send,
        lambda conn, _: transitions.supersede_older(conn, "14155550100", before=LATER, now=LATER),
    ),
    "rows of a list that is cancelled": (send, lambda conn, _: rows.cancel(conn, LIST, NOON)),
    "words that are forgotten": (send, lambda conn, _: retention.forget_bodies(conn, LATER)),
    "reports": (
        send,
        lambda conn, ids: sends.note_reports(conn, ids, status="sent", error="", now=NOON),
    ),
    "what is followed no more": (follow_up, follow_ups.finish),
}
STATES = dict.fromkeys(("rows of a list that is cancelled", "sends that move"), SendState.QUEUED)

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


@pytest.fixture
def database() -> Iterator[Database]:
    database = Database(postgres.without_rows())
    yield database
    database.close()


def waiting(database: Database) -> int:
    """Count those that wait for a row."""
    with database.engine.connect() as conn:
        return int(conn.execute(_WAITING).scalar_one())


@pytest.mark.parametrize("ids", BOTH_WAYS, ids=["as they lie there", "the other way round"])
@pytest.mark.parametrize("name", CHANGES)
def test_two_that_change_the_same_rows_never_wait_for_each_other(
    database: Database, name: str, ids: tuple[str, ...]
) -> None:
    """One has the first row and then wants the second; the other comes in between, and wants both."""
    table, change = CHANGES[name]
    key = next(iter(table.primary_key.columns))
    fill(database, STATES.get(name, SendState.ACCEPTED))

    def other() -> None:
        with database.write() as conn:
            for way in ("indexscan", "indexonlyscan", "bitmapscan"):
                conn.execute(text(f"SET LOCAL enable_{way} = off"))  # as on a table with few rows
            change(conn, ids)

    with ThreadPoolExecutor(1) as pool, database.write() as one:
        one.execute(select(table).where(key == FIRST).with_for_update())
        ended = pool.submit(other)
        wait_until(lambda: ended.done() or waiting(database))
        assert not ended.done(), "it needs the row as well"
        one.execute(select(table).where(key == SECOND).with_for_update(nowait=True))
        one.commit()
        ended.result(PATIENCE_SECONDS)


@pytest.mark.parametrize("name", CHANGES)
def test_rows_are_locked_by_the_statement_that_changes_them(database: Database, name: str) -> None:
    """One more would cost the way to the server and back."""
    _table, change = CHANGES[name]
    fill(database, STATES.get(name, SendState.ACCEPTED))
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    with database.write() as conn:
        change(conn, IDS)

    assert any(each.startswith(("UPDATE", "DELETE")) for each in asked)
    assert not [each for each in asked if each.startswith("SELECT") and " UPDATE" in each]


def test_what_waits_for_a_row_changes_what_another_one_made_of_it(database: Database) -> None:
    fill(database, SendState.QUEUED)

    def outdates() -> None:
        with database.write() as conn:
            messages.outdate(conn, IDS)

    def cancels() -> None:
        with database.write() as conn:
            transitions.move_many(conn, IDS, SendState.CANCELLED, now=NOON)

    with ThreadPoolExecutor(2) as pool, database.write() as one:
        one.execute(message.update().where(message.c.subject_id == FIRST).values(version=41))
        one.execute(send.update().where(send.c.id == FIRST).values(state=SendState.ATTEMPTING.value))
        others = [pool.submit(each) for each in (outdates, cancels)]
        wait_until(lambda: waiting(database) == len(others))
        one.commit()
        for each in others:
            each.result(PATIENCE_SECONDS)

    with database.read() as conn:
        versions = dict(conn.execute(select(message.c.subject_id, message.c.version)).all())
        states = dict(conn.execute(select(send.c.id, send.c.state)).all())
    assert versions[FIRST] == 42
    assert states == {FIRST: SendState.ATTEMPTING.value, SECOND: SendState.CANCELLED.value}


def fill(database: Database, state: SendState) -> None:
    """Put two rows into each table, the later one first: so the server comes by them."""
    for each in IDS:
        made = a_send_in(database, state, attempting_at=NOON)
        with database.write() as conn:
            conn.execute(message.delete().where(message.c.subject_id == made.id))
            conn.execute(follow_up.delete().where(follow_up.c.send_id == made.id))
            conn.execute(send.update().where(send.c.id == made.id).values(id=each, parent_id=LIST))
            told = {"subject_id": each, "purpose": "send", "channel": "C0", "ts": "1", "lease_until": NOON}
            conn.execute(message.insert().values(told))
            conn.execute(follow_up.insert().values(send_id=each, due_at=NOON, deadline=LATER))


ONE_ROW = frozenset(
    """
    alerts.drop alerts.note alerts.raise_ appointment_call_transitions.again
    appointment_call_transitions.claim appointment_call_transitions.put_back
    appointment_call_transitions.record appointment_call_transitions.requeue
    appointment_call_transitions.settle appointment_calls.note appointment_calls.told appointments.write
    approvals.decide assistant_drafts.end audience_choices.finish audience_choices.is_taken
    audience_choices.take audit_chain._CHAIN birthday_texts.drop birthdays._move birthdays.give_back
    birthdays.take_up broadcast_audiences.drop broadcast_audiences.note_attempt change_plans.confirm
    change_plans.made change_plans.note_shown contact_additions.again contact_additions.claim
    contact_additions.record contact_additions.settle contact_groups.replace_counted
    contact_import_attempts._CLAIM contact_import_attempts._changing contact_imports.forgotten
    contact_imports.move contact_imports.next_wave contact_imports.touch do_not_text.remove
    do_not_text_erased.remove encryption.note erasing.empty.note_why erasing.records.add
    erasing.records.finish follow_ups.claim_due follow_ups.reschedule free_times._write
    last_write._write_nothing leases.end_all message_claims._CLAIM message_claims._SHOWN
    message_claims.drop message_claims.give_back message_claims.postpone message_claims.shown
    messages._RAISING messages.open_another messages.put_under number_hashes.begin own_numbers.remove
    personal.forget sends.annotations.note_claim sends.annotations.note_decided
    sends.annotations.note_evidence sends.annotations.note_overdue sends.annotations.note_touched
    sends.annotations.note_values sends.groups.accept_elsewhere sends.groups.set_figures
    sends.groups.set_remote_id sends.lists.heartbeat sends.lists.next_wave sends.rows.describe
    sends.scheduled.change sends.transitions._SUPERSEDING sends.transitions._claiming
    sends.transitions._statement sends.transitions.requeue sends.unrecorded._pause
    sends.unrecorded.make_unknown series.advance series.finish series.pause series.resume
    templates.edits.add_version templates.edits.archive templates.edits.decide templates.edits.describe
    unrecorded._additions unrecorded._calls unrecorded._import_rows verifications._move
    verifications.take_try view_changes.overtake workflow_steps._move workflow_steps.claim
    """.split()  # noqa: SIM905 - there are many
)
"""Functions and statements that change the row of one key, rows for which no one waits (SKIP LOCKED, or no
other process is there), or rows that have a lock of their own, or go by :mod:`bot.store.lock_order`
in another place; each `module.name`."""


def test_whatever_changes_several_rows_locks_them_in_the_order_of_their_key() -> None:
    """A new function that updates or deletes goes by :mod:`bot.store.lock_order`, or has a line above."""
    assert frozenset(_unordered()) == ONE_ROW


def _unordered() -> Iterator[str]:
    folder = Path(bot.store.__file__).parent
    for path in folder.rglob("*.py"):
        module = ".".join(path.relative_to(folder).with_suffix("").parts)
        if module.startswith(("migrations.", "lock_order")):
            continue
        for name, part in _parts(ast.parse(path.read_text("utf-8"))):
            calls = [each.func for each in ast.walk(part) if isinstance(each, ast.Call)]
            made = [each for each in calls if isinstance(each, ast.Name) and each.id in {"update", "delete"}]
            ordered = [each for each in calls if ast.unparse(each).startswith("lock_order.")]
            if len(made) > len(ordered):
                yield f"{module}.{name}"


def _parts(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Give each function, method and statement of a module, by its name."""
    for each in module.body:
        if isinstance(each, ast.ClassDef):
            yield from ((part.name, part) for part in each.body if isinstance(part, ast.FunctionDef))
        elif isinstance(each, ast.FunctionDef):
            yield each.name, each
        elif isinstance(each, ast.Assign | ast.AnnAssign):
            target = each.targets[0] if isinstance(each, ast.Assign) else each.target
            yield ast.unparse(target), each
