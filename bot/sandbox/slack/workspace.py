"""The workspace as tests, the tour and the page hold it in their hands."""

from collections.abc import Callable
from typing import TypeVar

from bot.sandbox.slack.courier import Courier
from bot.sandbox.slack.model import Answer, Channel, Clock, Payload, Team
from bot.sandbox.slack.people import TEAM
from bot.sandbox.slack.person import Person
from bot.sandbox.slack.pulse import PATIENCE_SECONDS
from bot.sandbox.slack.state import State
from bot.sandbox.slack.workflows import Workflows

T = TypeVar("T")


class Workspace(State):
    """A pretend Slack workspace for one app.

    Credentials for the bot: `bot_token`, `app_token`, `signing_secret`. What is there: `team`, `people`,
    `channels`, `user_groups`, `messages`, `views`, `files`, `traffic`, `problems` (all inherited from
    :class:`State`). Deliveries go over an open Socket Mode connection when there is one, else as signed HTTP
    to `request_url` when that is set.

    `clock` decides when trigger ids (3 s, or `ack_limit` if that is more) and response URLs (30 min) expire;
    `ack_limit` is the real time in seconds the bot has for an acknowledgement; `manifest` is the app manifest
    as a dict: with it only the commands, shortcuts, events and scopes it names work, without it all do.
    Several workspaces with one app have a `team` each and one `signing_secret`.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        ack_limit: float = 3.0,
        manifest: Payload | None = None,
        team: Team = TEAM,
        signing_secret: str = "",
    ) -> None:
        super().__init__(
            clock=clock, ack_limit=ack_limit, manifest=manifest, team=team, signing_secret=signing_secret
        )
        self.courier = Courier(self)
        self.workflows = Workflows(self, self.courier)

    @property
    def version(self) -> int:
        """Rises with every change of anything in the workspace."""
        return self.pulse.version

    @property
    def connections(self) -> int:
        """How many Socket Mode connections would take a delivery now."""
        return self.courier.hub.live

    def wait_for(self, predicate: Callable[[], T], timeout: float = PATIENCE_SECONDS) -> T:
        """Return the predicate's first truthy value; raise TimeoutError after `timeout` seconds."""
        return self.pulse.wait_for(predicate, timeout)

    def person(self, user_id: str) -> Person:
        """Take the seat of one member. Raises LookupError for an unknown id."""
        return Person(self, self.courier, self.people[user_id])

    def channel(self, name: str) -> Channel:
        """Give the channel of this id or name (with or without "#"); LookupError when there is none."""
        return self.find_channel(name)

    def redeliver(self, answer: Answer, reason: str = "timeout") -> Answer:
        """Send the same payload again, as Slack does after a lost or late acknowledgement.

        The retry counter rises by one and `reason` says why. What the second answer asks for is applied like
        the first one's, where that still makes sense.
        """
        if answer.delivery is None:
            raise ValueError("this answer belongs to nothing that was delivered")
        return self.courier.deliver(self.courier.repeated(answer.delivery, reason))

    def drop_connections(self, reason: str = "refresh_requested") -> None:
        """Tell every Socket Mode connection to go away, for `reason`; with "" they break without a word."""
        self.courier.drop_connections(reason)

    def throttle(self, method: str, times: int = 1, seconds: int = 1) -> None:
        """Answer the next `times` calls of this Web API method with 429 and `Retry-After: seconds`."""
        self.faults.throttle(method, times=times, seconds=seconds)

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """Answer the next `times` calls of this Web API method with this error; nothing is done."""
        self.faults.fail(method, error, times=times)

    def slow(self, method: str, seconds: float, times: int = 1) -> None:
        """Let the next `times` calls of this Web API method take `seconds` longer."""
        self.faults.slow(method, seconds, times=times)
