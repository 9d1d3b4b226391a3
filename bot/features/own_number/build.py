"""Plugs in one's own number, and tests of texts to many."""

from bot.access import Role
from bot.features.feature import Feature, HomeButton
from bot.features.infrastructure import Infrastructure
from bot.features.own_number import views
from bot.features.own_number.listeners import NumberListeners, TestListeners
from bot.features.own_number.service import OwnNumbers, TestTexts
from bot.features.shared import Shared
from bot.features.sms.service import TextService


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, contacts = infrastructure.database, infrastructure.clock, shared.contacts
    numbers = OwnNumbers(database, clock)
    texts = TextService(
        database, contacts, shared.safeguards, shared.send_service, shared.permissions, shared.rules, clock
    )
    number_listeners = NumberListeners(
        infrastructure.responder,
        numbers,
        infrastructure.region,
        contacts.groups_to_join,
        contacts.group_to_join,
    )
    test_listeners = TestListeners(
        infrastructure.responder,
        TestTexts(database, numbers, texts, shared.registries.test_bodies, clock),
        infrastructure.users,
    )
    return Feature(
        listeners=(number_listeners, test_listeners),
        home=(HomeButton(Role.BROADCASTER, views.HOME_BUTTON, number_listeners.edit),),
    )
