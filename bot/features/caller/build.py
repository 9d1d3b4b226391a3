"""Plugs in the caller passport."""

from bot.access import Role
from bot.features.appointments.service import Bookings
from bot.features.caller import views
from bot.features.caller.ids import Action
from bot.features.caller.listeners import CallerListeners, Shown
from bot.features.caller.renderer import OpenCallers
from bot.features.caller.service import Passports
from bot.features.contacts.service import LinkedAction
from bot.features.feature import Feature, HomePart, HomeSection
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, region = infrastructure.database, infrastructure.clock, infrastructure.region
    registries, permissions = shared.registries, shared.permissions
    registries.beside_contact.append(LinkedAction("Caller passport", Action.OPEN, Role.VIEWER))
    registries.beside_verified.append(views.after_verifying)
    passports = Passports(
        database,
        shared.contacts,
        shared.do_not_text,
        permissions,
        clock,
        coming=Bookings(database, clock, region).coming,
        region=region,
    )
    account = shared.rules.account_zone
    shown = Shown(infrastructure.users, permissions, account, region, registries.beside_contact)
    listeners = CallerListeners(
        infrastructure.responder, infrastructure.browsing, passports, shared.contacts, shown
    )
    return Feature(
        verbs=listeners.verbs(),
        listeners=(listeners,),
        home_parts=(HomePart(HomeSection.NEEDS_YOU, OpenCallers(passports, permissions, account).draw),),
    )
