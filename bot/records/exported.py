"""What of the records is exported: tables for people, and how each of their cells is written."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, FromClause, Select, Table, select, true

from bot.store.states import SendState
from bot.store.tables import (
    audit_entry,
    broadcast_audience,
    broadcast_recipient,
    contact_addition,
    contact_import,
    contact_import_row,
    do_not_text,
    send,
    template,
    template_version,
)
from bot.texting import phone_masks

Cell = str | int | None


class Holds(Enum):
    """What a column holds, so far as it matters for who reads it."""

    PLAIN = auto()
    NUMBER = auto()
    SAID = auto()
    """By somebody or by SMS-iT: a number may be mentioned in it."""
    WORDS = auto()
    """Of a text to somebody."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of an exported table."""

    title: str
    column: ColumnElement[Any]
    holds: Holds = Holds.PLAIN

    def cell(self, value: object, *, full_numbers: bool) -> Cell:
        """Return a value as it is exported: times in UTC, numbers masked unless they are wanted whole."""
        if value is None or isinstance(value, int):
            return value
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat(timespec="seconds")
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if full_numbers or not text or self.holds is Holds.PLAIN:
            return text
        return phone_masks.mask(text) if self.holds is Holds.NUMBER else phone_masks.mask_in(text)


@dataclass(frozen=True, slots=True)
class Exported:
    """A table: its columns, where its rows come from and in which order, and the time that each is of."""

    fields: Sequence[Field]
    rows: FromClause
    order: Sequence[ColumnElement[Any]]
    at: ColumnElement[Any]
    which: ColumnElement[bool] = true()  # noqa: RUF009 - a constant

    def shown(self, *, words: bool) -> Sequence[Field]:
        """Return the columns, those with the words of texts only if they are wanted."""
        return tuple(each for each in self.fields if words or each.holds is not Holds.WORDS)

    def query(self, fields: Sequence[Field], since: datetime | None) -> Select[Any]:
        """Return the question for its rows."""
        query = select(*(each.column for each in fields)).select_from(self.rows).where(self.which)
        return (query if since is None else query.where(self.at >= since)).order_by(*self.order)


def _plain(table: Table, names: str) -> Iterator[Field]:
    return (Field(name, table.c[name]) for name in names.split())


def _number(column: Column[Any]) -> Field:
    return Field(column.name, column, Holds.NUMBER)


def _said(*columns: Column[Any]) -> Iterator[Field]:
    return (Field(column.name, column, Holds.SAID) for column in columns)


def _words(column: Column[Any]) -> Field:
    return Field(column.name, column, Holds.WORDS)


_SENT: Final = (
    *_plain(send, "id kind state user_id origin_channel"),
    _number(send.c.to_number),
    *_said(send.c.to_name),
    *_plain(
        send,
        "sender alpha_sender segments credits people created_at send_at updated_at outcome_code hold_code",
    ),
    *_said(send.c.outcome_sentence, send.c.hold_sentence, send.c.report_status, send.c.report_error),
    *_plain(send, "decided_by"),
    _words(send.c.body),
)
_CONFIRMED: Final = send.c.state != SendState.DRAFT.value
_IMPORTED: Final = contact_import_row.join(
    contact_import, contact_import.c.id == contact_import_row.c.import_id
)
_TEXTED: Final = broadcast_recipient.join(
    broadcast_audience, broadcast_audience.c.id == broadcast_recipient.c.audience_id
)
_VERSIONS: Final = template_version.join(template, template.c.id == template_version.c.template_id)

TABLES: Final[Mapping[str, Exported]] = MappingProxyType(
    {
        "sends": Exported(
            _SENT,
            send,
            (send.c.created_at, send.c.id),
            send.c.created_at,
            send.c.parent_id.is_(None) & _CONFIRMED,
        ),
        "rows": Exported(
            (*_plain(send, "parent_id line"), *_SENT),
            send,
            (send.c.parent_id, send.c.line, send.c.id),
            send.c.created_at,
            send.c.parent_id.is_not(None),
        ),
        "broadcast-recipients": Exported(
            (
                *_plain(broadcast_audience, "send_id"),
                *_plain(broadcast_recipient, "place"),
                _number(broadcast_recipient.c.phone),
                *_plain(broadcast_audience, "attempted_at"),
            ),
            _TEXTED,
            (broadcast_audience.c.attempted_at, broadcast_audience.c.id, broadcast_recipient.c.place),
            broadcast_audience.c.attempted_at,
            broadcast_audience.c.attempted_at.is_not(None),
        ),
        "audit": Exported(
            (*_plain(audit_entry, "id at kind subject subject_id user_id facts place hash"),),
            audit_entry,
            (audit_entry.c.id,),
            audit_entry.c.at,
        ),
        "contacts": Exported(
            (
                *_plain(contact_addition, "id state user_id"),
                _number(contact_addition.c.number),
                *_said(contact_addition.c.name, contact_addition.c.email),
                *_plain(contact_addition, "birthday group_name"),
                *_said(contact_addition.c.reason),
                *_plain(contact_addition, "created_at updated_at"),
            ),
            contact_addition,
            (contact_addition.c.created_at, contact_addition.c.id),
            contact_addition.c.created_at,
        ),
        "imported": Exported(
            (
                *_plain(contact_import_row, "import_id line state"),
                *_plain(contact_import, "user_id"),
                _number(contact_import_row.c.number),
                *_said(contact_import_row.c.name, contact_import_row.c.email),
                *_plain(contact_import_row, "birthday group_name"),
                *_said(contact_import_row.c.reason),
                *_plain(contact_import, "created_at"),
            ),
            _IMPORTED,
            (contact_import.c.created_at, contact_import_row.c.import_id, contact_import_row.c.place),
            contact_import.c.created_at,
        ),
        "templates": Exported(
            (
                *_plain(template, "id name channel language"),
                *_plain(template_version, "number state written_by written_at decided_by decided_at body"),
                *_plain(template, "archived_by archived_at"),
            ),
            _VERSIONS,
            (template.c.name, template.c.id, template_version.c.number),
            template_version.c.written_at,
        ),
        "do-not-text": Exported(
            (
                _number(do_not_text.c.number),
                *_said(do_not_text.c.reason),
                *_plain(do_not_text, "added_by added_at removed_by removed_at"),
                *_said(do_not_text.c.removal_reason),
            ),
            do_not_text,
            (do_not_text.c.added_at, do_not_text.c.number),
            do_not_text.c.added_at,
        ),
    }
)
"""By their names."""
WITH: Final[Mapping[str, str]] = MappingProxyType({"imported": "contacts", "broadcast-recipients": "rows"})
"""Tables that come along with another one."""
