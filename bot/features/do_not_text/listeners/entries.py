"""How Slack reaches the do-not-text list: to see it, to add a number, and to take one off."""

from dataclasses import dataclass, replace
from typing import Final

from bot.access import Access, Role, Who
from bot.features.do_not_text import form, views
from bot.features.do_not_text.ids import Action, Field, Modal
from bot.features.do_not_text.service import DoNotText
from bot.features.do_not_text.views import ListingState
from bot.policy.model import Contacts
from bot.slack.blocks import paging
from bot.slack.blocks.fields import phone as phone_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry, notice
from bot.slack.outgoing.replies import words
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting import phones
from bot.texting.words import zone_or_utc

ADDED: Final = ":no_bell: Added {number} to the do-not-text list."
ALREADY: Final = ":no_bell: {number} is already on the do-not-text list."
REMOVED: Final = ":white_check_mark: Removed {number} from the do-not-text list. It can be texted again."


@dataclass(frozen=True, slots=True)
class EntryListeners:
    """Shows the list, and changes it one number at a time.

    ``region`` reads numbers in local form; who has not the role that ``rules`` name for full numbers sees and
    finds no parts.
    """

    responder: Responder
    do_not_text: DoNotText
    users: Users
    access: Access
    region: str | None
    rules: Contacts

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="do-not-text",
                usage="/sms do-not-text [number] [reason]",
                summary="See or add numbers that are never texted",
                role=Role.SENDER,
                to="see or change the do-not-text list",
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        looking = registry.to("see the do-not-text list")
        looking.submission(Modal.LIST, Role.SENDER, self.find)
        looking.action(Action.NEWER, Role.SENDER, self.turn)
        looking.action(Action.OLDER, Role.SENDER, self.turn)
        registry = registry.to("change the do-not-text list")
        registry.action(Action.ADD, Role.SENDER, self.ask_to_add)
        registry.submission(Modal.ADD, Role.SENDER, self.add)
        registry.action(Action.READING, Role.SENDER, self.read_otherwise)
        registry.action(Action.REMOVE, Role.ADMIN, self.ask_to_remove)
        registry.submission(Modal.REMOVE, Role.ADMIN, self.remove)

    def command(self, interaction: Interaction, text: str) -> None:
        """Show the list, or ask before the number that was typed is put on it."""
        if not text:
            self.responder.later(interaction, lambda: self._open(interaction))
            interaction.ack()
            return
        found = form.split(text, self.region)
        filled = form.Form(phone_field.typed(found), found[0].rest)
        self.responder.open(interaction, lambda: views.add_form(ListingState(), filled))
        interaction.ack()

    def find(self, interaction: Interaction) -> None:
        """Show the numbers that end with what was typed."""
        state = interaction.state(ListingState)
        typed = Values.of(interaction.view).text(Field.FIND)
        full = self.access.allows(interaction.who, self.rules.full_numbers)
        ending = form.ending(typed, self.region) if full else form.shown_ending(typed, self.region)
        found = replace(state, ending=ending, page=0)
        interaction.ack(response_action="update", view=self.view(interaction.who, found))

    def turn(self, interaction: Interaction) -> None:
        """Show another page of the list."""
        state = replace(interaction.state(ListingState), page=paging.number(interaction.value))
        self.responder.edit(interaction, lambda: self.view(interaction.who, state))
        interaction.ack()

    def ask_to_add(self, interaction: Interaction) -> None:
        """Open the form for one number."""
        self.responder.open(interaction, lambda: views.add_form(from_list(interaction)))
        interaction.ack()

    def read_otherwise(self, interaction: Interaction) -> None:
        """Draw the form again for another reading of the line, with the reason behind that number."""
        view = _answered(interaction)
        self.responder.edit(interaction, lambda: view)
        interaction.ack()

    def add(self, interaction: Interaction) -> None:
        """Put a number on the list, or ask for it where another than those offered is wanted."""
        self.responder.leave(interaction)
        state, values = interaction.state(ListingState), Values.of(interaction.view)
        if phone_field.is_other_wanted(values, Field.NUMBER):
            interaction.ack(response_action="update", view=_answered(interaction))
            return
        request = form.validate(values, self.region, state.edition)
        self._close(interaction, state, self._add(request, interaction.who))
        self.responder.later(interaction, lambda: self._tell_of_kept(interaction, request.phone.digits))

    def ask_to_remove(self, interaction: Interaction) -> None:
        """Open the form that asks why a number may be texted again."""
        state = replace(from_list(interaction), number=interaction.number)
        self.responder.open(interaction, lambda: self._remove_form(state))
        interaction.ack()

    def remove(self, interaction: Interaction) -> None:
        """Take a number off the list."""
        state = interaction.state(ListingState)
        reason = form.reason(Values.of(interaction.view))
        self.do_not_text.remove(state.number, reason, interaction.who)
        self._close(interaction, state, REMOVED.format(number=self._shown(state.number, interaction.who)))

    def view(self, who: Who, state: ListingState, note: str = "") -> Block:
        """Return the page of the list that ``state`` names, as this person may see it."""
        admin = self.access.allows(who, Role.ADMIN)
        full = self.access.allows(who, self.rules.full_numbers)
        found = self.do_not_text.page(state.ending, state.page, views.PAGE, full=full)
        return views.listing(found, zone_or_utc(state.zone), admin=admin, full=full, note=note)

    def redraw(self, interaction: Interaction, state: ListingState, note: str = "") -> None:
        """Draw the modal with the list again, below the form that was opened from it."""
        self.responder.modals.update(self.view(interaction.who, state, note), view_id=state.view_id)

    def _open(self, interaction: Interaction) -> None:
        """Open a waiting view at once: the person's zone has to be asked for."""
        view_id = self.responder.show(interaction, views.loading())
        state = ListingState(self.users.zone(interaction.who.user_id).key)
        self.responder.fill(interaction, view_id, self.view(interaction.who, state))

    def _add(self, request: form.Request, who: Who) -> str:
        new = self.do_not_text.add(request.phone.digits, request.reason, who)
        return (ADDED if new else ALREADY).format(number=phones.shown(request.phone.digits))

    def _tell_of_kept(self, interaction: Interaction, number: str) -> None:
        """Say what SMS-iT still keeps for a number that was just listed, for the bot can't cancel it."""
        if kept := self.do_not_text.mark_left_with_smsit(number):
            self.responder.replies.send(interaction, words(views.left_with_smsit(kept)))

    def _remove_form(self, state: ListingState) -> Block:
        entry = self.do_not_text.entry(state.number)
        if entry is None or not entry.is_listed:
            return dict(notice("That number is no longer on the do-not-text list."))
        return views.remove_form(entry, state)

    def _shown(self, number: str, who: Who) -> str:
        full = self.access.allows(who, self.rules.full_numbers)
        return phones.shown(number) if full else phones.mask(number)

    def _close(self, interaction: Interaction, state: ListingState, note: str) -> None:
        """Close a form and say what was done: in the list it was opened from, or in its place."""
        if not state.view_id:
            interaction.ack(response_action="update", view=views.done(note))
            return
        self.responder.later(interaction, lambda: self.redraw(interaction, state, note))
        interaction.ack()


def _answered(interaction: Interaction) -> Block:
    """Return the form as it is by what is chosen in it, with the reason behind that number."""
    values, state = Values.of(interaction.view), interaction.state(ListingState)
    typed = values.text(form.reason_block(state.edition))
    reason, number = phone_field.answered(values, Field.NUMBER, typed)
    edition = phone_field.next_edition(values, Field.NUMBER, state.edition, reason)
    return views.add_form(replace(state, edition=edition), form.Form(number, reason))


def from_list(interaction: Interaction) -> ListingState:
    """Return what a form opened from the list carries along, to find back to it."""
    return replace(interaction.state(ListingState), view_id=interaction.view_id)
