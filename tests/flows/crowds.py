"""People of the contacts as a list: the form for them, filled in."""

from collections.abc import Sequence
from datetime import datetime

from bot.sandbox.slack.person import Person
from bot.sandbox.smsit.contacts import Contact, Membership
from tests.flows import repeating
from tests.flows.harness import FRONT, later
from tests.flows.listing import Lists
from tests.flows.many import WORDS

PEOPLE = "Text people"
GROUPS, WITHOUT_GROUPS, WITHOUT = "Groups", "Leave out these groups", "Leave out these people"
TEXTED = "Leave out anyone texted in the last … days"


class Crowds(Lists):
    def group(self, name: str, numbers: Sequence[str], called: str = "Pat Example") -> None:
        """Make sure that these numbers, and nobody else, are in a group."""
        book = self.smsit.book
        with self.smsit.lock:
            book.add_group(name)
            for number in numbers:
                contact = book.find(number)
                if contact is None:
                    contact = book.make(Contact(book.next_id(), number, called))
                book.join(Membership(contact, name, self.smsit.local_now()))
        self.harness.bot.services.sync.run(full=True)

    def choose(self, label: str, *names: str, who: Person | None = None) -> None:
        """Choose groups or people among what is offered."""
        person = who or self.maya
        for name in names:
            person.suggestions(label, name)
        person.suggestions(label, names[0] if len(names) == 1 else "")
        person.choose(label, [*names])

    def crowd(
        self,
        groups: Sequence[str],
        text: str = WORDS,
        *,
        without_groups: Sequence[str] = (),
        without: str = "",
        texted: str = "",
    ) -> Person:
        """Open the form for groups and fill it in. It stays open."""
        answer = self.maya.command("/sms people", channel=FRONT)
        assert answer.acked, answer
        self.harness.modal(PEOPLE)
        self.choose(GROUPS, *groups)
        if without_groups:
            self.choose(WITHOUT_GROUPS, *without_groups)
        if without:
            [found] = self.maya.suggestions(WITHOUT, without)
            self.maya.choose(WITHOUT, found["text"]["text"])
        if texted:
            self.maya.fill(TEXTED, texted)
        self.maya.fill("Message", text)
        return self.maya

    def leave(self, number: str) -> None:
        """Take somebody out of the contacts."""
        with self.smsit.lock:
            self.smsit.book.delete(number)

    def daily(
        self,
        groups: Sequence[str],
        *,
        without_groups: Sequence[str] = (),
        without: str = "",
        texted: str = "",
    ) -> datetime:
        """Confirm a list for groups that repeats on four days, and return its first date."""
        first = later(self.harness.clock, days=1)
        self.crowd(groups, without_groups=without_groups, without=without, texted=texted)
        repeating.rhythm(self.harness, "Every day", first, times=4)
        self.confirmation(self.maya)
        assert self.maya.submit().acked
        return first
