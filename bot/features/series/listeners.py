"""How Slack reaches a series: its buttons, in its message and in a modal of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.sends.repeats import Rewrite
from bot.features.series.ids import Action, Modal, SeriesRef
from bot.features.series.service import CHANGE, SeriesService
from bot.features.series.views import message as view
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.store.sends import SendKind
from bot.texting.clock import Clock

SKIPPED: Final = ":white_check_mark: Skipped."
PAUSED: Final = ":white_check_mark: Paused. Nothing goes out until you resume it."
RESUMED: Final = ":white_check_mark: Resumed."
STOPPED: Final = ":white_check_mark: Stopped. No further date goes out."


@dataclass(frozen=True, slots=True)
class SeriesListeners:
    """Shows series, and skips, pauses, resumes, edits and stops them.

    ``rewrites`` give the form of a kind of send, filled in as a series was.
    """

    responder: Responder
    service: SeriesService
    rewrites: Mapping[SendKind, Callable[[Rewrite, Who], Block]]
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to(CHANGE)
        registry.action(Action.OPEN, Role.SENDER, self.open)
        registry.action(Action.SKIP, Role.SENDER, self.skip)
        registry.action(Action.PAUSE, Role.SENDER, self.pause)
        registry.action(Action.RESUME, Role.SENDER, self.resume)
        registry.action(Action.EDIT, Role.SENDER, self.edit)
        registry.action(Action.STOP, Role.SENDER, self.stop)

    def open(self, interaction: Interaction) -> None:
        """Show a series, and what can be done about it."""
        about = _about(interaction)
        self.responder.open(interaction, lambda: self._view(about, interaction.who))
        interaction.ack()

    def skip(self, interaction: Interaction) -> None:
        """Leave out the next date."""
        about = _about(interaction)
        self._decide(
            interaction, lambda: self.service.skip(about.send_id, about.next_at, interaction.who), SKIPPED
        )

    def pause(self, interaction: Interaction) -> None:
        """Pause the series."""
        about = _about(interaction)
        self._decide(interaction, lambda: self.service.pause(about.send_id, interaction.who), PAUSED)

    def resume(self, interaction: Interaction) -> None:
        """Let it go on."""
        about = _about(interaction)
        self._decide(interaction, lambda: self.service.resume(about.send_id, interaction.who), RESUMED)

    def stop(self, interaction: Interaction) -> None:
        """End it."""
        about = _about(interaction)
        self._decide(interaction, lambda: self.service.stop(about.send_id, interaction.who), STOPPED)

    def edit(self, interaction: Interaction) -> None:
        """Open the form it was written in, filled in; what it is submitted as takes its place."""
        about = _about(interaction)
        self.responder.open(interaction, lambda: self._form(about, interaction.who))
        interaction.ack()

    def _form(self, about: SeriesRef, who: Who) -> Block:
        status = self.service.editable(about.send_id, who)
        rewrite = Rewrite(status.send, status.kept, status.coming[0])
        return self.rewrites[status.send.kind](rewrite, who)

    def _decide(self, interaction: Interaction, decide: Callable[[], None], done: str) -> None:
        """Carry out a decision. The message is drawn anew by itself, the modal here."""
        if interaction.view.get("callback_id") != Modal.SERIES:
            decide()
            interaction.ack()
            return
        try:
            decide()
        except UserError as error:
            done = f":warning: {error.sentence}"
        about = _about(interaction)
        self.responder.edit(interaction, lambda: self._view(about, interaction.who, done))
        interaction.ack()

    def _view(self, about: SeriesRef, who: Who, note: str = "") -> Block:
        return view.series(self.service.theirs(about.send_id, who), self.clock(), note)


def _about(interaction: Interaction) -> SeriesRef:
    return metadata.load(SeriesRef, interaction.value)
