"""Templates: texts that are written once and used again, by those the policy names.

A version is never changed: whoever changes a template writes a further one. Where the policy wants it, a
version can be used only once it is approved, by somebody who wrote nothing of it.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Connection

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.templates.wording import ANY_WORDS, TemplatesOnly, Wording, WordsError, ready
from bot.policy.model import Templates as Rules
from bot.store import templates
from bot.store.database import Database
from bot.store.pages import Page
from bot.store.templates import Entry, Ready, Scope, Template, Version
from bot.texting import merge
from bot.texting.languages import language

__all__ = [
    "ANY_WORDS",
    "TemplateService",
    "TemplatesOnly",
    "Usable",
    "Wording",
    "WordsError",
]

LONGEST_NAME: Final = 80
GONE: Final = "That template is no longer in use. Choose another one."
NOT_NOW: Final = "That version can't be used right now. Choose the template again."
NOT_A_WRITER: Final = "You can use templates, but not write them. {ask}"


@dataclass(frozen=True, slots=True)
class Usable:
    """A template as it can be put into a text: the version in use."""

    version_id: str
    name: str
    language: str
    channel: str
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the templates in use, and what the person may do with them."""

    entries: tuple[Entry, ...]
    total: int
    page: Page
    may_write: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A template with all that was made of it, as one person sees it.

    ``approves`` tells whether they may decide about its newest version, ``own`` that they could, had they
    not written at it. ``versions`` are a page of them, the newest first.
    """

    entry: Entry
    versions: tuple[Version, ...]
    page: Page
    may_write: bool
    approves: bool
    own: bool


class TemplateService:
    """Keeps templates, and says which can be used."""

    def __init__(self, database: Database, access: Access, rules: Rules) -> None:
        self._database = database
        self._access = access
        self._rules = rules

    @property
    def needs_approval(self) -> bool:
        """Tell whether versions have to be approved before they can be used."""
        return self._rules.approval

    def may_write(self, who: Who) -> bool:
        """Tell whether a person may write templates."""
        return self._access.is_among(who, self._rules.writers)

    # --- using them

    def offered(self, typed: str, channel: str | None) -> tuple[Usable, ...]:
        """Return the templates that can be used in a channel, whose name or language holds what was typed."""
        wanted = merge.fold(typed.strip())
        with self._database.read() as conn:
            found = templates.usable(conn, self._ready, Scope(channel or ""))
        offered = (_usable(*each) for each in found)
        return tuple(
            each for each in offered if wanted in merge.fold(f"{each.name} {language(each.language)}")
        )

    def chosen(self, version_id: str, channel: str | None) -> Usable:
        """Return a template that was chosen, to be used in a channel. Raises :exc:`UserError`."""
        with self._database.read() as conn:
            version = templates.version(conn, version_id)
            entry = templates.get(conn, self._ready, version.template_id) if version else None
        if entry is None or entry.template.archived_at is not None:
            raise UserError(GONE)
        if entry.used is None or entry.template.channel not in {"", channel or ""}:
            raise UserError(NOT_NOW)
        return _usable(entry.template, entry.used)

    # --- looking at them

    def listing(self, who: Who, channel: str | None, number: int, size: int) -> Listing:
        """Return a page of the templates this person sees: those for everywhere and for this channel.

        Approvers see all of them, because they decide about all.
        """
        scope = Scope(channel or "", all=self._access.allows(who, Role.APPROVER))
        with self._database.read() as conn:
            total = templates.count(conn, scope)
            page = Page.at(number, size, total)
            entries = templates.listed(conn, self._ready, scope, offset=page.offset, limit=size)
        return Listing(entries, total, page, self.may_write(who))

    def open(self, template_id: str, who: Who, number: int, size: int) -> Opened:
        """Return a template with a page of its versions. Raises :exc:`UserError` when it is not in use."""
        page = Page(max(0, number), size)
        with self._database.read() as conn:
            entry = self._entry(conn, template_id)
            found = templates.versions(conn, template_id, offset=page.offset, limit=size + 1)
        decides = self._rules.approval and entry.waits and self._access.allows(who, Role.APPROVER)
        own = who.user_id in entry.newest.touched_by
        return Opened(
            entry,
            found[:size],
            replace(page, more=len(found) > size),
            self.may_write(who),
            approves=decides and not own,
            own=decides and own,
        )

    def newest(self, template_id: str) -> Version:
        """Return the newest version of a template. Raises :exc:`UserError` when that is not in use."""
        with self._database.read() as conn:
            return self._entry(conn, template_id).newest

    def version(self, version_id: str) -> tuple[Entry, Version]:
        """Return a version with its template. Raises :exc:`UserError` when that is not in use."""
        with self._database.read() as conn:
            version = templates.version(conn, version_id)
            if version is None:
                raise UserError(GONE)
            return self._entry(conn, version.template_id), version

    def require_writer(self, who: Who) -> None:
        """Raise :exc:`UserError` unless a person may write templates."""
        if not self.may_write(who):
            raise UserError(NOT_A_WRITER.format(ask=self._access.whom_to_ask()))

    @property
    def _ready(self) -> Ready:
        return ready(self._rules)

    def _waits(self, entry: Entry) -> bool:
        return self._rules.approval and entry.waits

    def _entry(self, conn: Connection, template_id: str) -> Entry:
        entry = templates.get(conn, self._ready, template_id)
        if entry is None or entry.template.archived_at is not None:
            raise UserError(GONE)
        return entry


def _usable(template: Template, version: Version) -> Usable:
    return Usable(version.id, template.name, template.language, template.channel, version.body)
