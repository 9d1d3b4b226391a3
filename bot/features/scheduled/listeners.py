"""How Slack reaches what waits: the listing, and what can be done about each of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.approvals.service import SeenByOwner
from bot.features.scheduled import form
from bot.features.scheduled.edits import Changed, Edits
from bot.features.scheduled.ids import Action, Modal
from bot.features.scheduled.request import Edit
from bot.features.scheduled.service import Scheduled
from bot.features.scheduled.views import edit as edit_view
from bot.features.scheduled.views import listing as listing_view
from bot.features.scheduled.views.listing import ListingState, ScheduledRef
from bot.features.sends.decisions import Decisions
from bot.features.sends.duplicate_checks import DuplicateError
from bot.features.templates.service import WordsError
from bot.slack.blocks import kit, moments, paging
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry, notice
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting.clock import Clock
from bot.texting.words import zone_or_utc

CANCELLED: Final = ":white_check_mark: Cancelled. It won't be sent."
SENT: Final = ":white_check_mark: Sending now. Its message will show the result."
WAITS: Final = ":hourglass_flowing_sand: Not sent yet: it needs approval first."
ASKS: Final = ":warning: Not sent: it needs another decision."
UNCHANGED: Final = "Nothing changed."


@dataclass(frozen=True, slots=True)
class ScheduledListeners:
    """Shows what waits, and changes, sends or cancels it.

    ``look_at`` finds out what stands before the button of one that is asked about.
    """

    responder: Responder
    scheduled: Scheduled
    changes: Edits
    decisions: Decisions
    users: Users
    look_at: Callable[[Send], SeenByOwner]
    clock: Clock

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="scheduled",
                usage="/sms scheduled",
                summary="See, change or cancel scheduled texts",
                role=Role.VIEWER,  # who only approves sees what is to go out; the rest see none but their own
                run=self.command,
                alone=True,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.SHOW, Role.VIEWER, self.show)
        registry = registry.to("change scheduled texts")
        registry.action(Action.PREVIOUS, Role.VIEWER, self.turn)
        registry.action(Action.NEXT, Role.VIEWER, self.turn)
        registry.action(Action.CANCEL, Role.SENDER, self.cancel)
        registry.action(Action.SEND_NOW, Role.SENDER, self.send_now)
        registry.action(Action.EDIT, Role.SENDER, self.ask)
        registry.action(Action.RENEW, Role.SENDER, self.renew)
        registry.action(Action.MESSAGE, Role.SENDER, self.typed)
        registry.action(Action.PLAIN, Role.SENDER, self.plain)
        registry.submission(Modal.EDIT, Role.SENDER, self.save)

    def command(self, interaction: Interaction, _rest: str) -> None:
        """Show what waits."""
        self.responder.later(interaction, lambda: self._open(interaction))
        interaction.ack()

    def show(self, interaction: Interaction) -> None:
        """Show what waits, for who pressed a button that leads there."""
        self.command(interaction, "")

    def turn(self, interaction: Interaction) -> None:
        """Show another page."""
        state = replace(_listing_of(interaction), page=paging.number(interaction.value))
        self.responder.edit(interaction, lambda: self._view(interaction.who, state))
        interaction.ack()

    def cancel(self, interaction: Interaction) -> None:
        """Cancel a send, and show what is left."""
        about = metadata.load(ScheduledRef, interaction.value)
        self._decide(interaction, lambda: self._cancel(about.send_id, interaction.who), lambda: CANCELLED)

    def send_now(self, interaction: Interaction) -> None:
        """Send it now, and show what is left."""
        about = metadata.load(ScheduledRef, interaction.value)
        self._decide(
            interaction, lambda: self._send_now(about, interaction.who), lambda: self._sent(about.send_id)
        )

    def ask(self, interaction: Interaction) -> None:
        """Open the form that changes a send."""
        about = metadata.load(ScheduledRef, interaction.value)
        listing = _listing_of(interaction)
        state = form.FormState(view_id=interaction.view_id, zone=listing.zone, page=listing.page)
        self.responder.open(interaction, lambda: self._form(interaction, about.send_id, state))
        interaction.ack()

    def renew(self, interaction: Interaction) -> None:
        """Open the form, filled in as it was, for a send that was not approved."""
        state = form.FormState()
        self.responder.open(interaction, lambda: self._form(interaction, interaction.value, state))
        interaction.ack()

    def typed(self, interaction: Interaction) -> None:
        """Draw the form again while somebody writes: the count below the message follows."""
        found = form_of(interaction)
        self.responder.edit(interaction, lambda: edit_view.edit(found))
        interaction.ack()

    def plain(self, interaction: Interaction) -> None:
        """Put plain characters in the place of those that force Unicode."""
        found = message_field.in_plain_characters(form_of(interaction))
        self.responder.edit(interaction, lambda: edit_view.edit(found))
        interaction.ack()

    def save(self, interaction: Interaction) -> None:
        """Change the send, close the form, and show what became of it in the listing below, if any.

        What the approvers are to be asked about is shown first, above the form.
        """
        self.responder.leave(interaction)
        found = form_of(interaction)
        request = form.validate(found, self.clock())
        try:
            if found.state.renews and found.state.reviewed != form.digest(request):
                self._review(interaction, found, request)
                return
            done = self.changes.change(request, interaction.who)
        except DuplicateError as error:
            interaction.ack(response_action="update", view=edit_view.twice(found, error, self.clock()))
            return
        except WordsError as error:
            raise FieldErrors({message_field.block_id(found.state.edition): error.sentence}) from None
        if found.state.view_id:
            self.responder.later(interaction, lambda: self._show_change(interaction.who, found.state, done))
        interaction.ack()

    def _review(self, interaction: Interaction, found: form.Form, request: Edit) -> None:
        """Show what the request would say at once, and what has to be looked up for it as soon as it is."""
        send = self.changes.would_be(request, interaction.who)
        shown = replace(found, state=replace(found.state, reviewed=form.digest(request)))
        interaction.ack(response_action="update", view=edit_view.review(shown, send))
        self.responder.edit(interaction, lambda: self._looked_at(shown, send))

    def _looked_at(self, shown: form.Form, send: Send) -> Block:
        try:
            look = self.look_at(send)
        except UserError as error:
            look = SeenByOwner(warnings=(error.sentence,))
        return edit_view.review(shown, send, look)

    def _open(self, interaction: Interaction) -> None:
        """Open a waiting view at once: the person's zone has to be asked for."""
        view_id = self.responder.show(interaction, listing_view.loading())
        state = ListingState(self.users.zone(interaction.who.user_id).key)
        self.responder.fill(interaction, view_id, self._view(interaction.who, state))

    def _view(self, who: Who, state: ListingState, note: str = "") -> Block:
        found = self.scheduled.listing(who, state.page, listing_view.PAGE)
        return listing_view.listing(found, zone_or_utc(state.zone), self.clock(), note)

    def _decide(self, interaction: Interaction, decide: Callable[[], None], done: Callable[[], str]) -> None:
        """Carry out a decision; ``done``, what came of it, stands above the listing, drawn again."""
        state = _listing_of(interaction)
        try:
            decide()
        except UserError as error:
            refused = f":warning: {error.sentence}"
            self.responder.edit(interaction, lambda: self._view(interaction.who, state, refused))
        else:
            self.responder.edit(interaction, lambda: self._view(interaction.who, state, done()))
        interaction.ack()

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
        self.changes.must_be_theirs(send_id, who)
        self.decisions.cancel(send_id, who)

    def _send_now(self, about: ScheduledRef, who: Who) -> None:
        self.changes.must_be_theirs(about.send_id, who)
        self.decisions.send_now(about.send_id, who, about.wave)

    def _form(self, interaction: Interaction, send_id: str, state: form.FormState) -> Block:
        try:
            send = self.changes.editable(send_id, interaction.who)
        except UserError as error:
            return dict(notice(error.sentence))
        to = listing_view.whom(send, self.scheduled.label(send))
        return edit_view.edit(form.opened(send, replace(state, to=to)))

    def _show_change(self, who: Who, state: form.FormState, done: Changed) -> None:
        note = _said(done, zone_or_utc(state.zone), self.clock())
        if warning := self.changes.warning(done):
            note += f"\n:zzz: {kit.escape(warning)}"
        self.responder.modals.update(
            self._view(who, ListingState(state.zone, state.page), note), view_id=state.view_id
        )


def _said(done: Changed, zone: ZoneInfo, now: datetime) -> str:
    if not done.is_new:
        return UNCHANGED
    send = done.send
    text = ":white_check_mark: Saved."
    if send.send_at is not None:
        text += f" It's scheduled for {moments.small(moments.when(send.send_at, zone, now))}."
    return text + (f" It needs approval first. {kit.escape(done.asks)}" if done.asks else "")


def _listing_of(interaction: Interaction) -> ListingState:
    return interaction.state(ListingState)


def form_of(interaction: Interaction) -> form.Form:
    """Return the form an interaction came from, as it stands."""
    state = interaction.state(form.FormState)
    return form.read(Values.of(interaction.view), state)
