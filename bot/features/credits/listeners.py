"""How Slack reaches the balances."""

from bot.features.credits import views
from bot.features.credits.service import Credits
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.roles import Role
from bot.slack.visits import Visit


def verbs(credits_: Credits, desk: Desk) -> tuple[Verb, ...]:
    """Return the rows of the command table."""

    def show(visit: Visit, _rest: str) -> None:
        visit.ack()
        desk.answer(visit, lambda: views.balances(credits_.balances()))

    return (
        Verb(
            name="credits",
            usage="/sms credits",
            summary="How many SMS and voice credits are left",
            role=Role.VIEWER,
            run=show,
            own_command="/sms-credits",
        ),
    )
