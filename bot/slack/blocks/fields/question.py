"""A question that a typed line leaves open: which number it begins with, or whom its name means.

The beginning of the line belongs to what is chosen, and the words behind it to the field for them, so these
go along with each answer. How much that is stands in the values of the choices; the last one is none of them.
"""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.slack import seals
from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values

Option = Mapping[str, Any]

_CONTENTS: Final = 2**16
"""So many contents are told apart; see :func:`edition_after`."""
MOST_AT_A_GLANCE: Final = 10
"""Radio buttons in one block; more choices are put into a menu."""
_BETWEEN: Final = "|"  # in the value of a choice: what it is, this, and the beginning of the line it takes


def value(answer: str, takes: str = "") -> str:
    """Return the value of a choice that takes the beginning of a line; a long one stays where it is."""
    found = f"{answer}{_BETWEEN}{takes}"
    return found if takes and len(found) <= limits.OPTION_VALUE - seals.LONGER else answer


def answer(value_: str) -> str:
    """Return what is chosen by a choice of this value."""
    return value_.partition(_BETWEEN)[0]


def element(options: Sequence[Option], chosen: str, action_id: str, *, example: str) -> Block:
    """Return the choices, the one of the value ``chosen`` made; ``example`` stands in a menu before."""
    shown = [dict(each) for each in options]
    found: Block = {"type": "radio_buttons", "action_id": action_id, "options": shown}
    if len(shown) > MOST_AT_A_GLANCE:
        found |= {"type": "static_select", "placeholder": kit.plain(example, limits.PLACEHOLDER)}
    made = [each for each in shown if each["value"] == chosen]
    return found | {"initial_option": made[0]} if made else found


def selected(values: Values, block_id: str) -> int | None:
    """Return which of the choices is made, counted from 0; none when none of those that are offered is.

    Slack keeps a choice that was made as it was then, so what it takes is not looked at.
    """
    made = answer(values.chosen(block_id))
    answers = (answer(str(each["value"])) for each in values.offered(block_id))
    return next((nth for nth, each in enumerate(answers) if each == made), None)


def is_drawn(values: Values, block_id: str) -> bool:
    """Tell whether the form was drawn with the answer that is chosen now."""
    return answer(values.drawn(block_id)) == answer(values.chosen(block_id))


def edition_after(edition: int, nth: int, words: str = "") -> int:
    """Return the edition of a field whose content the bot chose by an answer: its choice, or ``words``.

    Answers that quickly follow one another start from the same edition, and so does what is typed before a
    form is drawn. Each content needs an edition of its own: in a block whose id stays Slack ignores what a
    later one puts there.
    """
    content = zlib.crc32(f"{nth} {words}".encode(errors="replace"))
    return (edition // _CONTENTS + 1) * _CONTENTS + content % _CONTENTS


def moved(values: Values, block_id: str, words: str) -> tuple[str, tuple[Option, ...]]:
    """Return the words and the choices after an answer: ``words`` are those in the form as they stand.

    What the last choice takes is taken as long as nothing is chosen. Words that were changed meanwhile stay,
    and stay so whatever is chosen afterwards: then no choice takes anything any more.
    """
    options, nth = values.offered(block_id), selected(values, block_id)
    if nth is None:
        return words, options
    takes = "" if nth == len(options) - 1 else _takes(str(options[nth]["value"]))
    whole = line(values, block_id, words)
    if whole.startswith(takes):
        return whole[len(takes) :].strip(), options
    if whole == takes.rstrip():
        return "", options
    return words, tuple({**each, "value": answer(str(each["value"]))} for each in options)


def line(values: Values, block_id: str, words: str) -> str:
    """Return the line, with what the answer that the form was drawn with takes, if there is a question."""
    options, drawn = values.offered(block_id), values.drawn(block_id)
    if not options or drawn == options[-1]["value"]:
        return words
    return _takes(drawn or str(options[-1]["value"])) + words


def _takes(value_: str) -> str:
    return value_.partition(_BETWEEN)[2]
