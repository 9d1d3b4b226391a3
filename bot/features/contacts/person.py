"""People from SMS-iT's rows, of which it has one per contact *and group*. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.smsit import Contact
from bot.texting.phones import MAX_E164_DIGITS


@dataclass(frozen=True, slots=True)
class Person:
    """Everything SMS-iT keeps of one number (digits).

    ``groups`` are all groups they are in, by name, ``left`` those of them they opted out of. They may be
    texted as long as *one* group is still subscribed. ``since`` is naive, in the account's zone.
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    left: tuple[str, ...] = field(repr=False)
    subscribed: bool
    email: str = field(repr=False)
    birthday: date | None = field(repr=False)
    sources: tuple[str, ...]
    carrier: str
    since: datetime | None


def is_somebody(row: Contact) -> bool:
    """Tell whether a row has a number that could be texted."""
    return 0 < len(row.number) <= MAX_E164_DIGITS


def person(rows: Iterable[Contact]) -> Person:
    """Return the person whose rows these are, known by the number of the first; there is one at least."""
    same = list(rows)
    subscribed = {row.group for row in same if row.subscribed}
    groups = tuple(sorted(_each_once(row.group for row in same), key=str.casefold))
    return Person(
        number=same[0].number,
        name=next((row.name for row in same if row.name), ""),
        groups=groups,
        left=tuple(group for group in groups if group not in subscribed),
        subscribed=any(row.subscribed for row in same),
        email=next((row.email for row in same if row.email), ""),
        birthday=next((row.birthday for row in same if row.birthday), None),
        sources=_each_once(row.source for row in same),
        carrier=", ".join(_each_once(row.carrier for row in same)),
        since=min((row.created for row in same if row.created), default=None),
    )


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
