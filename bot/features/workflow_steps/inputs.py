"""What a step of a workflow was given, read and bounded before anything uses it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.errors import UserError
from bot.texting import phones, placeholders
from bot.texting.phones import Phone, PhoneError

LONGEST: Final = 4000
"""Characters of one input; a text may have fewer."""
MOST_VALUES: Final = placeholders.MOST
MISSING: Final = "Fill in {what} in this step: it's empty."
TOO_LONG: Final = f"Shorten {{what}} in this step to {LONGEST:,} characters."
MENTIONS: Final = "Take mentions of people and channels out of {what}: phones can't show them."
A_LINE_EACH: Final = "Write each value on a line of its own, as Name: value."
NOT_ASKED: Final = "Remove the value for {name}: the template doesn't ask for it."
UNFILLED: Final = "Add a value for {name}: the template asks for it."
_MENTION: Final = re.compile(r"<[@#!][^<>\n]{1,100}>")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a step by name: texts, as whoever built the workflow filled them in."""

    given: Mapping[str, str] = field(repr=False)

    def text(self, name: str, what: str, *, optional: bool = False) -> str:
        """Return an input without blanks around it; ``what`` names it in a sentence.

        Raises :exc:`UserError` when it is empty, too long, or mentions somebody as Slack writes it.
        """
        found = self.given.get(name, "").strip()
        if not found and not optional:
            raise UserError(MISSING.format(what=what))
        if len(found) > LONGEST:
            raise UserError(TOO_LONG.format(what=what))
        if has_mention(found):
            raise UserError(MENTIONS.format(what=what))
        return found

    def phone(self, name: str, region: str | None) -> Phone:
        """Return a number, read as any number that is typed. Raises :exc:`UserError` when it is none."""
        try:
            return phones.parse(self.text(name, "the number"), region)
        except PhoneError as error:
            raise UserError(error.sentence) from None


def has_mention(text: str) -> bool:
    """Tell whether somebody or a channel is mentioned in a text as Slack writes it."""
    return _MENTION.search(text) is not None


def read(given: Mapping[str, object]) -> Mapping[str, str]:
    """Return what Slack gave as texts; what is neither a text nor a figure is left out."""
    found = {name: str(value) for name, value in given.items() if isinstance(value, str | int | float)}
    return {name: value[: LONGEST + 1] for name, value in found.items()}


def filled(body: str, lines: str, otherwise: Mapping[str, str], *, unfilled: str = UNFILLED) -> str:
    """Return the words of a template with the values of ``lines``, one ``Name: value`` on each.

    What has no value there has one of ``otherwise``, or what the template says instead. Raises
    :exc:`UserError` when one is missing (``unfilled`` says so), is not asked for, or can't be filled in.
    """
    asked = placeholders.asked(body, ())
    values = _values(lines)
    known = {_fold(each.name): each for each in asked}
    for name in values:
        if _fold(name) not in known:
            raise UserError(NOT_ASKED.format(name=name))
    given = {_fold(name): value for name, value in (*otherwise.items(), *values.items()) if value}
    for each in asked:
        value = given.get(_fold(each.name), "")
        if wrong := placeholders.value_mistake(value):
            raise UserError(f"{each.name}: {wrong}")
        if not value and not each.instead:
            raise UserError(unfilled.format(name=each.name))
    by_name = {each.name: given.get(_fold(each.name), "") for each in asked}
    if placeholders.spoils(body, by_name):
        raise UserError("Leave out the % sign in the values.")
    return placeholders.filled(body, by_name)


def _values(lines: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in filter(str.strip, lines.splitlines()):
        name, colon, value = line.partition(":")
        if not colon or len(found) >= MOST_VALUES:
            raise UserError(A_LINE_EACH)
        found[name.strip()[: placeholders.LONGEST_NAME]] = value.strip()
    return found


def _fold(name: str) -> str:
    return name.strip().casefold()
