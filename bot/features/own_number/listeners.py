"""How Slack reaches one's own number, and the test that goes there."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts.views.options import group_option
from bot.features.groups.service import GroupChoice
from bot.features.own_number import form, views
from bot.features.own_number.ids import FEATURE, Action, Field, Modal
from bot.features.own_number.service import OwnNumbers, TestTexts
from bot.slack.blocks.type_ahead import offering
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import key_of
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users


@dataclass(frozen=True, slots=True)
class ConfirmationState:
    """What every confirmation of a text to many carries along."""

    send_id: str


@dataclass(frozen=True, slots=True)
class NumberListeners:
    """Asks for the number. ``groups`` finds groups by a part of their names, ``group_named`` by a value."""

    responder: Responder
    numbers: OwnNumbers
    region: str | None
    groups: Callable[[str], tuple[GroupChoice, ...]]
    group_named: Callable[[str], str | None]

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("send yourself a test")
        registry.action(Action.EDIT, Role.BROADCASTER, self.edit)
        registry.submission(Modal.FORM, Role.BROADCASTER, self.saved)
        registry.options(Action.GROUP, Role.BROADCASTER, offering(self.groups, group_option))

    def edit(self, interaction: Interaction) -> None:
        """Open the form."""
        self.responder.open(interaction, lambda: views.form(self.numbers.of(interaction.who)))
        interaction.ack()

    def saved(self, interaction: Interaction) -> None:
        """Keep what the form says, and close it."""
        values = Values.of(interaction.view)
        given = form.validate(values, region=self.region, group_named=self.group_named)
        self.numbers.give(interaction.who, given)
        interaction.ack()


@dataclass(frozen=True, slots=True)
class TestListeners:
    """Sends a test from a confirmation, which stays open."""

    __test__ = False

    responder: Responder
    texts: TestTexts
    users: Users

    def register(self, registry: Registry) -> None:
        """Register the listener."""
        registry = registry.to("send yourself a test")
        registry.action(Action.TEST, Role.BROADCASTER, self.test)

    def test(self, interaction: Interaction) -> None:
        """Send the test behind the listener's back, and say so in the confirmation."""
        state, who = interaction.state(ConfirmationState), interaction.who
        self.texts.require(state.send_id, who)
        option = Values.of(interaction.view).chosen_option(Field.ROW) or {}
        words = option.get("text") or {}
        picked = str(option.get("value", "")), str(words.get("text", ""))
        view_id = interaction.view_id

        def send() -> None:
            key, zone = key_of(FEATURE, interaction.trigger_id), self.users.zone(who.user_id)
            try:
                masked = self.texts.send(state.send_id, who, key, zone, picked)
            except UserError as error:
                view = views.not_sent(interaction.view, error.sentence)
            else:
                view = views.sent(interaction.view, masked)
            self.responder.modals.update(view, view_id=view_id)

        self.responder.look_up(interaction, send)
        interaction.ack()
