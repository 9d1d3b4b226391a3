"""What a text may say of a contact it goes to. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.errors import UserError
from bot.features.audiences.members import Member
from bot.features.groups.service import first_name
from bot.texting import merge, words

FIELDS: Final = ("Name", "Full name", "Email", "Birthday", "Number")
"""The fields a text may have. As in a broadcast, the name is the first name."""
OF_NUMBERS: Final = frozenset({"Email", "Number"})
"""Those that only people may use who see numbers in full: whoever writes a text reads it filled in."""
_HIDDEN: Final = frozenset(map(merge.fold, OF_NUMBERS))
HIDDEN: Final = "Remove {fields}: only people who see full numbers can use {them}."


def shown(*, full: bool) -> tuple[str, ...]:
    """Return the fields that somebody may use; ``full`` for people who see numbers in full."""
    return tuple(each for each in FIELDS if full or each not in OF_NUMBERS)


def require_shown(text: str, known: Iterable[str]) -> None:
    """Make sure that a text asks for nothing that is hidden from whoever writes it.

    ``known`` are the fields they may use. Raises :exc:`UserError`.
    """
    hidden = [each for each in merge.missing(text, known) if merge.fold(each) in _HIDDEN]
    if hidden:
        asked = words.join_and([f"%%{each}%%" for each in hidden])
        raise UserError(HIDDEN.format(fields=asked, them="it" if len(hidden) == 1 else "them"))


def of_member(member: Member) -> Mapping[str, str]:
    """Return the value of each field; empty where it isn't known."""
    person, born = member.person, member.person.birthday
    values = (
        first_name(person.name),
        person.name,
        person.email,
        "" if born is None else f"{born.day} {born:%B}",
        f"+{member.phone}",
    )
    return dict(zip(FIELDS, values, strict=True))
