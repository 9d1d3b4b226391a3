"""What happened, for good: what was sent, booked, added or forbidden, who decided it, and what came of it.

Whoever changes something notes it on the connection, and all notes of a transaction are written with it, in
one statement right before the commit. What is rolled back takes its notes with it. They hold ids and figures:
no words, names or numbers of anybody, so that nothing here has to be forgotten with a person. What chains
them is in :mod:`bot.store.audit_chain`.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select

from bot.store.prepared import Prepared
from bot.store.tables import audit_entry

Facts = Mapping[str, str | int | None]
NOTHING: Final[Facts] = MappingProxyType({})
_AS_JSON: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_KEY: Final = "what is to be written down of this transaction"
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}|-?[0-9]{1,3}")
_INSERT: Final = Prepared(insert(audit_entry))


@unique
class Subject(StrEnum):
    """What an entry is about. The values are stored: never rename one."""

    SEND = "send"
    IMPORT = "import"
    CALL = "call"  # of SMS-iT, about an appointment
    ADDITION = "addition"  # of a contact to a group, by hand
    DO_NOT_TEXT = "do_not_text"  # the list: there is one
    TEMPLATE = "template"
    POLICY = "policy"  # the file that each process reads
    DATA_KEY = "data_key"  # what words and numbers are encrypted with: there is one


@unique
class Event(StrEnum):
    """What happened, beside a move: that has the name of the state. Stored: never rename a value."""

    CONFIRMED = "confirmed"  # by whoever asked for it
    CHANGED = "changed"  # words or time
    ASKED = "asked"  # for approval, in a round
    APPROVED = "approved"
    HELD = "held"  # not sent without asking
    ROWS_AGAIN = "rows_again"  # rows of unknown outcome are sent once more
    TAKEN = "taken"  # what was sent elsewhere is followed here
    SKIPPED = "skipped"  # the next date of a series
    SERIES_PAUSED = "series_paused"
    SERIES_RESUMED = "series_resumed"
    IMPORTED = "imported"  # an import was confirmed
    ASKED_FOR = "asked_for"  # a call about an appointment, a contact to be added
    LISTED = "listed"  # numbers came onto the do-not-text list
    UNLISTED = "unlisted"  # a number was taken off it
    WRITTEN = "written"  # a template, or a version of one
    DESCRIBED = "described"  # a template got another name, language or channel
    ARCHIVED = "archived"  # a template is no longer in use
    OVER_WEEK = "over_week"  # a text went to somebody in spite of the limit of a week
    CODE_USED = "code_used"  # what a verified code opens was used
    POLICY_READ = "policy_read"  # by a process that started, or because it is another one
    POLICY_REFUSED = "policy_refused"  # a policy file with mistakes; what was in force stays
    KEY_CHANGED = "key_changed"  # by the command, whoever ran it; keys by their ids
    BY_WORKFLOW = "by_workflow"  # a workflow asked for it, in the name of a person
    FOR_BIRTHDAY = "for_birthday"  # the bot prepared it for a birthday, in the name of a person


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened, at a moment (aware UTC); done by the bot where nobody is named.

    ``place`` and ``hash`` are those in the chain, None until it is in it.
    """

    id: int
    at: datetime
    kind: str
    subject: Subject
    subject_id: str
    user_id: str | None
    facts: Mapping[str, Any]
    place: int | None
    hash: str | None


def fact(value: object) -> str | int | None:
    """Return a value as a fact: a time, a figure, a code of SMS-iT or of ours.

    Nothing for a text that is longer, or may be anybody's words.
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, str):
        return value if _CODE.fullmatch(value) else None
    return value if isinstance(value, int) else None


def note(
    conn: Connection,
    kind: str,
    subject_id: str,
    *,
    at: datetime,
    by: str | None = None,
    facts: Facts = NOTHING,
    subject: Subject = Subject.SEND,
) -> None:
    """Write down what happened when the transaction commits. Facts of None are left out."""
    values = {
        "at": at,
        "kind": kind,
        "subject": subject.value,
        "subject_id": subject_id,
        "user_id": by or None,
        "facts": canonical({name: fact for name, fact in facts.items() if fact is not None}),
    }
    conn.info.setdefault(_KEY, []).append(values)


def note_all(conn: Connection, kind: str, subject_ids: Iterable[str], *, at: datetime) -> None:
    """Write down of many sends what happened to them alike."""
    for subject_id in subject_ids:
        note(conn, kind, subject_id, at=at)


def begin(conn: Connection) -> None:
    """Begin to take notes on a connection that begins a transaction."""
    conn.info[_KEY] = []  # in place of what an earlier transaction on the same pooled connection noted


def count(conn: Connection) -> int:
    """Return how much is noted: what :func:`keep` takes before a part that may be rolled back."""
    return len(conn.info.get(_KEY, ()))


def keep(conn: Connection, first: int) -> None:
    """Keep the first notes only: what was noted after them has been rolled back."""
    del conn.info.get(_KEY, [])[first:]


def write(conn: Connection) -> None:
    """Write the notes of a transaction that is about to commit."""
    if noted := conn.info.get(_KEY):
        _INSERT.run_each(conn, noted)
        conn.info[_KEY] = []


def newest(conn: Connection) -> int:
    """Return the id of the newest entry; 0 where there is none."""
    return int(conn.execute(select(func.coalesce(func.max(audit_entry.c.id), 0))).scalar_one())


def of(conn: Connection, subject_id: str, limit: int) -> tuple[Entry, ...]:
    """Return the newest entries about something, the oldest of them first."""
    query = select(audit_entry).where(audit_entry.c.subject_id == subject_id)
    found = conn.execute(query.order_by(audit_entry.c.id.desc()).limit(limit)).all()
    return tuple(entry(row) for row in reversed(found))


def of_many(conn: Connection, subject_ids: Collection[str]) -> tuple[Entry, ...]:
    """Return all entries about these, in the order they were written."""
    query = select(audit_entry).where(audit_entry.c.subject_id.in_(subject_ids))
    return tuple(entry(row) for row in conn.execute(query.order_by(audit_entry.c.id)))


def people_of(conn: Connection, subject_ids: Collection[str]) -> set[str | None]:
    """Return who did something about these; none stands for the bot."""
    query = select(audit_entry.c.user_id).where(audit_entry.c.subject_id.in_(subject_ids)).distinct()
    return set(conn.execute(query).scalars())


def entry(row: Row[Any]) -> Entry:
    """Read a row of the table."""
    values = row._asdict()
    return Entry(**values | {"subject": Subject(values["subject"]), "facts": json.loads(values["facts"])})


def canonical(value: Mapping[str, Any]) -> str:
    """Return JSON that is the same, letter for letter, for the same values."""
    return _AS_JSON(value)
