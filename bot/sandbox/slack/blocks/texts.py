"""Composition objects: texts, options and confirm dialogs."""

from collections.abc import Iterator

from bot.sandbox.slack.blocks import limits
from bot.sandbox.slack.blocks.rules import (
    Kind,
    OneKindOf,
    Place,
    Rule,
    Shape,
    array,
    boolean,
    exactly_one,
    one_of,
    string,
)

IDENTIFIER = string(limits.ID)
TYPED = frozenset({"type", "text"})


def _plain(maximum: int) -> Kind:
    return Kind(Shape({"type": one_of("plain_text"), "text": string(maximum), "emoji": boolean}, TYPED))


def _mrkdwn(maximum: int) -> Kind:
    return Kind(Shape({"type": one_of("mrkdwn"), "text": string(maximum), "verbatim": boolean}, TYPED))


def plain(maximum: int) -> Rule:
    """Return the rule of a plain_text object of 1 to `maximum` characters."""
    return OneKindOf("text object here", {"plain_text": _plain(maximum)})


def text(maximum: int = limits.TEXT) -> Rule:
    """Return the rule of a plain_text or mrkdwn object of 1 to `maximum` characters."""
    return OneKindOf("text object", {"plain_text": _plain(maximum), "mrkdwn": _mrkdwn(maximum)})


CONFIRM = Shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
        "style": one_of("primary", "danger"),
    },
    frozenset({"title", "text", "confirm", "deny"}),
)


def _option(words: Rule, about: Rule, *, with_url: bool = False) -> Shape:
    properties = {"text": words, "value": string(limits.OPTION_VALUE), "description": about}
    if with_url:
        properties["url"] = string(limits.URL)
    return Shape(properties, frozenset({"text", "value"}))


OPTION = _option(plain(limits.OPTION_TEXT), plain(limits.OPTION_DESCRIPTION))
OVERFLOW_OPTION = _option(plain(limits.OPTION_TEXT), plain(limits.OPTION_DESCRIPTION), with_url=True)
BOX_OPTION = _option(text(limits.OPTION_TEXT), text(limits.OPTION_DESCRIPTION))
"""Checkboxes and radio buttons may hold mrkdwn."""


def values_of(options: object) -> list[object]:
    """Return the `value` of each well-formed option in `options`."""
    if not isinstance(options, list):
        return []
    return [option.get("value") for option in options if isinstance(option, dict)]


def options(of: Rule, minimum: int, maximum: int) -> Rule:
    """Return the rule of a list of options whose values differ from one another."""
    listed = array(of, minimum, maximum)

    def rule(value: object, place: Place) -> Iterator[str]:
        yield from listed(value, place)
        seen = [found for found in values_of(value) if isinstance(found, str)]
        for repeated in sorted({found for found in seen if seen.count(found) > 1}):
            yield place.problem(f"option values must be unique, {repeated!r} is there twice")

    return rule


OPTION_LIST = options(OPTION, 1, limits.OPTIONS)
OPTION_GROUPS = array(
    Shape({"label": plain(limits.GROUP_LABEL), "options": OPTION_LIST}, frozenset({"label", "options"})),
    1,
    limits.GROUPS,
)

SLACK_FILE = Shape({"id": IDENTIFIER, "url": string(limits.URL)}, also=(exactly_one("id", "url"),))
