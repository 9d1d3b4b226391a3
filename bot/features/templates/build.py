"""Plugs in templates: texts that are written once and used again."""

from bot.access import Role
from bot.features.feature import Feature, HomeButton
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.features.templates.editor import Editor
from bot.features.templates.ids import Action
from bot.features.templates.listeners.form import FormListeners
from bot.features.templates.listeners.listing import ListingListeners, Told
from bot.slack.blocks import kit


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on. The forms that use templates bring their own listeners."""
    responder, templates = infrastructure.responder, shared.templates
    changes = Editor(infrastructure.database, templates, infrastructure.access, infrastructure.clock)
    told = Told(infrastructure.poster.post, infrastructure.policy.approval)
    listing_listeners = ListingListeners(responder, templates, changes, told)
    return Feature(
        verbs=listing_listeners.verbs(),
        listeners=(listing_listeners, FormListeners(responder, templates, changes, listing_listeners)),
        home=(HomeButton(Role.SENDER, kit.button("Templates", Action.LIST), listing_listeners.home),),
    )
