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
    directory = Directory(smsit, shared.contacts, region)
    exports = Exports(directory, infrastructure.database, clock, region=region)
    export_listeners = ExportListeners(loading, exports, infrastructure.poster, infrastructure.files, rules)
    search_listeners = SearchListeners(
        responder,
        loading,
        directory,
        shared.contacts,
        shared.do_not_text,
        infrastructure.access,
        rules,
        beside_one=shared.registries.beside_contact,
        beside_all=shared.registries.beside_contacts,
    )
    addition_listeners = AdditionListeners(
        responder, loading, Additions(smsit, region), shared.contacts, region, clock
    )
    return Feature(
        verbs=(*search_listeners.verbs(), *addition_listeners.verbs()),
        listeners=(search_listeners, addition_listeners, export_listeners),
        home=(HomeButton(Role.VIEWER, kit.button("Find contacts", Action.NEW)),),
    )
