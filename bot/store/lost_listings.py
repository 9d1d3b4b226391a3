"""Numbers that were put on the do-not-text list, and of which the database lost that they were.

The journal of attempts has a line for each number that is put on the list or taken off it: a keyed hash, and
which of the two. What was listed by it and is not in the database stays refused, from each start on, until
somebody takes the number off the list. The key is the one of erased numbers, else that of the encrypted
database; where there is neither, the database beside the journal holds the numbers themselves.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, select

from bot.store import attempt_journal
from bot.store.number_hashes import KeyMissing, NumberKey
from bot.store.tables import do_not_text, do_not_text_erased
from bot.texting.spellings import canonical, readings

OPTION: Final = "lost_listings"
"""The execution option of an engine in which its connections carry what is lost."""
_ON: Final = "1" * 32
_OFF: Final = "0" * 32
_BEGINS: Final = "listed-"
_HASH: Final = 40
_KEY: Final = 8


class LostListings:
    """What is refused though the database does not say so.

    ``secrets`` are the keys of this process, the first to be used.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = tuple(map(NumberKey, (*secrets, "")))
        self._lost: frozenset[str] = frozenset()

    def note(self, conn: Connection, phones: Collection[str], *, listed: bool) -> None:
        """Note that the transaction puts numbers (in their one form) on the list, or takes them off it."""
        for phone in phones:
            attempt_journal.note(conn, _called(self._keys[0], phone), _ON if listed else _OFF)

    def take(self, conn: Connection, latest: Mapping[str, str]) -> int:
        """Refuse what was listed by the journal's newest lines and isn't on the list; return how many.

        They are noted once more: the journal forgets its oldest lines.
        """
        listed = {key for key, token in latest.items() if key.startswith(_BEGINS) and token == _ON}
        lost = listed - set(self._known(conn)) if listed else set[str]()
        for each in sorted(lost):
            attempt_journal.note(conn, each, _ON)
        self._lost = frozenset(lost)
        return len(lost)

    def listed(self, numbers: Collection[str], region: str | None) -> frozenset[str]:
        """Return those of the numbers (digits) that are refused, as they are spelt there.

        Raises :exc:`KeyMissing` where this process has not the key that would tell.
        """
        if not self._lost:
            return frozenset()
        known = {key.id[:_KEY] for key in self._keys}
        if any(each[-_KEY:] not in known for each in self._lost):
            raise KeyMissing
        return frozenset(
            number
            for number in numbers
            if any(not self._lost.isdisjoint(self._names(phone)) for phone in readings(number, region))
        )

    def holds(self, number: str) -> bool:
        """Tell whether this number (digits) is refused."""
        return not self._lost.isdisjoint(self._names(canonical(number)))

    def forget(self, number: str) -> None:
        """Refuse a number (digits) no longer: that it was taken off the list is committed."""
        self._lost -= frozenset(self._names(canonical(number)))

    def _names(self, phone: str) -> Iterator[str]:
        return (_called(key, phone) for key in self._keys)

    def _known(self, conn: Connection) -> Iterator[str]:
        for phone in conn.execute(
            select(do_not_text.c.number).where(do_not_text.c.removed_at.is_(None))
        ).scalars():
            yield from self._names(phone)
        for row in conn.execute(select(do_not_text_erased.c.phone_hash, do_not_text_erased.c.key_id)):
            yield _name(row.phone_hash, row.key_id)


def of(conn: Connection) -> LostListings:
    """Return what the database of a connection lost."""
    found: LostListings = conn.get_execution_options().get(OPTION, _NOTHING)
    return found


_NOTHING: Final = LostListings(())
"""Of a connection that was made by hand."""


def _called(key: NumberKey, phone: str) -> str:
    return _name(key.phone(phone), key.id)


def _name(phone_hash: str, key_id: str) -> str:
    return f"{_BEGINS}{phone_hash[:_HASH]}-{key_id[:_KEY]}"
