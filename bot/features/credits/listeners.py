"""How Slack reaches the balances."""

from collections.abc import Callable

from bot.access import Role, Who
from bot.features.credits import views
from bot.features.credits.service import Credits
from bot.slack import surface
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.responder import Responder

Left = Callable[[Who, str | None], tuple[str, ...]]
"""Gives a line of mrkdwn for each budget a person falls under in a channel, as it stands today."""


def verbs(credits_: Credits, responder: Responder, left: Left) -> tuple[Verb, ...]:
    """Return the rows of the command table. ``left`` says what is left of the person's own budgets."""

    def show(interaction: Interaction, _rest: str) -> None:
        interaction.ack()
        responder.answer(
            interaction,
            lambda: views.balances(credits_.balances(), left(interaction.who, interaction.channel_id)),
        )

    return (
        Verb(
            name="credits",
            usage="/sms credits",
            summary="See your SMS and voice credits",
            role=Role.VIEWER,
            run=show,
            own_command=surface.CREDITS.name,
            alone=True,
        ),
    )
