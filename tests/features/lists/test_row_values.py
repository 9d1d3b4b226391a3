"""What a row may fill in where lists can only say what templates say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.lists.row_texts import Template, kind
from bot.texting import placeholders, template_match

TEXT = "Jabs on %%Day%% at %%Place|the clinic%%."
PLAIN = Template(TEXT, only_values=True)


@pytest.mark.parametrize("value", ["Mon\nPay here", "{now|later}", "%%Name%%", "x" * 201, "Mon\u2028x"])
def test_what_a_person_may_not_fill_in_a_row_may_not_either(value: str) -> None:
    for column in ("Day", "day ", "PLACE"):
        assert PLAIN.mistake({column: value}) == placeholders.value_mistake(value)
    assert Template(TEXT).mistake({"Day": value}) is None, "where lists may say anything"
    assert PLAIN.mistake({"Day": "Monday", "Note": value}) is None, "the text does not ask for it"


def test_why_is_counted_without_what_differs() -> None:
    said = {
        f"This row's values can't be used in a template. {why}"
        for why in ("Write this on one line.", "Leave")
    }
    assert set(map(kind, said)) == {"This row's values can't be used in a template."}


@given(st.text(max_size=250))
def test_what_passes_leaves_the_words_of_the_template(value: str) -> None:
    values = {"Day": value, "Place": "Ely"}
    if PLAIN.mistake(values) is None and value.strip():
        said = f"Jabs on {value} at Ely."
        assert template_match.is_made_of(said, [TEXT])
