"""How Slack reaches the record: to look, to turn pages, and to say what to look for."""

from dataclasses import dataclass, replace
from functools import partial

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.contacts.service import ContactBook
from bot.features.contacts.views.options import group_option, suggestion_option
from bot.features.history import form, typed
from bot.features.history.ids import Action, Modal
from bot.features.history.names import Meaning, Names
from bot.features.history.service import Filters, History
from bot.features.history.typed import Typed
from bot.features.history.views import filters as filters_view
from bot.features.history.views import listing as listing_view
from bot.features.history.views import meanings as meanings_view
from bot.features.history.views.filters import FilterState, Sight
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import markup
from bot.slack.blocks.type_ahead import offering, offering_to
from bot.slack.incoming import metadata
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.store.sends.history import Towards
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class ListingListeners:
    """Shows what was sent. ``region`` is the two-letter default for numbers in local form."""

    responder: Responder
    record: History
    names: Names
    book: ContactBook
    users: Users
    region: str | None
    clock: Clock

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="history",
                usage="/sms history [number, name or @person] [failed] [kind:broadcasts] [since:2026-11-01]",
                summary="Find what was sent, who sent it, and the result",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        option = partial(suggestion_option, region=self.region)
        registry.action(Action.SHOW, Role.VIEWER, self.all)
        registry.action(Action.ALL, Role.VIEWER, self.reset)
        registry.action(Action.OLDER, Role.VIEWER, partial(self.turn, Towards.OLDER))
        registry.action(Action.NEWER, Role.VIEWER, partial(self.turn, Towards.NEWER))
        registry.action(Action.CHOOSE, Role.VIEWER, self.choose)
        registry.action(Action.FILTER, Role.VIEWER, self.ask)
        registry.submission(Modal.FILTER, Role.VIEWER, self.filtered)
        registry.options(Action.CONTACT, Role.VIEWER, offering_to(self.book.suggest, option))
        registry.options(Action.GROUP, Role.VIEWER, offering(self.book.group_options, group_option))

    def command(self, interaction: Interaction, line: str) -> None:
        """Look for what was typed."""
        self.responder.later(interaction, lambda: self._open(interaction, line))
        interaction.ack()

    def all(self, interaction: Interaction) -> None:
        """Look for everything, in a modal of its own."""
        self.command(interaction, "")

    def reset(self, interaction: Interaction) -> None:
        """Show everything, in the place of what is shown."""
        self._edit(interaction, Filters())

    def turn(self, towards: Towards, interaction: Interaction) -> None:
        """Show the next page one way or the other, from the send that is the button's value on."""
        filters = interaction.state(Filters)
        self._edit(interaction, replace(filters, behind=interaction.value, towards=towards))

    def choose(self, interaction: Interaction) -> None:
        """Look for what a name turned out to mean."""
        meaning = metadata.load(Meaning, interaction.value)
        self._edit(interaction, _with(interaction.state(Filters), meaning))

    def ask(self, interaction: Interaction) -> None:
        """Open the form that says what to look for."""
        who = interaction.who
        sight = Sight(everybody=self.record.sees_everybody(who), full=self.record.sees_numbers(who))
        state = FilterState(interaction.view_id)
        filters = interaction.state(Filters)
        self.responder.open(interaction, lambda: filters_view.form(filters, state, sight))
        interaction.ack()

    def filtered(self, interaction: Interaction) -> None:
        """Close the form, and look for what it says in the modal below."""
        state = interaction.state(FilterState)
        filters = form.validate(Values.of(interaction.view), self.book.group_named)
        self.responder.later(
            interaction,
            lambda: self.responder.modals.update(self._view(filters, interaction.who), view_id=state.view_id),
        )
        interaction.ack()

    def _open(self, interaction: Interaction, line: str) -> None:
        """Open a waiting view at once: Slack and SMS-iT may have to be asked whom the line names."""
        view_id = self.responder.show(interaction, listing_view.loading())
        zone = self.users.zone(interaction.who.user_id)
        found = typed.read(
            markup.without_links(typed.bare(line)),
            region=self.region,
            today=self.clock().astimezone(zone).date(),
            own_id=interaction.who.user_id,
            channel=interaction.channel_id,
        )
        fill = partial(self.responder.fill, interaction, view_id)
        if found.question:
            fill(listing_view.trouble(found.filters, found.question))
        elif found.name or found.numbers or found.colleague:
            self.responder.look_up(interaction, lambda: fill(self._meant(found, interaction.who)))
        else:
            fill(self._view(found.filters, interaction.who))

    def _meant(self, found: Typed, who: Who) -> Block:
        """Return what the one thing that is named finds, or the question which it is."""
        try:
            meanings = self.names.meanings(found, who)
        except UserError as error:
            return listing_view.trouble(found.filters, error.sentence)
        if len(meanings) == 1:
            return self._view(_with(found.filters, meanings[0]), who)
        full = bool(found.numbers) or self.record.sees_numbers(who)  # what somebody typed they know
        return meanings_view.question(found.filters, meanings, full=full)

    def _edit(self, interaction: Interaction, filters: Filters) -> None:
        self.responder.edit(interaction, lambda: self._view(filters, interaction.who))
        interaction.ack()

    def _view(self, filters: Filters, who: Who) -> Block:
        zone = self.users.zone(who.user_id)
        try:
            found = self.record.page(filters, who, zone, listing_view.PAGE)
        except UserError as error:
            return listing_view.trouble(filters, error.sentence)
        return listing_view.listing(found, zone, self.clock(), full=self.record.sees_numbers(who))


def _with(filters: Filters, meaning: Meaning) -> Filters:
    """Return the filters with what a name means; words that were given already stay."""
    return replace(
        filters,
        number=meaning.number or filters.number,
        name=meaning.name,
        group=meaning.group or filters.group,
        person=meaning.person or filters.person,
        words=filters.words or meaning.words,
        behind="",
        **typed.known(meaning.filter),
    )
