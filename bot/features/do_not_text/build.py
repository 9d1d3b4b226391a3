"""Plugs in the list of numbers that are never texted."""

from bot.features.do_not_text.listeners.entries import EntryListeners
from bot.features.do_not_text.listeners.upload import UploadListeners
from bot.features.feature import Feature
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    responder, numbers, region = infrastructure.responder, shared.do_not_text, infrastructure.region
    keeping = EntryListeners(responder, numbers, infrastructure.users, infrastructure.access, region)
    importing = UploadListeners(responder, infrastructure.loading, numbers, keeping, infrastructure.uploads)
    return Feature(verbs=keeping.verbs(), listeners=(keeping, importing))
