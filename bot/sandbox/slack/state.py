"""Everything the workspace knows, in parts; the Web API, the interactions and the people work on this."""

import secrets
from collections import deque

from bot.sandbox.slack import people
from bot.sandbox.slack.faults import Faults
from bot.sandbox.slack.field_values import Values
from bot.sandbox.slack.files import FileCabinet
from bot.sandbox.slack.grants import Grants
from bot.sandbox.slack.ids import Ids
from bot.sandbox.slack.manifest import Manifest
from bot.sandbox.slack.messages import MessageBoard
from bot.sandbox.slack.model import Channel, Clock, Exchange, Member, Payload, Team
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.response_urls import ResponseUrls
from bot.sandbox.slack.step_runs import StepRuns
from bot.sandbox.slack.triggers import Triggers
from bot.sandbox.slack.view_stacks import ViewStacks

TRAFFIC_KEPT = 500


class State:
    """The parts of a workspace and what they share: one lock, one clock, one list of problems."""

    def __init__(
        self,
        *,
        clock: Clock,
        ack_limit: float,
        manifest: Payload | None,
        team: Team = people.TEAM,
        signing_secret: str = "",
    ) -> None:
        self.clock = clock
        self.ack_limit = ack_limit
        self.pulse = Pulse()
        self.ids = Ids()
        self.manifest = Manifest(manifest)
        self.team = team
        self.app_id = people.APP_ID
        self.bot_user_id = people.BOT_USER_ID
        self.bot_id = people.BOT_ID
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-1-{people.APP_ID}-{secrets.token_hex(12)}"
        self.signing_secret = signing_secret or secrets.token_hex(16)
        self.public_url = ""
        """Where the server answers, without a slash at the end; set when it starts."""
        self.request_url: str | None = None
        """The bot's own address, for signed HTTP delivery while no Socket Mode connection is open."""
        self.people = {member.id: member for member in people.people(team.id)}
        self.channels = {channel.id: channel for channel in people.channels()}
        self.user_groups = {group.id: group for group in people.user_groups()}
        self.messages = MessageBoard(self.pulse, clock)
        self.views = ViewStacks(self.pulse, self.ids, team_id=self.team.id)
        self.triggers = Triggers(self.pulse, self.ids, clock, lambda: self.ack_limit)
        self.response_urls = ResponseUrls(self.pulse, self.ids, clock)
        self.files = FileCabinet(self.pulse, self.ids, clock)
        self.step_runs = StepRuns(self.pulse, self.ids, self.manifest)
        self.faults = Faults(self.pulse)
        self.grants = Grants()
        self.offered: dict[tuple[str, str, str], list[Payload]] = {}
        """The last suggestions, by person, block_id and action_id."""
        self.message_values = dict[tuple[str, str, str], Values]()
        """What stands in the fields of messages, by channel, ts and person."""
        self._traffic: deque[Exchange] = deque(maxlen=TRAFFIC_KEPT)
        self.problems: list[str] = []
        """What the bot did that Slack would refuse or silently drop, oldest first; tests want it empty."""

    def note_problem(self, problem: str) -> None:
        """Remember something the real Slack would have refused or dropped."""
        with self.pulse.lock:
            self.problems.append(problem)
            self.pulse.beat()

    def log(self, exchange: Exchange) -> None:
        """Add one line to the inspector; the oldest lines fall off."""
        with self.pulse.lock:
            self._traffic.append(exchange)
            self.pulse.beat()

    @property
    def traffic(self) -> tuple[Exchange, ...]:
        """The inspector's lines as they are now, oldest first."""
        with self.pulse.lock:
            return tuple(self._traffic)

    def put_channel(self, channel: Channel) -> Channel:
        """Add the channel, or replace the one of the same id."""
        with self.pulse.lock:
            # A new dict: somebody on another thread may be walking through the old one.
            self.channels = {**self.channels, channel.id: channel}
            self.pulse.beat()
        return channel

    def find_channel(self, name: str) -> Channel:
        """Give the channel of this id or name (with or without "#"); LookupError when there is none."""
        with self.pulse.lock:
            for channel in self.channels.values():
                if name in {channel.id, channel.name, f"#{channel.name}"}:
                    return channel
        raise LookupError(f"no channel {name}")

    def direct_message(self, user_id: str) -> Channel:
        """Give the direct message between this person and the bot, opened when it was not there yet."""
        with self.pulse.lock:
            for channel in self.channels.values():
                if channel.user == user_id:
                    return channel
            members = frozenset({user_id, self.bot_user_id})
            return self.put_channel(Channel(f"D{user_id[1:]}", "directmessage", members, user=user_id))

    def member(self, user_id: str) -> Member | None:
        """Give the member of this id, or None."""
        return self.people.get(user_id)
