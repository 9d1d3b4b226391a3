"""Whom a text to a group reaches, counted now: what a person is shown before the button."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.features.contacts import pages
from bot.features.contacts.tally import Members
from bot.slack.errors import UserError
from bot.smsit import SmsItClient, SmsItError
from bot.texting.number_places import Place, place


@dataclass(frozen=True, slots=True)
class Audience:
    """The people of one group as SMS-iT has them now.

    ``numbers`` are the distinct numbers (digits) SMS-iT texts: those with a subscribed entry in the group of
    exactly this name. ``names`` gives each of them what SMS-iT puts in the place of ``%%Name%%``, empty for
    who left no name. ``opted_out`` are distinct numbers of the group that are not texted, ``duplicates``
    further entries of a number counted already. ``stopped_too`` of the numbers are texted although another
    entry of theirs in this group has opted out; ``entries`` are the subscribed entries, and so the most
    texts SMS-iT may send and bill if it does not leave out the second entry of a number.
    """

    group: str
    numbers: tuple[str, ...] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    opted_out: int
    duplicates: int
    places: Mapping[Place, int] = field(repr=False)
    stopped_too: int = 0
    entries: int = 0


def first_name(name: str) -> str:
    """Return what SMS-iT puts in the place of ``%%Name%%``: the first word, or nothing."""
    return name.split(maxsplit=1)[0] if name.strip() else ""


def nothing(_rows: int) -> None:
    """Tell nobody how far the count is."""


class Audiences:
    """Counts the people of a group at SMS-iT."""

    def __init__(self, client: SmsItClient) -> None:
        self._client = client

    def count(self, group: str, told: Callable[[int], None] = nothing) -> Audience:
        """Read all entries of a group now and return whom SMS-iT will text.

        ``told`` is called after each page with how many entries were read so far. SMS-iT searches for groups
        by a part of the name, so entries of others come too, and are left out. A group that holds nobody
        gives an audience of nobody. For a thread that may wait: one request for 1,000 entries. Raises
        :exc:`UserError` for an unknown group and when SMS-iT does not answer.
        """
        members, names = Members(), dict[str, str]()
        stopped, others = set[str](), set[str]()
        entries = read = 0
        try:
            for page in pages.by_number(self._client, group):
                for row in page.rows:
                    if row.group != group:
                        others.add(row.group)
                    elif row.number:
                        members.add(row.number, subscribed=row.subscribed)
                        if row.subscribed:
                            entries += 1
                            names.setdefault(row.number, first_name(row.name))
                        else:
                            stopped.add(row.number)
                read += page.read
                told(read)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        if not names and not stopped and group.casefold() in {other.casefold() for other in others}:
            # SMS-iT finds a group in any case of its letters, and would text this other one.
            raise UserError("SMS-iT writes the name of that group in other letters. Choose it from the list.")
        numbers, counts = members.numbers, members.counts
        return Audience(
            group=group,
            numbers=numbers,
            names=names,
            opted_out=counts.opted_out,
            duplicates=counts.duplicates,
            places=Counter(map(place, numbers)),
            stopped_too=len(stopped & names.keys()),
            entries=entries,
        )
