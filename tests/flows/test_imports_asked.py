"""What an import asks before it adds anybody: the column of numbers, and what of those who said no."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.slack.client_checks import NotSubmitted
from bot.store.contact_import_rows import RowState
from tests.flows.harness import Harness
from tests.flows.importing import COLUMNS, Imports, callback, csv, numbers, opened

FILES = Path(__file__).parents[1] / "data" / "csv"
GROUP = "Newsletter"


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), DEFAULT_REGION="US") as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Iterator[Imports]:
    made = Imports(harness)
    yield made
    made.done()


def test_the_column_is_chosen_where_two_could_be_meant(shop: Imports) -> None:
    one, two, three = numbers(3, 700)
    file = csv("Name,Phone Number,Mobile Phone Number", f"Ann,{one},", f"Bo,{two},{three}")
    maya = shop.uploaded(file)
    said = shop.harness.shown()
    with pytest.raises(NotSubmitted):
        maya.submit()
    shop.one_group(GROUP, says=GROUP)
    shop.chosen(
        "Phone number",
        "Mobile Phone Number, or Phone Number where it's empty",
        says="*2 rows* can be added",
    )
    shop.confirm()
    shop.ended()

    assert "We can't tell which column holds the phone numbers. Choose it below." in said
    assert "• *Mobile Phone Number*: numbers in 1 of 2 rows, such as +1 415-556-0702" in said
    assert "• *Phone Number*: numbers in 2 of 2 rows, such as" in said
    assert shop.added() == {(one, GROUP): 1, (three, GROUP): 1}


@pytest.mark.parametrize(("option", "added"), [("Skip them", 1), ("Add them anyway", 2)])
def test_people_who_said_no_to_texts_are_asked_about(shop: Imports, option: str, added: int) -> None:
    one, two = numbers(2, 710 + 10 * added)
    maya = shop.uploaded(
        csv("Name,Phone,Accepts SMS Marketing,Group", f"Ann,{one},no,VIP", f"Bo,{two},yes,VIP")
    )
    said = shop.harness.shown()
    with pytest.raises(NotSubmitted):
        maya.submit()
    shop.chosen("People who haven't agreed to texts", option, says=f"Add {added}")
    shop.confirm()
    counts = shop.ended()

    assert "In *Accepts SMS Marketing*, *1 person* said no to texts or didn't say yes." in said
    assert counts.get(RowState.REJECTED, 0) == 2 - added
    assert sum(shop.added().values()) == added


def test_a_real_export_is_read_and_every_cell_left_out_is_said(shop: Imports) -> None:
    shop.uploaded((FILES / "49_bad_emails.csv").read_bytes())
    assert callback(shop.maya) == COLUMNS
    said = shop.one_group(GROUP, says="*5 rows* can be added.")

    assert "*4 cells can't be read*. They'll be left blank:" in said
    assert "• Line 2: Invalid email address." in said
    assert "Eve · eve@example.com" not in said.split("first ones")[0]
