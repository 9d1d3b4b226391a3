"""How Slack reaches the status of a text."""

from collections.abc import Callable

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.delivery.service import Delivery
from bot.features.delivery.views import status as status_view
from bot.slack import surface
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.responder import Responder

GroupReport = Callable[[str, Who, str | None], Content]
"""Returns the report on a text to a group by SMS-iT's id, as a person may see it in a channel, or (None) with
the bot. Raises UserError."""


def verbs(delivery: Delivery, responder: Responder, group_report: GroupReport) -> tuple[Verb, ...]:
    """Return the rows of the command table."""

    def answer(typed: str, who: Who, channel: str | None) -> Content:
        if not delivery.can_be_group(typed):
            return status_view.standing(delivery.standing(typed))
        try:
            return group_report(typed, who, channel)
        except UserError as error:
            raise UserError(f"{delivery.no_number(typed)} {error.sentence}") from None

    def show(interaction: Interaction, rest: str) -> None:
        if not rest:
            raise UserError("Add a number or text ID, for example `/sms status 14155550100`.")
        interaction.ack()
        channel = interaction.channel_id
        responder.answer(interaction, lambda: answer(rest, interaction.who, channel))

    return (
        Verb(
            name="status",
            usage="/sms status [number or ID]",
            summary="See whether the latest text to a number arrived",
            role=Role.VIEWER,
            run=show,
            own_command=surface.STATUS.name,
        ),
    )
