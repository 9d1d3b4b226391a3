"""Plugs in the balances."""

from bot.access import Who
from bot.features.budgets import views
from bot.features.credits.listeners import verbs
from bot.features.feature import Feature
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""

    def left(who: Who, channel: str | None) -> tuple[str, ...]:
        with infrastructure.database.read() as conn:
            return views.lines(shared.safeguards.budgets.left(conn, who, channel))

    return Feature(verbs=verbs(shared.safeguards.credits, infrastructure.responder, left))
