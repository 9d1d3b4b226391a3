"""The whole bot in a pretend workspace, with a clock that is turned by hand: what flow tests live in."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import bindparam, select

from bot import settings
from bot.app import Bot
from bot.demo import environment, manifest
from bot.sandbox import Sandbox
from bot.sandbox.slack.model import Answer, Message
from bot.sandbox.slack.person import Person
from bot.settings import Mode
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.tables import message
from tests.clock import FakeClock
from tests.flows import first_start, policies
from tests.flows.newest import ids_of, newest_of
from tests.patience import ACK_SECONDS, PATIENCE_SECONDS, wait_until
from tests.reading import as_read

T = TypeVar("T")

ADA, GRACE, NORA, LOU, SUE = "14155550100", "14155550101", "14155550120", "14155550130", "14155550140"
NOBODY = "14155550999"
FRONT = "C0FRONT"
POLLING_SECONDS = 0.1
DRAWN = select(message.c.version == message.c.shown_version).where(message.c.subject_id == bindparam("about"))


def declared() -> dict[str, object]:
    """Return the app manifest, for a workspace that may change it: reading it takes long and is done once."""
    return deepcopy(_manifest())


_manifest = cache(manifest)


class Harness:
    def __init__(
        self, folder: Path, clock: FakeClock, mode: Mode, changed: Mapping[str, str | None] | None = None
    ) -> None:
        self.clock = clock
        self.mode = mode
        self.sandbox = Sandbox(clock=clock, contacts=60, manifest=declared(), ack_limit=ACK_SECONDS)
        self.sandbox.smsit.quirks.lost_in_1000 = 0  # which number a test gets hangs on those before it
        self.folder = folder
        self._changed = changed or {}
        self._first_text = 0
        self._first_ts = ""
        self._known: frozenset[str] = frozenset()
        self.bot: Bot

    def open(self) -> "Harness":
        self.sandbox.start()
        self.start_bot()
        return self

    def close(self) -> None:
        self.bot.stop()
        self.sandbox.stop()

    def fresh(self) -> "Harness":
        """Forget what earlier tests left on the screens and in the ledger; the bot goes on running."""
        self.sandbox.smsit.faults.clear()
        self.sandbox.slack.faults.clear()
        self.sandbox.smsit.set_credits(5000)
        for user_id in self.sandbox.slack.people:
            while (view := self.person(user_id).view) is not None:
                self.sandbox.slack.views.close(view)
        self.sandbox.slack.problems.clear()
        self.clock.advance(seconds=1)
        self.bot.tick.run({})
        self._first_text = len(self.sandbox.smsit.ledger)
        self._first_ts = self.sandbox.slack.messages.next_ts()
        self._known = frozenset(ids_of(self.bot.database, "U0MAYA"))
        return self

    def start_bot(self) -> None:
        """Start the bot on its database: as after a restart when there was one before."""
        found = settings.load(None, self.given())
        self.bot = Bot(found, clock=self.clock, polling_seconds=POLLING_SECONDS, edit_seconds=0)
        self.bot.start(clocks=False)
        if self.bot.port is None:
            self.wait_for(lambda: self.sandbox.slack.connections)
        else:
            self.sandbox.slack.request_url = f"http://127.0.0.1:{self.bot.port}/slack/events"
        self.quiet()  # by then it has met everybody

    def given(self) -> dict[str, str]:
        """The settings of the bot; where it has a file of its own there is a database in it from now on."""
        given = {**environment(self.sandbox, self.folder / "bot.db"), "HTTP_PORT": "0"}
        if self.mode is Mode.HTTP:
            del given["SLACK_APP_TOKEN"]
            given["SLACK_SIGNING_SECRET"] = self.sandbox.slack.signing_secret
        given["POLICY_FILE"] = str(policies.copied(self.folder))
        given |= {name: value for name, value in self._changed.items() if value is not None}
        for name, value in self._changed.items():
            if value is None:
                del given[name]
        if "DATABASE_URL" not in self._changed:
            first_start.put(self.folder / "bot.db")
        return given

    def person(self, user_id: str) -> Person:
        return self.sandbox.slack.person(user_id)

    @property
    def maya(self) -> Person:
        return self.person("U0MAYA")

    def wait_for(self, predicate: Callable[[], T]) -> T:
        return self.sandbox.slack.wait_for(predicate, PATIENCE_SECONDS)

    def drawn(self) -> None:
        """Wait until forms show what was chosen in them: drawing one clears the errors it shows.

        A bot in a process of its own cannot be asked.
        """
        if "bot" in vars(self):
            self.quiet()

    def quiet(self) -> None:
        """Wait until all is done that listeners handed over."""
        self.wait_for(self.bot.is_quiet)

    def tick(self, **duration: float) -> None:
        """Let time pass and the clock strike once."""
        self.clock.advance(**duration)
        self.bot.tick.run({})

    def rests(self, nothing_waits: Callable[[], bool]) -> bool:
        """Tell whether nothing is being done, and nothing waits.

        Not where something was done between two looks: what waited may be over by now, and being drawn.
        """
        before = self.handed_over()
        if not (self.bot.is_quiet() and nothing_waits() and self.bot.is_quiet()):
            return False
        return before == self.handed_over()

    def handed_over(self) -> int:
        """Count what was handed over to the bot's threads since it started."""
        return handed_over(self.bot)

    # --- what people see

    def modal(self, title: str, who: Person | None = None) -> Person:
        """Wait until a modal of this title is on top, and return whose screen it is on."""
        person = who or self.maya
        self.wait_for(lambda: person.title == title)
        return person

    def shown(self, who: Person | None = None) -> str:
        """All words of the modal on top, and what stands beside its fields."""
        person = who or self.maya
        return words_in([person.view.view, *person.errors.values()]) if person.view else ""

    def errors(self) -> Mapping[str, str]:
        return self.maya.errors

    def message(self, containing: str, channel: str = FRONT, who: Person | None = None) -> Message:
        """Wait for a message in a channel that says this."""
        person = who or self.maya

        def seen() -> Message | None:
            new = (each for each in person.sees(channel) if each.ts > self._first_ts)
            return next((each for each in new if containing in each.text), None)

        found = self.wait_for(seen)
        assert found is not None
        return found

    def messages(self, channel: str = FRONT) -> list[Message]:
        seen = (each for each in self.maya.sees(channel) if each.ts > self._first_ts)
        return [each for each in seen if each.posted_by_bot and not each.ephemeral_to]

    def opened(self, value: str, field: str = "sms.contact", block: str = "to") -> str:
        """What a value stands for that was sealed for Maya in a field of the form on top, by its ids."""
        assert self.maya.view is not None
        view = {"callback_id": self.maya.view.view["callback_id"]}
        option = {"text": {"type": "plain_text", "text": ""}, "value": value}
        there = {"view": view, "block_id": block, "action_id": field, "option": option}
        return str(self.bot.seals.opened(there, "U0MAYA")["option"]["value"])

    # --- what people do

    def compose(self, line: str, channel: str = FRONT) -> Person:
        """Type a command and wait for the form."""
        answer = self.maya.command(line, channel=channel)
        assert answer.acked, answer
        return self.modal("Send a text")

    def check(self) -> Person:
        """Submit the form and wait for what the bot says to it."""
        answer = self.maya.submit()
        assert answer.acked, answer
        self.wait_for(lambda: self.maya.title != "Checking")
        return self.maya

    def file_was_gone(self) -> None:
        """Make sure that Slack refused nothing but a file it doesn't have, if it was asked meanwhile."""
        assert set(self.sandbox.slack.problems) <= {"files.info: file_not_found"}
        self.sandbox.slack.problems.clear()

    def refused(self, sentence: str, title: str = "Send a text") -> None:
        """Make sure that a form stands as it was filled in, with a sentence beside a field."""
        assert self.maya.title == title
        assert sentence in self.shown()

    def send(self, line: str, channel: str = FRONT) -> Answer:
        """Text somebody: type, check, confirm."""
        self.compose(line, channel)
        self.check()
        assert self.maya.view is not None
        assert self.maya.view.title == "Review text", self.shown()
        return self.maya.submit()

    def hold(self, line: str, at: datetime) -> None:
        """Have the bot hold a text until a time, and wait until its message says so."""
        self.compose(line)
        self.maya.choose("When", "Schedule")
        self.wait_for(lambda: "Send at" in self.shown())
        self.maya.fill("Send at", at)
        self.check()
        self.maya.submit()
        self.until(SendState.SCHEDULED)

    def approve(self, request: Message, who: Person) -> Answer:
        """Read what a request asks to approve, and approve it."""
        who.press("Approve", message=request)
        self.wait_for(lambda: who.title in {"Approve broadcast", "Approve list"})
        return who.submit()

    # --- what is true

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The number and the words of every text that left: the judge."""
        return [(each.number, each.body) for each in self.sandbox.smsit.ledger[self._first_text :]]

    def sends(self) -> tuple[Send, ...]:
        """Maya's texts, the newest first; no drafts."""
        return newest_of(self.bot.database, "U0MAYA", self._known)

    def newest(self) -> Send:
        return self.sends()[0]

    def until(self, state: SendState) -> Send:
        """Wait until the newest send is in a state and its message says so."""

        def there() -> bool:
            found = self.sends()
            return bool(found) and found[0].state is state and self._is_drawn(found[0].id)

        self.wait_for_database(there)
        return self.newest()

    def wait_for_database(self, predicate: Callable[[], bool]) -> None:
        """Wait for a condition of the database, which does not tell when it changes, but that it did."""
        path = self.bot.database.path if "bot" in vars(self) else None
        if path is None:
            wait_until(predicate)
            return
        with closing(sqlite3.connect(path)) as watched:
            seen: list[int] = []

            def moved() -> bool:
                (version,) = watched.execute("PRAGMA data_version").fetchone()
                is_new = seen != [version]
                seen[:] = [version]
                return is_new

            wait_until(predicate, moved)

    def _is_drawn(self, send_id: str) -> bool:
        with self.bot.database.read() as conn:
            found = conn.execute(DRAWN, {"about": send_id}).scalars().all()  # one for each purpose
        return bool(found) and all(found)


@contextmanager
def patient() -> Iterator[None]:
    """Wait longer for SMS-iT and for the drawing of forms before Slack is answered: it waits longer here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.slack.outgoing.background.OVERTAKEN_SECONDS", ACK_SECONDS / 3)
        patch.setattr("bot.features.contacts.suggestions.HURRY_SECONDS", ACK_SECONDS / 3)
        for module in ("contacts.query", "contacts.pages", "lists.opt_outs"):
            patch.setattr(f"bot.features.{module}.PATIENCE_SECONDS", PATIENCE_SECONDS)
        yield


def handed_over(bot: Bot) -> int:
    """Count what was handed over to a bot's threads since it started."""
    infrastructure = bot._infrastructure
    return sum(pool.handed_over for pool in (*infrastructure._pools, infrastructure.drawing))


def words_in(thing: object) -> str:
    """Every text anywhere in a payload, in reading order, a line each."""
    if isinstance(thing, dict):
        found = [words_in(value) for key, value in thing.items() if key not in {"private_metadata", "type"}]
        return "\n".join(each for each in found if each)
    if isinstance(thing, list | tuple):
        return "\n".join(each for each in map(words_in, thing) if each)
    return as_read(thing) if isinstance(thing, str) else ""


def later(clock: FakeClock, **duration: float) -> datetime:
    """A moment from now, on a whole minute."""
    return (clock() + timedelta(**duration)).replace(second=0, microsecond=0)
