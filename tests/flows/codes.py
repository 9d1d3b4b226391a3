"""One-time codes as people send and verify them: by command, form, confirmation and button."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.access import Who
from bot.features.otp.listeners.verify import VerifyListeners
from bot.features.otp.verification import Verifier
from bot.sandbox.slack.model import Answer, Message
from bot.sandbox.slack.person import Person
from bot.settings import Mode
from bot.store import verifications
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.verifications import Stage, Verification
from tests.clock import FakeClock
from tests.flows.harness import ADA, FRONT, Harness, words_in
from tests.flows.newest import ids_of, latest_of, newest_of
from tests.flows.staff import MAYA, checked

FORM, CONFIRMATION, VERIFY = "Send a code", "Review code", "Verify a code"
PURPOSE = "Password reset"
TEXT = "Harbour: your code is %%Code%%, good for %%Minutes%% minutes."
SAID = re.compile(r"your code is (\w+)")
POLICY = f"""
[roles]
viewer = ["*"]
sender = ["U0PRIYA"]
broadcaster = ["{MAYA}"]
admin = ["U0TOM"]
[otp]
text = "{TEXT}"
cooldown_seconds = 0
number_per_day = 1000
person_per_day = 1000
"""


class Codes:
    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.smsit = harness.sandbox.smsit
        self._before: frozenset[str] = frozenset()

    @property
    def verifier(self) -> Verifier:
        """What compares codes, without Slack in front of it."""
        listeners = (each for feature in self.harness.bot.features.built for each in feature.listeners)
        return next(each.verifier for each in listeners if isinstance(each, VerifyListeners))

    # --- what people do

    def compose(self, line: str, who: str = MAYA, *, channel: str = FRONT) -> Person:
        """Type a command and wait for the form."""
        person = self.harness.person(who)
        answer = person.command(line, channel=channel)
        assert answer.acked, answer
        return self.harness.modal(FORM, person)

    def ready(self, to: str = ADA, purpose: str = PURPOSE, who: str = MAYA, *, channel: str = FRONT) -> str:
        """Go as far as the confirmation and return what it says."""
        person = self.compose(f"/sms otp {to} {purpose}", who, channel=channel)
        said = checked(self.harness, who)
        assert person.view is not None
        assert person.view.title == CONFIRMATION, said
        return said

    def confirm(self, who: str = MAYA) -> Answer:
        """Submit the confirmation."""
        self._before = frozenset(ids_of(self.harness.bot.database, who))
        answer = self.harness.person(who).submit()
        assert answer.acked, answer
        return answer

    def send(
        self, to: str = ADA, purpose: str = PURPOSE, who: str = MAYA, *, until: SendState = SendState.ACCEPTED
    ) -> Send:
        """Ask for a code, confirm it, and wait until its send is in a state and its message says so."""
        self.ready(to, purpose, who)
        self.confirm(who)
        return self.until(until, who)

    def ask(self, send: Send, who: str = MAYA) -> Person:
        """Press *Verify* under the message of a code and wait for the form."""
        person = self.harness.person(who)
        answer = person.press("Verify", message=self.message(send, "Not verified yet"))
        assert answer is not None
        assert answer.acked, answer
        return self.harness.modal(VERIFY, person)

    def type(self, typed: str, who: str = MAYA) -> str:
        """Type a code into the open form, submit it, and return the words of what comes of it."""
        person = self.harness.person(who)
        person.fill("Code", typed)
        return self.submit(person)

    def submit(self, person: Person) -> str:
        """Submit the open form and return the words of what comes of it, beside a field or in its place."""
        answer = person.submit()
        assert answer.acked, answer
        if person.errors:
            return " ".join(person.errors.values())
        self.harness.wait_for(lambda: person.title != "Checking")
        return self.harness.shown(person)

    def verify(self, send: Send, typed: str, who: str = MAYA) -> str:
        """Press *Verify*, type a code, return what comes of it, and close what is open."""
        person = self.ask(send, who)
        said = self.type(typed, who)
        person.close()
        return said

    # --- what is seen

    def message(self, send: Send, containing: str = "", channel: str = FRONT) -> Message:
        """Wait until the message of a code says this, in its text or its blocks."""

        def seen() -> Message | None:
            every = ((each, words_in([each.text, each.blocks])) for each in self.harness.messages(channel))
            mark = f"id:{send.id}"
            return next((each for each, said in every if mark in said and containing in said), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    def buttons(self, send: Send) -> list[str]:
        """Return what the message of a code offers."""
        rows = (block["elements"] for block in self.message(send).blocks if block["type"] == "actions")
        return [each["text"]["text"] for row in rows for each in row]

    # --- what is true

    def code(self, to: str = ADA) -> str:
        """Return the code that a customer's phone got last, as SMS-iT made it."""
        found = [SAID.search(each.body) for each in self.smsit.ledger if each.number == to]
        assert found
        assert found[-1] is not None
        return found[-1][1]

    def calls(self, endpoint: str) -> int:
        """Return how often SMS-iT was called so."""
        return sum(each.endpoint == endpoint for each in self.smsit.requests)

    def newest(self, who: str = MAYA) -> Send:
        """Return what a person confirmed last; the clock may stand still between two of them."""
        database = self.harness.bot.database
        return next(iter(newest_of(database, who, self._before)), None) or latest_of(database, who)

    def until(self, state: SendState, who: str = MAYA) -> Send:
        """Wait until the newest send of a person is in a state and its message says so."""

        def there() -> bool:
            found = self.newest(who)
            return found.state is state and self.harness._is_drawn(found.id)

        self.harness.wait_for_database(there)
        return self.newest(who)

    def verification(self, send: Send) -> Verification:
        with self.harness.bot.database.read() as conn:
            found = verifications.get(conn, send.id)
        assert found is not None
        return found

    def stands(self, send: Send) -> tuple[Stage, str | None]:
        """Return how far the verification of a send is, and why it failed."""
        found = self.verification(send)
        return found.state, found.reason and found.reason.value


@contextmanager
def opened(folder: Path, policy: str = POLICY, **changed: str) -> Iterator[Harness]:
    """Start a bot with a policy of its own."""
    path = folder / "policy.toml"
    path.write_text(policy, encoding="utf-8")
    given: dict[str, str | None] = {"POLICY_FILE": str(path), **changed}
    harness = Harness(folder, FakeClock(), Mode.SOCKET, given).open()
    try:
        yield harness
    finally:
        harness.close()


def member(user_id: str) -> Who:
    """Return somebody of the workspace, as the services know them."""
    return Who(user_id, "T0HARBOUR")
