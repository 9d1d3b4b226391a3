"""What is kept of a person, and what of it stands in the way of erasing them. It changes nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from bot.store import appointment_calls, contact_imports, messages, sends
from bot.store.appointment_calls import PENDING
from bot.store.contact_imports import ImportState
from bot.store.erasing import find
from bot.store.erasing.find import Person, PersonKeys
from bot.store.sends import Send, scheduled
from bot.store.states import WAITING, SendState
from bot.store.tables import appointment, contact_addition, contact_import_row, verification

_AT_ONCE: Final = 500


KINDS: Final = (
    "text",
    "code",
    "appointment",
    "added contact",
    "import row",
    "assistant's draft",
    "workflow step",
    "choice of people",
    "broadcast",
    "do-not-text record",
    "own number",
)
"""What is counted, each by its name in the singular, in the order in which it is said."""
PLURALS: Final = {"choice of people": "choices of people"}
"""Of those that have no *s* at their end."""


@dataclass(frozen=True, slots=True)
class AtSmsit:
    """Something SMS-iT keeps until its time (aware UTC), which the bot cannot cancel."""

    id: str
    at: datetime
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found.

    ``cancelled`` counts what waits and is cancelled, ``busy`` what is being done this moment. ``mentions``
    counts texts to others that say the number. ``channels`` counts the Slack messages by channel id.
    """

    found: PersonKeys = field(repr=False)
    cancelled: int
    busy: int
    texts_at_smsit: tuple[AtSmsit, ...]
    appointments_ahead: tuple[AtSmsit, ...]
    mentions: int
    channels: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        found = self.found
        every = (
            found.sends,
            found.codes,
            found.appointments,
            found.additions,
            found.import_rows,
            found.drafts,
            found.steps,
            found.choices,
            found.recipients,
            found.listed,
            found.own_numbers,
        )
        return dict(zip(KINDS, map(len, every), strict=True))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept of the person."""
        return not any(self.counts.values())


def look(conn: Connection, person: Person, now: datetime) -> Survey:
    """Look for everything."""
    found = find.everything(conn, person)
    texts = tuple(_texts(conn, found))
    subjects = (*found.sends, *found.appointments, *found.additions, *found.drafts)
    return Survey(
        found=found,
        cancelled=sum(1 for each in texts if _can_be_cancelled(each)) + _rows_in(conn, found, "waiting"),
        busy=sum(1 for each in texts if each.state is SendState.ATTEMPTING) + _busy(conn, found),
        texts_at_smsit=_at_smsit(conn, found, now),
        appointments_ahead=_ahead(conn, found, now),
        mentions=find.mentions(conn, person, found),
        channels=_channels(conn, subjects),
    )


def _texts(conn: Connection, found: PersonKeys) -> list[Send]:
    ids = found.sends
    parts = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
    return [each for part in parts for each in sends.get_many(conn, part)]


def _can_be_cancelled(send: Send) -> bool:
    is_row = send.state is SendState.DRAFT and send.parent_id is not None
    return send.state in WAITING | {SendState.REPEATING} or is_row


def _busy(conn: Connection, found: PersonKeys) -> int:
    """Count what is being told SMS-iT this moment, or read from a file; it is over within minutes."""
    calls = appointment_calls.newest(conn, found.appointments).values()
    adding = select(contact_addition.c.id).where(
        contact_addition.c.id.in_(found.additions), contact_addition.c.state.in_(("waiting", "attempting"))
    )
    checking = select(verification.c.send_id).where(
        verification.c.send_id.in_(found.codes), verification.c.state == "checking"
    )
    reading = [each for each in contact_imports.under_way(conn) if each.state is ImportState.QUEUED]
    return (
        sum(1 for call in calls if call.state in PENDING)
        + len(conn.execute(adding).all())
        + len(conn.execute(checking).all())
        + _rows_in(conn, found, "attempting")
        + len(reading)
    )


def _rows_in(conn: Connection, found: PersonKeys, state: str) -> int:
    table = contact_import_row.c
    imports = {import_id for import_id, _place in found.import_rows}
    rows = conn.execute(
        select(table.import_id, table.place).where(table.import_id.in_(imports), table.state == state)
    )
    return len({(import_id, place) for import_id, place in rows} & {*found.import_rows})


def _at_smsit(conn: Connection, found: PersonKeys, now: datetime) -> tuple[AtSmsit, ...]:
    own = {*found.sends}
    held = (each for each in scheduled.of_smsit(conn, None, now) if each.id in own)
    return tuple(
        AtSmsit(each.id, each.send_at or each.created_at, repeats=each.recurrence is not None)
        for each in held
    )


def _ahead(conn: Connection, found: PersonKeys, now: datetime) -> tuple[AtSmsit, ...]:
    taken = appointment.c.status.not_in(("", "cancelled"))
    query = select(appointment.c.id, appointment.c.at).where(
        appointment.c.id.in_(found.appointments), appointment.c.at > now, taken
    )
    return tuple(AtSmsit(*row) for row in conn.execute(query.order_by(appointment.c.at)))


def _channels(conn: Connection, subjects: tuple[str, ...]) -> dict[str, int]:
    total: dict[str, int] = {}
    for start in range(0, len(subjects), _AT_ONCE):
        some = messages.channels_of(conn, subjects[start : start + _AT_ONCE])
        for channel, count in some.items():
            total[channel] = total.get(channel, 0) + count
    return total
