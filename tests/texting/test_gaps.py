import re

from hypothesis import given
from hypothesis import strategies as st

from bot.texting import gaps
from tests.every import every

CASES = [
    ("_, see you", "See you"),
    ("Hi (_)", "Hi"),
    ("Hi _, your table", "Hi, your table"),
    ("Hi _!", "Hi!"),
    ("Hello, _!", "Hello!"),
    ("Hello, _. Your table", "Hello. Your table"),
    ("Dear _,\nyour table", "Dear,\nyour table"),
    ("_: your code", "Your code"),
    ("_ - see you", "See you"),
    ("Hi _ - see you", "Hi - see you"),
    ("Hi - _ - see you", "Hi - see you"),
    ("x - _.", "x."),
    ("e-_ mail", "e- mail"),
    ("Hi _ _, see you", "Hi, see you"),
    ("one, _, two", "one, two"),
    ("one; _, two", "one; two"),
    ("one, _,two", "one, two"),
    ("one, _ two", "one, two"),
    ("_'s table is ready", "Table is ready"),
    ("your friend _\u2019s table", "your friend table"),
    ("_", ""),
    ("_!", ""),
    ("_,see you", "See you"),
    ("_.com", ".com"),
    ("Hi. _, see you", "Hi. See you"),
    ("Hi\n_\nBye", "Hi\nBye"),
    ("Hi\r\n_\r\nBye", "Hi\r\nBye"),
    ("_\nBye", "Bye"),
    ("Hi\n_", "Hi"),
    ("Hi,\n_, see you", "Hi,\nSee you"),
    ("Best regards, _", "Best regards"),
    ("Bonjour _ !", "Bonjour !"),
    ("\u00a1Hola _!", "\u00a1Hola!"),
    ("\u00bf_, vienes?", "\u00bfVienes?"),
    ("Hola \u00a1_!", "Hola"),
    ("\u00bf_? Nos vemos", "Nos vemos"),
    ('He said "_".', "He said."),
    ("Hi \u201c_\u201d", "Hi"),
    ("Hi ([_])!", "Hi!"),
    ("(_, Bob)", "(Bob)"),
    ("Hi _ (_), see you", "Hi, see you"),
    ("Hi (_)_ there", "Hi there"),
    ("Hi (_ there)", "Hi (there)"),
    ("a_b", "ab"),
    ("a_", "a"),
    ("_, https://x.example is it", "https://x.example is it"),
    ("_, www.example.com", "www.example.com"),
    ("_, iPhone", "iPhone"),
    ("_, \u00dfx", "\u00dfx"),
    ("Hi. _\n", "Hi.\n"),
    ("see you at _.", "see you at."),  # what no rule puts right, and a person is shown
]


@every(("text", "said"), CASES)
def test_punctuation_is_put_right_where_nothing_is_filled_in(text: str, said: str) -> None:
    assert gaps.closed(text, "_") == said


PIECES = st.lists(st.sampled_from([*'__,.;:!?()[]"- \n\u201c\u201d', "ab", "Cd", " ef ", ", "]), max_size=14)


@given(PIECES)
def test_every_word_stays_and_no_gap_does(pieces: list[str]) -> None:
    text = "".join(pieces)
    said = gaps.closed(text, "_")
    assert "_" not in said
    assert re.findall(r"[a-z]", said.lower()) == re.findall(r"[a-z]", text.lower())


@given(PIECES)
def test_a_text_without_gaps_stays_as_it_is(pieces: list[str]) -> None:
    text = "".join(pieces).replace("_", "")
    assert gaps.closed(text, "_") == text


SENTENCES = st.lists(
    st.sampled_from(["ab", "ab,", "_", "_,", "(_)", "(ab _)", "ab.", "_.", "_!", '"_"', "[_],", "_'s"]),
    max_size=9,
).map(" ".join)


@given(SENTENCES)
def test_no_punctuation_is_left_dangling_in_well_written_text(text: str) -> None:
    said = gaps.closed(text, "_")
    assert said == said.strip()
    for wrong in ("  ", " ,", "(,", "()", "[]", '""', ",,", ",.", " .", ", .", ",!", "( ", " )", ". ,", ".."):
        assert wrong not in said
    assert not said.startswith((",", ".", "!"))
