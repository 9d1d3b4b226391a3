"""What a key makes of words and numbers: read with it alone, and empty only where they are."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.data_keys import DataKey, Unreadable

ONE, OTHER = DataKey("1" * 40), DataKey("2" * 40)
FEW = settings(max_examples=25)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@FEW
@given(TEXTS)
def test_only_its_key_reads_a_value(text: str) -> None:
    for kept in (ONE.words(text), ONE.alike(text)):
        assert ONE.opened(kept) == text
        with pytest.raises(Unreadable):
            OTHER.opened(kept)


@FEW
@given(TEXTS)
def test_the_same_words_are_kept_differently_and_the_same_number_alike(text: str) -> None:
    assert ONE.words(text) != ONE.words(text)
    assert ONE.alike(text) == ONE.alike(text) == DataKey("1" * 40).alike(text) != OTHER.alike(text)


@FEW
@given(TEXTS, st.data())
def test_a_value_that_was_changed_is_not_read(text: str, data: st.DataObject) -> None:
    kept = data.draw(st.sampled_from([ONE.words(text), ONE.alike(text)]))
    place = data.draw(st.integers(0, len(kept) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda each: each != kept[place]))
    changed = kept[:place] + other + kept[place + 1 :]
    with suppress(Unreadable):
        assert ONE.opened(changed) == text  # the last letter has bits to spare, so it may be the same bytes


@FEW
@given(st.text())
def test_what_is_not_encrypted_is_not_read(text: str) -> None:
    if not text:
        assert ONE.opened(text) == ONE.words(text) == ONE.alike(text) == text
        return
    with pytest.raises(Unreadable):
        ONE.opened(text)


def test_a_key_is_told_by_its_id_and_not_by_how_it_looks() -> None:
    assert ONE.id == DataKey("1" * 40).id != OTHER.id
    assert "1" * 40 not in f"{ONE!r}{ONE.id}{vars(ONE)}"
