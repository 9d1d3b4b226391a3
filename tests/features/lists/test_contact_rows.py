"""People of the contacts as a list: their fields in the text, and those who are left out."""

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import UserError
from bot.features.audiences.service import Audience, Choice, Member, Reason
from bot.features.lists.contact_rows import table
from bot.features.sends.service import GONE
from bot.store.database import Database
from bot.store.tables import send
from tests.clock import FakeClock
from tests.features.audiences.samples import somebody
from tests.features.lists.harness import MAYA, number
from tests.features.lists.test_service import Harness

EVERYONE = Choice(groups=("VIP",))


@pytest.fixture
def shop(database: Database, clock: FakeClock) -> Harness:
    return Harness(database, clock)


def member(last: int, name: str = "Ada Lovelace", **changes: object) -> Member:
    return Member(replace(somebody(number(last), name), **changes), number(last))


def test_the_fields_are_those_of_the_contact() -> None:
    born = date(1981, 6, 2)
    audience = Audience((member(1, birthday=born), member(2, "", email="")), ((Reason.HERE, 2),))
    found = table(audience, full=True)
    assert found.columns == ("Name", "Full name", "Email", "Birthday", "Number")
    assert [dict(row.values) for row in found.rows] == [
        {
            "Name": "Ada",
            "Full name": "Ada Lovelace",
            "Email": "pat@example.com",
            "Birthday": "2 June",
            "Number": f"+{number(1)}",
        },
        {"Name": "", "Full name": "", "Email": "", "Birthday": "", "Number": f"+{number(2)}"},
    ]
    assert [(each.line, each.reason) for each in found.rejected] == [(0, Reason.HERE.value)] * 2
    masked = table(audience, full=False)
    assert masked.columns == ("Name", "Full name", "Birthday")
    assert [set(row.values) for row in masked.rows] == [set(masked.columns)] * 2


def test_a_list_of_people_is_a_draft_without_lines(shop: Harness) -> None:
    shop.audiences.audience = Audience((member(1), member(2, "Grace")), ((Reason.OPTED_OUT, 1),))
    shop.account.forbidden = {number(2)}
    ready = shop.check(file=None, message="Hi %%Name%%", people=EVERYONE)
    assert ready.draft.to_name == "People in VIP"
    assert (ready.draft.people, ready.own.rejected, ready.own.of_people) == (1, 2, True)
    assert dict(ready.own.reasons) == {
        "This number is on the do-not-text list.": 1,
        Reason.OPTED_OUT.value: 1,
    }
    assert [(row.body, row.line) for row in shop.rows(ready.draft.id)] == [
        ("Hi Ada", 0),
        (None, 0),
        (None, 0),
    ]
    assert shop.audiences.asked == [(EVERYONE, MAYA)]
    assert "2 contacts read …" in shop.told
    assert "Looking for opt-outs …" not in shop.told  # the contacts have just said so


def test_a_number_without_its_country_code_is_texted_as_the_contacts_have_it(
    shop: Harness,
) -> None:
    local = number(1)[1:]
    shop.audiences.audience = Audience((Member(somebody(local), number(1)),))
    ready = shop.check(file=None, message="Hi", people=EVERYONE)
    [row] = shop.rows(ready.draft.id)
    assert (row.to_number, row.to_phone) == (local, number(1))


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ((), "There's no one to text. No contacts were found."),
        (
            ((Reason.IN_GROUP, 3),),
            "There's no one to text. 3 people skipped: In a group you chose to leave out.",
        ),
    ],
)
def test_nobody_is_left(
    shop: Harness,
    left_out: tuple[tuple[Reason, int], ...],
    says: str,
) -> None:
    shop.audiences.audience = Audience((), left_out)
    with pytest.raises(UserError) as error:
        shop.check(file=None, message="Hi", people=EVERYONE)
    assert error.value.sentence == says


def test_a_field_that_no_contact_has(shop: Harness) -> None:
    shop.audiences.audience = Audience((member(1),))
    said = shop.refused(file=None, message="Hi %%Town%%", people=EVERYONE)
    assert said.startswith("The list has no column for %%Town%%.")


def test_a_test_shows_the_row_that_is_picked_or_the_first(shop: Harness) -> None:
    shop.audiences.audience = Audience((member(1), member(2, "Grace")))
    ready = shop.check(file=None, message="Hi %%Name%%", people=EVERYONE)
    assert [row.body for row in ready.own.rows] == ["Hi Ada", "Hi Grace"]
    service = shop.service()
    assert service.body_at(ready.draft, "2", "") == "Hi Grace"
    assert service.body_at(ready.draft, "", "") == service.body_at(ready.draft, "9", "") == "Hi Ada"
    with shop.database.write() as conn:
        conn.execute(send.delete().where(send.c.parent_id == ready.draft.id))
    with pytest.raises(UserError) as error:
        service.body_at(ready.draft, "1", "")
    assert error.value.sentence == GONE


def test_who_moved_on_in_the_contacts_between_two_deliveries_gets_one_text(shop: Harness) -> None:
    shop.audiences.audience = Audience((member(1), member(2)))
    first = shop.check(file=None, message="Hi", people=EVERYONE)
    shop.audiences.audience = Audience((member(3), member(1), member(2)))
    again = shop.check(file=None, message="Hi", people=EVERYONE)
    assert again.draft.id == first.draft.id
    texted = [row.to_number for row in shop.rows(again.draft.id) if row.body]
    assert sorted(texted) == [number(1), number(2)]
    assert again.draft.people == 2
