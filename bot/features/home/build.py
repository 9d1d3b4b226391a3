"""Plugs in the Home tab."""

from functools import partial

from bot.access import Role, Who
from bot.features.approvals.service import Waiting
from bot.features.feature import Feature, HomeButton
from bot.features.home import views
from bot.features.home.ids import Action
from bot.features.home.listeners import HomeListeners
from bot.features.home.service import MOST_REQUESTS, Overviews
from bot.features.home.views import Person
from bot.features.infrastructure import Infrastructure
from bot.features.sends import kinds
from bot.features.shared import Shared
from bot.slack.blocks import kit
from bot.slack.incoming.command_buttons import CommandButtons

OWN = (
    HomeButton(Role.BROADCASTER, kit.button("Broadcast", Action.BROADCAST)),
    HomeButton(Role.BROADCASTER, kit.button("Text a list", Action.LIST)),
)
"""What has a command, and no button of its own."""


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    access, responder = infrastructure.access, infrastructure.responder

    def person(who: Who) -> Person:
        roles = access.roles(who)
        offered = [each.button for each in _ordered(shared.registries.home) if each.role in roles]
        if Role.SENDER in roles:
            return Person(views.TEXTING, offered)
        title = views.APPROVING if Role.APPROVER in roles else views.LOOKING
        return Person(title, offered, access.invitation(Role.SENDER, who, "send texts"))

    def to_approve(who: Who) -> tuple[Waiting, ...]:
        if not access.allows(who, Role.APPROVER):
            return ()
        return shared.safeguards.approvals.waiting(who, MOST_REQUESTS)

    home_listeners = HomeListeners(
        responder,
        Overviews(infrastructure.database, shared.safeguards.credits, to_approve, infrastructure.clock),
        person,
        partial(kinds.label, shared.registries.kinds),
        CommandButtons(shared.commands.run, responder.replies),
    )
    return Feature(listeners=(home_listeners,), home=OWN)


def _ordered(buttons: list[HomeButton]) -> list[HomeButton]:
    """Return what is done most first, then what goes to many, and what only shows last."""
    return sorted(
        buttons,
        key=lambda each: (each.role is Role.VIEWER, each.button.get("style") != "primary", each not in OWN),
    )
