"""Finding what is kept of one person, however their number is spelt there.

What is theirs goes by the number alone: a row belongs to them if its digits mean their phone most likely.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, and_, or_, select

from bot.store.encryption import likely
from bot.store.sends.model import SINGLE
from bot.store.tables import (
    appointment,
    appointment_call,
    approval,
    assistant_draft,
    audience_choice,
    broadcast_recipient,
    contact_addition,
    contact_import,
    contact_import_row,
    do_not_text,
    own_number,
    past_decision,
    send,
    verification,
    workflow_step,
)
from bot.texting.mentions import Mention
from bot.texting.spellings import canonical, common, read

RowKey = tuple[str, int]
"""A row of an import: the import's id, and the row's place."""
PlaceKey = tuple[str, int]
"""Somebody a broadcast went to: the attempt's token, and the person's place."""
_AT_ONCE: Final = 500
_SINGLE: Final = sorted(SINGLE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by the one form of their number. ``region`` reads digits without a country code."""

    phone: str = field(repr=False)
    region: str | None

    def is_meant(self, digits: str | None) -> bool:
        """Tell whether digits, as SMS-iT keeps them, are most likely this person's phone."""
        return bool(digits) and (digits == self.phone or canonical(digits or "", self.region) == self.phone)

    def owns(self, number: str | None, phone: str | None) -> bool:
        """Tell whether a row is this person's: by its ``phone``, the one form known when it was written.

        Where that has no country code it says no more than the number.
        """
        if phone and read(phone) is not None:
            return canonical(phone) == self.phone
        return self.is_meant(number) or self.is_meant(phone)


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """The keys of what is kept of a person."""

    sends: tuple[str, ...]
    codes: tuple[str, ...]
    appointments: tuple[str, ...]
    additions: tuple[str, ...]
    import_rows: tuple[RowKey, ...]
    drafts: tuple[str, ...]
    listed: tuple[str, ...] = field(repr=False)
    own_numbers: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    recipients: tuple[PlaceKey, ...] = ()


def everything(conn: Connection, person: Person) -> PersonKeys:
    """Return what is kept of a person. It goes through some tables as a whole, so read only."""
    own = _sends(conn, person)
    return PersonKeys(
        sends=own,
        codes=_codes(conn, person, own),
        appointments=_by_number(conn, person, appointment.c.id, appointment.c.number, appointment.c.phone),
        additions=_by_number(
            conn, person, contact_addition.c.id, contact_addition.c.number, contact_addition.c.number
        ),
        import_rows=_import_rows(conn, person),
        drafts=_drafts(conn, person),
        listed=_by_number(conn, person, do_not_text.c.number, do_not_text.c.number, do_not_text.c.number),
        own_numbers=_by_number(conn, person, own_number.c.user_id, own_number.c.number, own_number.c.phone),
        steps=_steps(conn, person),
        choices=_choices(conn, person),
        recipients=_recipients(conn, person),
    )


def _recipients(conn: Connection, person: Person) -> tuple[PlaceKey, ...]:
    """Return where somebody is among those that broadcasts went to."""
    table = broadcast_recipient.c
    alike = or_(_ends_alike(conn, table.number, person), table.phone == person.phone)
    query = select(table.audience_id, table.place, table.number, table.phone).where(alike)
    rows = conn.execute(query.execution_options(yield_per=_AT_ONCE))
    return tuple((row[0], row[1]) for row in rows if person.owns(row.number, row.phone))


def _drafts(conn: Connection, person: Person) -> tuple[str, ...]:
    """Return drafts of assistants to somebody, and of lists on which they are."""
    own = _by_number(conn, person, assistant_draft.c.id, assistant_draft.c.number, assistant_draft.c.number)
    query = select(assistant_draft.c.id, assistant_draft.c.listed).where(
        assistant_draft.c.listed.is_not(None)
    )
    many = (each.id for each in conn.execute(query) if any(map(person.is_meant, _numbers_on(each.listed))))
    return (*own, *many)


def _choices(conn: Connection, person: Person) -> tuple[str, ...]:
    """Return lists whose people are still to be gathered and that name somebody: left out, or looked for."""
    table = audience_choice.c
    query = select(table.send_id, table.choice).where(table.choice.is_not(None))
    rows = conn.execute(query.order_by(table.send_id))
    return tuple(each.send_id for each in rows if any(map(person.is_meant, _chosen(each.choice))))


def _chosen(choice: Mapping[str, Any]) -> Iterator[str]:
    """Give the numbers in a choice of people."""
    yield from map(str, choice.get("without", ()))
    yield str((choice.get("search") or {}).get("number", ""))


def _numbers_on(listed: Mapping[str, Any]) -> Iterator[str]:
    """Give the numbers on a list that was drafted, or by which its people are searched."""
    yield from (str(row[0]) for row in listed.get("rows", ()))
    yield str(listed.get("search", {}).get("number", ""))


def mentions(conn: Connection, person: Person, found: PersonKeys) -> int:
    """Count the other texts, reasons and file names that say the number."""
    said, own = Mention(person.phone), {*found.sends, *found.listed}
    columns: tuple[tuple[Column[str], Column[str]], ...] = (
        (send.c.id, send.c.body),
        (send.c.id, send.c.to_name),
        (approval.c.send_id, approval.c.reason),
        (approval.c.send_id, approval.c.changed),
        (past_decision.c.send_id, past_decision.c.reason),
        (verification.c.send_id, verification.c.purpose),
        (appointment.c.id, appointment.c.reminder_text),
        (appointment.c.id, appointment.c.confirmation_text),
        (appointment_call.c.appointment_id, appointment_call.c.notice),
        (do_not_text.c.number, do_not_text.c.reason),
        (do_not_text.c.number, do_not_text.c.removal_reason),
        (contact_import.c.id, contact_import.c.file_name),
        (assistant_draft.c.id, assistant_draft.c.body),
    )
    own |= {*found.appointments, *found.codes, *found.drafts}
    count = 0
    for key, column in columns:
        some = select(key, column).where(column.is_not(None), likely(conn, column.contains(said.ending)))
        rows = conn.execute(some.execution_options(yield_per=_AT_ONCE))
        count += sum(1 for each, words in rows if each not in own and said.is_in(words))
    return count


def _ends_alike(conn: Connection, column: Column[str], person: Person) -> ColumnElement[bool]:
    return likely(conn, column.endswith(common(person.phone), autoescape=True))


def _by_number(
    conn: Connection, person: Person, key: Column[str], number: Column[str], phone: Column[str]
) -> tuple[str, ...]:
    ends = (_ends_alike(conn, each, person) for each in (number, phone))
    alike = or_(*ends, number == person.phone, phone == person.phone)
    wanted = (key.label("key"), number.label("number"), phone.label("phone"))
    rows = conn.execute(select(*wanted).where(alike).order_by(key))
    return tuple(row.key for row in rows if person.owns(row.number, row.phone))


def _sends(conn: Connection, person: Person) -> tuple[str, ...]:
    """Return texts to the person, and rows of the same lists that were left out without their number."""
    alike = or_(send.c.to_phone == person.phone, _ends_alike(conn, send.c.to_number, person))
    columns = (send.c.id, send.c.to_number, send.c.to_phone, send.c.parent_id, send.c.to_name)
    rows = conn.execute(select(*columns).where(send.c.kind.in_(_SINGLE), alike)).all()
    own = [row for row in rows if person.owns(row.to_number, row.to_phone)]
    named = {(row.parent_id, row.to_name) for row in own if row.parent_id and row.to_name}
    nameless = (
        select(send.c.id).where(send.c.parent_id == parent, send.c.to_number == "", send.c.to_name == name)
        for parent, name in sorted(named)
    )
    others = {each for query in nameless for each in conn.execute(query).scalars()}
    return (*sorted(others), *sorted(row.id for row in own))  # those that are found by the others come first


def _codes(conn: Connection, person: Person, own: tuple[str, ...]) -> tuple[str, ...]:
    table = verification.c
    found = set(_by_number(conn, person, table.send_id, table.number, table.phone))
    for start in range(0, len(own), _AT_ONCE):
        some = select(table.send_id).where(table.send_id.in_(own[start : start + _AT_ONCE]))
        found |= set(conn.execute(some).scalars())
    return tuple(sorted(found))


def _steps(conn: Connection, person: Person) -> tuple[str, ...]:
    """Return steps of workflows that nobody has done yet and that were given the number."""
    said, table = Mention(person.phone), workflow_step.c
    given = (table.inputs.is_not(None), likely(conn, table.inputs.contains(said.ending)))
    rows = conn.execute(select(table.id, table.inputs).where(*given).order_by(table.id))
    return tuple(key for key, inputs in rows if said.is_in(inputs))


def _import_rows(conn: Connection, person: Person) -> tuple[RowKey, ...]:
    """Return rows with the person's number, and rows left out in whose cells it stands, or their address."""
    table, said = contact_import_row.c, Mention(person.phone)
    alike = select(table.import_id, table.place, table.number, table.email).where(
        _ends_alike(conn, table.number, person)
    )
    own = [row for row in conn.execute(alike) if person.owns(row.number, row.number)]
    addresses = {(row.import_id, row.email.casefold()) for row in own if row.email}
    left_out = select(table.import_id, table.place, table.cells).where(
        and_(table.number.is_(None), table.cells.is_not(None))
    )
    rows = conn.execute(left_out.execution_options(yield_per=_AT_ONCE))
    cells = ((import_id, place, [str(cell) for cell in cells]) for import_id, place, cells in rows)
    others = _theirs(cells, said, addresses)
    return (*sorted(others), *sorted((row.import_id, row.place) for row in own))  # as above


def _theirs(
    rows: Iterator[tuple[str, int, list[str]]], said: Mention, addresses: set[tuple[str, str]]
) -> Iterator[RowKey]:
    for import_id, place, cells in rows:
        if any(said.is_in(cell) or (import_id, cell.strip().casefold()) in addresses for cell in cells):
            yield import_id, place
