"""Plugs in what waits for its time: listed, edited, cancelled, sent now."""

from datetime import datetime

from bot.features.feature import Feature
from bot.features.infrastructure import Infrastructure
from bot.features.scheduled.changes import Changes
from bot.features.scheduled.listeners import ScheduledListeners
from bot.features.scheduled.service import Scheduled
from bot.features.shared import Shared
from bot.store.sends import Send


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, access, clock = infrastructure.database, infrastructure.access, infrastructure.clock

    def night(send: Send, at: datetime) -> str:
        return shared.rules.night_sentence(send.to_phone, at) if send.to_phone else ""

    scheduled_listeners = ScheduledListeners(
        infrastructure.responder,
        Scheduled(database, access, clock, account_zone=shared.rules.account_zone),
        Changes(database, shared.safeguards, access, clock),
        shared.decisions,
        infrastructure.users,
        night,
        clock,
    )
    return Feature(verbs=scheduled_listeners.verbs(), listeners=(scheduled_listeners,))
