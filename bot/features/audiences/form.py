"""What the fields for people mean. Pure: fields as they stand in, whom they mean or errors out."""

from collections.abc import Callable
from typing import Final

from bot.features.audiences.choice import MOST_DAYS, Choice
from bot.features.contacts.service import Search
from bot.slack.blocks.fields import people as people_field
from bot.slack.blocks.fields.people import Options, Part, People
from bot.slack.incoming.metadata import MetadataError

NO_GROUP: Final = "Choose at least one group."
GONE: Final = "One of these groups no longer exists. Take it out."
NOT_DAYS: Final = f"Enter a whole number of days from 1 to {MOST_DAYS}."
NOBODY: Final = "Take out what isn't a person, and choose them again."

GroupNamed = Callable[[str], str | None]
"""Gives the name of the group whose choice has this value; none when it is gone."""


def choice(
    people: People, search: Search | None, errors: dict[str, str], *, group_named: GroupNamed
) -> Choice:
    """Return whom the fields mean beside whom a search finds; what is wrong goes beside its field.

    Raises :exc:`MetadataError` for a search that the bot did not make.
    """
    if search is not None and not search.is_sound:
        raise MetadataError("a search is not what this version writes")
    if not people.groups and search is None:
        errors[Part.GROUPS] = NO_GROUP
    days = people_field.days_in(people.texted, MOST_DAYS) if people.texted else 0
    if days is None:
        errors[Part.TEXTED] = NOT_DAYS
    return Choice(
        search,
        _names(Part.GROUPS, people.groups, group_named, errors),
        _names(Part.WITHOUT_GROUPS, people.without_groups, group_named, errors),
        _numbers(people.without, errors),
        days or 0,
        people.only_reached,
    )


def _names(part: Part, options: Options, group_named: GroupNamed, errors: dict[str, str]) -> tuple[str, ...]:
    found = [group_named(value) for value in people_field.values_of(options)[: people_field.MOST_GROUPS]]
    if None in found:
        errors[part] = GONE
    return tuple(dict.fromkeys(name for name in found if name))


def _numbers(options: Options, errors: dict[str, str]) -> tuple[str, ...]:
    """Return the digits of the people who were chosen; what only says that nothing was found is nobody."""
    values = people_field.values_of(options)[: people_field.MOST_PEOPLE]
    digits = tuple(value.removeprefix("+") for value in values)
    if any(not (each.isascii() and each.isdecimal()) for each in digits):
        errors[Part.WITHOUT] = NOBODY
    return digits
