"""What restored records leave open beside texts, from calls about appointments to steps of workflows.

Each returns how many there were.
"""

import json
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from bot.records.changes import changed, is_in, outdate, portions
from bot.store import audit, birthdays, messages
from bot.store.appointment_calls import CallState
from bot.store.assistant_drafts import DraftState
from bot.store.audit import Subject
from bot.store.birthdays import DayState, NewDay
from bot.store.contact_additions import AddState
from bot.store.contact_imports import ImportState
from bot.store.free_times import FreeState, Why
from bot.store.messages import Purpose
from bot.store.outcome_codes import OutcomeCode
from bot.store.tables import (
    appointment_call,
    assistant_draft,
    birthday_day,
    contact_addition,
    contact_import,
    free_time,
    verification,
    workflow_step,
)
from bot.store.verifications import Reason, Stage
from bot.store.workflow_steps import StepState

MARGIN: Final = timedelta(hours=1)
"""For days that are longer or shorter, where clocks change."""
RESTORED: Final = "The bot's records were restored from a backup."


def calls(conn: Connection, now: datetime) -> int:
    """Leave it open whether SMS-iT took what it was to be told about an appointment."""
    values = {
        "state": CallState.UNKNOWN.value,
        "outcome_code": OutcomeCode.RESTORED.value,
        "outcome_sentence": RESTORED,
        "updated_at": now,
    }
    ids = changed(
        conn, appointment_call, is_in(appointment_call, CallState.QUEUED, CallState.ATTEMPTING), values
    )
    for call_id in ids:
        facts = {"outcome_code": OutcomeCode.RESTORED.value}
        audit.note(conn, CallState.UNKNOWN, call_id, at=now, facts=facts, subject=Subject.CALL)
    for some in portions(ids):
        own = select(appointment_call.c.appointment_id).where(appointment_call.c.id.in_(some))
        outdate(conn, tuple(map(str, conn.execute(own).scalars())))
    outdate(conn, ids)
    return len(ids)


def additions(conn: Connection, now: datetime) -> int:
    """Ask about contacts that were being added."""
    values = {"state": AddState.UNKNOWN.value, "reason": RESTORED, "updated_at": now}
    ids = changed(
        conn, contact_addition, is_in(contact_addition, AddState.WAITING, AddState.ATTEMPTING), values
    )
    for each in ids:
        audit.note(conn, AddState.UNKNOWN, each, at=now, subject=Subject.ADDITION)
        messages.open_another(conn, each, Purpose.ADDITION)
    return len(ids)


def imports(conn: Connection, now: datetime) -> int:
    """Cancel imports. The clock looks a row up that was being added then, as in any that is cancelled."""
    open_ = is_in(contact_import, ImportState.QUEUED, ImportState.RUNNING, ImportState.PAUSED)
    values = {"state": ImportState.CANCELLED.value, "why": RESTORED, "decided_by": None, "updated_at": now}
    ids = changed(conn, contact_import, open_, values)
    for each in ids:
        audit.note(conn, ImportState.CANCELLED, each, at=now, subject=Subject.IMPORT)
        messages.open_another(conn, each, Purpose.IMPORT)
    return len(ids)


def codes(conn: Connection, now: datetime) -> int:
    """Verify nobody by a code of then: it may have been used since."""
    open_ = is_in(verification, Stage.MAKING, Stage.OPEN, Stage.CHECKING)
    values = {
        "state": Stage.FAILED.value,
        "reason": Reason.EXPIRED.value,
        "code_hash": None,
        "decided_at": now,
    }
    ids = changed(conn, verification, open_, values, verification.c.send_id)
    outdate(conn, ids)
    return len(ids)


def offers(conn: Connection, now: datetime) -> int:
    """Offer no free time any more: who was asked since isn't known."""
    values = {"state": FreeState.ENDED.value, "why": Why.STOPPED.value, "next_at": None, "updated_at": now}
    ids = changed(conn, free_time, is_in(free_time, FreeState.DRAFT, FreeState.OPEN), values)
    outdate(conn, ids)
    return len(ids)


def drafts(conn: Connection, now: datetime) -> int:
    """End what an assistant drafted: it may have been reviewed and sent since."""
    values = {"state": DraftState.EXPIRED.value, "updated_at": now}
    ids = changed(conn, assistant_draft, is_in(assistant_draft, DraftState.WAITING), values)
    outdate(conn, ids)
    return len(ids)


def birthday_days(conn: Connection, now: datetime) -> int:
    """Prepare no birthday texts again unasked that may have gone out since: those of the day it is by now.

    The account's zone isn't known here. Texts of each day go out a day after those of the one before.
    """
    values = {"state": DayState.MISSED.value, "leased_at": None, "updated_at": now}
    ids = changed(conn, birthday_day, is_in(birthday_day, DayState.PREPARING), values)
    for each in ids:
        messages.open_another(conn, each, Purpose.BIRTHDAYS)
    known = birthdays.latest(conn)
    passed = 0 if known is None else (now + MARGIN - known.at) // timedelta(days=1)
    if known is None or passed < 1:
        return len(ids)
    new = NewDay.unknown(known.day + timedelta(days=passed))
    made = birthdays.begin(conn, new, DayState.MISSED, now=now)
    return len(ids) + (made is not None)


def steps(conn: Connection, now: datetime) -> int:
    """Begin no step of a workflow again: it may have been done since. Slack is told that it failed."""
    values = {
        "state": StepState.ENDED.value,
        "inputs": None,
        "result": json.dumps({"failed": RESTORED}),
        "not_before": now,
        "updated_at": now,
    }
    return len(changed(conn, workflow_step, is_in(workflow_step, StepState.WAITING), values))
