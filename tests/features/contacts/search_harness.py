"""Contacts as FakeFiles reaches them, with SMS-iT in memory and all work done at once."""

from collections.abc import Iterable
from typing import Any

from bot.access import Role, Who
from bot.features.contacts.addition import Additions
from bot.features.contacts.directory import Directory
from bot.features.contacts.export import Exports
from bot.features.contacts.linked_actions import LinkedAction
from bot.features.contacts.listeners.addition import AdditionListeners
from bot.features.contacts.listeners.export import ExportListeners
from bot.features.contacts.listeners.person import PersonListeners
from bot.features.contacts.listeners.search import SearchListeners
from bot.features.contacts.service import ContactBook
from bot.features.do_not_text.service import DoNotText
from bot.policy.model import Contacts
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.loading_view import LoadingView
from bot.smsit import Contact
from bot.store import contact_groups
from bot.store.contact_groups import Counts
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.people import ANYBODY
from tests.fakes.slack import FakeBackground, FakeFiles
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.entries import PEOPLE
from tests.features.samples import words_in
from tests.features.slack_harness import ACCESS, MAYA, SlackHarness, buttons
from tests.slack.interactions import hand_in

TEXT = LinkedAction("Text", "sms.to_contact", Role.SENDER)
RECENT = LinkedAction("Recent texts", "delivery.recent", Role.VIEWER)
IMPORT = LinkedAction("Import", "contact_import.ask", Role.BROADCASTER)
GROUPS = {"VIP": Counts(1), "VIP 2": Counts(1), "Newsletter": Counts(0, 2), "N" * 200: Counts(1)}


class SearchHarness:
    def __init__(self, database: Database, rows: Iterable[Contact] = PEOPLE) -> None:
        self.register, self.slack_harness, self.slack = FakeContactList(*rows), SlackHarness(), FakeFiles()
        self.clock = FakeClock()
        self.numbers = DoNotText(database, self.clock)
        with database.write() as conn:
            contact_groups.replace_counted(conn, GROUPS, self.clock())
        book = ContactBook(self.register, database)
        loading = LoadingView(self.slack_harness.windows, FakeBackground(), pause_seconds=0.0)  # type: ignore[arg-type] # in memory
        self.directory = Directory(self.register, book)
        self.exports = Exports(self.directory, database, self.clock)
        self.export_listeners = ExportListeners(loading, self.exports, self.slack, self.slack, Contacts())
        self.additions = Additions(database, self.register, self.clock, ANYBODY, request_seconds=35)
        self.addition_listeners = AdditionListeners(
            self.slack_harness.responder, loading, self.additions, book, "US", self.clock
        )
        self.search_listeners = SearchListeners(
            self.slack_harness.responder,
            loading,
            self.directory,
            book,
            ACCESS,
            Contacts(),
            (IMPORT,),
        )
        self.person_listeners = PersonListeners(
            loading, self.directory, self.numbers, ACCESS, Contacts(), (TEXT, RECENT)
        )

    def find(self, line: str, who: Who = MAYA) -> Block:
        """Type the command and return what it shows in the end."""
        self.search_listeners.command(self.slack_harness.command(line, who), line)
        return self.slack_harness.windows.last

    def turn(self, action: str, view: Block, who: Who = MAYA) -> Block:
        """Press a button that shows the contacts again."""
        self.search_listeners.turn(
            self.slack_harness.press(view, buttons(view)[f"contacts.{action}"][0], who)
        )
        return self.slack_harness.windows.last

    def open(self, view: Block, nth: int = 0, who: Who = MAYA) -> Block:
        """Open one of the people a view shows."""
        self.person_listeners.opened(self.slack_harness.press(view, buttons(view)["contacts.open"][nth], who))
        return self.slack_harness.windows.last

    def submit_filter(self, view: Block, **values: dict[str, Any]) -> dict[str, Any]:
        self.search_listeners.ask(self.slack_harness.press(view))
        hand_in(
            self.search_listeners.filtered,
            self.slack_harness.submit(self.slack_harness.windows.opened[-1], values),
        )
        return self.slack_harness.ack

    @property
    def shown(self) -> str:
        return words_in(self.slack_harness.windows.last)


def option(value: str) -> dict[str, Any]:
    """A choice made in a select."""
    return {"type": "static_select", "selected_option": {"value": value}}
