"""Plugs in the numbers that texts do not reach."""

from bot.access import Role
from bot.features.contacts.service import LinkedAction
from bot.features.feature import Feature
from bot.features.infrastructure import Infrastructure
from bot.features.reach.ids import Action
from bot.features.reach.listeners import ReachListeners, Readers
from bot.features.reach.results import ReachFiles
from bot.features.reach.service import Reach
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    clock = infrastructure.clock
    shared.registries.beside_contacts.append(LinkedAction("Unreachable", Action.SHOW, Role.VIEWER))
    reach = Reach(infrastructure.database, infrastructure.region)
    files = ReachFiles(reach, infrastructure.poster, infrastructure.files, clock)
    readers = Readers(infrastructure.access, infrastructure.policy.contacts, infrastructure.users, clock)
    listeners = ReachListeners(infrastructure.responder, infrastructure.browsing, reach, files, readers)
    return Feature(verbs=listeners.verbs(), listeners=(listeners,))
