"""The choice between the numbers a typed line may begin with, in the place of the field for one number.

A longer number takes figures from the words behind it, so the words in the form go along with the choice.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.slack import kit, limits
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.texting.line_start import Reading

OTHER: Final = "other"
OTHER_LABEL: Final = "Another number"
HINT: Final = (
    "What you typed can be read in more than one way. The words go along with the number you choose."
)
_BETWEEN: Final = "|"  # the value of a choice: digits, this, and the figures taken from the words


def options(found: Sequence[Reading]) -> tuple[Block, ...]:
    """Return the choices for several readings of a line, none for a certain one or for no number."""
    if len(found) < 2:  # noqa: PLR2004 - a choice has two ends
        return ()
    choices = [
        kit.option(each.phone.pretty, _value(each, found[0]), f"then: {each.rest}" if each.rest else "")
        for each in found
    ]
    return (*choices, kit.option(OTHER_LABEL, OTHER))


def field(
    label: str, block_id: str, choices: Sequence[Mapping[str, Any]], number: str, *, feature: str
) -> Block:
    """Return the choice, under the action id ``feature.reading``; ``number`` is the one chosen, with a plus.

    Whoever shows it answers a change by drawing the form again, with what :func:`changed` says.
    """
    chosen = next((each for each in choices if _number(str(each["value"])) == number), choices[0])
    element: Block = {
        "type": "radio_buttons",
        "action_id": f"{feature}.reading",
        "options": [dict(each) for each in choices],
        "initial_option": dict(chosen),
    }
    return kit.field(label, block_id, element, hint=HINT, live=True)


def number(state: State, block_id: str) -> str:
    """Return the number that is chosen, with a plus sign; empty without such a choice."""
    return _number(state.chosen(block_id))


def shown(state: State, block_id: str) -> tuple[Mapping[str, Any], ...]:
    """Return the choices a view shows; none once another number is wanted."""
    return () if state.chosen(block_id) == OTHER else state.offered(block_id)


def changed(state: State, block_id: str, text: str) -> tuple[str, tuple[Mapping[str, Any], ...]]:
    """Return the words and the choices after a choice: ``text`` are the words as they stand.

    Words that were changed meanwhile stay, and stay so whatever is chosen afterwards.
    """
    choices = shown(state, block_id)
    if not choices:
        return text, ()
    whole = _taken(state.drawn(block_id)) + text
    taken = _taken(state.chosen(block_id))
    if whole.startswith(taken):
        return whole[len(taken) :], choices
    return text, tuple({**each, "value": str(each["value"]).partition(_BETWEEN)[0]} for each in choices)


def _value(reading: Reading, shortest: Reading) -> str:
    taken = shortest.rest[: len(shortest.rest) - len(reading.rest)]
    value = f"{reading.phone.digits}{_BETWEEN}{taken}"
    return value if len(value) <= limits.OPTION_VALUE else reading.phone.digits


def _number(value: str) -> str:
    digits = value.partition(_BETWEEN)[0]
    return f"+{digits}" if digits.isdecimal() else ""


def _taken(value: str) -> str:
    return value.partition(_BETWEEN)[2]
