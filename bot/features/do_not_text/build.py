"""Plugs in the list of numbers that are never texted."""

from bot.features.do_not_text.listeners.entries import EntryListeners
from bot.features.do_not_text.listeners.upload import UploadListeners
from bot.features.feature import Feature, Renderers
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    responder, do_not_text, region = infrastructure.responder, shared.do_not_text, infrastructure.region
    entry_listeners = EntryListeners(
        responder,
        do_not_text,
        infrastructure.users,
        infrastructure.access,
        region,
        infrastructure.policy.contacts,
    )
    upload_listeners = UploadListeners(
        responder, infrastructure.long_loading, do_not_text, entry_listeners, infrastructure.uploads
    )
    return Feature(
        verbs=entry_listeners.verbs(),
        listeners=(entry_listeners, upload_listeners),
        renderers=Renderers(note=do_not_text.note),
    )
