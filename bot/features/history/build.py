"""Plugs in the record: found, told, handed out as evidence, and its audit log chained."""

from bot.access import Role
from bot.features.feature import Feature, HomeButton, Stage, upkeep
from bot.features.history.ids import Action
from bot.features.history.listeners.listing import ListingListeners
from bot.features.history.listeners.story import StoryListeners
from bot.features.history.names import Names
from bot.features.history.results import EvidencePacks
from bot.features.history.service import History
from bot.features.history.upkeep import Chain
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack.blocks import kit
from bot.store.audit_chain import UNCHAINED


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, users, clock = infrastructure.database, infrastructure.users, infrastructure.clock
    responder, region = infrastructure.responder, infrastructure.region
    record = History(
        database, shared.permissions, shared.registries.kinds, infrastructure.policy.contacts, region
    )
    names = Names(database, shared.contacts, users.name, region)
    packs = EvidencePacks(database, record, users, infrastructure.poster, infrastructure.files, clock)
    chain = Chain(database)
    listing = ListingListeners(responder, record, names, shared.contacts, users, region, clock)
    story = StoryListeners(responder, infrastructure.long_loading, record, packs, users, clock)
    return Feature(
        verbs=listing.verbs(),
        listeners=(listing, story),
        upkeep=upkeep(Stage.FIGURES, {"audit log": chain.extend}, UNCHAINED),
        forget=(chain.note_end,),
        home=(HomeButton(Role.VIEWER, kit.button("History", Action.SHOW), listing.all),),
    )
