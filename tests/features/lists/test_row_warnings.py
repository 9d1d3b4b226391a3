"""What is found in the rows of a list: fields that are empty, and characters that make texts Unicode."""

from hypothesis import given
from hypothesis import strategies as st

from bot.features.lists.row_warnings import RowWarnings, UnicodeRows
from bot.texting import merge, segments
from bot.texting.tables.table import Row
from tests.features.lists.harness import number


def looked(text: str, *names: str) -> RowWarnings:
    found = RowWarnings(text)
    for line, name in enumerate(names, start=2):
        row = Row(line, number(line), {"Name": name})
        found.look(row, merge.render(text, row.values))
    return found


def test_empty_fields_are_counted_with_the_first_text_they_make() -> None:
    (found,) = looked("See you %%Name%%.", "Ada", "", " ").blanks
    assert (found.column, found.rows, found.sample) == ("Name", 2, "See you.")


def test_the_characters_that_make_texts_unicode_are_named_the_most_frequent_first() -> None:
    found = looked("Hi %%Name%%", "Ada", "Łucja", "Łukasz Ś", "Zoë").unicode
    assert found == UnicodeRows(
        3,
        ("“Ł”", "“ë”", "“Ś”"),
    )


def test_a_character_of_the_text_itself_makes_all_of_them_unicode() -> None:
    assert looked("“Hi” %%Name%%", "Ada", "Grace").unicode == UnicodeRows(
        2, ("“ (quotation mark)", "” (quotation mark)"), all=True
    )


def test_plain_texts_are_none() -> None:
    assert looked("Hi %%Name%%", "Ada", "Ñandú €").unicode is not None  # ú is in no table
    assert looked("Hi %%Name%%", "Ada", "Ñ é €").unicode is None
    assert looked("Hi").unicode is None


@given(names=st.lists(st.text(max_size=8), max_size=8))
def test_the_texts_counted_are_those_that_measure_as_unicode(names: list[str]) -> None:
    text = "Hi %%Name%%"
    unicode = [segments.measure(merge.render(text, {"Name": name})).unicode for name in names]
    found = looked(text, *names).unicode
    assert (found.rows if found else 0, found is not None and found.all) == (
        sum(unicode),
        bool(unicode) and all(unicode),
    )
