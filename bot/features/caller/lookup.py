"""Whom somebody means who types a name or a number behind the command. It waits for SMS-iT."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.service import Card, Kind, NoMatch, Suggestion, TypedNumber, kind_of
from bot.texting import figures, phones


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who may be meant: one ``number`` (digits), or several ``choices`` and none.

    The number is such as SMS-iT has ``kept`` it, or one that was typed, with its country code.
    """

    number: str = field(default="", repr=False)
    kept: bool = False
    choices: tuple[Card | TypedNumber, ...] = field(default=(), repr=False)


Suggest = Callable[[str, Who], tuple[Suggestion, ...]]


def find(typed: str, who: Who, suggest: Suggest) -> Candidates:
    """Return who may be meant. Raises :exc:`UserError` when it is nobody."""
    suggestions = suggest(typed, who)
    hint = next((each.hint for each in suggestions if isinstance(each, NoMatch)), "")
    if hint:
        raise UserError(hint)
    found = tuple(each for each in suggestions if not isinstance(each, NoMatch))
    return _one(found[0]) if len(found) == 1 else Candidates(choices=found)


def fault(typed: str, region: str | None) -> str:
    """Return why what was typed is no whole number; empty for one, and for a name: a caller has a whole one.

    ``region`` is the two-letter default for numbers in local form.
    """
    if kind_of(typed) is not Kind.NUMBER or phones.readings(typed, region):
        return ""
    return figures.fault(typed, region) or ""


def _one(found: Card | TypedNumber) -> Candidates:
    return Candidates(found.number, kept=True) if isinstance(found, Card) else Candidates(found.phone.digits)
