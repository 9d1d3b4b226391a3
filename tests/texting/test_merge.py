import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import merge

NAMES = st.sampled_from(["Name", "First name", "E-mail", "Betrag (€)", "Stra\u00dfe"])
WORDS = st.text(st.characters(exclude_characters="%", exclude_categories=["Cs"]), max_size=12)


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
        ("%%empty%%!", "!"),
    ],
)
def test_puts_a_rows_values_in_place_of_the_fields(text: str, shown: str) -> None:
    row = {"Name": "Ada", "When": "at 9", "first_name": "Augusta", "Off": "50", "Empty": ""}
    assert merge.render(text, row) == shown


def test_of_two_columns_with_one_name_the_first_counts() -> None:
    assert merge.render("%%name%%", {"Name": "Ada", "NAME ": "Bea"}) == "Ada"


def test_names_the_fields_that_no_column_fills() -> None:
    text = "%%Name%% %%Town%% %%town%% %%E-mail%%"
    assert merge.missing(text, ["name"]) == ("Town", "E-mail")
    assert merge.missing(text, ["NAME", " t o w n", "e-mail"]) == ()


@given(NAMES, NAMES)
def test_a_value_is_never_read_as_a_template(column: str, other: str) -> None:
    row = {column: f"%%{other}%%", other: f"%%{column}%%"}
    assert merge.render(f"%%{column}%%", row) == row[column]


@given(WORDS, st.dictionaries(NAMES, WORDS))
def test_a_text_without_fields_stays_as_it_is(text: str, row: dict[str, str]) -> None:
    assert merge.columns_in(text) == ()
    assert merge.render(text, row) == text


@given(st.text("%ab _\n"), st.dictionaries(st.sampled_from(["a", "b", "a b"]), st.text("%ab")))
def test_with_every_field_filled_or_none(text: str, row: dict[str, str]) -> None:
    asked = merge.columns_in(text)
    assert set(merge.missing(text, row)) <= set(asked)
    if merge.missing(text, row) == asked:
        assert merge.render(text, row) == text
    assert merge.missing(text, asked) == ()


@given(st.lists(st.tuples(WORDS, NAMES)), st.fixed_dictionaries({"Name": WORDS, "first_name": WORDS}))
def test_rendering_joins_the_parts(parts: list[tuple[str, str]], row: dict[str, str]) -> None:
    text = "".join(f"{words}%%{column}%%" for words, column in parts)
    values = {merge.fold(column): value for column, value in row.items()}
    assert merge.render(text, row) == "".join(
        words + values.get(merge.fold(column), f"%%{column}%%") for words, column in parts
    )
