"""Writing templates and their versions, and deciding about these."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, exists, select, update
from sqlalchemy.exc import IntegrityError

from bot.store import audit
from bot.store.audit import Event, Subject
from bot.store.dialects import insert_or_ignore
from bot.store.tables import template, template_version
from bot.store.templates.model import NewTemplate, NewVersion, Template, Version, VersionState
from bot.store.templates.queries import by_key
from bot.texting import merge

_LONGEST_FOLDED: Final = 160


def insert(conn: Connection, new: NewTemplate, by: str, *, now: datetime) -> Template | None:
    """Write a template with its first version, or return the one that has this key already.

    None when another one in use has its name, for the same channel and language.
    """
    values = {
        "id": uuid4().hex,
        "key": new.key,
        "channel": new.channel,
        "language": new.language,
        "name": new.name,
        "folded": merge.fold(new.name)[:_LONGEST_FOLDED],
        "latest": 1,
        "created_by": by,
        "created_at": now,
        "updated_at": now,
    }
    conn.execute(insert_or_ignore(conn, template), values)
    row = conn.execute(select(template).where(template.c.key == new.key)).one_or_none()
    if row is None:
        return None
    found = Template(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    if found.id == values["id"]:
        _insert_version(conn, found, new.key, new.body, by, (by,))
    return found


class NameTaken(Exception):  # noqa: N818 - a case, named as callers read it
    """Another template in use has this name, for the same channel and language."""


def describe(conn: Connection, seen: Version, new: NewTemplate, by: str, *, now: datetime) -> bool | None:
    """Give the template whose newest version was `seen` another name, language or channel.

    True when it has another one now: what was approved until then was approved for the former, and is
    withdrawn. None when somebody changed it meanwhile, or it is no longer in use. Raises :exc:`NameTaken`;
    what the transaction wrote has to be undone then.
    """
    known = conn.execute(select(template).where(_unchanged(seen))).one_or_none()
    if known is None:
        return None
    if (known.name, known.language, known.channel) == (new.name, new.language, new.channel):
        return False
    values = {
        "name": new.name,
        "folded": merge.fold(new.name)[:_LONGEST_FOLDED],
        "language": new.language,
        "channel": new.channel,
        "updated_at": now,
    }
    try:
        changed = conn.execute(update(template).where(_unchanged(seen)).values(values)).rowcount == 1
    except IntegrityError:
        raise NameTaken from None
    if not changed:
        return None
    approved = (
        template_version.c.template_id == seen.template_id,
        template_version.c.state == VersionState.APPROVED.value,
    )
    conn.execute(update(template_version).where(*approved).values(state=VersionState.WITHDRAWN.value))
    _note(conn, Event.DESCRIBED, seen.template_id, by, now)
    return True


def add_version(conn: Connection, seen: Version, new: NewVersion, *, now: datetime) -> Version | None:
    """Write a version behind the newest one that was `seen`, or return the one that has this key already.

    None when somebody else wrote one meanwhile, or the template is no longer in use.
    """
    if (before := by_key(conn, new.key)) is not None:
        return before
    changed = update(template).where(_unchanged(seen)).values(latest=seen.number + 1, updated_at=now)
    row = conn.execute(changed.returning(*template.c)).one_or_none()
    if row is None:
        return None
    earlier = () if seen.state is VersionState.APPROVED else seen.touched_by
    touched = tuple(dict.fromkeys((*earlier, *new.of, new.by)))
    of = Template(**row._mapping)  # noqa: SLF001 -- as above
    _insert_version(conn, of, new.key, new.body, new.by, touched)
    return by_key(conn, new.key)


def decide(conn: Connection, version_id: str, to: VersionState, by: str, *, now: datetime) -> bool:
    """Approve or reject a version that waits and is the newest one. False when that is over."""
    newest = exists().where(
        template.c.id == template_version.c.template_id,
        template.c.latest == template_version.c.number,
        template.c.archived_at.is_(None),
    )
    still = (
        template_version.c.id == version_id,
        template_version.c.state == VersionState.WAITING.value,
        newest,
    )
    values = {"state": to.value, "decided_by": by, "decided_at": now}
    decided = update(template_version).where(*still).values(values)
    row = conn.execute(
        decided.returning(template_version.c.template_id, template_version.c.number)
    ).one_or_none()
    if row is not None:
        _note(conn, to.value, row.template_id, by, now, version=row.number)
    return row is not None


def archive(conn: Connection, template_id: str, by: str, *, now: datetime) -> bool:
    """Take a template out of use; it stays, with all its versions. False when it is out of use already."""
    still = (template.c.id == template_id, template.c.archived_at.is_(None))
    values = {"archived_by": by, "archived_at": now, "updated_at": now}
    archived = conn.execute(update(template).where(*still).values(values)).rowcount == 1
    if archived:
        _note(conn, Event.ARCHIVED, template_id, by, now)
    return archived


def _note(
    conn: Connection, kind: str, template_id: str, by: str, now: datetime, *, version: int | None = None
) -> None:
    facts = {"version": version}
    audit.note(conn, kind, template_id, at=now, by=by, facts=facts, subject=Subject.TEMPLATE)


def _unchanged(seen: Version) -> ColumnElement[bool]:
    return and_(
        template.c.id == seen.template_id, template.c.latest == seen.number, template.c.archived_at.is_(None)
    )


def _insert_version(
    conn: Connection, of: Template, key: str, body: str, by: str, touched_by: Sequence[str]
) -> None:
    values = {
        "id": uuid4().hex,
        "key": key,
        "template_id": of.id,
        "number": of.latest,
        "body": body,
        "state": VersionState.WAITING.value,
        "written_by": by,
        "written_at": of.updated_at,
        "touched_by": list(touched_by),
    }
    conn.execute(template_version.insert(), values)
    _note(conn, Event.WRITTEN, of.id, by, of.updated_at, version=of.latest)
