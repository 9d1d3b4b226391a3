"""Seals: what is sealed comes back to the same person within hours, and to nobody else, and tells nothing."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.seals import HOLDS, LONGER, Seals
from tests.clock import FakeClock

KEY = b"a key of the tests"
NUMBERS = st.from_regex(r"\+?[0-9]{5,15}", fullmatch=True)
PEOPLE = st.sampled_from(["U0MAYA", "U0TOM", "U0SAM"])
TYPED = {"type": "plain_text_input"}


def button(value: str) -> dict[str, object]:
    return {"type": "button", "text": {"type": "plain_text", "text": "Open"}, "value": value}


@given(NUMBERS, PEOPLE, PEOPLE)
def test_a_number_comes_back_to_who_it_was_sealed_for_and_to_nobody_else(
    number: str, whose: str, other: str
) -> None:
    seals = Seals(KEY, FakeClock())
    view = {"blocks": [button(number), button(f"{number}|Ada")], "private_metadata": f'{{"to":"{number}"}}'}

    sealed = seals.sealed(view, whose)

    assert number.lstrip("+") not in str(sealed)
    assert seals.sealed(view, whose) == sealed
    assert all(len(each["value"]) <= len(number) + 4 + LONGER for each in sealed["blocks"])
    assert (seals.opened(sealed, other) == view) is (whose == other)
    assert seals.opened(sealed, "") != view
    assert Seals(b"another key", FakeClock()).opened(sealed, whose) != view


@given(NUMBERS, st.integers(0, 3000))
def test_a_seal_holds_for_hours_and_not_for_days(number: str, minutes: int) -> None:
    clock = FakeClock()
    seals = Seals(KEY, clock)
    sealed = seals.sealed(button(number), "U0MAYA")

    clock.advance(minutes=minutes)

    found = seals.opened(sealed, "U0MAYA")["value"]
    passed = timedelta(minutes=minutes)
    assert found == number if passed <= HOLDS else found in {number, ""}
    assert passed < HOLDS + timedelta(hours=1) or not found


@given(NUMBERS)
def test_a_seal_that_is_pasted_into_a_field_stays_what_it_is(number: str) -> None:
    seals = Seals(KEY, FakeClock())
    pasted = seals.seal(number, "U0MAYA")
    body = {
        "actions": [{**TYPED, "value": pasted}],
        "value": pasted,
        "view": {"state": {"values": {"to": {"x": {**TYPED, "value": pasted}}}}},
    }

    assert seals.opened(body, "U0MAYA") == body


@given(st.text(max_size=40), st.uuids())
def test_ids_and_words_stay_as_they_are(words: str, id_: object) -> None:
    seals = Seals(KEY, FakeClock())
    for text in (f"{words} x", str(id_), "1234", f'{{"at":1790000000,"id":"{id_}"}}'):
        assert seals.sealed(button(text), "U0MAYA") == button(text)
