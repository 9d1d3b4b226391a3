"""How Slack reaches the buttons under the message of a send."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.errors import TooBusy
from bot.features.sends.bodies import Bodies
from bot.features.sends.decisions import Decisions
from bot.features.sends.ids import UNDECIDED, Action, More
from bot.features.sends.refusals import CANCEL, READ, SEND, SETTLE
from bot.features.sends.renderer import Undecided
from bot.features.sends.views import buttons as buttons_view
from bot.features.sends.views.buttons import SendRef
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder

_SHOWING: Final = frozenset({Action.MORE, Action.SHOW_TEXT})
"""Presses that change nothing."""


@dataclass(frozen=True, slots=True)
class ButtonListeners:
    """Acts on a send that has its message already."""

    responder: Responder
    decisions: Decisions
    bodies: Bodies
    undecided: Undecided

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        settling, sending, reading = registry.to(SETTLE), registry.to(SEND), registry.to(READ)
        registry.to(CANCEL).action(Action.CANCEL, Role.SENDER, self.cancel)
        registry.to(CANCEL).action(Action.UNDO, Role.SENDER, self.undo)
        settling.action(Action.MARK_SENT, Role.SENDER, _decided(self.decisions.mark_as_sent))
        settling.action(Action.SEND_AGAIN, Role.SENDER, _decided(self.decisions.send_again))
        sending.action(Action.SEND_NOW, Role.SENDER, _decided(self.decisions.send_now))
        reading.action(Action.SHOW_TEXT, Role.VIEWER, self.show_text)
        registry.action(Action.MORE, Role.VIEWER, self.more)
        settling.action(Action.VIEW_UNDECIDED, Role.SENDER, self.view_undecided)
        registry.afterwards(self.pressed)

    def cancel(self, interaction: Interaction) -> None:
        """Cancel a send that waits."""
        self.decisions.cancel(interaction.value, interaction.who)
        interaction.ack()

    def undo(self, interaction: Interaction) -> None:
        """Take a text back that waits to be undone."""
        self.decisions.undo(interaction.value, interaction.who)
        interaction.ack()

    def view_undecided(self, interaction: Interaction) -> None:
        """Show all that waits for a decision of whoever pressed."""
        self.responder.open(interaction, lambda: self.undecided.whole(interaction.who))
        interaction.ack()

    def pressed(self, interaction: Interaction) -> None:
        """Draw that again where a decision was made in it, whatever feature the button is of."""
        if (
            interaction.view.get("callback_id") != UNDECIDED
            or interaction.action.get("action_id") in _SHOWING
        ):
            return
        with suppress(TooBusy):  # the decision is made, and the view only shows it later
            self.responder.edit(interaction, lambda: self.undecided.whole(interaction.who))

    def show_text(self, interaction: Interaction) -> None:
        """Show the words of a text to whoever pressed."""
        self._show_text(interaction, interaction.value)

    def more(self, interaction: Interaction) -> None:
        """Show what was chosen in the overflow menu: its id to anybody, its words to who may read them."""
        choice, _, send_id = interaction.value.partition(":")
        if choice != More.TEXT:
            self.responder.open(interaction, lambda: buttons_view.whole_id(send_id))
            interaction.ack()
        else:
            self._show_text(interaction, send_id)

    def _show_text(self, interaction: Interaction, send_id: str) -> None:
        self.responder.open(
            interaction, lambda: buttons_view.whole_text(self.bodies.of(send_id, interaction.who))
        )
        interaction.ack()


def _decided(decide: Callable[[str, Who, int], None]) -> Callable[[Interaction], None]:
    def listener(interaction: Interaction) -> None:
        about = metadata.load(SendRef, interaction.value)
        decide(about.send_id, interaction.who, about.number)
        interaction.ack()

    return listener
