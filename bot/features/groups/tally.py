"""Who of a group is texted, told from its entries. Pure."""

from collections.abc import Iterable, Mapping

from bot.smsit import Contact
from bot.store.contact_groups import Counts
from bot.texting.spellings import identity


class Members:
    """The numbers of one group, each once: as :func:`bot.texting.spellings.identity` tells them apart.

    SMS-iT texts each entry of the group that is subscribed. So a number is subscribed when one of its
    entries in *this* group is, whatever other entries of it say; entries in other groups do not count. An
    entry without a digit is nobody who could be texted.
    """

    def __init__(self) -> None:
        self._subscribed: dict[str, bool] = {}
        self._entries = 0

    def add(self, number: str, *, subscribed: bool) -> None:
        """Count one entry of the group."""
        self._entries += 1
        self._subscribed[number] = subscribed or self._subscribed.get(number, False)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the distinct numbers that are texted, in the order first met."""
        return tuple(number for number, subscribed in self._subscribed.items() if subscribed)

    @property
    def counts(self) -> Counts:
        """Return the figures; together they are the number of entries."""
        subscribed = sum(self._subscribed.values())
        distinct = len(self._subscribed)
        return Counts(subscribed, distinct - subscribed, self._entries - distinct)


class Tally:
    """Counts the entries of all groups, by each group's exact name.

    ``region`` is the two-letter default for numbers without a country code.
    """

    def __init__(self, region: str | None = None) -> None:
        self._region = region
        self._groups: dict[str, Members] = {}

    def add(self, rows: Iterable[Contact]) -> None:
        """Count entries; those without a group or a number make nobody's group larger."""
        for row in rows:
            if row.group and row.number:
                members = self._groups.get(row.group)
                if members is None:
                    members = self._groups[row.group] = Members()
                members.add(identity(row.number, self._region), subscribed=row.subscribed)

    def counts(self) -> Mapping[str, Counts]:
        """Return the figures of every group met."""
        return {name: members.counts for name, members in self._groups.items()}
