"""The other end: customers' phones with their texts, and switches that make SMS-iT misbehave."""

from __future__ import annotations

import re

from bot.sandbox.page import moments
from bot.sandbox.page.inputs.picker import Choice, Picker
from bot.sandbox.page.native import Tag, box, button, icon, words
from bot.sandbox.page.session import Session
from bot.sandbox.smsit.delivery import LOST, Outcome, Status
from bot.sandbox.smsit.faults import Fault
from bot.sandbox.smsit.outbox import TextOut

MOST = 60
ENDPOINTS = ("smscontact", "smsgroup", "getcontacts", "getcontactsmsdeliveryreport", "getcreditbalance")
FAULTS = (
    (Fault.SLOW, "Slow reply", "Does the work, then replies four seconds late."),
    (Fault.REPLY_LOST, "Lost reply", "Sends the text, but the reply never reaches the bot."),
    (Fault.DROPPED, "Dropped connection", "Hangs up before doing anything."),
    (Fault.HTTP500, "Server error", "Replies with HTTP 500."),
    (Fault.HTML, "Web page instead of data", "Replies with HTTP 200 and a web page."),
    (Fault.NOTICE, "Unclear reply", "Puts a PHP notice before the data."),
)
FAULT_NAMES = {fault: name for fault, name, _ in FAULTS}
SLOW_SECONDS = 4.0
NORTH_AMERICAN = re.compile(r"1(\d{3})(\d{3})(\d{4})")


class Phone:
    """One phone at a time; the one that got the latest text comes to the front."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._number = ""
        self._drawn: object = None
        self._queue = box("phones", role="tablist", aria_label="Phones")
        with box("phone"):
            self._status = box("phone-top")
            self._screen = box("phone-screen", role="log", aria_label="Texts on this phone")
        self._faults()

    def refresh(self) -> None:
        """Draw what changed."""
        smsit = self._session.office.smsit
        self._tell_faults([(endpoint, trouble.faults) for endpoint, trouble in smsit.faults.waiting])
        ledger = smsit.ledger
        if ledger and (self._drawn is None or len(ledger) != self._drawn[0]):  # type: ignore[index]  # a tuple
            self._number = ledger[-1].number
        shown = [(text, smsit.outcome(text)) for text in ledger[-MOST:] if text.number == self._number]
        state = (len(ledger), self._number, [outcome for _, outcome in shown])
        if state == self._drawn:
            return
        self._drawn = state
        numbers = list(dict.fromkeys(text.number for text in reversed(ledger[-MOST:])))[:6]
        self._queue.clear()
        with self._queue:
            for number in numbers:
                self._tab(number)
        self._show(shown)

    def _tab(self, number: str) -> None:
        here = number == self._number
        made = Tag(
            "button", "phone-tab here" if here else "phone-tab", f"…{number[-4:]}", type="button", role="tab"
        )
        made.props["aria-selected"] = str(here).lower()

        def pick() -> None:
            self._number = number
            self._session.changed()

        made.on("click", pick, args=[])

    def _show(self, texts: list[tuple[TextOut, Outcome]]) -> None:
        owner = self._session.office.smsit.book.find(self._number)
        self._status.clear()
        self._screen.clear()
        with self._status:
            if owner and owner.name:
                words(f"{owner.name}'s phone", "phone-owner", "div")
            words(pretty(self._number) if self._number else "No texts yet", "phone-number", "div")
        with self._screen:
            if not texts:
                with box("phone-empty"):
                    icon("sms")
                    words("Texts sent from Slack appear here.")
            for text, outcome in texts:
                self._text(text, outcome)

    def _text(self, text: TextOut, outcome: Outcome) -> None:
        is_lost = outcome.status in LOST
        at = moments.clock_time(self._session.names.local(text.at))
        words(f"{pretty(text.sender)} · {at}", "text-head", "div")
        words(text.body, "text-bubble lost" if is_lost else "text-bubble", "div")
        cost = f"{text.credits} credit{'s' * (text.credits != 1)}"
        words(f"{cost} · {_fate(outcome)}", "text-cost", "div")

    def _faults(self) -> None:
        with box("faults", "details"):
            with box("faults-title", "summary"):
                icon("bug_report")
                words("Make SMS-iT misbehave once")
            with box("armed", role="status") as self._armed:  # on top, seen whatever the window's height
                self._armed_words = words("")
                button("Undo", self._disarm, "link-button")
            self._armed.set_visibility(False)
            for fault, name, about in FAULTS:
                self._fault(fault, name, about)
            self._endpoint = ENDPOINTS[0]
            endpoints = [Choice(each, each) for each in ENDPOINTS]

            async def look(letters: str) -> list[Choice]:
                return [each for each in endpoints if letters in each.text]

            async def picked(chosen: list[Choice]) -> None:
                self._endpoint = chosen[0].key if chosen else ENDPOINTS[0]

            words("Affects the next call of", "hint")
            Picker("Endpoint", "Endpoint", look, picked, chosen=endpoints[:1]).draw()

    def _fault(self, fault: Fault, name: str, about: str) -> None:
        def arm() -> None:
            self._session.office.smsit.faults.add(self._endpoint, fault, seconds=SLOW_SECONDS)
            self._session.changed()

        button(name, arm, "btn small").props["title"] = about

    def _disarm(self) -> None:
        self._session.office.smsit.faults.clear()
        self._session.changed()

    def _tell_faults(self, waiting: list[tuple[str, frozenset[Fault]]]) -> None:
        """Say what will go wrong next; what has gone wrong is no longer said."""
        said = [
            f"Next {endpoint} call: {FAULT_NAMES.get(fault, fault.value).lower()}."
            for endpoint, faults in waiting
            for fault in faults
        ]
        self._armed_words.set_text(" ".join(said))
        self._armed.set_visibility(bool(said))


def pretty(number: str) -> str:
    """Return digits as people write them; a sender's name stays as it is."""
    if not number.isdigit():
        return number
    parts = NORTH_AMERICAN.fullmatch(number)
    return f"+1 {'-'.join(parts.groups())}" if parts else f"+{number}"


def _fate(outcome: Outcome) -> str:
    if outcome.status in LOST:
        return f"not delivered: {outcome.error}" if outcome.error else "not delivered"
    return "delivered" if outcome.status is Status.DELIVERED else "not delivered yet"
