"""Broadcasts as people make them: groups of one's own, the form, the confirmation, the button."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bot.sandbox.slack.model import Answer, Message
from bot.sandbox.slack.person import Person
from bot.sandbox.smsit.contacts import Contact, Membership
from bot.settings import Mode
from tests.clock import FakeClock
from tests.flows import filling
from tests.flows.harness import FRONT, Harness, words_in
from tests.flows.many import APPROVALS, WORDS, Many

FORM, CONFIRMATION = "Broadcast to a group", "Review broadcast"
LOS_ANGELES = tuple(f"1{code}55501" for code in (213, 310, 323, 424, 562, 626, 714, 818, 949))
NEW_YORK = tuple(f"1{code}55501" for code in (212, 646, 917))
LONDON = tuple(f"4477009{number:02}" for number in range(5, 10))
"""How numbers begin that lie there, as far as a number tells; two digits follow. All are for fiction."""


class Broadcasts(Many):
    # --- whom

    def group(
        self,
        name: str,
        names: Sequence[str] | int = 3,
        *,
        where: Sequence[str] = LOS_ANGELES,
        opted_out: int = 0,
    ) -> tuple[str, ...]:
        """Make a group of people of these names, or so many, have it counted, and return their numbers."""
        people = ["Pat Example"] * names if isinstance(names, int) else names
        numbers = tuple(self.join(name, each, where=where) for each in people)
        for _ in range(opted_out):
            self.smsit.opt_out(self.join(name, "Gone Away", where=where))
        self.count()
        return numbers

    def join(
        self, group: str, name: str = "New Comer", *, number: str = "", where: Sequence[str] = LOS_ANGELES
    ) -> str:
        """Put somebody into a group, as staff do in SMS-iT; a number of before gets a further entry."""
        book = self.smsit.book
        with self.smsit.lock:
            number = number or next(each for each in _numbers(where) if book.find(each) is None)
            contact = book.find(number) or book.make(Contact(book.next_id(), number, name))
            book.join(Membership(contact, group, self.smsit.local_now()))
        return number

    def count(self) -> None:
        """Have the bot learn of the groups."""
        self.harness.quiet()  # else a count under way would be joined
        self.harness.bot.services.sync.run(full=True)

    # --- what people do

    def compose(self, group: str, text: str = WORDS, who: Person | None = None) -> Person:
        """Type the command and the text; the form stays open."""
        person = who or self.maya
        answer = person.command(f"/sms-broadcast {group}", channel=FRONT)
        assert answer.acked, answer
        self.harness.modal(FORM, person)
        person.fill("Message", text)
        return person

    def check(self, who: Person | None = None) -> Person:
        """Submit the form and wait for what the bot says to it."""
        person = who or self.maya
        self.harness.drawn()
        answer = person.submit()
        assert answer.acked, answer
        self.harness.wait_for(lambda: person.title != "Checking")
        return person

    def ready(self, group: str, text: str = WORDS, who: Person | None = None) -> Person:
        """Go as far as the confirmation."""
        return self.confirmation(self.check(self.compose(group, text, who)))

    def confirmation(self, who: Person | None = None) -> Person:
        person = who or self.maya
        assert person.title == CONFIRMATION, self.harness.shown(person)
        return person

    def send(self, group: str, text: str = WORDS, who: Person | None = None) -> Answer:
        """Compose, check and confirm."""
        return self.ready(group, text, who).submit()

    def hold(self, group: str, at: datetime, text: str = WORDS, who: Person | None = None) -> Person:
        """Go as far as the confirmation of a broadcast the bot is to hold."""
        person = self.later(self.compose(group, text, who), filling.HERE, at)
        return self.confirmation(self.check(person))

    def later(self, person: Person, when: str, at: datetime) -> Person:
        """Choose in the open form who holds it until when."""
        filling.when(self.harness, when, at, person)
        return person

    # --- what is seen and true

    def cost(self, who: Person | None = None) -> int:
        """The credits of one broadcast that the confirmation shows."""
        found = re.search(r"\*([\d,]+) credits?\*", self.harness.shown(who))
        assert found, self.harness.shown(who)
        return int(found[1].replace(",", ""))

    def message(self, group: str, containing: str) -> Message:
        """Wait until the message of the broadcast to a group says this."""

        def seen() -> Message | None:
            found = (each for each in self.harness.messages() if f"Broadcast to *{group}* ·" in each.text)
            return next((each for each in found if containing in words_in([each.blocks, each.text])), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    def requests(self, group: str) -> list[Message]:
        """What the approvers see about a group, oldest first."""
        return [each for each in self.lena.sees(APPROVALS) if f"the group *{group}*" in each.text]

    def request(self, group: str, containing: str = "Needs approval", count: int = 1) -> Message:
        """Wait until the ``count``-th request about a group says this."""

        def seen() -> Message | None:
            found = self.requests(group)[count - 1 : count]
            return found[0] if found and containing in found[0].text else None

        message = self.harness.wait_for(seen)
        assert message is not None
        return message


def own_harness(folder: Path, policy: str, **changed: str) -> Harness:
    """Start a bot with a policy of its own."""
    path = folder / "policy.toml"
    path.write_text(policy, encoding="utf-8")
    settings: Mapping[str, str | None] = {"POLICY_FILE": str(path), **changed}
    return Harness(folder, FakeClock(), Mode.SOCKET, settings).open()


def _numbers(where: Sequence[str]) -> Iterator[str]:
    return (f"{begin}{last:02}" for begin in where for last in range(100))
