"""What is kept of a code tells nothing without everything it is bound to."""

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.otp import texts
from bot.features.otp.codes import CodeBinding, CodeHasher, is_usable, tidy
from bot.policy.model import Otp
from tests.every import every
from tests.features.otp.harness import KEY, PURPOSE

BOUND = CodeBinding("a" * 32, "U0MAYA", "14155550100", PURPOSE)
SEAL = CodeHasher(KEY)
CODES = st.text(string.ascii_letters + string.digits, min_size=4, max_size=12)
PARTS = st.text(max_size=12)
BOUNDS = st.builds(CodeBinding, PARTS, PARTS, PARTS, PARTS)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes or more"):
        CodeHasher(b"x" * 15)


@given(BOUNDS, BOUNDS, CODES, CODES)
def test_a_code_counts_only_with_all_it_is_bound_to(
    one: CodeBinding, other: CodeBinding, code: str, typed: str
) -> None:
    found = SEAL.match(SEAL.hash(one, code), other, typed)
    if one != other:
        assert found is None
    else:
        assert (found is not None) == (code in {typed, typed.lower(), typed.upper()})
    assert CodeHasher(KEY + b"!").match(SEAL.hash(one, code), one, code) is None


@pytest.mark.parametrize("part", ["send_id", "user_id", "number", "purpose"])
def test_a_code_right_for_another_is_wrong(part: str) -> None:
    kept = SEAL.hash(BOUND, "94b87b")
    other = replace(BOUND, **{part: getattr(BOUND, part) + "1"})
    assert SEAL.match(kept, BOUND, "94B87B") == "94b87b"
    assert SEAL.match(kept, other, "94b87b") is None


def test_parts_do_not_run_into_each_other() -> None:
    assert SEAL.hash(CodeBinding("a", "bc", "", ""), "x") != SEAL.hash(CodeBinding("ab", "c", "", ""), "x")
    assert SEAL.hash(CodeBinding("a", "b", "c", "d1"), "234") != SEAL.hash(
        CodeBinding("a", "b", "c", "d"), "1234"
    )


@every(
    ("typed", "kept"),
    [
        ("94b87b", "94b87b"),
        (" 94b 87B ", "94b87B"),
        ("94b-87b", "94b87b"),
        ("94b\u201387b\u200b", "94b87b"),
        ("94b\u221287b", "94b87b"),
        ("\uff19\uff14b87b", "94b87b"),
        ("\uff19\uff14\uff42\uff18\uff17\uff22", "94b87B"),
        ("\u0669\u0664\u0668\u0667", "9487"),
        ("\u06f9\u06f4-\u0967\u0968", "9412"),
        ("9\ufe0f4\ufe0e87", "9487"),
        ("9\ufe0f\u20e34\ufe0f\u20e387", "9487"),
        ("\u2060\u200e94\u00ad\u30648\u20437\u034f", None),
        ("\u2060\u200e94\u00ad\u31648\u20437\u034f", "9487"),
        ("\U0001d7d7\U0001d7d2\u2800\u2467\u2466", "9487"),
        ("9487" + "\u200b" * 196, "9487"),
        ("9487" + "\u200b" * 197, None),
        ("\u0435\u0435\u0435\u0435", None),
        ("123", None),
        ("", None),
        ("1234567890123", None),
        ("94b_87b", None),
        ("94b87\u00df", None),
    ],
)
def test_blanks_and_dashes_are_left_out_of_what_is_typed(typed: str, kept: str | None) -> None:
    assert tidy(typed) == kept


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    kept = tidy(typed)
    assert kept is None or is_usable(kept)


@pytest.mark.parametrize("code", ["abc", "abcdefghijklm", "abcd\n", "ab cd", "äbcd", ""])
def test_codes_that_cannot_be_read_out_are_not_used(code: str) -> None:
    assert not is_usable(code)


def test_nothing_of_it_is_in_a_repr() -> None:
    assert "14155550100" not in repr(BOUND)
    assert KEY.decode() not in repr(SEAL)


def test_the_text_is_weighed_with_a_code_and_shown_without() -> None:
    template = texts.template(Otp(text="x" * 154 + "%%Code%%", minutes=5))
    assert texts.weight(template) == (1, 2)
    assert texts.shown("Use %%Code%% for 5 minutes") == "Use •••••• for 5 minutes"
    assert texts.template(Otp(text="%%code%% %%Minutes%%", minutes=5)) == "%%code%% 5"
    assert texts.with_code("%%code%% 5", "94b87b") == "94b87b 5"
