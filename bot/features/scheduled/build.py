"""Plugs in what waits for its time: listed, edited, cancelled, sent now."""

from datetime import datetime

from bot.access import Role
from bot.features.feature import Feature, HomePart, HomeSection, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.scheduled.edits import Edits
from bot.features.scheduled.form import FEATURE, Form
from bot.features.scheduled.listeners import ScheduledListeners, form_of
from bot.features.scheduled.lost_roles import LostRoles
from bot.features.scheduled.renderer import ComingPart
from bot.features.scheduled.service import Scheduled
from bot.features.scheduled.views import edit as edit_view
from bot.features.shared import Shared
from bot.features.templates.listeners.insertion import InsertionListeners, Place
from bot.slack.blocks.fields import message as message_field
from bot.store.sends import Send, SendKind


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, permissions, clock = infrastructure.database, shared.permissions, infrastructure.clock
    kinds = shared.registries.kinds

    def night(send: Send, at: datetime) -> str:
        return shared.rules.night_sentence(send.to_phone, at) if send.to_phone else ""

    shared.registries.after_rejection.append(edit_view.renew)
    scheduled = Scheduled(database, permissions, kinds, clock, account_zone=shared.rules.account_zone)
    lost_roles = LostRoles(database, permissions, kinds, clock)
    scheduled_listeners = ScheduledListeners(
        infrastructure.responder,
        scheduled,
        Edits(database, shared.safeguards, permissions, kinds, clock, night),
        shared.decisions,
        infrastructure.users,
        lambda send: shared.registries.looks[send.kind](send),
        clock,
    )
    place = Place(
        FEATURE,
        Role.SENDER,
        "change scheduled texts",
        form_of,
        _inserted,
        edit_view.edit,
        message_field.template_block,
    )
    insertion = InsertionListeners(infrastructure.responder, shared.templates, place)
    return Feature(
        verbs=scheduled_listeners.verbs(),
        listeners=(scheduled_listeners, insertion),
        upkeep=upkeep(Stage.FIGURES, {"lost roles": lost_roles.look}),
        renderers=Renderers(note=lost_roles.note),
        home_parts=(HomePart(HomeSection.SCHEDULED, ComingPart(scheduled).draw),),
    )


def _inserted(form: Form, body: str) -> Form:
    if form.kind is SendKind.GROUP:
        return message_field.inserted_for_group(form, body)
    return message_field.inserted(form, body)
