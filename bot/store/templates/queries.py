"""Finding templates and their versions."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select, true

from bot.store.tables import template, template_version
from bot.store.tables.aliases import alias
from bot.store.templates.model import Entry, Ready, Scope, Template, Version, VersionState, version_of

_NEWEST: Final = alias("newest", *template_version.c)
_USED: Final = alias("used", *template_version.c)
_COLUMNS: Final = tuple(
    each.label(f"{each.table.name}.{each.name}") for table in (template, _NEWEST, _USED) for each in table.c
)


def by_key(conn: Connection, key: str) -> Version | None:
    """Return the version that was written under a key, or None."""
    row = conn.execute(select(template_version).where(template_version.c.key == key)).one_or_none()
    return None if row is None else version_of(row._mapping)  # noqa: SLF001 -- as above


def version(conn: Connection, version_id: str) -> Version | None:
    """Return a version, or None."""
    row = conn.execute(select(template_version).where(template_version.c.id == version_id)).one_or_none()
    return None if row is None else version_of(row._mapping)  # noqa: SLF001 -- as above


def get(conn: Connection, ready: Ready, template_id: str) -> Entry | None:
    """Return a template with its version in use and its newest one, or None."""
    found = _entries(conn, ready, template.c.id == template_id)
    return found[0] if found else None


def versions(
    conn: Connection, template_id: str, *, offset: int = 0, limit: int | None = None
) -> tuple[Version, ...]:
    """Return the versions of a template, the newest first."""
    query = select(template_version).where(template_version.c.template_id == template_id)
    ordered = query.order_by(template_version.c.number.desc()).offset(offset).limit(limit)
    return tuple(map(version_of, conn.execute(ordered).mappings()))


def listed(conn: Connection, ready: Ready, scope: Scope, *, offset: int, limit: int) -> tuple[Entry, ...]:
    """Return the templates in use, those first whose newest version waits, then by name and language."""
    return _entries(
        conn, ready, and_(_in(scope), template.c.archived_at.is_(None)), offset=offset, limit=limit
    )


def count(conn: Connection, scope: Scope) -> int:
    """Return how many templates are in use."""
    query = select(func.count()).select_from(template).where(_in(scope), template.c.archived_at.is_(None))
    return conn.execute(query).scalar_one()


def usable(conn: Connection, ready: Ready, scope: Scope) -> tuple[tuple[Template, Version], ...]:
    """Return each template in use that has a version to be used, with the newest of these; by name."""
    found = _entries(conn, ready, and_(_in(scope), template.c.archived_at.is_(None)))
    pairs = [(each.template, each.used) for each in found if each.used is not None]
    return tuple(sorted(pairs, key=lambda each: (each[0].folded, each[0].language, each[0].channel)))


def standing(conn: Connection, ready: Ready, scope: Scope) -> tuple[str, ...]:
    """Return the words of every version that may be used, earlier ones too, of templates in use."""
    query = (
        select(template_version.c.body)
        .join_from(template_version, template, template.c.id == template_version.c.template_id)
        .where(_in(scope), template.c.archived_at.is_(None))
        .where(template_version.c.state.in_([each.value for each in ready]))
        .distinct()
    )
    return tuple(conn.execute(query).scalars())


def _entries(
    conn: Connection, ready: Ready, which: ColumnElement[bool], *, offset: int = 0, limit: int | None = None
) -> tuple[Entry, ...]:
    in_use = (
        select(func.max(template_version.c.number))
        .where(
            template_version.c.template_id == template.c.id,
            template_version.c.state.in_([each.value for each in ready]),
        )
        .scalar_subquery()
    )
    joined = template.join(
        _NEWEST, and_(_NEWEST.c.template_id == template.c.id, _NEWEST.c.number == template.c.latest)
    ).join(_USED, and_(_USED.c.template_id == template.c.id, _USED.c.number == in_use), isouter=True)
    waits = _NEWEST.c.state == VersionState.WAITING.value
    query = (
        select(*_COLUMNS)
        .select_from(joined)
        .where(which)
        .order_by(waits.desc(), template.c.folded, template.c.language, template.c.channel, template.c.id)
        .offset(offset)
        .limit(limit)
    )
    return tuple(map(_entry, conn.execute(query)))


def _in(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.all else template.c.channel.in_({"", scope.channel})


def _part(row: Row[*tuple[Any, ...]], name: str) -> dict[str, Any]:
    found = row._mapping.items()  # noqa: SLF001 -- SQLAlchemy's public name for it
    return {key.removeprefix(f"{name}."): value for key, value in found if key.startswith(f"{name}.")}


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    used = _part(row, "used")
    return Entry(
        Template(**_part(row, "template")),
        None if used["id"] is None else version_of(used),
        version_of(_part(row, "newest")),
    )
