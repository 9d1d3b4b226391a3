"""What a person acts on: a modal or Home tab, or a message, with what they typed into it."""

from dataclasses import dataclass
from typing import Protocol

from bot.sandbox.slack import payloads
from bot.sandbox.slack.field_values import Values, carried_values
from bot.sandbox.slack.model import Message, OpenView, Payload
from bot.sandbox.slack.placed import Placed
from bot.sandbox.slack.state import State


class Surface(Protocol):
    """Blocks in front of one person, and where they are."""

    @property
    def blocks(self) -> list[Payload]:
        """The blocks as they stand now."""

    def values(self) -> Values:
        """Give what stands in the fields now."""

    def place(self) -> Payload:
        """Container, view or message, as interactions carry them."""

    def put(self, spot: Placed, value: Payload) -> None:
        """Type or choose."""


@dataclass(frozen=True, slots=True)
class ViewSurface:
    """A modal or Home tab; always read anew, for the bot may have drawn it again."""

    state: State
    view_id: str

    @property
    def blocks(self) -> list[Payload]:
        """The blocks as they stand now."""
        return self._view().blocks

    def values(self) -> Values:
        """Give what stands in the fields now."""
        return self._view().values

    def place(self) -> Payload:
        """Container and view, as interactions carry them."""
        return payloads.in_view(self._view())

    def put(self, spot: Placed, value: Payload) -> None:
        """Type or choose."""
        self.state.views.set_value(self._view(), spot.block_id, spot.action_id, value)

    def _view(self) -> OpenView:
        return self.state.views.find(self.view_id)


@dataclass(frozen=True, slots=True)
class MessageSurface:
    """A message in the sight of `user`; what they type into it is theirs alone."""

    state: State
    user: str
    channel: str
    ts: str

    @property
    def blocks(self) -> list[Payload]:
        """The blocks as they stand now."""
        return list(self._message().blocks)

    def values(self) -> Values:
        """Give what stands in the fields now."""
        return carried_values(self.blocks, self.state.message_values.get(self._key, {}))

    def place(self) -> Payload:
        """Container, channel and message, as interactions carry them."""
        return payloads.in_message(self.state, self._message())

    def put(self, spot: Placed, value: Payload) -> None:
        """Type or choose."""
        with self.state.pulse.lock:
            now = {block: dict(actions) for block, actions in self.values().items()}
            now[spot.block_id][spot.action_id] = value
            self.state.message_values[self._key] = now
            self.state.pulse.beat()

    @property
    def _key(self) -> tuple[str, str, str]:
        return self.channel, self.ts, self.user

    def _message(self) -> Message:
        message = self.state.messages.find(self.channel, self.ts)
        if message is None or not message.visible_to(self.user):
            raise LookupError("this person does not see that message")
        return message
