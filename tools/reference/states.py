"""The page of the states of a text, from the table of moves and the words people read."""

from typing import Final

from bot.slack.blocks import state_words
from bot.store import states
from bot.store.states import MOVES, SendState
from tools.reference.markdown import code, document, several, table

_SETS: Final = ("SILENT", "WAITING", "CHANGEABLE", "RENEWABLE", "TO_SEND", "SENT", "GOING")


def page() -> str:
    """Return the page."""
    _first, picture, *rest = (states.__doc__ or "").strip().split("\n\n")
    return document(
        "States",
        "`bot/store/states.py` and `bot/slack/blocks/state_words.py`",
        "Where a text, a broadcast, a list or a series is, and where it may go from there. People read the "
        "words; the record and the database hold the names. [An unknown "
        "outcome](../operations.md#an-unknown-outcome) says what to do about one.",
        table(("state", "people read", "may become"), map(_row, SendState)),
        "## The moves as a picture",
        f"```text\n{picture}\n```",
        *rest,
        "## Sets of states",
        table(("set", "states"), ((code(name), several(_ordered(getattr(states, name)))) for name in _SETS)),
    )


def _row(state: SendState) -> tuple[str, str, str]:
    return code(state), state_words.label(state), several(_ordered(MOVES[state])) or "nothing else"


def _ordered(some: frozenset[SendState]) -> list[SendState]:
    return [state for state in SendState if state in some]
