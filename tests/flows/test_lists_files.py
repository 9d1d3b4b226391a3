"""Files that cannot be used: a plain reason, nothing recorded, and nothing typed is lost."""

import io
import zipfile
from collections.abc import Iterator

import pytest

from bot.sandbox.slack.person import Person
from tests.flows.harness import ADA, GRACE, Harness
from tests.flows.listing import FILE, PASTED, Lists, csv, opened

pytestmark = pytest.mark.measured

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
    """What stands in the fields of the form on top, by their kind; a file that was given is attached."""
    assert person.view is not None
    held = (each for actions in person.view.values.values() for each in actions.values())
    return {f"{each['type']}{at}": each for at, each in enumerate(held) if each["type"] != "file_input"}


BAD = {
    "xlsx": (workbook(), "This file is a spreadsheet (xlsx, ods) or a zip archive, not CSV."),
    "xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "This file is an older Excel workbook (xls), not CSV."),
    "html": (
        b"<!DOCTYPE html><table><tr><td>14155550100</table>",
        "This file is a web page or XML, not CSV.",
    ),
    "binary": (b"number\n\x00\x01\x02", "This file isn't plain text."),
    "no column": (
        csv("Name,City", "Ada,London", "Grace,New York"),
        "We couldn't find a column of phone numbers.",
    ),
    "no rows": (csv("Name,Number"), "This file has column names but no rows."),
    "empty": (b"\r\n\r\n", "This file is empty."),
    "too many": (
        csv("Name,Number", *(f"A,141555501{line:02}" for line in range(21))),
        "This list has 21 rows. The limit is 20. Split it into smaller lists.",
    ),
    "too big": (b"Name,Number\n" + b"x" * 1_100_000, "larger than the limit of 1 MB"),
    "open quote": (csv("Name,Number", f'"Ada,{ADA}', *[f"B,{GRACE}"] * 2), "Line 2 has a quotation mark"),
    "no such field": (
        csv("First,Number", f"Ada,{ADA}"),
        "The list has no column for %%Name%%",
    ),
    "nobody": (csv("Name,Number", "Ada,12"), "None of these rows can be texted. Line 2: "),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_used_says_why_and_loses_nothing(shop: Lists, kind: str) -> None:
    data, sentence = BAD[kind]
    shop.compose(data, TEXT)
    before = values(shop.maya)

    said = shop.check()

    assert shop.maya.title == "Text a list"
    assert sentence in said  # beside its field
    assert "is attached" in said
    assert values(shop.maya) == before
    assert shop.harness.sends() == ()
    assert shop.harness.texts == []


def test_after_a_bad_file_a_good_one_goes_out_with_what_was_typed(shop: Lists) -> None:
    shop.compose(workbook(), TEXT)
    shop.check()
    shop.maya.fill(FILE, shop.maya.upload("good.csv", csv("Name,Number", f"Ada,{ADA}")))
    said = shop.confirmation(shop.maya)
    shop.maya.submit()

    shop.ended()

    assert shop.harness.texts == [(ADA, "Dear Ada, see you soon.")]
    assert "good.csv · " in said


def test_a_pasted_list_that_is_too_long_says_so(shop: Lists) -> None:
    shop.compose([f"141555501{line:02}" for line in range(21)])

    assert "This list has 21 rows. The limit is 20. Split it into smaller lists." in shop.check()


def test_mistakes_in_the_form_stand_beside_their_fields(shop: Lists) -> None:
    shop.maya.command("/sms list")
    shop.harness.modal("Text a list")
    shop.maya.fill("Message", "Hello")
    shop.check()
    assert "Upload a file above, or paste numbers here" in str(shop.harness.errors())
    shop.maya.fill(PASTED, ADA)
    shop.maya.fill(FILE, shop.maya.upload("a.csv", csv("Number", ADA)))
    shop.check()

    assert "Use the file or pasted numbers, not both." in str(shop.harness.errors())


@pytest.mark.parametrize(
    ("pasted", "text", "field", "sentence"),
    [
        ("hello", "Hi", "pasted", "Line 1: This isn't a phone number. Use the country code"),
        ("12\n+1 415", "Hi", "pasted", "We couldn't find a column of phone numbers."),
        (ADA, "Dear %%Town%%", "message.0", "These numbers have no columns, so %%Town%% can't be filled in."),
        (
            f"Number\n{ADA}",
            "Dear %%Town%%",
            "message.0",
            "The list has no column for %%Town%%. Its columns are:",
        ),
        (
            f"Number,Town\n{ADA},Ayr",
            "Dear %%Tonw%%",
            "message.0",
            "The list has no column for %%Tonw%%. Did you mean %%Town%%? Its columns are: Number, Town.",
        ),
    ],
)
def test_a_mistake_in_what_was_pasted_stands_beside_its_field_at_once(
    shop: Lists, pasted: str, text: str, field: str, sentence: str
) -> None:
    shop.compose([pasted], text)
    shop.check()

    assert shop.maya.title == "Text a list"
    assert shop.maya.view is not None
    assert shop.maya.view.view["previous_view_id"] is None
    assert [field] == list(shop.harness.errors())
    assert sentence in shop.harness.errors()[field]


def test_the_form_that_was_put_back_sends_with_its_file_however_often_it_was_wrong(shop: Lists) -> None:
    shop.compose(csv("Name,Number", f"Ada,{ADA}"), "Dear %%Town%%")
    for wrong in ("%%City%%", "%%Place%%", "%%Where%%"):
        shop.check()
        assert "is attached" in shop.harness.shown()
        shop.maya.fill("Message", f"Dear {wrong}")
    assert "no column for %%Where%%" in shop.check()
    shop.maya.fill("Message", "Dear %%Name%%")
    shop.confirmation(shop.maya)
    shop.maya.submit()

    shop.ended()

    assert shop.harness.texts == [(ADA, "Dear Ada")]


def test_a_file_in_another_encoding_is_read_and_told(shop: Lists) -> None:
    said = shop.ready(f"Name;Number\r\nZoë;{ADA}\r\n".encode("cp1252"), TEXT)
    shop.maya.submit()

    shop.ended()

    assert shop.harness.texts == [(ADA, "Dear Zoë, see you soon.")]
    assert "The file isn't UTF-8, so it was read as Western European (Windows-1252)" in said


def test_who_may_only_text_single_people_cannot_open_the_form(shop: Lists) -> None:
    priya = shop.harness.person("U0PRIYA")

    answer = priya.command("/sms list")

    assert "You need the *broadcaster* role to text a list" in str(answer.body)
    assert priya.view is None
