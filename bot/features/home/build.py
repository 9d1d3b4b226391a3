"""Plugs in the Home tab."""

from bot.access import Role, Who
from bot.features.feature import Feature, HomeButton, HomePart, HomeSection, Stage, upkeep
from bot.features.home import views
from bot.features.home.ids import Action
from bot.features.home.listeners import HomeListeners
from bot.features.home.renderer import HomeTab, RecentPart
from bot.features.home.service import Desk
from bot.features.home.views import Person
from bot.features.home.visitors import Visitors
from bot.features.infrastructure import Infrastructure
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
    access, responder, credits_ = infrastructure.access, infrastructure.responder, shared.safeguards.credits

    def person(who: Who) -> Person:
        roles = access.roles(who)
        offered = views.row([each for each in _ordered(shared.registries.home) if each.role in roles])
        if Role.SENDER in roles:
            return Person(views.TEXTING, offered)
        title = views.APPROVING if Role.APPROVER in roles else views.LOOKING
        return Person(title, offered, access.invitation(Role.SENDER, who, "send texts"))

    def may_text(who: Who) -> bool:
        return access.allows(who, Role.SENDER)

    desk = Desk(infrastructure.database, credits_)
    tab = HomeTab(
        shared.registries.home_parts,
        person,
        desk,
        Visitors(infrastructure.clock),
        access,
        infrastructure.modals,
    )
    recent = RecentPart(desk, shared.registries.label, may_text)
    buttons = CommandButtons(shared.commands.run, responder.replies)
    return Feature(
        listeners=(HomeListeners(responder, tab, credits_.refresh, buttons, shared.registries.home, access),),
        upkeep=upkeep(Stage.DRAWN, {"home": tab.draw_again}),
        home=OWN,
        home_parts=(HomePart(HomeSection.RECENT, recent.draw),),
    )


def _ordered(buttons: list[HomeButton]) -> list[HomeButton]:
    """Return what is done most first, then what goes to many, and what only shows last."""
    return sorted(
        buttons,
        key=lambda each: (each.role is Role.VIEWER, each.button.get("style") != "primary", each not in OWN),
    )
