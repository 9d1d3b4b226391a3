"""Lists as people make them: contacts, files, the form, the confirmation, the buttons."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from bot.sandbox.slack.model import Answer, Message
from bot.sandbox.slack.person import Person
from bot.sandbox.smsit.contacts import Contact, Membership
from bot.settings import Mode
from bot.slack.blocks import state_words
from bot.store.sends import Send, lists, rows
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.flows.gates import Gate, gate
from tests.flows.harness import FRONT, Harness, words_in
from tests.flows.many import WORDS, Many

FORM, CHECKING, CONFIRMATION, NOT_POSSIBLE = "Text a list", "Checking", "Review list", "Not possible"
FILE, PASTED = "Upload a file", "Or paste numbers, one per line"
COLUMNS = "Choose the numbers"
GROUP = "Listed"
RUNNING = state_words.in_words(SendState.RUNNING)[1:]
"""How the message of a list that is being sent says so, but for its first letter."""
DONE = frozenset({SendState.DELIVERED, SendState.UNDELIVERED, SendState.NO_NEWS})

ROLES = """
[roles]
viewer = ["*"]
sender = ["U0PRIYA"]
broadcaster = ["U0MAYA"]
approver = ["U0LENA"]
admin = ["U0TOM"]
"""
QUICK = "[limits]\nlist_per_second = 1000\n"


class Lists(Many):
    # --- whom

    def people(self, count: int, *, begins: str = "1415556", group: str = GROUP) -> tuple[str, ...]:
        """Make sure that numbers beginning so are contacts, and return that many."""
        found = tuple(f"{begins}{last:0{11 - len(begins)}}" for last in range(count))
        book = self.smsit.book
        with self.smsit.lock:
            book.add_group(group)
            for number in found:
                if book.find(number) is None:
                    contact = book.make(Contact(book.next_id(), number, "Pat Example"))
                    book.join(Membership(contact, group, self.smsit.local_now()))
        return found

    # --- what people do

    def compose(
        self,
        given: Sequence[str] | bytes,
        text: str = WORDS,
        *,
        who: Person | None = None,
        name: str = "customers.csv",
    ) -> Person:
        """Open the form and fill it in: numbers are pasted, bytes uploaded. It stays open."""
        person = who or self.maya
        answer = person.command("/sms list", channel=FRONT)
        assert answer.acked, answer
        self.harness.modal(FORM, person)
        if isinstance(given, bytes):
            person.fill(FILE, person.upload(name, given))
        else:
            person.fill(PASTED, "\n".join(given))
        person.fill("Message", text)
        return person

    def check(self, who: Person | None = None) -> str:
        """Submit the form, wait for what the bot says to it, and return that."""
        person = who or self.maya
        self.harness.drawn()
        answer = person.submit()
        assert answer.acked, answer
        self.harness.wait_for(lambda: person.title != CHECKING)
        return self.harness.shown(person)

    def check_columns(self, who: Person | None = None) -> str:
        """Submit the question for the column, and return what the confirmation says."""
        person = who or self.maya
        self.harness.drawn()
        answer = person.submit()
        assert answer.acked, answer
        self.harness.wait_for(lambda: person.title not in {CHECKING, COLUMNS})
        said = self.harness.shown(person)
        assert person.title == CONFIRMATION, said
        return said

    def ready(self, given: Sequence[str] | bytes, text: str = WORDS, *, who: Person | None = None) -> str:
        """Go as far as the confirmation and return what it says."""
        return self.confirmation(self.compose(given, text, who=who))

    def confirmation(self, person: Person) -> str:
        """Check the open form, make sure that it can be confirmed, and return what that says."""
        said = self.check(person)
        assert person.title == CONFIRMATION, said
        return said

    def send(self, given: Sequence[str] | bytes, text: str = WORDS, *, who: Person | None = None) -> Answer:
        """Compose, check and confirm."""
        self.ready(given, text, who=who)
        answer = (who or self.maya).submit()
        assert answer.acked, answer
        return answer

    def add_to(self, group: str, person: Person | None = None) -> None:
        """Choose in the open form that numbers are added to a group first."""
        self.harness.bot.services.sync.run(full=True)
        writer = person or self.maya
        writer.suggestions("Add numbers to a group", group)
        writer.choose("Add numbers to a group", group)

    def later(self, person: Person, at: datetime) -> Person:
        """Choose in the open form that the bot holds the list until then."""
        person.choose("When", "Schedule")
        self.harness.wait_for(lambda: "Send at" in self.harness.shown(person))
        person.fill("Send at", at)
        return person

    def press(self, button: str, containing: str = "", who: Person | None = None) -> Answer:
        """Press a button whose words begin so, under the newest list when its message says this."""
        message = self.message(containing)
        found = [each for each in _buttons(message) if each.startswith(button)]
        assert found, (button, _buttons(message))
        answer = (who or self.maya).press(found[0], message=message)
        assert answer is not None
        assert answer.acked, answer
        return answer

    # --- what is seen

    def message(self, containing: str = "", send: Send | None = None) -> Message:
        """Wait until the message of a list, by default the newest, says this."""
        about = f"id:{(send or self.newest()).id}"

        def seen() -> Message | None:
            found = (each for each in self.harness.messages() if about in words_in(each.blocks))
            return next((each for each in found if containing in words_in([each.text, each.blocks])), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    def buttons(self) -> list[str]:
        return _buttons(self.message())

    def told(self, containing: str, who: Person | None = None) -> Message:
        """Wait for a sentence only one person sees."""
        person = who or self.maya

        def seen() -> Message | None:
            mine = (each for each in person.sees(FRONT) if each.ephemeral_to == person.id)
            return next((each for each in mine if containing in each.text), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    def thread(self, containing: str) -> Message:
        """Wait until a reply below the newest list says this."""
        top = self.message()

        def seen() -> Message | None:
            found = self.maya.thread(top)
            return next((each for each in found if containing in words_in([each.text, each.blocks])), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    def file_of(self, message: Message) -> str:
        assert message.files, message.text
        return self.harness.sandbox.slack.files.get(message.files[0]).content.decode("utf-8-sig")

    # --- what is true

    def ended(self) -> Send:
        """Wait until every row had its turn, then let the reports come in until the list is done."""
        self.harness.wait_for_database(lambda: self.newest().state in {SendState.ACCEPTED, *DONE})
        # A list that is over has rows before it again when somebody has them sent again.
        self.harness.wait_for_database(lambda: SendState.QUEUED not in self.counts())
        self.harness.quiet()
        for _ in range(30):
            if self.newest().state in DONE:
                break
            self.harness.tick(minutes=5)
        assert self.newest().state in DONE, self.counts()
        return self.until(self.newest().state)

    def counts(self, send: Send | None = None) -> Mapping[SendState, int]:
        with self.harness.bot.database.read() as conn:
            return lists.counts(conn, (send or self.newest()).id)

    def rows(self, send: Send | None = None) -> tuple[Send, ...]:
        """The rows of the newest list, in order."""
        list_id = (send or self.newest()).id
        with self.harness.bot.database.read() as conn:
            return rows.page(conn, list_id, 1, rows.size(conn, list_id))

    def gate(self, after: int = 0) -> AbstractContextManager[Gate]:
        """Let this many texts be answered; the answers to those that follow wait for the gate to open."""
        return gate(self.smsit, after)


@contextmanager
def opened(folder: Path, policy: str, mode: Mode = Mode.SOCKET, **changed: str) -> Iterator[Harness]:
    """Start a bot with this policy beside the usual roles."""
    path = folder / "policy.toml"
    path.write_text(ROLES + policy, encoding="utf-8")
    harness = Harness(folder, FakeClock(), mode, {"POLICY_FILE": str(path), **changed}).open()
    try:
        yield harness
    finally:
        harness.close()


def next_morning(harness: Harness) -> Lists:
    """Go to the next day, nine in the morning in Los Angeles, where it is summer."""
    now = harness.clock()
    harness.clock.advance(days=1, hours=17 - now.hour, minutes=-now.minute, seconds=-now.second)
    return Lists(harness.fresh())


def csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def _buttons(message: Message) -> list[str]:
    elements = (each for block in message.blocks for each in block.get("elements", ()))
    return [str(each["text"]["text"]) for each in elements if each["type"] == "button"]
