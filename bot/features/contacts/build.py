"""Plugs in contacts, as people look for them, add them and take them home."""

from bot.access import Role
from bot.features.contacts.addition import Additions
from bot.features.contacts.directory import Directory
from bot.features.contacts.export import Exports
from bot.features.contacts.ids import Action
from bot.features.contacts.listeners.addition import AdditionListeners
from bot.features.contacts.listeners.export import ExportListeners
from bot.features.contacts.listeners.search import SearchListeners
from bot.features.feature import Feature, HomeButton
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack.blocks import kit


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    responder, loading, rules = (
        infrastructure.responder,
        infrastructure.loading,
        infrastructure.policy.contacts,
    )
    smsit, region, clock = infrastructure.smsit, infrastructure.region, infrastructure.clock
    finder = Directory(smsit, shared.contacts, region)
    exports = Exports(finder, infrastructure.database, clock, region=region)
    exporting = ExportListeners(loading, exports, infrastructure.poster, infrastructure.files, rules)
    looking = SearchListeners(
        responder,
        loading,
        finder,
        shared.contacts,
        shared.do_not_text,
        infrastructure.access,
        rules,
        beside_one=shared.registries.beside_contact,
        beside_all=shared.registries.beside_contacts,
    )
    adding = AdditionListeners(responder, loading, Additions(smsit, region), shared.contacts, region, clock)
    return Feature(
        verbs=(*looking.verbs(), *adding.verbs()),
        listeners=(looking, adding, exporting),
        home=(HomeButton(Role.VIEWER, kit.button("Find contacts", Action.NEW)),),
    )
