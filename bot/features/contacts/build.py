"""Plugs in contacts, as people look for them, add them and take them home."""

from functools import partial

from bot.access import Role
from bot.features.contacts.addition import Additions
from bot.features.contacts.export import Exports
from bot.features.contacts.ids import Action
from bot.features.contacts.listeners.addition import AdditionListeners
from bot.features.contacts.listeners.export import ExportListeners
from bot.features.contacts.listeners.person import PersonListeners
from bot.features.contacts.listeners.search import SearchListeners
from bot.features.contacts.listeners.unconfirmed import UnconfirmedListeners
from bot.features.contacts.renderer import Renderer
from bot.features.contacts.steps import ContactSteps
from bot.features.feature import Feature, HomeButton, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.features.workflow_steps.service import Step
from bot.slack.blocks import kit
from bot.store.contact_additions import BEING_ADDED
from bot.store.messages import Purpose


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    responder, rules = infrastructure.responder, infrastructure.policy.contacts
    loading, browsing = infrastructure.loading, infrastructure.browsing
    smsit, region, clock = infrastructure.smsit, infrastructure.region, infrastructure.clock
    directory = shared.directory
    exports = Exports(directory, infrastructure.database, clock, region=region)
    export_listeners = ExportListeners(browsing, exports, infrastructure.poster, infrastructure.files, rules)
    search_listeners = SearchListeners(
        responder,
        browsing,
        directory,
        shared.contacts,
        infrastructure.access,
        rules,
        beside_all=shared.registries.beside_contacts,
    )
    person_listeners = PersonListeners(
        browsing,
        directory,
        shared.do_not_text,
        infrastructure.access,
        rules,
        beside_one=shared.registries.beside_contact,
    )
    additions = Additions(
        infrastructure.database,
        smsit,
        clock,
        shared.permissions,
        request_seconds=shared.rules.request_seconds,
        region=region,
    )
    addition_listeners = AdditionListeners(responder, loading, additions, shared.contacts, region, clock)
    steps = ContactSteps(additions, shared.contacts.group_options, shared.contacts.group_to_join, region)
    shared.registries.steps[Step.ADD_CONTACT] = steps.add
    shared.registries.step_choices[Step.CHOOSE_GROUP] = steps.offer_groups
    unconfirmed_listeners = UnconfirmedListeners(responder, additions)
    return Feature(
        verbs=(*search_listeners.verbs(), *addition_listeners.verbs()),
        listeners=(
            search_listeners,
            person_listeners,
            addition_listeners,
            export_listeners,
            unconfirmed_listeners,
        ),
        upkeep=upkeep(Stage.CUT_OFF, {"additions": additions.look_after}, BEING_ADDED),
        renderers=Renderers(subjects={Purpose.ADDITION: Renderer(infrastructure.database).draw}),
        forget=(partial(additions.forget, infrastructure.keep),),
        home=(HomeButton(Role.VIEWER, kit.button("Find contacts", Action.NEW)),),
    )
