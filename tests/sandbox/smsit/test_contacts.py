from typing import cast

import pytest

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.contacts import SEARCHES_KEPT, Contact, Search
from tests.sandbox.smsit.clock import SleepClock
from tests.sandbox.smsit.people import ADA, GRACE, NOBODY, NORA, POLLY


def found(account: Account, **params: str) -> list[dict[str, str]]:
    return cast("list[dict[str, str]]", account.call("getcontacts", **params)["contacts"])


def numbers(account: Account, **params: str) -> list[str]:
    return [row["number"] for row in found(account, **params)]


def test_a_contact_has_one_row_for_each_group(account: Account) -> None:
    rows = found(account, name="ada")
    assert [row["group"] for row in rows] == ["Newsletter", "Tuesday clinic", "VIP"]
    assert {row["id"] for row in rows} == {"1"}


def test_a_row_tells_all_the_service_knows(account: Account) -> None:
    (row,) = found(account, name="ADA LOVE", group="vip")
    assert row == {
        "id": "1",
        "name": "Ada Lovelace",
        "birthday": "1985-12-10",
        "email": "ada@example.com",
        "number": ADA,
        "group": "VIP",
        "subscriber": "Yes",
        "source": "SMS",
        "carrier": "Verizon",
        "date": "2022-01-23 12:00:00",
    }


def test_filtering_on_vip_also_finds_vip_2(account: Account) -> None:
    assert {row["group"] for row in found(account, group="VIP")} == {"VIP", "VIP 2"}


def test_name_email_and_number_are_searched_by_a_part(account: Account) -> None:
    assert numbers(account, email="GRACE@") == [GRACE, GRACE]
    assert set(numbers(account, number="555011")) == {"14155550110", "14155550111"}
    assert set(numbers(account, name="Alex Kim")) == {"14155550110", "14155550111"}


def test_subscribed_0_means_subscribed(account: Account) -> None:
    assert {row["subscriber"] for row in found(account, subscribed="0")} == {"Yes"}
    assert set(numbers(account, subscribed="1")) == {NORA, POLLY}


def test_the_source_is_asked_by_number_and_told_in_words(account: Account) -> None:
    account.call("addcontact", number=NOBODY, group="Staff")
    assert [row["source"] for row in found(account, source="0")] == ["Import"]
    assert ADA in numbers(account, source="1")


@pytest.mark.parametrize(
    ("params", "first"),
    [
        ({"sortby": "name"}, "Ada Lovelace"),
        ({"sortby": "name", "sortdir": "desc"}, "Slow Sue"),
        ({"sortby": "phone_number", "sortdir": "desc"}, "Slow Sue"),
        ({"sortdir": "asc"}, "Ada Lovelace"),
    ],
)
def test_rows_come_in_the_order_asked_for(account: Account, params: dict[str, str], first: str) -> None:
    assert found(account, **params)[0]["name"] == first


def test_the_newest_contact_comes_first(account: Account, clock: SleepClock) -> None:
    clock.advance(seconds=60)
    account.call("addcontact", number=NOBODY, group="Staff", name="Zed New")
    assert numbers(account)[0] == NOBODY
    assert found(account, sortby="name")[-1]["name"] == "Zed New"


def test_pages_hold_50_rows_and_a_page_past_the_last_holds_none() -> None:
    account = Account(contacts=60)
    assert len(found(account)) == 50
    assert account.call("getcontacts", page="99")["status"] == "-7"


def test_limits_and_pages_that_make_no_sense_are_as_good_as_missing() -> None:
    account = Account(contacts=60)
    assert found(account, limit="many", page="-1") == found(account, limit="0", page="0") == found(account)
    assert len(found(account, limit="7")) == 7


def test_pages_together_hold_every_row_once() -> None:
    account = Account(contacts=300)
    whole = found(account, limit="100000")
    paged = [
        row for page in range(1, len(whole) // 40 + 2) for row in found(account, limit="40", page=str(page))
    ]
    assert paged == whole
    assert len({(row["number"], row["group"]) for row in whole}) == len(whole)


def test_adding_a_known_number_to_another_group_keeps_what_was_known(account: Account) -> None:
    assert account.call("addcontact", number=ADA, group="staff")["status"] == "0"
    assert {(row["id"], row["name"], row["group"]) for row in found(account, number=ADA, group="Staff")} == {
        ("1", "Ada Lovelace", "Staff"),
    }


def test_adding_with_a_new_name_renames_the_contact_everywhere(account: Account) -> None:
    account.call(
        "addcontact", number=ADA, group="Staff", name="Zoe King", email="z@example.com", bday="1985-12-10"
    )
    assert len(found(account, name="Zoe King", email="z@example.com")) == 4
    assert found(account, sortby="name", sortdir="desc")[0]["name"] == "Zoe King"


def test_somebody_who_opted_out_cannot_be_added_back(account: Account) -> None:
    assert account.call("addcontact", number=NORA, group="Staff")["status"] == "-7"
    assert account.call("addcontact", number=POLLY, group="Newsletter")["status"] == "-7"
    assert {row["subscriber"] for row in found(account, number=NORA)} == {"No"}


def test_opting_out_of_all_groups_shows_in_every_row(account: Account) -> None:
    account.opt_out(ADA)
    assert {row["subscriber"] for row in found(account, number=ADA)} == {"No"}


def test_only_some_results_are_kept(account: Account) -> None:
    for index in range(SEARCHES_KEPT + 5):
        account.book.search(Search(name=str(index)))
    assert len(account.book._found) <= SEARCHES_KEPT


def test_a_contact_made_by_hand_is_in_no_group(account: Account) -> None:
    contact = account.book.make(Contact(account.book.next_id(), NOBODY))
    assert not contact.subscribed
