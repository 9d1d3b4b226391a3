"""What stands around an import: an engine, an SMS-iT that is the judge, and Slack with its files."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.imports.lanes import QUEUE
from bot.slack.outgoing.poster import Content, Posted, PosterError
from bot.smsit import (
    AlreadySubscribed,
    Contact,
    Endpoint,
    OutcomeUnknown,
    SmsItError,
    Unavailable,
    UnknownGroup,
)
from bot.smsit.codes import refusal
from tests.features.lists.fakes import Crash, Jobs

TIMEOUT = OutcomeUnknown(Endpoint.ADD_CONTACT, "no answer came in time")
DOWN = Unavailable(Endpoint.GET_CONTACTS, "it is down")


class ImportJobs(Jobs):
    """An engine that keeps its jobs in the same database."""

    def enqueue(
        self,
        conn: Connection,
        name: str,
        args: Mapping[str, str],
        *,
        key: str,
        queue: str,
        delay: float = 0.0,
    ) -> None:
        assert queue == QUEUE
        super().enqueue(conn, name, args, key=key, queue="rows", delay=delay)


class SmsIt:
    """Keeps groups of contacts, counts how often each number was added, and answers as it is told to.

    What waits in ``replies`` happens at the next calls: an error, or a crash before or after the addition.
    """

    def __init__(self, *groups: str) -> None:
        self.groups: dict[str, dict[str, bool]] = {group: {} for group in groups}
        self.details: dict[str, tuple[str | None, str | None, date | None]] = {}
        self.asked: Counter[tuple[str, str]] = Counter()
        self.looked_up: list[str] = []
        self.replies: deque[SmsItError | Exception | str] = deque()
        self.down = False
        self.meanwhile: Callable[[], object] = list

    def add_contact(
        self,
        number: str,
        group: str,
        *,
        name: str | None = None,
        email: str | None = None,
        birthday: date | None = None,
    ) -> None:
        meanwhile, self.meanwhile = self.meanwhile, list
        meanwhile()
        answer = self.replies.popleft() if self.replies else None
        if isinstance(answer, Exception):
            raise answer
        if answer == "crash before":
            raise Crash
        self.asked[number, group] += 1
        members = self.groups.get(group)
        if members is None:
            raise UNKNOWN_GROUP
        if number in members:
            raise SUBSCRIBED
        members[number] = True
        self.details[number] = (name, email, birthday)
        if answer == "crash after":
            raise Crash
        if answer == "slow":
            raise TIMEOUT

    def get_contacts(self, *, number: str | None = None, limit: int = 50) -> tuple[Contact, ...]:
        assert number is not None
        assert limit == 100
        self.looked_up.append(number)
        if self.down:
            raise DOWN
        return tuple(
            Contact("1", "", None, "", each, group.upper(), members[each], "Import", "", None)
            for group, members in self.groups.items()
            for each in members
            if number in each
        )


UNKNOWN_GROUP = refusal(Endpoint.ADD_CONTACT, -5)
SUBSCRIBED = refusal(Endpoint.ADD_CONTACT, -7)
assert isinstance(UNKNOWN_GROUP, UnknownGroup)
assert isinstance(SUBSCRIBED, AlreadySubscribed)


class Slack:
    """Holds the files people uploaded, and takes messages and files."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.downloads = 0
        self.uploads: list[tuple[str, str | None, bytes]] = []
        self.posts: list[tuple[str, str]] = []
        self.refuse: PosterError | None = None

    def download(self, file: Mapping[str, Any]) -> bytes:
        self.downloads += 1
        found = self.files.get(file["url_private_download"])
        if found is None:
            raise UserError("Slack did not hand the file over.")
        return found

    def upload(
        self, channel: str, name: str, content: bytes, comment: str, *, thread_ts: str | None = None
    ) -> None:
        if self.refuse is not None:
            raise self.refuse
        assert name.endswith(".csv")
        assert not comment
        self.uploads.append((channel, thread_ts, content))

    def post(self, to: str, content: Content) -> Posted:
        self.posts.append((to, content.text))
        return Posted(f"D{to[1:]}", "7.7")


class KnownGroups:
    """Knows some groups by name, and one by a key because its name is long."""

    LONG = "x" * 151

    def __init__(self, *names: str) -> None:
        self.names = names

    def group_named(self, value: str) -> str | None:
        if value == "group-key:1":
            return self.LONG
        return value if value in self.names else None
