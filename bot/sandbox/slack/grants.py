"""Permissions to have the app in a workspace, as somebody gives them on Slack's page."""

import secrets
from dataclasses import dataclass, field

from bot.sandbox.slack.model import Team


@dataclass(slots=True)
class Grants:
    """What an app that is installed by OAuth is known by, and what it was permitted.

    ``codes`` are good once; ``tokens`` are those they stood for, and ``revoked`` those that were given back.
    """

    client_id: str = "1000.2000"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    codes: dict[str, tuple[Team, str]] = field(default_factory=dict, repr=False)
    tokens: dict[str, Team] = field(default_factory=dict, repr=False)
    revoked: list[str] = field(default_factory=list, repr=False)

    def permit(self, team: Team, bot_token: str) -> str:
        """Have somebody say yes: returns the code that their browser takes to the bot."""
        code = secrets.token_hex(16)
        self.codes[code] = (team, bot_token)
        self.tokens[bot_token] = team
        return code
