"""Whatever a part of the clock's tick would find, its look finds too: in rows of every state and age."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Final

from sqlalchemy import Boolean, Connection, Integer, Table, delete, insert

from bot.engine.retry_delays import LOST_AFTER
from bot.features.sends.evidence import YOUNG
from bot.store import (
    Database,
    appointment_calls,
    approvals,
    assistant_drafts,
    audit_chain,
    birthdays,
    change_plans,
    clock_set_back,
    contact_additions,
    contact_imports,
    due_messages,
    follow_ups,
    free_times,
    sends,
    series,
    verifications,
    workflow_steps,
)
from bot.store.launches import Launch
from bot.store.looks import Look, Looks
from bot.store.messages import Purpose
from bot.store.sends import SendKind, annotations, groups, lists
from bot.store.states import SendState
from bot.store.tables import (
    appointment,
    appointment_call,
    approval,
    assistant_draft,
    audit_entry,
    birthday_day,
    birthday_text,
    change_plan,
    contact_addition,
    contact_import,
    follow_up,
    free_time,
    message,
    send,
    verification,
    workflow_step,
)
from bot.store.tables import series as series_table
from bot.store.tables.columns import UtcTime
from tests.store.samples import NOON

DAY: Final = timedelta(days=1)
ROUNDS: Final = 40
Found = Iterable[object]
Asks = Callable[[Connection, datetime], Found]


def lists_looked_after(conn: Connection, now: datetime) -> Found:
    states = (SendState.ACCEPTED, SendState.CANCELLED, *lists.ENDED_UNSENT)
    return (
        *lists.under_way(conn),
        *lists.under_way(conn, SendState.PAUSED),
        *lists.in_states(conn, states[:1], since=NOON - 9000 * DAY),
        *lists.in_states(conn, states[1:2], since=now - 3 * DAY),
        *lists.in_states(conn, states[2:], since=now - 2 * DAY),
    )


JUST: Final[dict[str, tuple[Look, Asks]]] = {
    "show": (due_messages.DUE, lambda conn, now: due_messages.due(conn, now, 50)),
    "follow": (follow_ups.DUE, lambda conn, now: follow_ups.claim_due(conn, now, 60, 50)),
    "fire": (sends.SCHEDULED, sends.due_scheduled),
    "repair": (
        sends.queued_for(LOST_AFTER),
        lambda conn, now: sends.queued_before(conn, now - LOST_AFTER, now=now),
    ),
    "series": (series.DUE, series.due),
    "audit log": (audit_chain.UNCHAINED, lambda conn, _now: (1,) if audit_chain.any_unchained(conn) else ()),
    "expire": (approvals.OVERDUE, approvals.overdue),
    "drafts": (assistant_drafts.EXPIRED, lambda conn, now: assistant_drafts.expired(conn, now, 50)),
    "codes": (verifications.UNFINISHED, verifications.unfinished),
    "imports": (
        contact_imports.looked_after(2 * DAY),
        lambda conn, now: (
            *contact_imports.under_way(conn),
            *contact_imports.cancelled_since(conn, now - 2 * DAY),
        ),
    ),
    "lists": (lists.looked_after(stopped=3 * DAY, unsent=2 * DAY), lists_looked_after),
    "steps": (
        workflow_steps.LOOKED_AFTER,
        lambda conn, now: (*workflow_steps.decided(conn, 50), *workflow_steps.due(conn, now, 50)),
    ),
    "broadcasts": (groups.BEING_SENT, lambda conn, _now: groups.being_sent(conn)),
    "appointments": (appointment_calls.ANY_PENDING, lambda conn, _now: appointment_calls.pending(conn)),
    "free times": (free_times.DUE, free_times.due),
    "days off": (
        change_plans.confirmed_within(3 * DAY),
        lambda conn, now: change_plans.confirmed_since(conn, now - 3 * DAY),
    ),
    "birthdays left": (birthdays.LEFT, birthdays.left),
    "clock": (clock_set_back.AHEAD, lambda conn, now: range(clock_set_back.bring_back(conn, now))),
}
"""Looks that find something just where their parts do. What a part asks may change what is there."""


def unexplained(conn: Connection, now: datetime) -> Found:
    return (
        *annotations.unexplained(conn, now - timedelta(minutes=5)),
        *annotations.unknown_since(conn, now - YOUNG),
    )


MORE: Final[dict[str, tuple[Look, Asks]]] = {
    "sweep": (
        sends.ATTEMPTING,
        lambda conn, now: sends.stale_attempts(conn, now, Launch()),
    ),
    "evidence": (annotations.open_question(YOUNG), unexplained),
    "additions": (
        contact_additions.BEING_ADDED,
        lambda conn, now: contact_additions.stale(conn, now, Launch()),
    ),
}
"""Looks that find more: their parts leave out what somebody is at."""

STATES: Final = {
    send: [*SendState],
    verification: [*verifications.Stage],
    birthday_day: [*birthdays.DayState],
    contact_addition: [*contact_additions.AddState],
    contact_import: [*contact_imports.ImportState],
    appointment_call: [*appointment_calls.CallState],
    free_time: [*free_times.FreeState],
    assistant_draft: [*assistant_drafts.DraftState],
    workflow_step: [*workflow_steps.StepState],
}
OTHERS: Final = (
    *(appointment, approval, change_plan, follow_up),
    *(message, series_table, birthday_text, audit_entry),
)
PARENTS: Final = {send, birthday_day, appointment}
"""Tables to whose rows others belong."""
FIXED: Final = {
    send: {"held_by": "bot", "attempt_limit_seconds": 30},
    assistant_draft: {"kind": SendKind.CONTACT.value},
    appointment_call: {"status": "confirmed"},
    change_plan: {"status": "confirmed", "day": "2026-03-02"},
    message: {"purpose": Purpose.SEND.value},
}
TABLES: Final = sorted({*STATES, *OTHERS}, key=lambda each: [*each.metadata.sorted_tables].index(each))


def a_row(table: Table, nth: int, random: Random, *, latest: int) -> dict[str, object]:
    """Return a row in any state, with times about noon or days from it, that belongs to the others."""
    row: dict[str, object] = {}
    for column in table.columns:
        is_number = isinstance(column.type, Integer)
        is_left_out = column.nullable and random.random() < 0.4
        if isinstance(column.type, UtcTime):
            away = random.choice((timedelta(hours=1), 4 * DAY)) * random.uniform(-1, latest)
            row[column.name] = None if is_left_out else NOON + away
        elif column.primary_key or column.foreign_keys or column.name in {"key", "execution_id", "send_id"}:
            row[column.name] = nth if is_number else str(nth)
        elif is_number and not is_left_out:
            row[column.name] = random.choice((0, 1)) if column.name == "version" else nth
        elif isinstance(column.type, Boolean):
            row[column.name] = random.choice((True, False))
        elif not column.nullable:
            row[column.name] = str(nth)
    if table in STATES:
        row["state"] = random.choice(STATES[table])
    if table is send:
        row["kind"] = random.choice((SendKind.CONTACT, SendKind.GROUP, SendKind.LIST))
    return row | FIXED.get(table, {})


def fill(conn: Connection, random: Random) -> None:
    for table in reversed(TABLES):
        conn.execute(delete(table))
    latest = random.choice((0, 1))
    for table in TABLES:
        for nth in range(4 if table in PARENTS else random.choice((0, 4))):
            conn.execute(insert(table).values(a_row(table, nth, random, latest=latest)))


def test_a_look_finds_what_its_part_does_and_hardly_more(database: Database) -> None:
    asked = {**JUST, **MORE}
    looks = Looks({name: found for name, (found, _asks) in asked.items()})
    answers: set[tuple[str, bool]] = set()
    for seed in range(ROUNDS):
        with database.read() as conn:  # what is written in it is undone
            fill(conn, Random(seed))  # noqa: S311 -- the same rows each time
            due = looks.due(conn, NOON)
            found = {name: any(True for _ in asks(conn, NOON)) for name, (_look, asks) in asked.items()}
        answers |= {*found.items()}
        assert {name for name in JUST if found[name]} == {*due} - {*MORE}, seed
        assert {name for name in MORE if found[name]} <= {*due}, seed
    assert answers == {(name, answer) for name in asked for answer in (True, False)}
