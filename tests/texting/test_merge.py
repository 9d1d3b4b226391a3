import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import merge
from bot.texting.merge import Blank

NAMES = st.sampled_from(["Name", "First name", "E-mail", "Betrag (€)", "Stra\u00dfe"])
WORDS = st.text(st.characters(exclude_characters="%", exclude_categories=["Cs"]), max_size=12)
HELD = WORDS.map(lambda words: f"x{words}")
"""What a column holds that holds something."""


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", ()),
        ("Hi %%Name%%", ("Name",)),
        ("%%b%% %%a%% %%B%%", ("b", "a")),
        ("%% First name %%, %%first_name%%", ("First name",)),
        ("%%E-mail%%: %%Betrag (€)%%", ("E-mail", "Betrag (€)")),
        ("%%%Discount%%% off", ("Discount",)),
        ("%%a%%b%%c%%", ("a", "c")),
        ("50% off, 20% more", ()),
        ("50%% off\n20%% more", ()),
        ("%%%%", ()),
        ("%% %%", ()),
        ("%%Name|there%%, %%name%%", ("Name",)),
    ],
)
def test_names_the_columns_a_text_asks_for(text: str, columns: tuple[str, ...]) -> None:
    assert merge.columns_in(text) == columns


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hi %%Name%%, see you %%when%%.", "Hi Ada, see you at 9."),
        ("%%NAME%%%%name%%", "AdaAda"),
        ("%%first name%%", "Augusta"),
        ("%% First_Name %%", "Augusta"),
        ("%%Town%% %%Name%%", "%%Town%% Ada"),
        ("%%%Off%%% off", "%50% off"),
        ("%%empty%%!", ""),
        ("Hi %%empty|there%%!", "Hi there!"),
        ("Hi %%Name|there%%!", "Hi Ada!"),
        ("Hi %%Town|there%%!", "Hi %%Town|there%%!"),
        ("Hi %%empty| %%!", "Hi!"),
        ("%%a|b%% and %%c|d%%", "bar and d"),
    ],
)
def test_puts_a_rows_values_in_place_of_the_fields(text: str, shown: str) -> None:
    row = {
        "Name": "Ada",
        "When": "at 9",
        "first_name": "Augusta",
        "Off": "50",
        "Empty": "",
        "a|b": "bar",
        "c": " ",
    }
    assert merge.render(text, row) == shown


def test_of_two_columns_with_one_name_the_first_counts() -> None:
    assert merge.render("%%name%%", {"Name": "Ada", "NAME ": "Bea"}) == "Ada"


def test_names_the_fields_that_no_column_fills() -> None:
    text = "%%Name%% %%Town%% %%town%% %%E-mail%%"
    assert merge.missing(text, ["name"]) == ("Town", "E-mail")
    assert merge.missing(text, ["NAME", " t o w n", "e-mail"]) == ()
    assert merge.missing("%%Name|there%% %%Town|here%%", ["name"]) == ("Town",)
    assert merge.missing("%%a|b%%", ["A|B"]) == ()


def test_counts_how_often_a_text_asks_for_a_column() -> None:
    assert merge.count("%%Name%% %%name|there%% %%Names%% Name", "NAME") == 2


def test_tells_which_columns_hold_nothing_and_what_is_said_instead() -> None:
    text = "%%Name%% %%Town|here%% %%Street%% %%name|you%% %%Time%% %%a|b%%"
    row = {"name": " ", "Town": "\u200b", "Street": "", "Time": "9", "A|B": ""}
    assert merge.blanks(text, row) == (
        Blank("Name", "you"),
        Blank("Town", "here"),
        Blank("Street", ""),
        Blank("a|b", ""),
    )
    assert merge.blanks("%%Time%% %%Other%%", row) == ()


def test_a_long_name_of_a_column_is_read_as_it_is_written() -> None:
    name = "n" * 301
    assert merge.render(f"%%{name}%% %%{name.upper()}%%", {name: "x"}) == f"x %%{name.upper()}%%"


def test_a_value_is_put_in_beside_a_field_that_is_left_out() -> None:
    row = {"Name": ", \ufdd0(", "Town": ""}
    assert merge.render("Hi %%Name%% (%%Town%%) \ufdd0\ufdd1, you", row) == "Hi , \ufdd0( \ufdd0\ufdd1, you"


@given(NAMES, NAMES)
def test_a_value_is_never_read_as_a_template(column: str, other: str) -> None:
    row = {column: f"%%{other}%%", other: f"%%{column}%%"}
    assert merge.render(f"%%{column}%%", row) == row[column]


@given(WORDS, st.dictionaries(NAMES, WORDS))
def test_a_text_without_fields_stays_as_it_is(text: str, row: dict[str, str]) -> None:
    assert merge.columns_in(text) == ()
    assert merge.render(text, row) == text


@given(st.text("%ab _\n"), st.dictionaries(st.sampled_from(["a", "b", "a b"]), st.text("%ab", min_size=1)))
def test_with_every_field_filled_or_none(text: str, row: dict[str, str]) -> None:
    asked = merge.columns_in(text)
    assert set(merge.missing(text, row)) <= set(asked)
    if merge.missing(text, row) == asked:
        assert merge.render(text, row) == text
    assert merge.missing(text, asked) == ()


@given(st.lists(st.tuples(WORDS, NAMES)), st.fixed_dictionaries({"Name": HELD, "first_name": HELD}))
def test_rendering_joins_the_parts(parts: list[tuple[str, str]], row: dict[str, str]) -> None:
    text = "".join(f"{words}%%{column}%%" for words, column in parts)
    values = {merge.fold(column): value for column, value in row.items()}
    assert merge.render(text, row) == "".join(
        words + values.get(merge.fold(column), f"%%{column}%%") for words, column in parts
    )


FILLED = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=8).filter(
    lambda value: not merge.is_blank(value)
)


@given(
    st.lists(st.sampled_from(["%%A%%", "%%B|there%%", "Hi ", ", ", ".", " at ", "%%"]), max_size=8),
    FILLED,
    FILLED,
)
def test_a_text_whose_fields_all_hold_something_lacks_nothing(pieces: list[str], a: str, b: str) -> None:
    text = "".join(pieces)
    assert not merge.lacks(text, merge.render(text, {"A": a, "B": b}))


@pytest.mark.parametrize(
    ("text", "row", "lacks"),
    [
        ("Hi %%A%%, see you at %%B%%.", {"A": "Ada", "B": ""}, True),
        ("Hi %%A%%, see you at %%B%%.", {"A": "", "B": "nine"}, True),
        ("%%A%%", {"A": ""}, True),
        ("%%A%%%%B%%", {"A": "", "B": ""}, True),
        ("Hi %%A|there%%", {"A": ""}, False),  # the words stand there instead
        ("Hi there", {"A": ""}, False),
    ],
)
def test_an_empty_column_is_told_from_the_text_alone(text: str, row: dict[str, str], *, lacks: bool) -> None:
    assert merge.lacks(text, merge.render(text, row)) is lacks


@pytest.mark.parametrize(
    ("fields", "columns", "asked"),
    [
        (["Nmae"], ["Number", "Name"], "Did you mean %%Name%%?"),
        (["nme", "Tonw"], ["Name", "Town"], "Did you mean %%Name%% and %%Town%%?"),
        (["Frist name"], ["First_Name", "Name"], "Did you mean %%First_Name%%?"),
        (["Nmae", "Naem"], ["Name"], "Did you mean %%Name%%?"),
        (["name"], ["Name"], ""),
        (["Doctor"], ["Name", "Date", "Time"], ""),
        (["Nmae"], [], ""),
        ([], ["Name"], ""),
        (["n" * 1000], ["n" * 999], ""),
    ],
)
def test_a_slip_of_a_field_is_asked_about(fields: list[str], columns: list[str], asked: str) -> None:
    assert merge.hint(fields, columns) == asked


def test_of_very_many_fields_and_columns_only_the_first_are_compared() -> None:
    columns = [f"Column {each}" for each in range(10_000)]

    assert len(merge.meant((f"Colunm {each}" for each in range(10_000)), columns)) <= 100
