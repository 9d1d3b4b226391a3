"""The record as Slack reaches it: listing, form, one send, evidence pack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.addressee import address
from bot.features.contacts.service import Addressed, Card
from bot.features.history.listeners.listing import ListingListeners
from bot.features.history.listeners.story import StoryListeners
from bot.features.history.names import Names
from bot.features.history.results import EvidencePacks
from bot.features.history.service import History
from bot.features.history.upkeep import Chain
from bot.policy.model import Contacts
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.loading_view import LoadingView
from bot.slack.outgoing.poster import Content, Posted
from bot.slack.outgoing.posting_errors import PosterError
from bot.store.database import Database
from bot.store.sends.history import Towards
from tests.blind_orders import ORDER
from tests.clock import FakeClock
from tests.fakes.people import permissions_of
from tests.fakes.slack import FakeBackground
from tests.fakes.users import FakeUsers
from tests.features.kinds import kinds
from tests.features.samples import words_in
from tests.features.slack_harness import ACCESS, MAYA, SlackHarness, buttons
from tests.slack.interactions import hand_in

NAMES = {"U0MAYA": "Maya Okafor", "U0SAM": "Sam Reyes", "U0ADA": "Ada Admin", "U0APO": "Apo Approver"}
CARDS = (
    Card("14155550100", "Ada Lovelace", ("VIP",), subscribed=True),
    Card("14155550101", "Ada Byron", (), subscribed=True),
    Card("14155550120", "Nora", (), subscribed=True),
)


class People(FakeUsers):
    def name(self, user_id: str) -> str:
        return NAMES.get(user_id, "")


class Book:
    """Some contacts and groups."""

    def __init__(self) -> None:
        self.known = ("VIP", "Physio", "Physio late")
        self.is_down = False

    def groups(self, text: str) -> tuple[str, ...]:
        return tuple(each for each in self.known if text.casefold() in each.casefold())

    def address(self, line: str, _who: Who) -> Addressed:
        if self.is_down:
            raise UserError("SMS-iT does not answer.")
        return address(
            line, lambda word: [each for each in CARDS if word.casefold() in each.name.casefold()], ORDER
        )

    def group_named(self, value: str) -> str | None:
        return value if value in self.known else None

    def suggest(self, _text: str, _who: Who) -> tuple[Card, ...]:
        return CARDS

    def group_options(self, _text: str) -> tuple[Any, ...]:
        return ()


@dataclass
class Slack:
    """Where files and messages go."""

    posts: list[tuple[str, Content]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    refuses: PosterError | None = None

    def post(self, to: str, content: Content) -> Posted:
        if self.refuses is not None:
            raise self.refuses
        self.posts.append((to, content))
        return Posted(f"D{to[1:]}", "7.7")

    def upload(self, channel: str, name: str, content: bytes, comment: str, *, thread_ts: str) -> None:
        assert (channel[0], comment, thread_ts) == ("D", "", "7.7")
        self.files[name] = content.decode("utf-8-sig")


class Harness:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.slack_harness, self.clock = SlackHarness(), FakeClock()
        self.book, self.slack, users = Book(), Slack(), People()
        self.permissions = permissions_of(ACCESS)
        self.record = History(database, self.permissions, kinds(), Contacts(), "US")
        names = Names(database, self.book, users.name, "US")  # type: ignore[arg-type] # a pretend book
        self.listing = ListingListeners(
            self.slack_harness.responder, self.record, names, self.book, users, "US", self.clock
        )
        slack: Any = self.slack
        packs = EvidencePacks(database, self.record, users, slack, slack, self.clock)
        loading = LoadingView(self.slack_harness.windows, FakeBackground(), pause_seconds=0)
        self.stories = StoryListeners(
            self.slack_harness.responder, loading, self.record, packs, users, self.clock
        )
        self.chain = Chain(database)

    def find(self, line: str = "", who: Who = MAYA) -> str:
        """Type a line behind ``/sms history``; return what is shown."""
        self.listing.command(self.slack_harness.command(line, who), line)
        return self.shown

    def press(self, action: str, who: Who = MAYA, nth: int = 0) -> str:
        """Press a button of what is shown."""
        view = self.view
        value = buttons(view)[f"history.{action}"][nth]
        interaction = self.slack_harness.press(view, value, who)
        listeners: Mapping[str, Any] = {
            "older": lambda each: self.listing.turn(Towards.OLDER, each),
            "newer": lambda each: self.listing.turn(Towards.NEWER, each),
            "choose": self.listing.choose,
            "all": self.listing.reset,
            "filter": self.listing.ask,
            "open": self.stories.open,
            "pack": self.stories.pack,
        }
        listeners[action](interaction)
        return self.shown

    def submit(self, who: Who = MAYA, **values: Mapping[str, Any]) -> str:
        """Fill the form in and submit it."""
        form = self.view
        hand_in(self.listing.filtered, self.slack_harness.submit(form, values, who))
        return self.shown

    @property
    def shown(self) -> str:
        return words_in(self.view)

    @property
    def view(self) -> Block:
        """What is on top: opened last, or changed after that."""
        return self.slack_harness.windows.newest
