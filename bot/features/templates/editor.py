"""Writing templates and what is made of them, and deciding which of it can be used."""

import logging
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.templates.service import GONE, TemplateService
from bot.store import templates
from bot.store.database import Database
from bot.store.templates import NameTaken, NewTemplate, NewVersion, Scope, Version, VersionState
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

MOST: Final = 500
"""Templates in use; whoever writes another one archives one first."""
MOVED_ON: Final = "Open this template again, then change it: someone else changed it in the meantime."
TAKEN: Final = "Choose another name: {name} is already in use here."
FULL: Final = "Archive a template first: {most} are in use."
DECIDED: Final = "There's nothing left to decide: this version was changed, archived or decided already."
OWN: Final = "Ask another approver: you wrote part of this template."
APPROVE: Final = "approve templates"
"""What a role is needed for, as a refusal says it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A version as it was written. ``is_new`` is false where it was there before."""

    version: Version
    is_new: bool


class Editor:
    """Carries out what people write and decide, each in one short transaction."""

    def __init__(self, database: Database, service: TemplateService, access: Access, clock: Clock) -> None:
        self._database = database
        self._service = service
        self._access = access
        self._clock = clock

    def create(self, new: NewTemplate, who: Who) -> Written | None:
        """Write a template: one short transaction. None when its name is taken.

        The same again changes nothing. Raises :exc:`UserError` when the person may not, or for too many.
        """
        self._service.require_writer(who)

        def write(conn: Connection) -> Written | None:
            if (before := templates.by_key(conn, new.key)) is not None:
                return Written(before, is_new=False)
            if templates.count(conn, Scope(all=True)) >= MOST:
                raise UserError(FULL.format(most=MOST))
            if templates.insert(conn, new, who.user_id, now=self._clock()) is None:
                return None
            made = templates.by_key(conn, new.key)
            return None if made is None else Written(made, is_new=True)

        made = self._database.write_with_others(write)
        if made is not None:
            log.info("template %s was written by %s", made.version.template_id, who.user_id)
        return made

    def change(self, seen_id: str, new: NewTemplate, who: Who) -> Written | None:
        """Change what a template is called, what for, or what it says, as its newest version was seen.

        Other words become a further version. So does the rest where versions are approved: what was approved
        was approved under that name, for that channel. None when its name is taken. Raises
        :exc:`UserError` when the person may not, or somebody else changed it meanwhile.
        """
        try:
            return self._add(seen_id, NewVersion(key=new.key, body=new.body, by=who.user_id), who, new)
        except NameTaken:
            return None

    def restore(self, version_id: str, who: Who, key: str) -> Written:
        """Write the words of an older version as the newest one. Raises what :meth:`change` does."""
        with self._database.read() as conn:
            old = templates.version(conn, version_id)
        if old is None:
            raise UserError(GONE)
        newest = self._service.newest(old.template_id)
        was_approved = old.state in {VersionState.APPROVED, VersionState.WITHDRAWN}
        by_others = () if was_approved else tuple(old.touched_by)
        new = NewVersion(key=key, body=old.body, by=who.user_id, of=by_others)
        return self._add(newest.id, new, who)

    def archive(self, template_id: str, who: Who) -> None:
        """Take a template out of use. Raises :exc:`UserError` when the person may not."""
        self._service.require_writer(who)
        now = self._clock()
        if self._database.write_with_others(
            lambda conn: templates.archive(conn, template_id, who.user_id, now=now)
        ):
            log.info("template %s was archived by %s", template_id, who.user_id)

    def decide(self, version_id: str, to: VersionState, who: Who) -> bool:
        """Approve or reject a version that waits. False when the person decided so already.

        Raises :exc:`UserError` when the person wrote part of it or may not decide, or all is decided.
        """
        if not self._access.allows(who, Role.APPROVER):
            raise UserError(self._access.refusal(Role.APPROVER, who, APPROVE))
        now = self._clock()

        def write(conn: Connection) -> bool:
            version = templates.version(conn, version_id)
            if version is None:
                raise UserError(DECIDED)
            if who.user_id in version.touched_by:
                raise UserError(OWN)
            if (version.state, version.decided_by) == (to, who.user_id):
                return False
            if not templates.decide(conn, version_id, to, who.user_id, now=now):
                raise UserError(DECIDED)
            return True

        is_new = self._database.write_with_others(write)
        if is_new:
            log.info("template version %s was %s by %s", version_id, to, who.user_id)
        return is_new

    def _add(self, seen_id: str, new: NewVersion, who: Who, about: NewTemplate | None = None) -> Written:
        self._service.require_writer(who)
        now = self._clock()

        def write(conn: Connection) -> Written:
            if (before := templates.by_key(conn, new.key)) is not None:
                return Written(before, is_new=False)
            seen = templates.version(conn, seen_id)
            if seen is None:
                raise UserError(GONE)
            described = about is not None and templates.describe(conn, seen, about, who.user_id, now=now)
            if described is None:
                raise UserError(MOVED_ON)
            asks = described and (self._service.needs_approval or seen.state is VersionState.APPROVED)
            if seen.body == new.body and seen.state is not VersionState.REJECTED and not asks:
                return Written(seen, is_new=False)
            added = templates.add_version(conn, seen, new, now=now)
            if added is None:
                raise UserError(MOVED_ON)
            return Written(added, is_new=True)

        added = self._database.write_with_others(write)
        of, written = added.version.template_id, added.version.id
        log.info("template %s has the version %s by %s", of, written, who.user_id)
        return added
