"""Plugs in the Home tab."""

from typing import Final

from bot.access import Role, Who
from bot.features.feature import Feature
from bot.features.home.listeners import Home
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack.blocks.kit import Block
from bot.store.sends import Send, annotations

RECENT_TEXTS: Final = 10


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""

    def recent(who: Who) -> tuple[Send, ...]:
        with infrastructure.database.read() as conn:
            return annotations.newest_of(conn, who.user_id, RECENT_TEXTS)

    def buttons(who: Who) -> tuple[Block, ...]:
        """Return what sends before what only shows."""
        offered = sorted(shared.registries.home, key=lambda each: each.role is Role.VIEWER)
        return tuple(each.button for each in offered if infrastructure.access.allows(who, each.role))

    return Feature(listeners=(Home(infrastructure.responder, recent, shared.commands.allowed, buttons),))
