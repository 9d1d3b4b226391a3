"""A short story without a browser: what a person does and sees, a line each.

It drives the workspace as the page does, so it is also the quickest look at whether everything works.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from bot.sandbox.slack.model import Message, Payload
from bot.sandbox.slack.person import Person
from bot.sandbox.slack.pulse import PATIENCE_SECONDS

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

T = TypeVar("T")
Say = Callable[[str], None]

CHANNEL: Final = "C0FRONT"
LINE: Final = "/sms Ada Lovelace Your appointment moves to Thursday at 10."
APPROVERS: Final = "C0APPROVE"
GROUP: Final = "Physio"
NEWS: Final = "We have free hours on Friday. Please call us to book."


class TourError(Exception):
    """The story did not go as it should; the text says where."""


class Tour:
    """Plays the story in a running sandbox, to which a bot is connected; ``say`` gets each line."""

    def __init__(self, sandbox: "Sandbox", say: Say) -> None:
        self._sandbox = sandbox
        self._say = say
        self._maya = sandbox.slack.person("U0MAYA")
        self._lena = sandbox.slack.person("U0LENA")
        self._sam = sandbox.slack.person("U0SAM")

    def play(self) -> bool:
        """Play the story. Returns whether everything in it came true."""
        try:
            self._text_ada()
            self._ask_for_credits()
            self._turn_sam_away()
            wanted, had = self._text_a_group()
            self._look_again()
            self._check(wanted, had)
        except (TourError, TimeoutError) as error:
            self._say(f"✗ {error}")
            return False
        for problem in self._sandbox.slack.problems:
            self._say(f"✗ Slack would have refused: {problem}")
        return not self._sandbox.slack.problems

    def _text_ada(self) -> None:
        self._say(f"Maya types in #front-desk:  {LINE}")
        self._type(self._maya, LINE)
        self._modal("Send a text")
        self._say("  A form opens, filled in with what she typed. She presses Check and confirm.")
        self._maya.submit()
        self._modal("Send this text?")
        self._say("  The bot shows what it will cost:")
        for line in _facts(self._maya):
            self._say(f"    {line}")
        self._say("  She presses Send now.")
        self._maya.submit()
        self._say(f"  In the channel: {self._message('waiting for the delivery report').text}")
        left = self._sandbox.smsit.ledger
        if len(left) != 1:
            raise TourError(f"{len(left)} texts left instead of one")
        self._say(f"  On Ada's phone:  {left[0].body}")

    def _ask_for_credits(self) -> None:
        self._say("Maya types:  /sms-credits")
        self._type(self._maya, "/sms-credits")
        self._say(f"  Only she sees: {self._message('SMS credits').text}")

    def _turn_sam_away(self) -> None:
        self._say("Sam, who may only look, types:  /sms 14155550100 Hi")
        answer = self._sam.command("/sms 14155550100 Hi", channel=CHANNEL)
        if self._sam.view is not None or not isinstance(answer.body, dict):
            raise TourError("Sam was not turned away")
        self._say(f"  Only he sees: {answer.body['text']}")
        if len(self._sandbox.smsit.ledger) != 1:
            raise TourError("a second text left")
        self._say("✓ One text was wanted, and one text was sent.")

    def _text_a_group(self) -> tuple[list[str], int]:
        """Return who was to be texted, and the credits there were before."""
        line = f"/sms-broadcast {GROUP}"
        self._say(f"Maya types:  {line}")
        self._type(self._maya, line)
        self._modal("Broadcast to a group")
        self._maya.fill("Message", NEWS)
        self._say(f"  She writes: {NEWS}")
        self._maya.submit()
        self._modal("Send this broadcast?")
        wanted, had = self._wanted(), self._sandbox.smsit.credits
        self._say("  It goes to many, so a second person has to agree. She presses Ask for approval.")
        self._maya.submit()
        request = self._message("Needs a second person", self._lena, APPROVERS)
        self._say(f"  Lena reads in #sms-approvals: {request.text}")
        if len(self._sandbox.smsit.ledger) != 1:
            raise TourError("the broadcast left before anybody agreed")
        self._say("  She presses Approve.")
        self._lena.press("Approve", message=request)
        self._say(f"  In the channel: {self._message(f'{GROUP} ({len(wanted)} people)*: Sent').text}")
        return wanted, had

    def _look_again(self) -> None:
        self._say("A moment later both messages are edited, as the reports come in:")
        self._say(f"  In the channel: {self._message('Delivered').text}")
        self._say(f"  In the channel: {self._message('handed to the carriers').text}")

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

    def _type(self, person: Person, line: str) -> None:
        answer = person.command(line, channel=CHANNEL)
        if not answer.acked:
            raise TourError(f"the bot did not answer {line.split(maxsplit=1)[0]}: {answer.error}")

    def _modal(self, title: str) -> None:
        self._until(lambda: self._maya.title == title, f"form {title!r}")

    def _message(self, words: str, who: Person | None = None, channel: str = CHANNEL) -> Message:
        person = who or self._maya

        def seen() -> Message | None:
            return next((each for each in person.sees(channel) if words in each.text), None)

        found = self._until(seen, f"message {words!r}")
        if found is None:
            raise TourError(f"no message says {words!r}")
        return found

    def _until(self, predicate: Callable[[], T], what: str) -> T:
        try:
            return self._sandbox.slack.wait_for(predicate)
        except TimeoutError:
            raise TourError(f"waited {PATIENCE_SECONDS:.0f} s in vain for the {what}") from None


def _facts(person: Person) -> list[str]:
    view = person.view
    blocks: list[Payload] = view.blocks if view else []
    fields = [field["text"] for block in blocks for field in block.get("fields", [])]
    sections = [block["text"]["text"] for block in blocks if block["type"] == "section" and "text" in block]
    return [text.replace("*", "").replace("\n", ": ") for text in fields + sections]
