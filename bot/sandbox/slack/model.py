"""The nouns of the workspace: values that never change; a new state is a new value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

Payload: TypeAlias = dict[str, Any]
"""A JSON object as Slack and the bot exchange it."""

Clock: TypeAlias = Callable[[], datetime]
"""Gives the present as an aware UTC datetime."""

Json = TypeVar("Json")


def copied(thing: Json) -> Json:
    """Return a copy of JSON, which has no more kinds than these: several times as quick as `deepcopy`."""
    if isinstance(thing, dict):
        return {key: copied(each) for key, each in thing.items()}  # type: ignore[return-value] # the same kind
    if isinstance(thing, list):
        return [copied(each) for each in thing]  # type: ignore[return-value] # the same kind
    return thing


@dataclass(frozen=True, slots=True)
class Team:
    """A Slack workspace: its id, its name as people read it, and its subdomain of slack.com."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with an account, people and the bot alike. `name` is the handle, `timezone` an IANA name."""

    id: str
    name: str
    real_name: str = field(repr=False)
    team_id: str
    timezone: str = "America/Los_Angeles"
    title: str = ""
    is_bot: bool = False
    is_restricted: bool = False
    """A guest: sees only the channels they were invited to."""
    is_ultra_restricted: bool = False
    """A guest of one channel."""
    is_deleted: bool = False
    """Deactivated: Slack goes on listing them."""
    is_stranger: bool = False
    """From another company's workspace, met through a shared channel (Slack Connect)."""


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A named group of people, mentioned by `handle` (without the at sign)."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, or a direct message with the bot when `user` names the person at the other end.

    One that ``is_ext_shared`` has people of another organisation in it (Slack Connect).
    """

    id: str
    name: str
    members: frozenset[str]
    topic: str = ""
    user: str | None = None
    is_ext_shared: bool = False

    @property
    def is_im(self) -> bool:
        """Whether this is the direct message between one person and the bot."""
        return self.user is not None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file. `complete` is false between asking for the upload address and finishing it."""

    id: str
    name: str
    mimetype: str
    user: str
    created: datetime
    content: bytes = field(default=b"", repr=False)
    expected_length: int = 0
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now. `ts` is its id in the channel, in Slack's form ("1700000000.000100")."""

    channel: str
    ts: str
    user: str
    text: str = field(repr=False)
    blocks: tuple[Payload, ...] = field(default=(), repr=False)
    attachments: tuple[Payload, ...] = field(default=(), repr=False)
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    """The only person who sees it, when it is an "Only visible to you" message."""
    edited: bool = False
    broadcast: bool = False
    """A thread reply that is shown in the channel as well."""
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Emoji name to the ids of those who reacted."""
    files: tuple[str, ...] = ()
    metadata: Payload | None = field(default=None, repr=False)
    posted_by_bot: bool = False

    def visible_to(self, user_id: str) -> bool:
        """Whether this person's client would draw it, membership of the channel aside."""
        return self.ephemeral_to is None or self.ephemeral_to == user_id


@dataclass(frozen=True, slots=True)
class OpenView:
    """A modal or Home tab on one person's screen: what the bot sent, completed, and what was typed since."""

    id: str
    user: str
    hash: str
    view: Payload = field(repr=False)
    """As the Web API answers it, without `state`; every block and element has its id."""
    values: Mapping[str, Mapping[str, Payload]] = field(default_factory=dict, repr=False)
    """block_id to action_id to the state value, in the shape of Slack's `view.state.values`."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """block_id to the sentence shown beside that field after the last submit."""

    @property
    def title(self) -> str:
        """The words in the title bar; empty for a Home tab."""
        return str(self.view.get("title", {}).get("text", ""))

    @property
    def blocks(self) -> list[Payload]:
        """The blocks as drawn."""
        return list(self.view["blocks"])

    @property
    def root_id(self) -> str:
        """The id of the view at the bottom of the same stack."""
        return str(self.view["root_view_id"])

    def payload(self) -> Payload:
        """Give the view as Slack sends it with an interaction, typed values included."""
        values = {block: dict(actions) for block, actions in self.values.items()}
        return copied({**self.view, "hash": self.hash, "state": {"values": values}})


class Lane(StrEnum):
    """What Slack sends to an app, named as Socket Mode names its envelopes."""

    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One payload on its way to the bot. `attempt` is 0 the first time and counts redeliveries."""

    lane: Lane
    payload: Payload = field(repr=False)
    attempt: int = 0
    reason: str = ""

    @property
    def kind(self) -> str:
        """The payload's own type: the command's name, "block_actions", "app_home_opened" and so on."""
        if self.lane is Lane.COMMAND:
            return str(self.payload["command"])
        if self.lane is Lane.EVENT:
            return str(self.payload["event"]["type"])
        return str(self.payload["type"])


@dataclass(frozen=True, slots=True)
class Answer:
    """How the bot took one delivery.

    `ack_ms` is the time until the acknowledgement (or until Slack gave up); `status` the HTTP status, 200
    for a Socket Mode acknowledgement, None when none came; `body` the JSON or text that came with it; `error`
    what Slack's client would show ("operation_timeout", "dispatch_failed", …), empty when all was well.
    """

    acked: bool
    ack_ms: float
    status: int | None
    body: object = field(default=None, repr=False)
    error: str = ""
    delivery: Delivery | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One line of the inspector. `direction` is "to bot" or "from bot"; `ack_ms` the time to the answer."""

    at: datetime
    direction: str
    kind: str
    summary: str
    body: object = field(default=None, repr=False)
    ack_ms: float | None = None
    status: int | None = None
    answer: object = field(default=None, repr=False)
