"""How Slack reaches what waits: the listing, and what can be done about each of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.scheduled import edit_view, form, views
from bot.features.scheduled.changing import Changed, Changing
from bot.features.scheduled.ids import Action, Modal
from bot.features.scheduled.service import Scheduled
from bot.features.scheduled.views import About, Meta
from bot.slack import kit, metadata, paging
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances, notice
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.people import People
from bot.slack.visits import Visit
from bot.slack.writing import message as message_field
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import words
from bot.texting.clock import Clock
from bot.texting.words import zone_or_utc

CANCELLED: Final = ":white_check_mark: Cancelled. It will not be sent."
SENT: Final = ":white_check_mark: It is on its way; its message says how it goes."
WAITS: Final = ":hourglass_flowing_sand: It has to be approved first. Nothing was sent."
ASKS: Final = ":warning: Not sent: it asks again."
UNCHANGED: Final = "Nothing was changed."


class Decisions(Protocol):
    """What people decide about a send that waits."""

    def cancel(self, send_id: str, who: Who) -> None:
        """Cancel it. Raises :exc:`UserError` when it is too late for that."""

    def send_now(self, send_id: str, who: Who, seen: int) -> None:
        """Send it now. Raises :exc:`UserError` when it no longer waits, or may not be sent."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Shows what waits, and changes, sends or cancels it.

    ``quiet`` returns a sentence when a send would go out in quiet hours at a time, else nothing.
    """

    desk: Desk
    scheduled: Scheduled
    changing: Changing
    decisions: Decisions
    people: People
    quiet: Callable[[Send, datetime], str]
    clock: Clock

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="scheduled",
                usage="/sms scheduled",
                summary="What is scheduled: see it, change it, send it now or cancel it",
                role=Role.VIEWER,  # who only approves sees what is to go out; the rest see none but their own
                run=self.command,
                alone=True,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.PREVIOUS, Role.VIEWER, self.turn)
        entrances.action(Action.NEXT, Role.VIEWER, self.turn)
        entrances.action(Action.CANCEL, Role.SENDER, self.cancel)
        entrances.action(Action.SEND_NOW, Role.SENDER, self.send_now)
        entrances.action(Action.EDIT, Role.SENDER, self.ask)
        entrances.action(Action.MESSAGE, Role.SENDER, self.typed)
        entrances.action(Action.PLAIN, Role.SENDER, self.plain)
        entrances.submission(Modal.EDIT, Role.SENDER, self.save)

    def command(self, visit: Visit, _rest: str) -> None:
        """Show what waits."""
        self.desk.later(visit, lambda: self._open(visit))
        visit.ack()

    def turn(self, visit: Visit) -> None:
        """Show another page."""
        meta = replace(_listing_of(visit), page=paging.number(visit.value))
        self.desk.edit(visit, lambda: self._view(visit.who, meta))
        visit.ack()

    def cancel(self, visit: Visit) -> None:
        """Cancel a send, and show what is left."""
        about = metadata.load(About, visit.value)
        self._decide(visit, lambda: self._cancel(about.send_id, visit.who), lambda: CANCELLED)

    def send_now(self, visit: Visit) -> None:
        """Send it now, and show what is left."""
        about = metadata.load(About, visit.value)
        self._decide(visit, lambda: self._send_now(about, visit.who), lambda: self._sent(about.send_id))

    def ask(self, visit: Visit) -> None:
        """Open the form that changes a send."""
        about = metadata.load(About, visit.value)
        self.desk.open(visit, lambda: self._form(visit, about.send_id))
        visit.ack()

    def typed(self, visit: Visit) -> None:
        """Draw the form again while somebody writes: the count below the message follows."""
        found = _form_of(visit)
        self.desk.edit(visit, lambda: edit_view.edit(found))
        visit.ack()

    def plain(self, visit: Visit) -> None:
        """Put plain characters in the place of those that force Unicode."""
        found = message_field.in_plain_characters(_form_of(visit))
        self.desk.edit(visit, lambda: edit_view.edit(found))
        visit.ack()

    def save(self, visit: Visit) -> None:
        """Change the send, close the form, and show what became of it in the listing below."""
        self.desk.leave(visit)
        found = _form_of(visit)
        wanted = form.wanted(found, self.clock())
        done = self.changing.change(wanted, visit.who)
        self.desk.later(visit, lambda: self._show_change(visit.who, found.meta, done))
        visit.ack()

    def _open(self, visit: Visit) -> None:
        """Open a waiting view at once: the person's zone has to be asked for."""
        view_id = self.desk.show(visit, views.loading())
        meta = Meta(self.people.zone(visit.who.user_id).key)
        self.desk.fill(visit, view_id, self._view(visit.who, meta))

    def _view(self, who: Who, meta: Meta, note: str = "") -> Block:
        found = self.scheduled.listing(who, meta.page, views.PAGE)
        return views.listing(found, zone_or_utc(meta.zone), note)

    def _decide(self, visit: Visit, decide: Callable[[], None], done: Callable[[], str]) -> None:
        """Carry out a decision; ``done``, what came of it, stands above the listing, drawn again."""
        meta = _listing_of(visit)
        try:
            decide()
        except UserError as error:
            refused = f":warning: {error.sentence}"
            self.desk.edit(visit, lambda: self._view(visit.who, meta, refused))
        else:
            self.desk.edit(visit, lambda: self._view(visit.who, meta, done()))
        visit.ack()

    def _sent(self, send_id: str) -> str:
        """Return what came of sending it now: it may have to be approved, or ask something else."""
        send = self.scheduled.now(send_id)
        match None if send is None else send.state:
            case SendState.AWAITING_APPROVAL:
                return WAITS
            case SendState.SCHEDULED:
                return ASKS
            case _:
                return SENT

    def _cancel(self, send_id: str, who: Who) -> None:
        self.changing.must_be_theirs(send_id, who)
        self.decisions.cancel(send_id, who)

    def _send_now(self, about: About, who: Who) -> None:
        self.changing.must_be_theirs(about.send_id, who)
        self.decisions.send_now(about.send_id, who, about.attempts)

    def _form(self, visit: Visit, send_id: str) -> Block:
        try:
            send = self.changing.editable(send_id, visit.who)
        except UserError as error:
            return dict(notice(error.sentence))
        listing = _listing_of(visit)
        meta = form.Meta(
            to=views.whom(send),
            view_id=str(visit.view.get("id", "")),
            zone=listing.zone,
            page=listing.page,
        )
        return edit_view.edit(form.opened(send, meta))

    def _show_change(self, who: Who, meta: form.Meta, done: Changed) -> None:
        note = _said(done, zone_or_utc(meta.zone))
        if done.send.send_at is not None:
            warning = self.quiet(done.send, done.send.send_at)
            note += f"\n:zzz: {kit.escape(warning)}" if warning else ""
        self.desk.modals.update(self._view(who, Meta(meta.zone, meta.page), note), view_id=meta.view_id)


def _said(done: Changed, zone: ZoneInfo) -> str:
    if not done.is_new:
        return UNCHANGED
    send = done.send
    text = ":white_check_mark: Changed"
    text += f": it goes out {words.when(send.send_at, zone)}." if send.send_at is not None else "."
    return text + (f" It has to be approved first. {kit.escape(done.asks)}" if done.asks else "")


def _listing_of(visit: Visit) -> Meta:
    return visit.state(Meta)


def _form_of(visit: Visit) -> form.Form:
    meta = visit.state(form.Meta)
    return form.drafted(State.of(visit.view), meta)
