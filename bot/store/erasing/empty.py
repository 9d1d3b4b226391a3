"""Emptying what is kept of a person, a few rows at a time; what is being done this moment is left alone.

Each function is given keys that :mod:`bot.store.erasing.find` found, and returns how many rows it emptied.
It looks at each row anew, for much may have happened since.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, case, delete, exists, literal, or_, select, update

from bot.store import change_plans, do_not_text_erased, lock_order, messages
from bot.store.appointment_calls import PENDING
from bot.store.assistant_drafts import DraftState
from bot.store.contact_additions import AddState
from bot.store.contact_import_rows import RowState
from bot.store.erasing.columns import EMPTIED
from bot.store.erasing.find import Person, PlaceKey, RowKey
from bot.store.number_hashes import NumberKey
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends.model import NO_EVIDENCE, SendKind
from bot.store.states import TO_SEND, SendState
from bot.store.tables import (
    appointment,
    appointment_call,
    approval,
    assistant_draft,
    audience_choice,
    birthday_text,
    broadcast_recipient,
    contact_addition,
    contact_import,
    contact_import_row,
    do_not_text,
    follow_up,
    message,
    own_number,
    send,
    verification,
    workflow_step,
)
from bot.store.tables.aliases import alias

NOT_SENT: Final = "the recipient was erased from the bot's records."
_TO_SEND: Final = sorted(TO_SEND)
_PENDING: Final = sorted(PENDING)
_BEING_ADDED: Final = (AddState.WAITING.value, AddState.ATTEMPTING.value)
_NO_CODE: Final = ("making", "open", "checking")


def sends(conn: Connection, ids: Collection[str]) -> int:
    """Empty texts that go out no more. One that was cancelled says why; nothing is asked about them again."""
    over = and_(send.c.id.in_(ids), send.c.state.not_in(_TO_SEND))
    cancelled = send.c.state == SendState.CANCELLED.value
    why = literal(NOT_SENT, send.c.outcome_sentence.type)
    values = {
        **EMPTIED["send"],
        "outcome_sentence": case(
            (and_(cancelled, send.c.outcome_code == OutcomeCode.ERASED.value), why), else_=None
        ),
    }
    emptied = update(send).where(over).values(values).returning(send.c.id, send.c.parent_id)
    rows = lock_order.change(conn, emptied).all()
    own = [row.id for row in rows]
    # Nobody looks for evidence where something is, be it nothing at all.
    unknown = and_(send.c.id.in_(own), send.c.state == SendState.UNKNOWN.value)
    lock_order.change(conn, update(send).where(unknown).values({**NO_EVIDENCE, "evidence": {}}))
    lock_order.change(conn, delete(follow_up).where(follow_up.c.send_id.in_(own)))
    lists = {row.parent_id for row in rows if row.parent_id}
    _forget_files(conn, lists)
    days = select(birthday_text.c.day_id).where(birthday_text.c.send_id.in_(own)).distinct()
    above = tuple(conn.execute(days).scalars())
    messages.outdate_posted(conn, {*own, *lists})
    messages.outdate_posted(conn, above)  # after those below, as whoever draws one takes them
    return len(own)


def drop_drafts(conn: Connection, ids: Collection[str]) -> int:
    """Delete texts nobody has confirmed; rows of lists are none of these."""
    drafts = (send.c.id.in_(ids), send.c.state == SendState.DRAFT.value, send.c.parent_id.is_(None))
    gone = tuple(lock_order.change(conn, delete(send).where(*drafts).returning(send.c.id)).scalars())
    lock_order.change(conn, delete(message).where(message.c.subject_id.in_(gone)))
    return len(gone)


def codes(conn: Connection, ids: Collection[str]) -> int:
    """Empty verifications that are over."""
    over = (verification.c.send_id.in_(ids), verification.c.state.not_in(_NO_CODE))
    return lock_order.change(conn, update(verification).where(*over).values(EMPTIED["verification"])).rowcount


def appointments(conn: Connection, ids: Collection[str]) -> int:
    """Empty appointments that SMS-iT is told nothing of this moment; those nobody confirmed are deleted."""
    calls = appointment_call.c
    of_it = calls.appointment_id == appointment.c.id
    drafts = (appointment.c.id.in_(ids), ~exists().where(of_it))
    dropped = lock_order.change(conn, delete(appointment).where(*drafts)).rowcount
    settled = ~exists().where(of_it, calls.state.in_(_PENDING))
    emptied = update(appointment).where(appointment.c.id.in_(ids), settled).values(EMPTIED["appointment"])
    own = tuple(lock_order.change(conn, emptied.returning(appointment.c.id)).scalars())
    told = update(appointment_call).where(calls.appointment_id.in_(own)).values(EMPTIED["appointment_call"])
    about = tuple(lock_order.change(conn, told.returning(calls.id)).scalars())
    change_plans.forget(conn, own)
    messages.outdate_posted(conn, (*own, *about))
    return dropped + len(own)


def additions(conn: Connection, ids: Collection[str]) -> int:
    """Empty contacts added by hand that nobody is adding this moment."""
    over = (contact_addition.c.id.in_(ids), contact_addition.c.state.not_in(_BEING_ADDED))
    emptied = update(contact_addition).where(*over).values(EMPTIED["contact_addition"])
    own = tuple(lock_order.change(conn, emptied.returning(contact_addition.c.id)).scalars())
    messages.outdate_posted(conn, own)
    return len(own)


def drafts(conn: Connection, ids: Collection[str]) -> int:
    """Empty texts that an assistant drafted; those that wait are discarded."""
    table = assistant_draft.c
    waits = table.state == DraftState.WAITING.value
    state = case((waits, DraftState.DISCARDED.value), else_=table.state)
    emptied = update(assistant_draft).where(table.id.in_(ids))
    own = tuple(
        lock_order.change(
            conn, emptied.values({**EMPTIED["assistant_draft"], "state": state}).returning(table.id)
        ).scalars()
    )
    messages.outdate_posted(conn, own)
    return len(own)


def steps(conn: Connection, ids: Collection[str]) -> int:
    """Empty steps of workflows that nobody has done yet: each fails, and its workflow is told so."""
    given = (workflow_step.c.id.in_(ids), workflow_step.c.inputs.is_not(None))
    return lock_order.change(
        conn, update(workflow_step).where(*given).values(EMPTIED["workflow_step"])
    ).rowcount


def choices(conn: Connection, ids: Collection[str]) -> int:
    """Empty whom lists go to. Their next date asks a person: without it, who was left out would be texted."""
    named = (audience_choice.c.send_id.in_(ids), audience_choice.c.choice.is_not(None))
    return lock_order.change(
        conn, update(audience_choice).where(*named).values(EMPTIED["audience_choice"])
    ).rowcount


def recipients(conn: Connection, keys: Collection[PlaceKey]) -> int:
    """Empty whom broadcasts went to; that somebody was in the group stays."""
    table = broadcast_recipient.c
    these = or_(
        *(and_(table.audience_id == audience_id, table.place == place) for audience_id, place in keys)
    )
    return lock_order.change(
        conn, update(broadcast_recipient).where(these).values(EMPTIED["broadcast_recipient"])
    ).rowcount


def import_rows(conn: Connection, keys: Collection[RowKey]) -> int:
    """Empty rows of imports nobody is adding this moment; one that waits is cancelled, and never added."""
    table = contact_import_row.c
    these = or_(*(and_(table.import_id == import_id, table.place == place) for import_id, place in keys))
    waits = table.state == RowState.WAITING.value
    values = {
        **EMPTIED["contact_import_row"],
        "state": case((waits, RowState.CANCELLED.value), else_=table.state),
    }
    over = update(contact_import_row).where(these, table.state != RowState.ATTEMPTING.value).values(values)
    imports = tuple(lock_order.change(conn, over.returning(table.import_id)).scalars())
    says = exists().where(
        table.import_id == contact_import.c.id, or_(table.number.is_not(None), table.cells.is_not(None))
    )
    ended = (contact_import.c.id.in_(imports), contact_import.c.state.in_(("cancelled", "done")), ~says)
    lock_order.change(conn, update(contact_import).where(*ended).values(EMPTIED["contact_import"]))
    messages.outdate_posted(conn, set(imports))
    return len(imports)


def own_numbers(conn: Connection, user_ids: Collection[str]) -> int:
    """Forget the numbers that people at the desk gave for themselves."""
    return lock_order.change(conn, delete(own_number).where(own_number.c.user_id.in_(user_ids))).rowcount


def listed(conn: Connection, person: Person, numbers: Collection[str], key: NumberKey) -> int:
    """Take a number's record from the do-not-text list. If it was on it, a hash stays there."""
    own = do_not_text.c.number.in_(numbers)
    rows = conn.execute(select(do_not_text).where(own)).all()
    for row in rows:
        if row.removed_at is None:
            do_not_text_erased.put(conn, person.phone, key, row.added_by, row.added_at)
    lock_order.change(conn, delete(do_not_text).where(own))
    return len(rows)


def note_why(conn: Connection, send_id: str, now: datetime) -> None:
    """Note why a send was cancelled."""
    cancelled = (send.c.id == send_id, send.c.state == SendState.CANCELLED.value)
    conn.execute(update(send).where(*cancelled).values(outcome_code=OutcomeCode.ERASED.value, updated_at=now))


def _forget_files(conn: Connection, lists: Collection[str]) -> None:
    """Forget what the files of ended lists were called in which nobody else is left."""
    row = alias("row", send.c.parent_id, send.c.to_number)
    left = exists().where(row.c.parent_id == send.c.id, row.c.to_number != "")
    ended = (send.c.id.in_(lists), send.c.kind == SendKind.LIST.value, send.c.state.not_in(_TO_SEND), ~left)
    emptied = update(send).where(*ended).values(to_name=None).returning(send.c.id)
    own = tuple(lock_order.change(conn, emptied).scalars())
    lock_order.change(conn, update(approval).where(approval.c.send_id.in_(own)).values(EMPTIED["approval"]))
