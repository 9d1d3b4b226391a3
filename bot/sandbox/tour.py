"""A short story without a browser: what a person does and sees, a line each.

It drives the workspace as the page does, so it is also the quickest look at whether everything works. It goes
by what forms and messages are, not by how they are worded.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.sandbox.slack.placed import words
from bot.sandbox.walk import CHANNEL, Say, TourError, Walk, facts, labels, submit

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

LINE: Final = "/sms Ada Lovelace Your appointment moves to Thursday at 10."
REMINDER: Final = "/sms Ada Lovelace Time for your tablet."
GROUP_REPORT: Final = "getbulksmsdeliveryreport"
APPROVERS: Final = "C0APPROVE"
GROUP: Final = "Physio"
TEMPLATE: Final = "Free hours · English"
PLACEHOLDER: Final = "Day"
VALUE: Final = "Friday"
PATIENTS: Final = ("Ada Lovelace", "Grace Hopper")
WHEN: Final = "Date and time"
DAYS_AHEAD: Final = 8
SENT, DELIVERED, FIGURES = "Sent", "Delivered", "handed to carriers"
NEWS: Final = "We have free hours on Friday. Please call us to book."


class Tour(Walk):
    """Plays the story in a running sandbox, to which a bot is connected; ``say`` gets each line."""

    def __init__(self, sandbox: "Sandbox", say: Say) -> None:
        super().__init__(sandbox, say)
        self._lena = sandbox.slack.person("U0LENA")
        self._sam = sandbox.slack.person("U0SAM")

    def play(self) -> bool:
        """Play the story. Returns whether everything in it came true."""
        try:
            self._text_ada()
            self._ask_for_credits()
            self._turn_sam_away()
            self._repeat_and_stop()
            wanted, had = self._text_a_group()
            self._look_again()
            self._check(wanted, had)
            self._day_off()
        except (TourError, TimeoutError) as error:
            self._say(f"✗ {error}")
            return False
        for problem in self._sandbox.slack.problems:
            self._say(f"✗ Slack would have refused: {problem}")
        return not self._sandbox.slack.problems

    def _text_ada(self) -> None:
        self._say(f"Maya types in #front-desk:  {LINE}")
        self._type(self._maya, LINE)
        self._form()
        self._say(f"  A form opens, filled in with what she typed. She presses {submit(self._maya)}.")
        self._maya.submit()
        self._review()
        self._say("  The bot shows who gets it and what it costs:")
        for line in facts(self._maya):
            self._say(f"    {line}")
        self._say(f"  She presses {submit(self._maya)}.")
        self._maya.submit()
        self._tell("In the channel", self._message("Ada Lovelace", SENT, or_else=DELIVERED))
        left = self._sandbox.smsit.ledger
        if len(left) != 1:
            raise TourError(f"{len(left)} texts left instead of one")
        self._say(f"  On Ada's phone:  {left[0].body}")

    def _ask_for_credits(self) -> None:
        self._say("Maya types:  /sms-credits")
        self._type(self._maya, "/sms-credits")
        self._tell("Only she sees", self._message("credits", is_private=True))

    def _turn_sam_away(self) -> None:
        self._say("Sam, who can look but not send, types:  /sms 14155550100 Hi")
        answer = self._sam.command("/sms 14155550100 Hi", channel=CHANNEL)
        if self._sam.view is not None or not isinstance(answer.body, dict):
            raise TourError("Sam was not turned away")
        self._say(f"  Only he sees: {self._plain(answer.body['text'])}")
        if len(self._sandbox.smsit.ledger) != 1:
            raise TourError("a second text left")
        self._say("✓ One text was wanted, and one text was sent.")

    def _repeat_and_stop(self) -> None:
        self._say(f"Maya types:  {REMINDER}")
        self._type(self._maya, REMINDER)
        self._form()
        self._maya.choose("When", "Repeat")
        self._until(lambda: "Repeats" in labels(self._maya), "fields of a series")
        self._maya.fill("First text", self._sandbox.smsit.clock() + timedelta(days=1))
        self._maya.choose("Repeats", "Every day")
        self._maya.fill("Or number of times", 3)
        self._say("  She has it repeat every day from tomorrow on, three times.")
        self._maya.submit()
        self._review()
        self._maya.submit()
        going_on = self._message("Ada Lovelace", "Repeats every day")
        self._tell("In the channel", going_on)
        self._say("  She presses Stop the series.")
        self._maya.press("Stop the series", message=going_on)
        self._tell("In the channel", self._message("Ada Lovelace", "Stopped"))

    def _text_a_group(self) -> tuple[list[str], int]:
        """Return who was to be texted, and the credits there were before."""
        line = f"/sms-broadcast {GROUP}"
        self._say(f"Maya types:  {line}")
        self._type(self._maya, line)
        self._form()
        self._insert_template()
        self._say(f"  She inserts the template {TEMPLATE} and fills in {VALUE}: {NEWS}")
        self._maya.submit()
        self._review()
        wanted, had = self._wanted(), self._sandbox.smsit.credits
        self._say(f"  It needs approval by a second person. She presses {submit(self._maya)}.")
        self._maya.submit()
        request = self._message(GROUP, who=self._lena, channel=APPROVERS)
        self._tell("Lena reads in #sms-approvals", request)
        if len(self._sandbox.smsit.ledger) != 1:
            raise TourError("the broadcast left before anyone agreed")
        self._say("  She presses Approve.")
        self._lena.press("Approve", message=request)
        self._until(lambda: len(self._sandbox.smsit.ledger) > 1 or submit(self._lena), "approval")
        if len(self._sandbox.smsit.ledger) == 1:
            self._say(f"  She reads it once more and presses {submit(self._lena)}.")
            self._lena.submit()
        self._tell("In the channel", self._message(GROUP, SENT, or_else=FIGURES))
        return wanted, had

    def _insert_template(self) -> None:
        """Choose the template in the form, and fill in what it asks for."""
        label = "Insert a template"
        offered = [words(each["text"]) for each in self._maya.suggestions(label, TEMPLATE.partition(" ·")[0])]
        if TEMPLATE not in offered:
            raise TourError(f"the template {TEMPLATE} is not offered")
        self._maya.choose(label, TEMPLATE)
        self._until(lambda: PLACEHOLDER in labels(self._maya), f"field for {PLACEHOLDER}")
        self._maya.fill(PLACEHOLDER, VALUE)

    def _look_again(self) -> None:
        self._say("A moment later both messages are edited, as the reports come in:")
        self._tell("In the channel", self._message("Ada Lovelace", DELIVERED))
        self._until(self._is_reported, "report on the group")
        self._tell("In the channel", self._message(GROUP, FIGURES))

    def _is_reported(self) -> bool:
        return any(each.endpoint == GROUP_REPORT for each in self._sandbox.smsit.requests)

    def _wanted(self) -> list[str]:
        """Return the numbers that SMS-iT has in the group and that did not opt out."""
        smsit = self._sandbox.smsit
        with smsit.lock:
            return sorted({each.contact.number for each in smsit.book.members(GROUP) if each.subscribed})

    def _check(self, wanted: list[str], had: int) -> None:
        left = self._sandbox.smsit.ledger[1:]
        if sorted(each.number for each in left) != wanted or {each.body for each in left} != {NEWS}:
            raise TourError("not exactly the people of the group got exactly one text each")
        if had - self._sandbox.smsit.credits != len(wanted):
            raise TourError("it took other credits than it should")
        self._say(f"✓ {len(wanted)} people were wanted, and each of them got one text.")

    def _day_off(self) -> None:
        """Two are booked for a day, and the clinic closes on it."""
        now, before = self._sandbox.smsit.clock(), len(self._sandbox.smsit.ledger)
        later = now.astimezone(self._sandbox.smsit.timezone) + timedelta(days=DAYS_AHEAD)
        at = later.replace(hour=9, minute=0, second=0, microsecond=0)
        for nth, name in enumerate(PATIENTS):
            self._type(self._maya, f"/sms appointment {name}")
            self._until(lambda: WHEN in labels(self._maya), "form")
            self._maya.fill(WHEN, at + timedelta(hours=nth))
            self._maya.submit()
            self._review()
            self._maya.submit()
            self._message(name, "unconfirmed")
        day = at.date()
        self._say(f"Maya has booked {' and '.join(PATIENTS)}, and types:  /sms day-off {day}")
        self._type(self._maya, f"/sms day-off {day}")
        self._form()
        self._maya.submit()
        self._review()
        self._say(f"  She sees everyone's text and what they cost. She presses {submit(self._maya)}.")
        self._maya.submit()
        wanted = len(PATIENTS)
        self._tell("In the channel", self._message(f"{wanted} cancelled"))
        self._until(lambda: len(self._sandbox.smsit.ledger) == before + wanted, "texts about the day off")
        told = self._sandbox.smsit.ledger[before:]
        self._say(f"  On a phone:  {told[0].body}")
        self._say(f"✓ {wanted} appointments were cancelled, and {len(told)} people know.")
