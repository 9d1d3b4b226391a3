"""What a short story without a browser is told with: typing, waiting for what is there, and saying it."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from bot.sandbox.slack.model import Message, Payload
from bot.sandbox.slack.person import Person
from bot.sandbox.slack.placed import words
from bot.sandbox.slack.pulse import PATIENCE_SECONDS

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

T = TypeVar("T")
Say = Callable[[str], None]

CHANNEL: Final = "C0FRONT"


class TourError(Exception):
    """The story did not go as it should; the text says where."""


class Walk:
    """Walks somebody through a running sandbox, to which a bot is connected; ``say`` gets each line."""

    def __init__(self, sandbox: "Sandbox", say: Say) -> None:
        self._sandbox = sandbox
        self._say = say
        self._maya = sandbox.slack.person("U0MAYA")

    def _type(self, person: Person, line: str) -> None:
        answer = person.command(line, channel=CHANNEL)
        if not answer.acked:
            raise TourError(f"the bot did not answer {line.split(maxsplit=1)[0]}: {answer.error}")

    def _form(self) -> None:
        """Wait until a form is open that can be submitted."""
        self._until(lambda: submit(self._maya), "form")

    def _review(self) -> None:
        """Wait until a review that can be submitted stands on the form."""

        def there() -> bool:
            view = self._maya.view
            return view is not None and bool(view.view["previous_view_id"] and submit(self._maya))

        self._until(there, "review")

    def _message(
        self,
        *containing: str,
        or_else: str = "",
        who: Person | None = None,
        channel: str = CHANNEL,
        is_private: bool = False,
    ) -> Message:
        """Wait for a message of the bot with all these words, of which another may stand in for the last.

        A message is edited as things go on, and where they go on quickly it may never say what is between.
        """
        person = who or self._maya

        def fits(message: Message) -> bool:
            is_ours = message.posted_by_bot and bool(message.ephemeral_to) is is_private
            last = containing[-1] in message.text or bool(or_else and or_else in message.text)
            return is_ours and last and all(each in message.text for each in containing[:-1])

        def seen() -> Message | None:
            return next((each for each in reversed(person.sees(channel)) if fits(each)), None)

        wanted = " and ".join(map(repr, containing))
        found = self._until(seen, f"message with {wanted}")
        if found is None:
            raise TourError(f"no message says {wanted}")
        return found

    def _tell(self, who_sees: str, message: Message) -> None:
        self._say(f"  {who_sees}: {self._plain(message.text)}")

    def _plain(self, text: str) -> str:
        """Return mrkdwn as one reads it: names for ids, dates as they stand there, no marks."""
        people = self._sandbox.slack.people
        text = re.sub(r"<@(\w+)>", lambda found: f"@{people[found[1]].real_name}", text)
        text = re.sub(r"<[!#][^|>]*\|([^>]*)>", r"\1", text)
        return re.sub(r"[*`]", "", text)

    def _until(self, predicate: Callable[[], T], what: str) -> T:
        try:
            return self._sandbox.slack.wait_for(predicate)
        except TimeoutError:
            raise TourError(f"waited {PATIENCE_SECONDS:.0f} s in vain for the {what}") from None


def submit(person: Person) -> str:
    """Return what the button says that submits the modal on top; nothing when there is none."""
    return words(person.view.view["submit"]) if person.view else ""


def facts(person: Person) -> list[str]:
    """Return what stands in the sections of the modal on top, a line each."""
    view = person.view
    blocks: list[Payload] = view.blocks if view else []
    fields = [field["text"] for block in blocks for field in block.get("fields", [])]
    sections = [block["text"]["text"] for block in blocks if block["type"] == "section" and "text" in block]
    return [text.replace("*", "").replace("\n", ": ") for text in fields + sections]


def labels(person: Person) -> list[str]:
    """Return the labels of the fields of the modal on top."""
    blocks: list[Payload] = person.view.blocks if person.view else []
    return [words(block["label"]) for block in blocks if "label" in block]
