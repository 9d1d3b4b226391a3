"""Whom a text to a group reaches, counted now: what a person is shown before the button."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from bot.errors import UserError
from bot.features.groups import pages
from bot.features.groups.tally import Members
from bot.smsit import Contact, SmsItClient, SmsItError
from bot.texting import membership, phones
from bot.texting.blind_order import BlindOrder
from bot.texting.number_places import Place, place
from bot.texting.spellings import canonical, identity, is_certain, read


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a group, as a refusal names them; ``masked`` shows the last four digits."""

    name: str = field(repr=False)
    masked: str


@dataclass(frozen=True, slots=True)
class Audience:
    """The people of one group as SMS-iT has them now.

    ``numbers`` are the distinct numbers (digits) SMS-iT texts: those with a subscribed entry in the group of
    exactly this name, each phone once, in the spelling first met. ``names`` gives each of them what SMS-iT
    puts in the place of ``%%Name%%``, empty for who left no name. ``opted_out`` are distinct numbers of the
    group that are not texted, ``duplicates`` further entries of a number counted already, in any spelling.
    ``stopped_too`` of the numbers are texted although another entry of theirs in this group has opted out;
    ``entries`` are the subscribed entries, and so the most texts SMS-iT may send and bill if it does not
    leave out the second entry of a number. ``unreadable`` are those whose digits are no phone number, or
    nobody knows of which country. ``members`` is a keyed hash of all who are texted: equal for the same
    people, and for nobody else. ``phones`` are the numbers in their one form, in
    the same order, which tells nothing of them: some are shown, and all are written down in it.
    """

    group: str
    numbers: tuple[str, ...] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    opted_out: int
    duplicates: int
    places: Mapping[Place, int] = field(repr=False)
    stopped_too: int = 0
    entries: int = 0
    unreadable: tuple[Member, ...] = ()
    members: str = field(default="", repr=False)
    phones: tuple[str, ...] = field(default=(), repr=False)


def first_name(name: str) -> str:
    """Return what SMS-iT puts in the place of ``%%Name%%``: the first word, or nothing."""
    return name.split(maxsplit=1)[0] if name.strip() else ""


def nothing(_rows: int) -> None:
    """Tell nobody how far the count is."""


class Audiences:
    """Counts the people of a group at SMS-iT.

    ``region`` is the two-letter default for numbers without a country code. ``key`` is a secret: without it
    nobody can try out by the hash of a group who is in it.
    """

    def __init__(self, client: SmsItClient, region: str | None = None, *, key: bytes) -> None:
        self._client = client
        self._key = key
        self._order = BlindOrder(key)
        self._region = region

    def count(self, group: str, report: Callable[[int], None] = nothing) -> Audience:
        """Read all entries of a group now and return whom SMS-iT will text.

        ``report`` is called after each page with how many entries were read. SMS-iT searches for groups
        by a part of the name, so entries of others come too, and are left out. A group that holds nobody
        gives an audience of nobody. For a thread that may wait: one request for 1,000 entries. Raises
        :exc:`UserError` for an unknown group and when SMS-iT does not answer.
        """
        members, texted = Members(), dict[str, Contact]()
        stopped, others = set[str](), set[str]()
        entries = read = 0
        try:
            for page in pages.by_number(self._client, group):
                for row in chain.from_iterable(pages.portions(page)):
                    if row.group != group:
                        others.add(row.group)
                    elif row.number:
                        person = identity(row.number, self._region)
                        members.add(person, subscribed=row.subscribed)
                        if row.subscribed:
                            entries += 1
                            texted.setdefault(person, row)
                        else:
                            stopped.add(person)
                read += page.read
                report(read)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        if not texted and not stopped and group.casefold() in {other.casefold() for other in others}:
            # SMS-iT finds a group in any case of its letters, and would text this other one.
            raise UserError("SMS-iT capitalises that group's name differently. Choose it from the list.")
        counts = members.counts
        rows = [texted[person] for person in self._order.of(members.numbers, str)]
        phones_ = [canonical(row.number, self._region) for row in rows]
        return Audience(
            group=group,
            numbers=tuple(row.number for row in rows),
            names={row.number: first_name(row.name) for row in rows},
            opted_out=counts.opted_out,
            duplicates=counts.duplicates,
            places=Counter(map(place, phones_)),
            stopped_too=len(stopped & texted.keys()),
            entries=entries,
            unreadable=tuple(self._unreadable(rows)),
            members=membership.written(self._key, members.numbers),
            phones=tuple(phones_),
        )

    def _unreadable(self, rows: Iterable[Contact]) -> Iterator[Member]:
        for row in rows:
            if read(row.number, self._region) is None or not is_certain(row.number, self._region):
                yield Member(row.name, phones.mask(row.number))
