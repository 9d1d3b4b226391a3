"""Installing the app by OAuth.

Source: docs.slack.dev, reference/methods/oauth.v2.access and auth.revoke.
"""

from bot.sandbox.slack.model import Payload
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State
from bot.sandbox.slack.web_api.call import Arguments

METHODS = frozenset({"auth.test", "auth.revoke"})
"""What is asked with a token that was just given."""
BASIC = "basic"
"""Stands among the arguments for client id and secret, as a browser would send name and password."""


def access(state: State, arguments: Arguments) -> Payload:
    """oauth.v2.access: gives the token that a code stands for, once."""
    grants = state.grants
    if arguments.get(BASIC) != f"{grants.client_id}:{grants.client_secret}":
        raise Refusal("bad_client_secret")
    team, token = grants.codes.pop(str(arguments.get("code")), (None, ""))
    if team is None:
        raise Refusal("invalid_code")
    return {
        "access_token": token,
        "token_type": "bot",
        "scope": ",".join(state.manifest.scopes or ()),
        "bot_user_id": state.bot_user_id,
        "app_id": state.app_id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U0TOM"},
    }


def elsewhere(state: State, method: str, token: str) -> Payload:
    """Answer by a token that was permitted: auth.test says for which workspace, auth.revoke ends it."""
    team = state.grants.tokens[token]
    if method == "auth.revoke":
        state.grants.revoked.append(token)
        return {"revoked": True}
    return {"team_id": team.id, "user_id": state.bot_user_id, "bot_id": state.bot_id}
