"""How Slack reaches the standing of a text."""

from bot.features.delivery import views
from bot.features.delivery.service import Delivery
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.errors import UserError
from bot.slack.roles import Role
from bot.slack.visits import Visit


def verbs(delivery: Delivery, desk: Desk) -> tuple[Verb, ...]:
    """Return the rows of the command table."""

    def show(visit: Visit, rest: str) -> None:
        if not rest:
            raise UserError("Whose? Type a number behind the command, or the id that stands under a text.")
        visit.ack()
        desk.answer(visit, lambda: views.standing(delivery.standing(rest)))

    return (
        Verb(
            name="status",
            usage="/sms status <number or id>",
            summary="What became of the newest text to a number",
            role=Role.VIEWER,
            run=show,
            own_command="/sms-status",
        ),
    )
