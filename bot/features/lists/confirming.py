"""How Slack reaches the confirmation of a list."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, Protocol

from bot.features.lists import confirm_view
from bot.features.lists.composing import form_of
from bot.features.lists.form import Wanted, wanted
from bot.features.lists.ids import QUIET_BLOCK, Modal
from bot.features.lists.preparing import Preparing, Request
from bot.slack import metadata
from bot.slack.answers import new_reference, unforeseen
from bot.slack.background import Background
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.errors import UserError
from bot.slack.forms import FieldErrors
from bot.slack.kit import Block
from bot.slack.people import People
from bot.slack.roles import Role, Who
from bot.slack.visits import Visit
from bot.slack.writing.senders import Senders
from bot.texting.clock import Clock
from bot.trouble import describe

log = logging.getLogger(__name__)

SHOW_TRIES: Final = 10
SHOW_PAUSE_SECONDS: Final = 0.3
TOLD_EVERY_SECONDS: Final = 2.0
"""How often the view that says how far the reading is changes at most."""


class Outbox(Protocol):
    """The one way from a draft to a send on its way."""

    def confirm(self, send_id: str, who: Who, **values: object) -> None:
        """Hand a draft over. Raises :exc:`UserError`."""


@dataclass(frozen=True, slots=True)
class Confirming:
    """Takes the filled-in form, shows what the list would cost, and hands over what was confirmed.

    ``background`` is a pool of its own: reading a long list takes a minute, and who opens a form must not
    wait for that. ``quiet_role`` is the role that may send in spite of quiet hours.
    """

    desk: Desk
    preparing: Preparing
    outbox: Outbox
    background: Background
    people: People
    senders: Senders
    allows: Callable[[Who, Role], bool]
    quiet_role: Role
    clock: Clock
    _at_it: set[str] = field(default_factory=set, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.COMPOSE, Role.BROADCASTER, self.composed)
        entrances.submission(Modal.CONFIRM, Role.BROADCASTER, self.confirmed)

    def composed(self, visit: Visit) -> None:
        """Answer what is wrong beside its field, or read the list and show the confirmation."""
        self.desk.leave(visit)
        form = form_of(visit)
        try:
            asked = wanted(form, senders=self.senders, now=self.clock())
        except FieldErrors as wrong:
            visit.ack(response_action="errors", errors=wrong.by_block)
            return
        external_id = _external_id(visit.trigger_id)
        self._check_later(asked, visit.who, form.meta.channel, external_id)
        visit.ack(response_action="push", view=confirm_view.checking() | {"external_id": external_id})

    def confirmed(self, visit: Visit) -> None:
        """Record the list as confirmed, with its job, and close the modal."""
        meta = metadata.load(confirm_view.Meta, str(visit.view.get("private_metadata", "")))
        values: dict[str, object] = {}
        if meta.quiet:
            if not self.allows(visit.who, self.quiet_role):
                raise UserError(f"Sending in quiet hours takes the role *{self.quiet_role}*.")
            if not _ticked(visit):
                wrong = {QUIET_BLOCK: "Tick the box to send in spite of quiet hours, or go back."}
                visit.ack(response_action="errors", errors=wrong)
                return
            values["quiet_override"] = visit.who.user_id
        self.outbox.confirm(meta.send_id, visit.who, **values)
        visit.ack(response_action="clear")

    def _check_later(self, asked: Wanted, who: Who, channel: str | None, external_id: str) -> None:
        """Read the list in the background, once: the same submission delivered again finds it at it."""
        with self._lock:
            if external_id in self._at_it:
                return
            self._at_it.add(external_id)
        try:
            self.background.run(lambda: self._check(asked, who, channel, external_id))
        except UserError:
            self._done(external_id)
            raise

    def _done(self, external_id: str) -> None:
        with self._lock:
            self._at_it.discard(external_id)

    def _check(self, asked: Wanted, who: Who, channel: str | None, external_id: str) -> None:
        try:
            view = self._view(asked, who, channel, external_id)
        finally:
            self._done(external_id)
        for _ in range(SHOW_TRIES):
            if self._show(view, external_id):
                return
            # Quicker than Slack took our answer: the view to be filled in is not there yet. Or it was closed.
            threading.Event().wait(SHOW_PAUSE_SECONDS)

    def _view(self, asked: Wanted, who: Who, channel: str | None, external_id: str) -> Block:
        told = _Told(lambda said: self._show(confirm_view.checking(said), external_id))
        request = Request(asked, who, channel, key=external_id, zone=self.people.zone(who.user_id))
        try:
            ready = self.preparing.check(request, told)
        except UserError as error:
            return confirm_view.not_possible(error.sentence)
        except Exception as error:  # noqa: BLE001 - told to the person and the log, by one reference
            reference = new_reference()
            log.error("a list could not be read, reference %s: %s", reference, describe(error))
            return confirm_view.not_possible(unforeseen(reference))
        may_override = self.allows(who, self.quiet_role)
        return confirm_view.confirmation(ready, now=self.clock(), may_override=may_override)

    def _show(self, view: Block, external_id: str) -> bool:
        return self.desk.modals.update(view | {"external_id": external_id}, external_id=external_id)


class _Told:
    """Passes on how far the work is, not more often than every few seconds."""

    def __init__(self, show: Callable[[str], object]) -> None:
        self._show = show
        self._last = time.monotonic()

    def __call__(self, said: str) -> None:
        now = time.monotonic()
        if now - self._last >= TOLD_EVERY_SECONDS:
            self._last = now
            self._show(said)


def _ticked(visit: Visit) -> bool:
    elements = visit.view.get("state", {}).get("values", {}).get(QUIET_BLOCK) or {}
    return any(element.get("selected_options") for element in elements.values())


def _external_id(trigger_id: str) -> str:
    """Return an id for the view to be filled in; the same submission delivered twice gets the same one."""
    return "list-" + blake2b(trigger_id.encode(), digest_size=16).hexdigest()
