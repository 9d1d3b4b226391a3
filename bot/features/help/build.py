"""Plugs in the help."""

from bot.access import Role, Who
from bot.features.feature import Feature
from bot.features.help.listeners import HelpListeners
from bot.features.help.views import Offer
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack.incoming.command_buttons import CommandButtons


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    access, responder = infrastructure.access, infrastructure.responder
    rules = infrastructure.policy.approval

    def offer(who: Who) -> Offer:
        roles = access.roles(who)
        may_text = Role.SENDER in roles
        buttons = (each.button for each in shared.registries.home if each.role in roles)
        return Offer(
            verbs=shared.commands.allowed(who),
            ask="" if may_text else access.invitation(Role.SENDER, who, "send texts"),
            approvals=(rules.channel or "") if Role.APPROVER in roles else "",
            first=next(buttons, None),
        )

    help_listeners = HelpListeners(responder, offer, CommandButtons(shared.commands.run, responder.replies))
    return Feature(
        verbs=help_listeners.verbs(),
        listeners=(help_listeners,),
    )
