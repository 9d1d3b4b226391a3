"""Contacts from a file, from the command to the book of SMS-iT, as somebody at the front desk sees it."""

from collections.abc import Iterator

import pytest

from bot.settings import Mode
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from tests.flows.gates import drawing_held
from tests.flows.harness import Harness, words_in
from tests.flows.importing import COLUMNS, UPLOAD, Imports, callback, csv, numbers, opened, people

pytestmark = pytest.mark.measured

FILE = csv(
    "Mobile;First name;Last name;E-Mail;Party;List",
    "+1 415 556 0001;Ann;Lee;ann@example.com;1990-02-01;Physio",
    "(415) 556-0002;Bo;;;;VIP 2",
    "14155560003;Cy;D'Arcy;cy@example.com;2001-12-31;Physio",
    "14155560003;Cy;Again;;;physio",
    "12;Short;Number;;;Physio",
    "14155560004;Di;Bad;di.example.com;;Physio",
    "14155560005;Ed;Late;;2999-01-01;Physio",
    "14155560006;Flo;Nowhere;;;",
)
ADDED = {
    "14155560001": ("Ann Lee", "ann@example.com", "1990-02-01", ("Physio",)),
    "14155560002": ("Bo", "", "", ("VIP 2",)),
    "14155560003": ("Cy D'Arcy", "cy@example.com", "2001-12-31", ("Physio",)),
    "14155560004": ("Di Bad", "", "", ("Physio",)),
    "14155560005": ("Ed Late", "", "", ("Physio",)),
}
REASONS = {
    "5": "Duplicate of line 4: same number and group.",
    "6": "",
    "9": "This row has no group.",
}


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), mode=mode, DEFAULT_REGION="US") as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Iterator[Imports]:
    made = Imports(harness)
    yield made
    made.done()


def test_a_file_becomes_contacts_and_what_cannot_be_added_comes_back(shop: Imports) -> None:
    maya = shop.uploaded(FILE, name="Fall list.csv")
    first = shop.harness.shown()
    without = maya.submit()
    chosen = shop.chosen("Birthday", "Party", says="1 Feb 1990")
    by_list = shop.chosen("Group column", "List", says="*5 rows* can be added, 3 rows can't")
    shop.chosen("Name", "First name", says="· Ann · ann@example.com")
    shop.chosen("Name", "First name + Last name", says="· Ann Lee · ann@example.com")
    with shop.edits() as edits:
        shop.confirm()
        counts = shop.ended()

    assert "*Fall list.csv* has 8 rows" in first
    assert ":warning: Choose a group column, or one group for everyone." in first
    assert "1 Feb 1990" not in first
    assert "Choose one group here, or a group column above." in str(without.body)
    assert "+1 415-556-0001 · Ann Lee · ann@example.com · 1 Feb 1990 → *…*" in chosen
    assert "+1 415-556-0001 · Ann Lee · ann@example.com · 1 Feb 1990 → *Physio*" in by_list
    assert "Groups: Physio (4), VIP 2 (1)" in by_list
    assert "• Line 5: Duplicate of line 4: same number and group." in by_list
    assert "*2 cells can't be read*. They'll be left blank:" in by_list
    assert "• Line 7: Invalid email address." in by_list
    assert "• Line 8: This birthday is in the future." in by_list
    assert {number: shop.known(number) for number in ADDED} == ADDED
    assert dict(shop.added()) == {(number, kept[3][0]): 1 for number, kept in ADDED.items()}
    assert len(shop.additions) == 5
    assert counts == {RowState.ADDED: 5, RowState.REJECTED: 3}

    message = shop.message("Done")
    assert "5 of 5 rows: 5 added · 3 rows skipped" in message.text
    assert {each.ts for each in edits} == {message.ts}
    assert not any(number in words_in([each.text, each.blocks]) for each in edits for number in ADDED)
    returned = shop.returned()
    assert {row["Line"]: row["Reason"] for row in returned}.keys() == REASONS.keys()
    for row in returned:
        assert row["Outcome"] == "Skipped"
        assert REASONS[row["Line"]] in row["Reason"]
        assert row["Reason"]
    assert returned[0]["First name"] == "Cy"
    assert shop.holders() == {"U0MAYA"}


def test_one_group_is_chosen_for_everybody_where_the_file_has_none(shop: Imports) -> None:
    known = numbers(3, 100)
    shop.uploaded(csv("Phone,Full name", *(f"{each},Pat {each[-3:]}" for each in known)))
    shop.one_group("Physio recall", says="→ *Physio recall*")
    shop.confirm()
    shop.ended()

    assert [shop.known(each) for each in known] == [
        (f"Pat {each[-3:]}", "", "", ("Physio recall",)) for each in known
    ]
    assert "3 of 3 rows: 3 added" in shop.message("Done").text
    assert shop.holders() == set()


def test_a_file_without_names_of_columns_is_mapped_by_hand(shop: Imports) -> None:
    known = numbers(2, 110)
    shop.uploaded(csv(*(f"Pat;{each};Physio" for each in known)))
    first = shop.harness.shown()
    shop.chosen("Name", "Column 1", says="· Pat → *…*")
    shop.chosen("Group column", "Column 3", says="· Pat → *Physio*")
    shop.confirm()
    shop.ended()

    assert "The first row has no column names" in first
    assert [shop.known(each) for each in known] == [("Pat", "", "", ("Physio",))] * 2


def test_a_confirmation_delivered_again_imports_once(shop: Imports) -> None:
    known = numbers(5, 200)
    before = shop.count()
    answer = shop.begin(people(known))
    again = shop.harness.sandbox.slack.redeliver(answer)
    shop.ended()
    late = shop.harness.sandbox.slack.redeliver(answer)
    shop.harness.tick(seconds=30)
    shop.harness.quiet()

    assert again.acked
    assert late.acked
    assert shop.count() == before + 1
    assert shop.added() == {(each, "Newsletter"): 1 for each in known}
    assert len(shop.additions) == 5
    assert len(shop.harness.messages()) == 1


def test_what_is_confirmed_is_what_was_seen(shop: Imports, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.uploaded(people(numbers(2, 220)))
    with drawing_held(monkeypatch, shop.maya.title):
        shop.maya.choose("Name", "Not in this file")
        answer = shop.maya.submit()

    assert "The rows below just changed." in str(answer.body)
    assert callback(shop.maya) == COLUMNS
    assert shop.additions == []


@pytest.mark.parametrize("who", ["U0PRIYA", "U0LENA", "U0SAM"])
def test_only_who_may_broadcast_may_import(shop: Imports, who: str) -> None:
    person = shop.harness.person(who)

    answer = person.command("/sms contacts import", channel="C0HELP")

    assert "You need the *broadcaster* role to import contacts" in str(answer.body)
    assert person.view is None


def test_the_form_opens_from_the_list_of_contacts_too(shop: Imports) -> None:
    shop.maya.command("/sms contacts")
    shop.harness.modal("Contacts")
    shop.harness.wait_for(lambda: "Import" in shop.harness.shown())
    shop.maya.press("Import")
    shop.harness.wait_for(lambda: callback(shop.maya) == UPLOAD)
    known = numbers(2, 240)
    shop.given(people(known))
    shop.confirm()
    shop.ended()

    assert shop.added() == {(each, "Newsletter"): 1 for each in known}
    assert shop.maya.view is None


def test_two_people_import_at_the_same_time(shop: Imports) -> None:
    one, two = numbers(40, 300), numbers(40, 320)
    before = shop.count()
    shop.uploaded(people(one))
    shop.uploaded(people(two), who=shop.tom)
    shop.confirm()
    shop.confirm(shop.tom)
    shop.harness.wait_for_database(lambda: shop.count() == before + 2)
    shop.harness.wait_for_database(lambda: len(shop.additions) == 80)
    shop.until(ImportState.DONE)

    assert set(shop.added().values()) == {1}
    assert {number for number, _ in shop.added()} == {*one, *two}
