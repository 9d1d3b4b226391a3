"""Additions of contacts in one process, and what people are told of them."""

from itertools import count

from bot.features.contacts.addition import Addition, Additions
from bot.features.contacts.listeners.unconfirmed import UnconfirmedListeners
from bot.features.contacts.outcomes import Outcome
from bot.features.contacts.renderer import Renderer
from bot.features.messages.renderers import Renderers
from bot.features.messages.service import Messages
from bot.policy.model import Approval
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.poster import Content
from bot.smsit import Endpoint, OutcomeUnknown, Unavailable
from bot.store import contact_additions
from bot.store.contact_additions import ContactAddition
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send
from bot.store.tables import contact_addition
from tests.clock import FakeClock
from tests.fakes.people import ANYBODY
from tests.fakes.poster import FakePoster
from tests.fakes.slack import FakeBackground
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.entries import entry
from tests.features.slack_harness import MAYA, SAM, SlackHarness, buttons

NEW = "14155550177"
ZOE = Addition(NEW, "VIP", "Zoe <Hall>")
LOST = OutcomeUnknown(Endpoint.ADD_CONTACT, "the connection dropped")
DOWN = Unavailable(Endpoint.GET_CONTACTS, "it did not answer in time")
IN_VIP = entry(NEW, "Zoe Hall")
OUT = entry(NEW, "Zoe Hall", subscribed=False)
_RUNS = count()


def no_send(_send: Send) -> Content:
    raise AssertionError("none of these is a send")


class AdditionHarness:
    """Additions in one process, and what people are told of them."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock
        self.register, self.poster, self.slack_harness = FakeContactList(), FakePoster(), SlackHarness()
        self.restart()

    def restart(self) -> None:
        self.additions = Additions(self.database, self.register, self.clock, ANYBODY, request_seconds=35)
        self.listeners = UnconfirmedListeners(self.slack_harness.responder, self.additions)
        subjects = {Purpose.ADDITION: Renderer(self.database).draw}
        renderers = Renderers({}, {}, no_send, Approval(), subjects)
        self.messages = Messages(
            self.database, self.poster, renderers, self.clock, Coalescer(FakeBackground(), seconds=0)
        )

    def add(self, key: str = "key") -> Outcome:
        return self.additions.add(ZOE, MAYA, key)

    def unknown(self, key: str = "key") -> Outcome:
        """Have one asked for whose answer is lost."""
        self.register.refusal = LOST
        outcome = self.add(key)
        self.register.refusal = None
        return outcome

    @property
    def row(self) -> ContactAddition:
        with self.database.read() as conn:
            [found] = conn.execute(contact_addition.select()).all()
            row = contact_additions.get(conn, found.id)
        assert row is not None
        return row

    def press(self, action: str, value: str | None = None) -> None:
        """Press a button of the message as it stands, or with the value of an earlier one."""
        listener = {
            "check_again": self.listeners.check,
            "was_added": self.listeners.was_added,
            "add_again": self.listeners.again,
        }[action]
        listener(self.slack_harness.press({}, value or self.value(action), SAM))

    def value(self, action: str) -> str:
        drawn = Renderer(self.database).draw(self.row.id)
        assert drawn is not None
        return buttons({"blocks": list(drawn.content.blocks)})[f"contacts.{action}"][0]

    @property
    def said(self) -> str:
        """What the one message says, once it is drawn."""
        self.messages.show_all()
        assert [each for each in self.poster.calls if each.startswith("post")] == ["post U0MAYA"]
        [text] = self.poster.texts
        return text
