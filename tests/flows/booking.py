"""Appointments as people book, move and cancel them; and what the pretend SMS-iT has of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from bot.sandbox.slack.model import Answer, Delivery, Message
from bot.store.appointment_calls import CallState
from tests.flows import staff
from tests.flows.booked import Truth
from tests.flows.harness import FRONT, Harness, words_in

FORM, CONFIRMATION, NEW_CONTACT = "Book an appointment", "Review appointment", "Add to contacts"
MOVE, CONFIRM_MOVE, LIST, NOT_POSSIBLE = (
    "Move an appointment",
    "Review appointment",
    "Appointments",
    "Not possible",
)
CONFIRMS, REMINDS = "See you %%Date%% at %%Time%%, %%Name%%.", "%%Name%%, remember %%Date%% at %%Time%%."
CANCEL, CONFIRM_CANCEL, TOLD = "Cancel an appointment", "Review appointment", "Text to the customer"
TAKEN_ID = "view_submission: duplicate_external_id"
HOURS = "Hours before the appointment"


class Bookings(Truth):
    def __init__(self, harness: Harness, who: str = staff.MAYA, channel: str = FRONT) -> None:
        super().__init__(harness)
        self.person = harness.person(who)
        self.channel = channel

    def seat(self, who: str) -> "Bookings":
        """The same bot, with somebody else before the screen."""
        return Bookings(self.harness, who, self.channel)

    # --- what people do

    def compose(self, line: str) -> None:
        """Type the command and wait for the form."""
        self.harness.clock.advance(seconds=1)  # none is as new as the one before
        answer = self.person.command(f"/sms appointment {line}", channel=self.channel)
        assert answer.acked, answer
        self.wait_for_form()

    def wait_for_form(self, title: str = FORM) -> None:
        """Wait until the form has taken the place of the view that waits for it."""
        self.harness.modal(title, self.person)
        self.harness.wait_for(lambda: "Date and time" in self.shown)

    def fill(
        self,
        at: datetime,
        *,
        status: str = "",
        confirmation: str = "",
        reminder: str = "",
        hours: object = 24,
    ) -> None:
        """Fill the form in; an empty text is one that is not wanted."""
        self.person.fill("Date and time", at)
        if status:
            self.person.choose("Status", status)
        if confirmation:
            self.person.choose("Confirmation", "Send a confirmation text now")
            self.harness.wait_for(lambda: "Confirmation text" in self.shown)
            self.person.fill("Confirmation text", confirmation)
        if reminder:
            self.person.choose("Reminder", "Send a reminder")
            self.harness.wait_for(lambda: HOURS in self.shown)
            self.person.fill(HOURS, hours)
            self.person.fill("Reminder text", reminder)
        self.harness.drawn()

    def check(self) -> str:
        """Submit what is open and return the words of what comes of it."""
        return staff.checked(self.harness, self.person.id)

    def confirm(self) -> Answer:
        """Submit the confirmation."""
        answer = self.person.submit()
        assert answer.acked, answer
        return answer

    def ready(self, number: str, at: datetime, **texts: object) -> str:
        """Fill the form in for a number as far as the confirmation, and return what that says."""
        self.compose(number)
        self.fill(at, **texts)  # type: ignore[arg-type] # the same names
        said = self.check()
        assert self.title == CONFIRMATION, said
        return said

    def book(
        self, number: str, at: datetime, *, until: CallState = CallState.ACCEPTED, **texts: object
    ) -> str:
        """Book an appointment, wait for what came of it, and return its id."""
        self.ready(number, at, **texts)
        self.confirm()
        booked = self.newest(number)
        self.until(booked, until)
        return booked

    def press(self, button: str, booked: str, *, says: str = "") -> Answer:
        """Press a button of the message of an appointment."""
        answer = self.person.press(button, message=self.message(booked, says))
        assert answer is not None
        assert answer.acked, answer
        return answer

    def ask_to_move(self, booked: str, at: datetime, hours: str | None = None) -> str:
        """Press *Move*, pick a time, and go as far as the confirmation; return what that says."""
        self.press("Move", booked)
        self.wait_for_form(MOVE)
        self.person.fill("Date and time", at)
        if hours is not None:
            self.person.fill(HOURS, hours or None)
        said = self.check()
        assert self.title == CONFIRM_MOVE, said
        return said

    def move(
        self,
        booked: str,
        at: datetime,
        hours: str | None = None,
        *,
        until: CallState = CallState.ACCEPTED,
    ) -> str:
        """Move an appointment and wait for what came of it; return what was said before."""
        said = self.ask_to_move(booked, at, hours)
        calls = len(self.story(booked).calls)
        self.confirm()
        self.harness.wait_for_database(lambda: len(self.story(booked).calls) == calls + 1)
        self.until(booked, until)
        return said

    def ask_to_cancel(self, booked: str, text: str = "") -> None:
        """Press *Cancel appointment*, and fill the form in; with a text as far as the review."""
        self.press("Cancel appointment", booked)
        self.harness.modal(CANCEL, self.person)
        self.harness.wait_for(lambda: "SMS-iT will keep" in self.shown)
        if text:
            self.tell(text)
            said = self.check()
            assert self.title == CONFIRM_CANCEL, said

    def tell(self, text: str) -> None:
        """Have the customer told, in these words."""
        moves = "Text the customer the new time"
        self.person.choose("Customer", moves if moves in self.shown else "Text the customer about it")
        self.harness.wait_for(lambda: TOLD in self.shown)
        self.person.fill(TOLD, text)
        self.harness.drawn()

    def cancel(self, booked: str, text: str = "", *, until: CallState = CallState.ACCEPTED) -> None:
        """Cancel an appointment and wait for what came of it; with a text the customer is told."""
        self.ask_to_cancel(booked, text)
        self.confirm()
        self.until(booked, until)

    def add_to(self, group: str, name: str = "") -> Answer:
        """Fill in and submit the form that adds a number to a group."""
        self.harness.wait_for(lambda: self.person.suggestions("Group", group))
        self.person.choose("Group", group)
        if name:
            self.person.fill("Name", name)
        return self.confirm()

    def again(self, answer: Answer) -> None:
        """Have Slack deliver once more what was delivered, and wait until that changes nothing any more."""
        slack = self.harness.sandbox.slack
        slack.redeliver(answer)
        self.quiet()
        assert set(slack.problems) <= {TAKEN_ID}  # the first one's view is there
        slack.problems.clear()

    # --- what is seen

    @property
    def shown(self) -> str:
        return self.harness.shown(self.person)

    @property
    def title(self) -> str:
        return self.person.title

    @property
    def errors(self) -> Mapping[str, str]:
        return self.person.errors

    def message(self, booked: str, containing: str = "") -> Message:
        """Wait until the message of an appointment says this, in its text or its blocks."""
        return self._find(f"id:{booked}", containing)

    def _find(self, mark: str, containing: str) -> Message:
        def seen() -> Message | None:
            seen = ((each, words_in([each.text, each.blocks])) for each in self.person.sees(self.channel))
            return next((each for each, said in seen if mark in said and containing in said), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    def offer(self, group: str) -> Message:
        """Return the message of the free time that is offered to a group."""
        found = self.harness.wait_for(
            lambda: [
                each
                for each in self.person.sees(self.channel)
                if each.text.startswith("Free time") and group in each.text
            ]
        )
        return found[0]

    def said(self, booked: str, containing: str = "") -> str:
        """Wait until the message of an appointment says this, and return all its words."""
        return words_in(self.message(booked, containing).blocks)

    def buttons(self, booked: str) -> list[str]:
        """Return what the message of an appointment offers."""
        block = self.message(booked).blocks[-1]
        return [each["text"]["text"] for each in block.get("elements", ()) if each["type"] == "button"]

    def below(self, booked: str, containing: str) -> Message:
        """Wait until a message in the thread of an appointment says this."""

        def seen() -> Message | None:
            thread = self.person.thread(self.message(booked))
            return next((each for each in thread if containing in words_in([each.text, each.blocks])), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    def told(self, containing: str) -> Message:
        """Wait for a sentence that only this person sees in the channel."""

        def seen() -> Message | None:
            mine = (each for each in self.person.sees(self.channel) if each.ephemeral_to == self.person.id)
            return next((each for each in mine if containing in each.text), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    @contextmanager
    def twice(self) -> Iterator[list[Delivery]]:
        """Have Slack deliver everything a second time right after the first; what was is listed."""
        courier = self.harness.sandbox.slack.courier
        delivered: list[Delivery] = []
        once = courier.deliver

        def both(delivery: Delivery) -> Answer:
            answer = once(delivery)
            again = once(courier.repeated(delivery, "timeout"))
            assert again.acked, again
            delivered.append(delivery)
            return answer

        courier.deliver = both  # type: ignore[method-assign] # for as long as this lasts
        try:
            yield delivered
        finally:
            del courier.deliver
