"""What stands in the tables of templates, as the rest of the bot sees it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique
from typing import Any

from sqlalchemy import RowMapping


@unique
class VersionState(StrEnum):
    """What came of a version. The values are stored: never rename one."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # it was approved, for another name, language or channel


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTemplate:
    """What somebody wrote. `key` is an id that Slack repeats when it delivers the same event again.

    `channel` and `language` are empty where it is for everywhere, and in no language of its own.
    """

    key: str
    name: str
    body: str = field(repr=False)
    channel: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """What somebody made of a template. `of` are those whose words it has besides, as an older version's."""

    key: str
    body: str = field(repr=False)
    by: str
    of: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version. `touched_by` are all who wrote at it since a version of the template was last approved."""

    id: str
    key: str
    template_id: str
    number: int
    body: str = field(repr=False)
    state: VersionState
    written_by: str
    written_at: datetime
    touched_by: Sequence[str]
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template: where it may be used, what it is called, and the number of its `latest` version."""

    id: str
    key: str
    channel: str
    language: str
    name: str
    folded: str
    latest: int
    created_by: str
    created_at: datetime
    updated_at: datetime
    archived_by: str | None
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A template as it is listed: the version in use, if there is one, and the newest one."""

    template: Template
    used: Version | None
    newest: Version

    @property
    def waits(self) -> bool:
        """Tell whether its newest version waits for an approval."""
        return self.newest.state is VersionState.WAITING


@dataclass(frozen=True, slots=True)
class Scope:
    """Which templates somebody sees: those for everywhere and for a `channel`, or `all` there are."""

    channel: str = ""
    all: bool = False


Ready = Collection[VersionState]
"""The states in which a version may be used."""


def version_of(values: RowMapping | Mapping[str, Any]) -> Version:
    """Read a row of the table of versions."""
    return Version(
        **{**values, "state": VersionState(str(values["state"])), "touched_by": tuple(values["touched_by"])}
    )
