"""Who am I, and is anybody there."""

from bot.sandbox.slack.model import Payload
from bot.sandbox.slack.state import State
from bot.sandbox.slack.web_api.call import Arguments


def test(state: State, _: Arguments) -> Payload:
    """auth.test."""
    bot = state.people[state.bot_user_id]
    return {
        "url": f"https://{state.team.domain}.slack.com/",
        "team": state.team.name,
        "user": bot.name,
        "team_id": state.team.id,
        "user_id": bot.id,
        "bot_id": state.bot_id,
        "is_enterprise_install": False,
    }


def api_test(_: State, arguments: Arguments) -> Payload:
    """api.test: gives the arguments back."""
    return {"args": dict(arguments)}
