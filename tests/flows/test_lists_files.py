"""Files that cannot be used: a plain reason, nothing recorded, and nothing typed is lost."""

import io
import zipfile
from collections.abc import Iterator

import pytest

from bot.sandbox.slack.person import Person
from tests.flows.harness import ADA, GRACE, Harness
from tests.flows.listing import FILE, NOT_POSSIBLE, PASTED, Lists, csv, opened

POLICY = "[limits]\nlist_rows = 20\nlist_megabytes = 1\nlist_per_second = 1000\n"
TEXT = "Dear %%Name%%, see you soon."


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), POLICY) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Lists:
    return Lists(harness)


def workbook() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return packed.getvalue()


def values(person: Person) -> dict[str, object]:
    """What stands in the fields of the form on top, by their kind."""
    assert person.view is not None
    held = (each for actions in person.view.values.values() for each in actions.values())
    return {f"{each['type']}{place}": each for place, each in enumerate(held)}


BAD = {
    "xlsx": (workbook(), "This file is a workbook (xlsx, ods) or an archive, not CSV."),
    "xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "This file is an old Excel workbook, not CSV."),
    "html": (
        b"<!DOCTYPE html><table><tr><td>14155550100</table>",
        "This file is a web page or XML, not CSV.",
    ),
    "binary": (b"number\n\x00\x01\x02", "This file is not text."),
    "no column": (csv("Name,City", "Ada,London", "Grace,New York"), "No column of phone numbers was found."),
    "no rows": (csv("Name,Number"), "This file has names of columns and no rows."),
    "empty": (b"\r\n\r\n", "There is nothing in this file."),
    "too many": (
        csv("Name,Number", *(f"A,141555501{line:02}" for line in range(21))),
        "This list has 21 rows. At most 20 are allowed. Split it into several.",
    ),
    "too big": (b"Name,Number\n" + b"x" * 1_100_000, "larger than 1 MB"),
    "open quote": (csv("Name,Number", f'"Ada,{ADA}', *[f"B,{GRACE}"] * 2), "A quotation mark"),
    "no such field": (
        csv("First,Number", f"Ada,{ADA}"),
        "The text asks for %%Name%%, and the list has no such",
    ),
    "nobody": (csv("Name,Number", "Ada,12"), "No row of this list can be sent. Line 2: "),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_used_says_why_and_loses_nothing(shop: Lists, kind: str) -> None:
    data, sentence = BAD[kind]
    shop.compose(data, TEXT)
    before = values(shop.maya)

    said = shop.check()

    shop.harness.modal(NOT_POSSIBLE)
    assert sentence in said
    shop.maya.back()
    assert values(shop.maya) == before
    assert shop.harness.sends() == ()
    assert shop.harness.texts == []


def test_after_a_bad_file_a_good_one_goes_out_with_what_was_typed(shop: Lists) -> None:
    shop.compose(workbook(), TEXT)
    shop.check()
    shop.maya.back()
    shop.maya.fill(FILE, shop.maya.upload("good.csv", csv("Name,Number", f"Ada,{ADA}")))
    said = shop.confirmation(shop.maya)
    shop.maya.submit()

    shop.ended()

    assert shop.harness.texts == [(ADA, "Dear Ada, see you soon.")]
    assert "*List*\ngood.csv" in said


def test_a_pasted_list_that_is_too_long_says_so(shop: Lists) -> None:
    shop.compose([f"141555501{line:02}" for line in range(21)])

    assert "This list has 21 rows. At most 20 are allowed. Split it into several." in shop.check()


def test_mistakes_in_the_form_stand_beside_their_fields(shop: Lists) -> None:
    shop.maya.command("/sms list")
    shop.harness.modal("Text a list")
    shop.maya.fill("Message", "Hello")
    shop.check()
    assert "Upload a file above, or paste the numbers here" in str(shop.harness.errors())
    shop.maya.fill(PASTED, ADA)
    shop.maya.fill(FILE, shop.maya.upload("a.csv", csv("Number", ADA)))
    shop.check()

    assert "There is a file above and a list here. Clear one of the two." in str(shop.harness.errors())


def test_a_file_in_another_encoding_is_read_and_told(shop: Lists) -> None:
    said = shop.ready(f"Name;Number\r\nZoë;{ADA}\r\n".encode("cp1252"), TEXT)
    shop.maya.submit()

    shop.ended()

    assert shop.harness.texts == [(ADA, "Dear Zoë, see you soon.")]
    assert "The file is not UTF-8. It was read as Western European (Windows-1252)" in said


def test_who_may_only_text_single_people_cannot_open_the_form(shop: Lists) -> None:
    priya = shop.harness.person("U0PRIYA")

    answer = priya.command("/sms list")

    assert "the role it needs: *broadcaster*" in str(answer.body)
    assert priya.view is None
