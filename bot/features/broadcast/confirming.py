"""How Slack reaches the confirmation of a broadcast."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.broadcast import confirm_view
from bot.features.broadcast.form import Meta, draft, ticked, wanted
from bot.features.broadcast.ids import Action, Modal
from bot.features.broadcast.service import Broadcasting, Request
from bot.features.contacts.service import ContactBook
from bot.slack import metadata
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.errors import UserError
from bot.slack.forms import FieldErrors
from bot.slack.kit import Block
from bot.slack.people import People
from bot.slack.roles import Role
from bot.slack.visits import Visit
from bot.slack.writing.senders import Senders
from bot.slack.writing.times import When
from bot.texting.clock import Clock

SHOW_TRIES: Final = 10
SHOW_PAUSE_SECONDS: Final = 0.3
PROGRESS_EVERY: Final = timedelta(seconds=2)
"""Between two edits of the waiting view. Slack takes about 100 a minute, of everybody's."""


@dataclass(frozen=True, slots=True)
class Confirming:
    """Takes the filled-in form, shows what it would mean, and hands over what was confirmed."""

    desk: Desk
    broadcasting: Broadcasting
    contacts: ContactBook
    people: People
    senders: Senders
    account_zone: ZoneInfo | None
    clock: Clock

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.CONFIRM, Role.BROADCASTER, self.confirmed)
        entrances.submission(Modal.COMPOSE, Role.BROADCASTER, self.composed)
        entrances.action(Action.AFTER_QUIET, Role.BROADCASTER, self.after_quiet)

    def composed(self, visit: Visit) -> None:
        """Answer what is wrong beside its field, or find out what the confirmation says and show it."""
        self.desk.leave(visit)
        meta = metadata.load(Meta, str(visit.view.get("private_metadata", "")))
        form = draft(visit.view, meta)
        group = self.contacts.group_named(form.chosen_group) if form.chosen_group else None
        try:
            asked = wanted(form, group=group, senders=self.senders, zone=self.account_zone, now=self.clock())
        except FieldErrors as wrong:
            visit.ack(response_action="errors", errors=wrong.by_block)
            return
        key = _key(visit.trigger_id)

        def request() -> Request:
            return Request(asked, visit.who, meta.channel, key, self.people.zone(visit.who.user_id))

        self.desk.later(visit, lambda: self._check(request, external_id=key))
        visit.ack(response_action="push", view=confirm_view.checking() | {"external_id": key})

    def confirmed(self, visit: Visit) -> None:
        """Record the broadcast as confirmed, and close the modal."""
        meta = metadata.load(confirm_view.Meta, str(visit.view.get("private_metadata", "")))
        in_spite = ticked(visit.view, confirm_view.IN_SPITE)
        if meta.must_override and not in_spite:
            wrong = "Tick this to send it all the same, or go back and choose another time."
            visit.ack(response_action="errors", errors={confirm_view.IN_SPITE: wrong})
            return
        self.broadcasting.confirm(meta.send_id, visit.who, in_spite=in_spite)
        visit.ack(response_action="clear")

    def after_quiet(self, visit: Visit) -> None:
        """Show the confirmation of the same broadcast, held until quiet hours are over."""
        after = metadata.load(confirm_view.After, visit.value)
        at = datetime.fromtimestamp(after.at, UTC)
        view_id = str(visit.view.get("id", ""))

        def request() -> Request:
            zone = self.people.zone(visit.who.user_id)
            return self.broadcasting.after_quiet(after.send_id, visit.who, at, zone)

        def work() -> None:
            self.desk.modals.update(confirm_view.checking(), view_id=view_id)
            self._check(request, view_id=view_id)

        self.desk.later(visit, work)
        visit.ack()

    def _check(self, request: Callable[[], Request], *, view_id: str = "", external_id: str = "") -> None:
        """Find everything out and show it in the view of that id or external id."""
        kept = {"external_id": external_id} if external_id else {}

        def show(view: Block) -> bool:
            return self.desk.modals.update(view | kept, view_id=view_id, external_id=external_id)

        view = self._found_out(request, show)
        for _ in range(SHOW_TRIES):
            if show(view):
                return
            # Quicker than Slack took our answer: the view to be filled in is not there yet. Or it was closed.
            threading.Event().wait(SHOW_PAUSE_SECONDS)

    def _found_out(self, request: Callable[[], Request], show: Callable[[Block], object]) -> Block:
        shown_at = self.clock()

        def told(read: int) -> None:
            nonlocal shown_at
            if self.clock() - shown_at >= PROGRESS_EVERY:
                shown_at = self.clock()
                show(confirm_view.checking(read))

        try:
            asked = request()
            ready = self.broadcasting.check(asked, told)
        except UserError as error:
            return confirm_view.not_possible(error.sentence)
        return confirm_view.confirmation(
            ready,
            here=_where(asked.channel, asked.wanted.when),
            account_zone=self.account_zone,
            now=self.clock(),
        )


def _key(trigger_id: str) -> str:
    """Return an id for draft and view; the same submission delivered twice gets the same one."""
    return "broadcast-" + blake2b(trigger_id.encode(), digest_size=16).hexdigest()


def _where(channel: str | None, when: When) -> str:
    place = f"in <#{channel}>" if channel else "as a direct message to you"
    if when is When.SMSIT:
        return f"Its message appears {place}. What becomes of it later only SMS-iT knows."
    return f"Its message appears {place}: how far it is, and what became of it."
