"""Contacts as Slack reaches them, with SMS-iT in memory and all work done at once."""

from collections.abc import Iterable
from typing import Any

from bot.access import Role, Who
from bot.features.contacts.addition import Additions
from bot.features.contacts.directory import Directory
from bot.features.contacts.export import Exports
from bot.features.contacts.linked_actions import LinkedAction
from bot.features.contacts.listeners.addition import AdditionListeners
from bot.features.contacts.listeners.export import ExportListeners
from bot.features.contacts.listeners.search import SearchListeners
from bot.features.contacts.service import ContactBook
from bot.features.do_not_text.service import DoNotText
from bot.policy.model import Contacts
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.loading import LoadingView
from bot.slack.outgoing.poster import Content, Posted, PosterError
from bot.smsit import Contact
from bot.store import contact_groups
from bot.store.contact_groups import Counts
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.contacts.fakes import PEOPLE, Register
from tests.features.do_not_text.harness import ACCESS, MAYA, AtOnce, Front, buttons
from tests.features.samples import words_in
from tests.slack.interactions import hand_in

TEXT = LinkedAction("Text", "sms.to_contact", Role.SENDER)
RECENT = LinkedAction("Recent texts", "delivery.recent", Role.VIEWER)
IMPORT = LinkedAction("Import", "contact_import.ask", Role.BROADCASTER)
GROUPS = {"VIP": Counts(1), "VIP 2": Counts(1), "Newsletter": Counts(0, 2), "N" * 200: Counts(1)}


class Slack:
    """Takes messages to people, and files."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, str]] = []
        self.files: list[tuple[str, str, bytes]] = []
        self.refuses: PosterError | None = None

    def post(self, to: str, content: Content) -> Posted:
        self.posts.append((to, content.text))
        return Posted(f"D{to[1:]}", "7.7")

    def upload(
        self, channel: str, name: str, content: bytes, comment: str, *, thread_ts: str | None = None
    ) -> None:
        assert (comment, thread_ts) == ("", "7.7")
        if self.refuses is not None:
            raise self.refuses
        self.files.append((channel, name, content))


class SearchHarness:
    def __init__(self, database: Database, rows: Iterable[Contact] = PEOPLE) -> None:
        self.register, self.front, self.slack = Register(*rows), Front(), Slack()
        self.clock = FakeClock()
        self.numbers = DoNotText(database, self.clock)
        with database.write() as conn:
            contact_groups.replace_counted(conn, GROUPS, self.clock())
        book = ContactBook(self.register, database)
        loading = LoadingView(self.front.windows, AtOnce(), pause_seconds=0.0)  # type: ignore[arg-type] # in memory
        self.directory = Directory(self.register, book)
        self.exports = Exports(self.directory, database, self.clock)
        self.export_listeners = ExportListeners(loading, self.exports, self.slack, self.slack, Contacts())
        self.addition_listeners = AdditionListeners(
            self.front.responder, loading, Additions(self.register), book, "US", self.clock
        )
        self.search_listeners = SearchListeners(
            self.front.responder,
            loading,
            self.directory,
            book,
            self.numbers,
            ACCESS,
            Contacts(),
            (TEXT, RECENT),
            (IMPORT,),
        )

    def find(self, line: str, who: Who = MAYA) -> Block:
        """Type the command and return what it shows in the end."""
        self.search_listeners.command(self.front.command(line, who), line)
        return self.front.windows.last

    def turn(self, action: str, view: Block, who: Who = MAYA) -> Block:
        """Press a button that shows the contacts again."""
        self.search_listeners.turn(self.front.press(view, buttons(view)[f"contacts.{action}"][0], who))
        return self.front.windows.last

    def open(self, view: Block, nth: int = 0, who: Who = MAYA) -> Block:
        """Open one of the people a view shows."""
        self.search_listeners.opened(self.front.press(view, buttons(view)["contacts.open"][nth], who))
        return self.front.windows.last

    def submit_filter(self, view: Block, **values: dict[str, Any]) -> dict[str, Any]:
        self.search_listeners.ask(self.front.press(view))
        hand_in(self.search_listeners.filtered, self.front.submit(self.front.windows.opened[-1], values))
        return self.front.ack

    @property
    def shown(self) -> str:
        return words_in(self.front.windows.last)


def option(value: str) -> dict[str, Any]:
    """A choice made in a select."""
    return {"type": "static_select", "selected_option": {"value": value}}
