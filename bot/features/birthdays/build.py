"""Plugs birthdays in."""

from bot.features.birthdays.listeners import BirthdayListeners
from bot.features.birthdays.service import Birthdays
from bot.features.contacts.directory import Directory
from bot.features.feature import Feature
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    directory = Directory(infrastructure.smsit, shared.contacts, infrastructure.region)
    listeners = BirthdayListeners(
        infrastructure.responder,
        infrastructure.long_loading,
        Birthdays(lambda search, _who: directory.everybody(search), shared.do_not_text),
        infrastructure.access,
        infrastructure.users,
        infrastructure.clock,
        shared.registries.beside_contact,
    )
    return Feature(verbs=listeners.verbs())
