"""Plugs in the help."""

from bot.features.feature import Feature
from bot.features.help.listeners import verb
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared


def build(_infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    return Feature(verbs=(verb(shared.commands.allowed),))
