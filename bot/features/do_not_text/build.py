"""Plugs in the list of numbers that are never texted."""

from bot.features.do_not_text.importing import Importing
from bot.features.do_not_text.listeners import Keeping
from bot.features.feature import Feature
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    desk, numbers, region = infrastructure.desk, shared.do_not_text, infrastructure.region
    keeping = Keeping(desk, numbers, infrastructure.people, infrastructure.access, region)
    importing = Importing(desk, infrastructure.checking, numbers, keeping, infrastructure.sheets)
    return Feature(verbs=keeping.verbs(), listeners=(keeping, importing))
