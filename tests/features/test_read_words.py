"""Whose words are read with which numbers in them: their own whole, other people's as far as one may see."""

from dataclasses import replace

import pytest

from bot.access import Role, Who
from bot.features.permissions import Permissions
from bot.policy.model import Colleagues, Contacts
from bot.store.sends import Send, SendKind
from tests.fakes.people import access_of
from tests.features.samples import a_send

TEAM = "T0HARBOUR"
MAYA, LENA, TOM = (Who(each, TEAM) for each in ("U0MAYA", "U0LENA", "U0TOM"))
NUMBER, BODY = "14155550100", "Yours is +1 415-555-0100, ask 0800 555 0199"
ALL, OWN = "Yours is •••0100, ask •••0199", "Yours is •••0100, ask 0800 555 0199"
ACCESS = access_of(TEAM, {Role.BROADCASTER: ["U0MAYA"], Role.APPROVER: ["U0LENA"], Role.ADMIN: ["U0TOM"]})
PERMISSIONS = Permissions(ACCESS, Colleagues(), contacts=Contacts(full_numbers=Role.ADMIN))
TEXT = replace(a_send(), user_id="U0MAYA", to_number=NUMBER, to_phone=NUMBER, body=BODY)
OF_A_FILE = replace(TEXT, parent_id="1" * 32, line=2)
OF_A_CONTACT = replace(TEXT, parent_id="1" * 32, line=0)


@pytest.mark.parametrize(
    ("send", "who", "read"),
    [
        (TEXT, MAYA, BODY),
        (TEXT, LENA, OWN),
        (TEXT, TOM, BODY),
        (OF_A_FILE, MAYA, BODY),
        (OF_A_FILE, LENA, ALL),
        (OF_A_FILE, TOM, BODY),
        (OF_A_CONTACT, MAYA, ALL),
        (OF_A_CONTACT, LENA, ALL),
        (OF_A_CONTACT, TOM, BODY),
        (replace(TEXT, kind=SendKind.LIST), LENA, BODY),
        (replace(TEXT, kind=SendKind.GROUP), LENA, BODY),
        (replace(TEXT, body=None), LENA, None),
    ],
)
def test_numbers_are_read_as_far_as_a_person_may_see_them(send: Send, who: Who, read: str | None) -> None:
    assert PERMISSIONS.as_read_by(who, send).body == read
