"""The kinds of sends as the features plug them in, followed by nobody."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.access import Role
from bot.features.sends.kinds import Follow, Kind
from bot.store.sends import Send, SendKind

SAID: Final = {
    SendKind.CONTACT: (Role.SENDER, "Text to"),
    SendKind.OTP: (Role.SENDER, "Code to"),
    SendKind.LIST: (Role.BROADCASTER, "List"),
    SendKind.GROUP: (Role.BROADCASTER, "Broadcast to"),
    SendKind.ELSEWHERE: (Role.BROADCASTER, "Report on"),
}


def _nobody(_conn: Connection, _send: Send, _now: datetime) -> None:
    return None


def kinds(follow: Follow = _nobody) -> dict[SendKind, Kind]:
    """Return all kinds, those accepted followed like this."""
    return {kind: Kind(role, label, follow) for kind, (role, label) in SAID.items()}
