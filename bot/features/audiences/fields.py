"""What a text may say of a contact it goes to. Pure."""

from collections.abc import Mapping
from typing import Final

from bot.features.audiences.members import Member
from bot.features.groups.service import first_name

FIELDS: Final = ("Name", "Full name", "Email", "Birthday", "Number")
"""The fields a text may have. As in a broadcast, the name is the first name."""


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
