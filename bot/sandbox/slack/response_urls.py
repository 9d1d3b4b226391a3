"""Response URLs: five uses within half an hour.

Source: docs.slack.dev, interactivity/handling-user-interaction.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.sandbox.slack.ids import Ids
from bot.sandbox.slack.model import Clock
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.refusal import Refusal

LIFETIME = timedelta(minutes=30)
USES = 5


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """Where a late answer goes: the channel, the person who acted, and the message acted on, if any."""

    channel: str
    user: str
    issued: datetime
    message_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """Issues the ids that stand in `/slack/response/<id>` and counts their uses."""

    def __init__(self, pulse: Pulse, ids: Ids, clock: Clock) -> None:
        self._pulse = pulse
        self._ids = ids
        self._clock = clock
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, channel: str, user: str, message_ts: str | None = None) -> str:
        """Give a new id for one interaction."""
        url_id = self._ids.next("R")
        with self._pulse.lock:
            self._issued[url_id] = ResponseUrl(channel, user, self._clock(), message_ts)
        return url_id

    def use(self, url_id: str) -> ResponseUrl:
        """Count one use. Refuses an unknown, expired or used-up id with `expired_url` or `used_url`."""
        with self._pulse.lock:
            found = self._issued.get(url_id)
            if found is None or self._clock() - found.issued > LIFETIME:
                raise Refusal("expired_url")
            if found.uses >= USES:
                raise Refusal("used_url")
            self._issued[url_id] = replace(found, uses=found.uses + 1)
            return found
