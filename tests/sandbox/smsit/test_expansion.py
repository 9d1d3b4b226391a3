from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.smsit.expansion import expand


def test_the_first_name_is_filled_in() -> None:
    assert expand("Hi %%Name%%!", name="Ada Lovelace", salt="") == "Hi Ada!"
    assert expand("Hi %%Name%%!", name="", salt="") == "Hi !"


def test_single_braces_vanish() -> None:
    assert expand("a {b} c", name="", salt="") == "a b c"


def test_spintax_gives_different_people_different_words() -> None:
    spun = {expand("{Hi|Hello {dear|old} friend}", name="", salt=str(number)) for number in range(50)}
    assert spun == {"Hi", "Hello dear friend", "Hello old friend"}


@given(st.text(), st.text())
def test_the_same_person_gets_the_same_words_again(message: str, salt: str) -> None:
    assert expand(message, name="", salt=salt) == expand(message, name="", salt=salt)


@given(st.text(st.characters(exclude_characters="{}%")))
def test_a_text_without_braces_stays_as_it_is(message: str) -> None:
    assert expand(message, name="Ada", salt="") == message
