"""Draws the messages of codes: reads the verification beside the send."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.features.otp.views.message import message
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content
from bot.store import verifications
from bot.store.database import Database
from bot.store.sends import Send


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws the message of a code. ``beside_verified`` make further buttons, once it was verified."""

    database: Database
    beside_verified: Sequence[Callable[[str], Block]] = ()

    def main(self, send: Send) -> Content:
        """Return the message everybody follows."""
        with self.database.read() as conn:
            found = verifications.get(conn, send.id)
        return message(send, found, [button(send.id) for button in self.beside_verified])
