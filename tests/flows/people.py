"""Contacts as people find, open and add them; and how the pretend SMS-iT really has them."""

import csv
import io
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from bot.sandbox.slack.model import Answer, Delivery, Lane, Message, OpenView
from bot.sandbox.smsit.contacts import Contact, Membership
from tests.flows import cards, staff
from tests.flows.gates import Gate, gate
from tests.flows.harness import Harness
from tests.reading import as_read

HELP = "C0HELP"
LIST, WAITING, FILTER, FORM = "Contacts", "Checking", "Find contacts", "Add a contact"
DIRECT = "@smsit"
UNTITLED = frozenset({"views.open: invalid_trigger_id", "views.push: invalid_trigger_id"})


class Contacts:
    def __init__(self, harness: Harness, who: str = staff.MAYA) -> None:
        self.harness = harness
        self.smsit = harness.sandbox.smsit
        self.person = harness.person(who)

    def seat(self, who: str) -> "Contacts":
        """The same bot, with somebody else before the screen."""
        return Contacts(self.harness, who)

    # --- what people do

    def find(self, line: str = "") -> str:
        """Type the command and return what it shows in the end."""
        before = self.hash
        assert self.person.command(f"/sms contacts {line}", channel=HELP).acked
        return self.settled(before)

    def press(self, button: str, *, confirm: bool = True) -> Answer:
        """Press a button of the modal on top and wait until the modal has changed and waits no more."""
        before = self.hash
        answer = self.person.press(button, confirm=confirm)
        assert answer is not None
        assert answer.acked, answer
        self.settled(before)
        return answer

    def settled(self, before: str) -> str:
        """Wait until the modal on top is another one than before and nothing is awaited; return its words."""

        def there() -> bool:
            view = self.person.view  # looked at once: the next look may find another one
            return view is not None and view.hash != before and not _waits(view)

        self.harness.wait_for(there)
        return self.shown

    def open(self, name: str) -> str:
        """Open the contact of this name or number on the page that is shown."""
        [block] = [each for each in self.blocks if "accessory" in each and name in each["text"]["text"]]
        self.press(str(block["block_id"]))
        assert self.title == "Contact", self.shown
        return self.shown

    def request(self, **fields: str) -> str:
        """Open the filter, fill it in by its labels, search, and return what is found."""
        below = self.hash
        self.person.press("Filter")
        self.harness.modal(FILTER, self.person)
        for label, value in fields.items():
            self.fill(label.replace("_", " "), value)
        assert self.person.submit().acked
        assert self.title == LIST
        return self.settled(below)

    def fill(self, label: str, value: Any) -> None:  # noqa: ANN401 - what a person can type or choose
        """Fill one field in; a group is chosen among what is offered."""
        if label == "Group":
            self.harness.wait_for(lambda: self.person.suggestions(label, value))
        self.person.fill(label, value)

    def add(self, line: str, group: str, **fields: Any) -> Answer:  # noqa: ANN401 - as above
        """Open the form for a new contact by the command, fill it in and submit it."""
        assert self.person.command(f"/sms contacts add {line}", channel=HELP).acked
        self.harness.modal(FORM, self.person)
        for label, value in {"Group": group, **fields}.items():
            self.fill(label, value)
        answer = self.person.submit()
        assert answer.acked
        return answer

    def added(self) -> str:
        """Wait for what came of an addition and return it."""
        self.harness.wait_for(lambda: self.title not in {FORM, WAITING})
        return self.shown

    def forged(self, pressed: Answer, *, rests: bool = True, **changed: object) -> Answer:
        """Send the payload of an earlier press once more, as this person, with changes.

        Not where it ``rests`` all the same: somebody holds up what comes of it.
        """
        assert pressed.delivery is not None
        member = self.person.member
        user = {"id": member.id, "username": member.name, "team_id": member.team_id}
        payload = {**pressed.delivery.payload, "user": user, **changed}
        slack = self.harness.sandbox.slack
        answer = slack.courier.deliver(Delivery(Lane.INTERACTIVE, payload))
        if rests:
            self.harness.quiet()
        for problem in UNTITLED.intersection(slack.problems):  # no window opens by a right nobody was given
            slack.problems.remove(problem)
        return answer

    def again(self, submitted: Answer) -> None:
        """Deliver a submission once more, as Slack does, and wait until nothing is done any more."""
        slack = self.harness.sandbox.slack
        assert slack.redeliver(submitted).acked
        self.harness.quiet()
        assert set(slack.problems) <= {"view_submission: duplicate_external_id"}  # the first one's is there
        slack.problems.clear()

    # --- what is seen

    @property
    def shown(self) -> str:
        """The words a person reads in the modal on top; not what buttons carry along."""
        view = self.person.view
        return as_read("\n".join(cards.texts(view.view))) if view else ""

    @property
    def title(self) -> str:
        return self.person.title

    @property
    def blocks(self) -> list[Any]:
        """The blocks of the modal on top."""
        view = self.person.view
        return view.blocks if view else []

    @property
    def hash(self) -> str:
        view = self.person.view
        return view.hash if view else ""

    @property
    def buttons(self) -> set[str]:
        """The buttons of the modal on top, or else of the Home tab; not those of rows, nor its menu."""
        view = self.person.view or self.person.home
        rows = [block for block in view.blocks if block["type"] == "actions"] if view else []
        return {str(each["text"]["text"]) for row in rows for each in row["elements"] if "text" in each}

    @property
    def rows(self) -> list[str]:
        """The first line of everybody on the page: the name and number."""
        lines = [as_read(each["text"]["text"]) for each in self.blocks if "accessory" in each]
        return [each.partition("\n")[0] for each in lines]

    def every_page(self) -> list[str]:
        """Turn the pages to the last one and return everybody's first line."""
        found = self.rows
        while "Next" in self.buttons:
            self.press("Next")
            found += self.rows
        return found

    def told(self, containing: str) -> Message:
        """Wait for a sentence only this person sees, wherever it stands."""

        def seen() -> Message | None:
            mine = [*self.person.sees(HELP), *self.person.sees(DIRECT)]
            return next((each for each in mine if containing in each.text), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    @property
    def files(self) -> list[list[list[str]]]:
        """The tables that came to this person in direct messages, the newest last."""
        replies = [each for top in self.person.sees(DIRECT) for each in self.person.thread(top)]
        kept = [self.harness.sandbox.slack.files.get(file_id) for each in replies for file_id in each.files]
        return [list(csv.reader(io.StringIO(each.content.decode("utf-8-sig"), newline=""))) for each in kept]

    # --- what is true

    def put(
        self,
        number: str,
        name: str = "",
        groups: Sequence[str] = ("VIP",),
        *,
        left: Sequence[str] = (),
        email: str = "",
        source: int = 0,
        age_days: float = 0,
    ) -> str:
        """Put somebody into groups, and let them opt out of those in ``left``; return the number."""
        book, at = self.smsit.book, self.smsit.local_now() - timedelta(days=age_days)
        with self.smsit.lock:
            contact = book.find(number) or book.make(Contact(book.next_id(), number, name, email))
            for group in (*groups, *left):
                book.join(Membership(contact, group, at, subscribed=group in groups, source=source))
        return number

    def memberships(self, **request: object) -> list[Membership]:
        """Every row of SMS-iT's book with these fields."""
        with self.smsit.lock:
            rows = [row for contact in self.smsit.book.contacts for row in contact.rows]
        return [row for row in rows if all(getattr(row, key) == value for key, value in request.items())]

    def groups_of(self, number: str) -> set[str]:
        """The groups somebody is in, opted out or not."""
        with self.smsit.lock:
            found = self.smsit.book.find(number)
            return {row.group for row in found.rows} if found else set()

    def calls(self, endpoint: str) -> int:
        """How often an endpoint was called so far."""
        return sum(each.endpoint == endpoint for each in self.smsit.requests)

    def silent(self) -> AbstractContextManager[Gate]:
        """Keep the answers about contacts back until the gate is opened."""
        return gate(self.smsit, endpoint="getcontacts")


def _waits(view: OpenView) -> bool:
    """Tell whether a modal only says that something is being done."""
    return view.title == WAITING or any("Searching contacts" in each for each in cards.texts(view.view))


def ready(harness: Harness) -> Harness:
    """Wait until the bot knows the groups and who is at the desk, and has nothing else to do."""
    staff.wait_for_groups(harness)
    staff.know_the_desk(harness)
    harness.quiet()
    return harness
