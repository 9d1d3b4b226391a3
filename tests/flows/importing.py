"""Contacts from a file as people import them: forms, message, and the file that comes back."""

import csv as csv_files
import io
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bot.sandbox.slack.model import Answer, Message
from bot.sandbox.slack.person import Person
from bot.sandbox.smsit.refusals import Params, Payload
from bot.settings import Mode
from bot.store import contact_import_rows, contact_imports
from bot.store.contact_import_rows import ImportRow, RowState
from bot.store.contact_imports import OPEN, ContactImport, ImportState
from bot.store.tables import contact_import
from tests.clock import FakeClock
from tests.flows.gates import Gate, gate
from tests.flows.harness import FRONT, Harness, words_in
from tests.flows.listing import ROLES

UPLOAD, COLUMNS = "contact_import.upload", "contact_import.columns"
QUICK = "[contacts]\nimport_per_second = 1000\n"
GROUP = "Newsletter"
TITLES = "Number,Name,Group"
FIRST = 14155560000
"""The first number that stands for nobody in the pretend SMS-iT."""


@dataclass(frozen=True, slots=True)
class Addition:
    """One addcontact call that reached SMS-iT, and the status it was answered with."""

    number: str
    group: str
    status: str


class Imports:
    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.smsit = harness.sandbox.smsit
        self.maya, self.tom, self.lena = (harness.person(each) for each in ("U0MAYA", "U0TOM", "U0LENA"))
        self.additions: list[Addition] = []
        """Every addition SMS-iT was asked for: the judge."""
        self._work = self.smsit.work
        self.smsit.work = self._noted  # type: ignore[method-assign] # the judge listens in

    def done(self) -> None:
        """Let the judge go."""
        self.smsit.work = self._work  # type: ignore[method-assign] # as it was

    def _noted(self, endpoint: str, params: Params) -> Generator[float, None, Payload]:
        payload = yield from self._work(endpoint, params)
        if endpoint == "addcontact":
            self.additions.append(
                Addition(params.get("number", ""), params.get("group", ""), str(payload["status"]))
            )
        return payload

    # --- what people do

    def uploaded(self, content: bytes, *, name: str = "people.csv", who: Person | None = None) -> Person:
        """Open the first form and give it a file; wait for what the bot says to that."""
        person = who or self.maya
        answer = person.command("/sms contacts import", channel=FRONT)
        assert answer.acked, answer
        self.harness.wait_for(lambda: callback(person) == UPLOAD)
        return self.given(content, name=name, who=person)

    def given(self, content: bytes, *, name: str = "people.csv", who: Person | None = None) -> Person:
        """Give the open first form a file, and wait for what the bot says to it."""
        person = who or self.maya
        person.fill("Upload a file", person.upload(name, content))
        assert person.submit().acked
        self.harness.sandbox.slack.wait_for(
            lambda: callback(person) == COLUMNS or ":no_entry:" in self.harness.shown(person), timeout=60.0
        )
        return person

    def chosen(self, label: str, option: str, *, says: str, who: Person | None = None) -> str:
        """Choose a column and wait until the form says this."""
        person = who or self.maya
        person.choose(label, option)
        return self.says(says, person)

    def one_group(self, group: str, *, says: str, who: Person | None = None) -> str:
        """Choose one group for all, and wait until the form says this."""
        person = who or self.maya
        person.suggestions("Or one group for everyone", group)
        person.choose("Or one group for everyone", group)
        return self.says(says, person)

    def says(self, words: str, who: Person | None = None) -> str:
        """Wait until the form says this, and return all it says."""
        self.harness.wait_for(lambda: words in self.harness.shown(who))
        return self.harness.shown(who)

    def confirm(self, who: Person | None = None) -> Answer:
        """Press the form's button, a moment after any other import was confirmed."""
        self.harness.clock.advance(seconds=1)
        answer = (who or self.maya).submit()
        assert answer.acked, answer
        return answer

    def begin(self, content: bytes, *, name: str = "people.csv", who: Person | None = None) -> Answer:
        """Import a file whose columns are recognised by their names."""
        person = self.uploaded(content, name=name, who=who)
        assert callback(person) == COLUMNS, self.harness.shown(person)
        answer = self.confirm(person)
        assert person.view is None, (person.view.errors, self.harness.shown(person))
        return answer

    def press(self, button: str, containing: str = "", who: Person | None = None) -> Answer:
        """Press a button under the newest import when its message says this."""
        answer = (who or self.maya).press(button, message=self.message(containing))
        assert answer is not None
        assert answer.acked, answer
        return answer

    # --- what is seen

    def message(self, containing: str = "") -> Message:
        """Wait until the message of the newest import says this."""
        about = f"id:{self.newest().id}"

        def seen() -> Message | None:
            found = (each for each in self.harness.messages() if about in words_in(each.blocks))
            return next((each for each in found if containing in words_in([each.text, each.blocks])), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    def told(self, containing: str, who: Person | None = None) -> Message:
        """Wait for a sentence only one person sees."""
        person = who or self.maya

        def seen() -> Message | None:
            mine = (each for each in person.sees(FRONT) if each.ephemeral_to == person.id)
            return next((each for each in mine if containing in each.text), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    def returned(self, who: Person | None = None) -> list[dict[str, str]]:
        """Wait for the file that comes back of the newest import, and return its rows by column."""
        found = self.harness.wait_for(lambda: self._files(who or self.maya))
        text = self.harness.sandbox.slack.files.get(found[0]).content.decode("utf-8-sig")
        return list(csv_files.DictReader(io.StringIO(text)))

    def holders(self) -> set[str]:
        """Who sees the file that came back, anywhere; the bot itself aside."""
        slack = self.harness.sandbox.slack
        people = set(slack.people) - {slack.bot_user_id}
        return {each for each in people if self._files(self.harness.person(each))}

    def _files(self, who: Person) -> tuple[str, ...]:
        about, slack = self.newest().id[:8], self.harness.sandbox.slack
        places = {each.id: each for each in slack.channels.values() if who.id in each.members}
        mine = (each for each in slack.messages if each.channel in places and each.visible_to(who.id))
        named = (each for message in mine for each in message.files)
        return tuple(each for each in named if about in slack.files.get(each).name)

    @contextmanager
    def edits(self) -> Iterator[list[Message]]:
        """Note every message that is posted or edited in the channel meanwhile."""
        board, found = self.harness.sandbox.slack.messages, list[Message]()
        put = board.put

        def noted(message: Message) -> Message:
            if message.channel == FRONT and message.posted_by_bot and not message.ephemeral_to:
                found.append(message)
            return put(message)

        board.put = noted  # type: ignore[method-assign] # every edit is listened to
        try:
            yield found
        finally:
            board.put = put  # type: ignore[method-assign] # as it was

    # --- what is true

    def newest(self) -> ContactImport:
        query = select(contact_import.c.id).order_by(contact_import.c.created_at.desc()).limit(1)
        with self.harness.bot.database.read() as conn:
            found = contact_imports.get(conn, str(conn.execute(query).scalar()))
        assert found is not None
        return found

    def count(self) -> int:
        """How many imports there are."""
        with self.harness.bot.database.read() as conn:
            return len(conn.execute(select(contact_import.c.id)).all())

    def until(self, state: ImportState) -> ContactImport:
        """Wait until the newest import is in a state and its message says so."""
        self.harness.wait_for_database(lambda: self.newest().state is state)
        self.harness.wait_for_database(lambda: self.harness._is_drawn(self.newest().id))
        return self.newest()

    def ended(self) -> Mapping[RowState, int]:
        """Wait until the newest import is over, and return its rows by state."""
        self.harness.wait_for_database(lambda: self.newest().state not in OPEN)
        self.until(self.newest().state)
        return self.counts()

    def counts(self) -> Mapping[RowState, int]:
        with self.harness.bot.database.read() as conn:
            return contact_import_rows.counts(conn, self.newest().id)

    def rows(self, state: RowState) -> tuple[ImportRow, ...]:
        """The rows of the newest import in a state."""
        with self.harness.bot.database.read() as conn:
            return contact_import_rows.in_state(conn, self.newest().id, state, 1_000_000)

    def added(self) -> Counter[tuple[str, str]]:
        """How often SMS-iT added a number to a group."""
        return Counter((each.number, each.group) for each in self.additions if each.status == "0")

    def known(self, number: str) -> tuple[str, str, str, tuple[str, ...]] | None:
        """Name, email, birthday and groups of a contact, as SMS-iT has them."""
        with self.smsit.lock:
            found = self.smsit.book.find(number)
            if found is None:
                return None
            return found.name, found.email, found.birthday, tuple(row.group for row in found.rows)

    def gate(self, after: int) -> AbstractContextManager[Gate]:
        """Let this many additions be answered; the answers to those that follow wait for the gate to open."""
        return gate(self.smsit, after, endpoint="addcontact")


@contextmanager
def opened(
    folder: Path, policy: str = QUICK, mode: Mode = Mode.SOCKET, **changed: str | None
) -> Iterator[Harness]:
    """Start a bot where imports run as fast as they can, beside the usual roles."""
    path = folder / "policy.toml"
    path.write_text(ROLES + policy, encoding="utf-8")
    given = {"POLICY_FILE": str(path), "SMSIT_PARALLEL": "4", **changed}
    harness = Harness(folder, FakeClock(), mode, given).open()
    try:
        yield harness
    finally:
        harness.close()


def numbers(count: int, begin: int = 0) -> list[str]:
    """Numbers nobody in the pretend SMS-iT has."""
    return [str(FIRST + begin + place) for place in range(count)]


def people(given: Sequence[str], group: str = GROUP) -> bytes:
    """A file with a row for each number."""
    return csv(TITLES, *(f"{number},Pat {number[-4:]},{group}" for number in given))


def csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def callback(person: Person) -> str:
    view = person.view
    return str(view.view.get("callback_id", "")) if view else ""
