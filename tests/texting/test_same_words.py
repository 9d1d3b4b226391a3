"""Two texts that read the same are the same, and any that doesn't is another one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting.same_words import are_same, normal

WORDS = "Your café table is ready at 7"
UNSEEN = "\u200b\u00ad\ufeff\u2060\u200e\u200d\ufe0f\u034f"
BLANKS = " \t\n\u00a0\u2009\u3000\u2028"


@pytest.mark.parametrize(
    "other",
    [
        unicodedata.normalize("NFD", WORDS),
        WORDS.replace(" ", "\u00a0\n "),
        f"  {WORDS}\r\n",
        WORDS.replace("table", "ta\u200bb\u00adle"),
        "\ufeff" + WORDS.replace("é", "e\u034f\u0301"),
    ],
)
def test_what_reads_the_same_is_the_same(other: str) -> None:
    assert are_same(WORDS, other)


@pytest.mark.parametrize(
    "other", [WORDS.upper(), WORDS.replace("é", "e"), f"{WORDS}.", WORDS.replace(" ", "")]
)
def test_other_letters_signs_and_words_run_together_are_others(other: str) -> None:
    assert not are_same(WORDS, other)


@given(st.text(max_size=30), st.data())
def test_what_nobody_sees_and_how_wide_a_blank_is_make_no_difference(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    unseen = data.draw(st.text(alphabet=UNSEEN, max_size=3))
    wider = text.replace(" ", data.draw(st.text(alphabet=BLANKS, min_size=1, max_size=3)))

    assert normal(normal(text)) == normal(text)
    assert normal(text[:place] + unseen + text[place:]) == normal(text)
    assert normal(wider) == normal(text)
