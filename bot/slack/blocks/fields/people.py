"""The fields for people from the contacts: groups of them, and who of them is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields.group import EXAMPLE
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values

MOST_GROUPS: Final = 20
MOST_PEOPLE: Final = 50
_FIGURES: Final = 3
"""As many as a number of days has at most."""


class Part(StrEnum):
    """The blocks of these fields; an action id is the feature's name, a dot, and one of them."""

    GROUPS = "groups"
    WITHOUT_GROUPS = "without_groups"
    WITHOUT = "without"
    TEXTED = "texted"
    REACHED = "reached"


Options = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class People:
    """The fields as they stand: options of groups and of contacts, and the days as they were typed.

    ``only_reached`` leaves out whom texts don't reach.
    """

    groups: Options = field(default=(), repr=False)
    without_groups: Options = field(default=(), repr=False)
    without: Options = field(default=(), repr=False)
    texted: str = ""
    only_reached: bool = False


NOBODY: Final = People()


def read(values: Values) -> People:
    """Return the fields as they stand in a view."""
    return People(
        groups=values.chosen_options(Part.GROUPS),
        without_groups=values.chosen_options(Part.WITHOUT_GROUPS),
        without=values.chosen_options(Part.WITHOUT),
        texted=values.text(Part.TEXTED),
        only_reached=values.ticked(Part.REACHED),
    )


def blocks(people: People, feature: str, *, found: str, most_days: int) -> list[Block]:
    """Return the fields. ``found`` says in mrkdwn who was found before; empty where groups are wanted."""
    shown = [kit.section(found)] if found else []
    groups = _several(feature, Part.GROUPS, people.groups)
    without = _several(feature, Part.WITHOUT_GROUPS, people.without_groups)
    single = _several(feature, Part.WITHOUT, people.without)
    days: Block = {
        "type": "number_input",
        "action_id": f"{feature}.{Part.TEXTED}",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(most_days),
    }
    if days_in(people.texted, most_days):  # Slack takes no form that begins with what it would refuse
        days["initial_value"] = people.texted
    return [
        *shown,
        kit.field(
            "And everyone in these groups" if found else "Groups",
            Part.GROUPS,
            groups,
            hint="Each phone gets the text once, however many groups it's in.",
            optional=bool(found),
        ),
        kit.field("Leave out these groups", Part.WITHOUT_GROUPS, without, optional=True),
        kit.field("Leave out these people", Part.WITHOUT, single, optional=True),
        kit.field(
            "Leave out anyone texted in the last … days",
            Part.TEXTED,
            days,
            hint="Counts texts sent from Slack. Numbers on the do-not-text list are always left out.",
            optional=True,
        ),
        _only_reached(feature, ticked=people.only_reached),
    ]


def days_in(typed: str, most: int) -> int | None:
    """Return how many days were typed; none when that is none there can be."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _FIGURES):
        return None
    return int(typed) if 1 <= int(typed) <= most else None


def values_of(options: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the values of choices that were made."""
    return tuple(str(each.get("value", "")) for each in options)


def _only_reached(feature: str, *, ticked: bool) -> Block:
    yes = kit.option("Leave out anyone who didn't receive the last three texts", "yes")
    box: Block = {"type": "checkboxes", "action_id": f"{feature}.{Part.REACHED}", "options": [yes]}
    if ticked:
        box["initial_options"] = [yes]
    return kit.field("Numbers that fail", Part.REACHED, box, optional=True)


def _several(feature: str, part: Part, chosen: Options) -> Block:
    of_people = part is Part.WITHOUT
    example = "Type a name or a number" if of_people else EXAMPLE
    element: Block = {
        "type": "multi_external_select",
        "action_id": f"{feature}.{part}",
        "placeholder": kit.plain(example, limits.PLACEHOLDER),
        "min_query_length": 2 if of_people else 0,
        "max_selected_items": MOST_PEOPLE if of_people else MOST_GROUPS,
    }
    if chosen:
        element["initial_options"] = [dict(each) for each in chosen]
    return element
