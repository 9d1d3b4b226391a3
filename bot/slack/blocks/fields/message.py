"""The field for the words of a text, with a live count below it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final, Protocol, TypeVar

from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import emoji, remarks
from bot.slack.blocks.plain_text.emoji import Turned
from bot.slack.incoming.forms import Values
from bot.texting import segments, templates, words

FORCING_SHOWN: Final = 4
_HALF: Final = re.compile("[\ud800-\udfff]")
"""Half a character, which no text can carry."""
EMPTY_LINE: Final = (
    "160 characters to a segment, 70 with characters outside the GSM alphabet. 1 segment = 1 credit."
)


class Written(Protocol):
    """A form with this field, as a dataclass; what it carries along counts the editions of the field."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def state(self) -> Any:  # noqa: ANN401 - each form's own
        """What it carries along, with the ``edition``."""

    @property
    def message(self) -> str:
        """The text as it would be sent."""


Form = TypeVar("Form", bound=Written)


def block_id(edition: int) -> str:
    """Return the block id of the field in one of its editions.

    Slack keeps what is typed in a field for as long as its block id stays, so a text the bot replaces comes
    in a block of a new number.
    """
    return f"message.{edition}"


def read(values: Values, block: str) -> Turned:
    """Return the words in a field, as they would be sent.

    Every field whose words become a text is read here: emoji that are picked in Slack come by their names.
    """
    found = emoji.turned(_HALF.sub("", values.text(block)))
    return Turned(found.text.strip(), found.left_out)


def blocks(
    text: str, edition: int, *, feature: str, group: bool = False, left_out: Sequence[str] = ()
) -> list[Block]:
    """Return the field, the count below it, and a button that puts plain characters in, where it helps.

    Their action ids are ``feature`` with ``.message`` and ``.plain``. ``group`` is for a text to many,
    ``left_out`` what of the field is no part of ``text``.
    """
    box = element(text, f"{feature}.message")
    box["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    found = [
        kit.field("Message", block_id(edition), box, live=True),
        kit.context(count_line(text, group=group), block_id="count"),
    ]
    if gone := remarks.emoji_left_out(left_out):
        found.append(kit.context(gone, block_id="left_out"))
    if text and segments.plain(text) != text:
        found.append(kit.actions([kit.button("Use plain characters", f"{feature}.plain")], block_id="plain"))
    return found


def element(text: str, action_id: str) -> Block:
    """Return the input for the words of a text, which stand in it."""
    box: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": True,
        "max_length": limits.INPUT_TEXT,
    }
    return box | {"initial_value": text} if text else box


def rewritten(form: Form, text: str) -> Form:
    """Return a form with another text in its field, in a new edition of that."""
    state = replace(form.state, edition=form.state.edition + 1)
    return replace(form, state=state, message=text)


def in_plain_characters(form: Form) -> Form:
    """Return a form whose text has plain characters in the place of those that force Unicode."""
    return rewritten(form, segments.plain(form.message))


def noted(view: Block, left_out: Sequence[str]) -> Block:
    """Return a confirmation that says at its end what stood in a field and is not sent."""
    gone = remarks.emoji_left_out(left_out)
    return {**view, "blocks": [*view["blocks"], kit.context(gone)]} if gone else view


def count_line(text: str, *, group: bool = False) -> str:
    """Return the small print under the message: segments, credits, what forces Unicode, and warnings."""
    if not text:
        return EMPTY_LINE
    measure = segments.measure(text)
    cost = words.pluralize(measure.segments, "credit") + (" a person" if group else "")
    line = (
        f"*{words.pluralize(measure.segments, 'segment')}* · {cost} · "
        f"{words.pluralize(measure.characters, 'character')}, {measure.remaining} left in this segment"
    )
    if measure.upper_bound > measure.segments:
        line += f" · SMS-iT may count up to {measure.upper_bound} credits"
    if measure.forcing:
        shown = ", ".join(
            f"{kit.escape(each.character)} ({each.name})" for each in measure.forcing[:FORCING_SHOWN]
        )
        more = len(measure.forcing) - FORCING_SHOWN
        line += f"\n:warning: Only 70 characters to a segment, because of {shown}"
        line += f" and {more} more" if more > 0 else ""
    for warning in templates.warnings(text, group=group):
        line += f"\n:warning: {kit.escape(warning.sentence)}"
    return line
