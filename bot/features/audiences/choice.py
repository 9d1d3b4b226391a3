"""Whom somebody wants to text, before anybody is looked up. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from bot.features.contacts.service import Search
from bot.features.groups.service import is_key
from bot.texting.words import join_and

MOST_DAYS: Final = 365
"""Days back that texts are looked for."""
FOUND: Final = "People found in contacts"


@dataclass(frozen=True, slots=True)
class Choice:
    """Everybody whom a search finds or who is in one of some groups, but for those who are left out.

    ``groups`` and ``without_groups`` are exact names, ``without`` single numbers (digits), ``texted_days``
    leaves out whoever got a text in so many days; 0 leaves nobody out by that. ``only_reached`` leaves out
    whoever didn't receive the last texts.
    """

    search: Search | None = field(default=None, repr=False)
    groups: tuple[str, ...] = field(default=(), repr=False)
    without_groups: tuple[str, ...] = field(default=(), repr=False)
    without: tuple[str, ...] = field(default=(), repr=False)
    texted_days: int = 0
    only_reached: bool = False

    def searches(self) -> Iterator[Search]:
        """Give all that is to be looked for, one after the other."""
        if self.search is not None:
            yield self.search
        yield from map(in_group, self.groups)

    @property
    def called(self) -> str:
        """What such people are called where a list is named."""
        search, names = self.search, self.groups
        is_group = search is not None and search == in_group(search.group) and not is_key(search.group)
        if search is not None and is_group:
            names = (search.group, *names)
        groups = f"People in {join_and(dict.fromkeys(names))}" if names else ""
        if search is None or is_group:
            return groups
        return f"{groups}, or found in contacts" if groups else FOUND


def in_group(name: str) -> Search:
    """Return the search that finds everybody in the group of exactly this name."""
    return Search(group=name)


def dump(choice: Choice) -> dict[str, Any]:
    """Return what is stored of a choice, in plain values of JSON."""
    return asdict(choice)


def load(stored: Mapping[str, Any]) -> Choice:
    """Return a choice that was stored."""
    search = stored["search"]
    own = {each.name: stored[each.name] for each in fields(Choice)}
    lists = {name: tuple(value) for name, value in own.items() if isinstance(value, list)}
    return Choice(**own | lists | {"search": None if search is None else Search(**search)})
