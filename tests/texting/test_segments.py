# ruff: noqa: RUF001 - look-alike characters are what is tested
import math
import timeit
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import gsm, segments
from bot.texting.segments import Forcing

GSM_TEXT = st.text(st.sampled_from(sorted(gsm.ALPHABET)), max_size=700)
ANY_TEXT = st.text(st.characters() | st.sampled_from("“”‘’–—…\xa0é😀{€\t\u200d\ufe0f\u0301"), max_size=300)


@pytest.mark.parametrize(
    ("text", "stated", "bound", "remaining"),
    [
        ("", 0, 0, 160),
        ("a", 1, 1, 159),
        ("a" * 160, 1, 1, 0),
        ("a" * 161, 2, 2, 159),
        ("a" * 300, 2, 2, 20),  # the example on SMS-iT's page: 2 credits a person
        ("a" * 307, 2, 3, 13),  # two joined segments hold 306
        ("é" * 70, 1, 1, 90),
        ("é" * 71, 1, 2, 89),  # GSM 03.38 knows é, but it is not ASCII
        ("é" * 135, 1, 3, 25),
        ("€" * 80, 1, 2, 80),
        ("{" * 80, 1, 1, 80),
        ("{" * 81, 1, 2, 79),  # two septets each
        ("“" * 70, 1, 1, 0),
        ("“" * 71, 2, 2, 69),
        ("“" * 135, 2, 3, 5),  # two joined segments hold 134
        ("😀" * 35, 1, 1, 35),
        ("😀" * 36, 1, 2, 34),  # two units each
        ("`" * 71, 2, 2, 69),  # ASCII, and yet outside GSM 03.38
    ],
)
def test_counts_segments_by_the_stated_rule_and_by_the_stricter_one(
    text: str, stated: int, bound: int, remaining: int
) -> None:
    measured = segments.measure(text)
    assert (measured.segments, measured.upper_bound, measured.remaining) == (stated, bound, remaining)


def test_says_which_characters_force_unicode_and_what_would_do_instead() -> None:
    measured = segments.measure("“Hi” – we’re “open”… 😀\t\a")
    assert measured.unicode
    assert measured.forcing == (
        Forcing("“", "left double quotation mark", 2, '"'),
        Forcing("”", "right double quotation mark", 2, '"'),
        Forcing("–", "en dash", 1, "-"),
        Forcing("’", "right single quotation mark", 1, "'"),
        Forcing("…", "horizontal ellipsis", 1, "..."),
        Forcing("😀", "grinning face", 1, None),
        Forcing("\t", "tab", 1, " "),
        Forcing("\a", "character U+0007", 1, None),
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("“Hi” – we’re ‘open’…", "\"Hi\" - we're 'open'..."),
        ("10\xa0am\u2009to\u202f2\u3000pm", "10 am to 2 pm"),
        ("a\u2028b\u2029c\vd", "a\nb\nc\nd"),
        ("½ price², ﬁnal № 5™ ©", "1/2 price2, final No 5(TM) (c)"),
        ("Ｈｅｌｌｏ 𝐖𝐨𝐫𝐥𝐝", "Hello World"),
        ("a\u200bb\ufeffc\xadd\u2060e", "abcde"),
        ("\u202a+1 415\u202c", "+1 415"),
        ("שלום\u200f!", "שלום\u200f!"),
        ("María, ano, año, ção", "María, ano, año, ção"),
        ("cafe\u0301", "café"),
        ("ｅ\u0301\u200d", "é"),
        ("ok\ufe0f 👩\u200d⚕\ufe0f", "ok 👩\u200d⚕\ufe0f"),
        ("\ufe0fok", "ok"),
        ("😀 Grüße, £5, 5€", "😀 Grüße, £5, 5€"),
    ],
)
def test_plain_replaces_what_reads_the_same_and_leaves_the_rest(text: str, plain: str) -> None:
    assert segments.plain(text) == plain


@given(GSM_TEXT)
def test_gsm_text_is_divided_by_160_and_nothing_forces_unicode(text: str) -> None:
    measured = segments.measure(text)
    assert not measured.unicode
    assert measured.forcing == ()
    assert measured.segments == math.ceil(len(text) / 160)
    assert segments.plain(text) == text


@given(ANY_TEXT)
def test_one_character_outside_gsm_divides_by_70(text: str) -> None:
    measured = segments.measure(text)
    outside = [char for char in text if char not in gsm.ALPHABET]
    size = 70 if outside else 160
    assert measured.unicode == bool(outside)
    assert measured.segments == math.ceil(len(text) / size)
    assert sum(each.count for each in measured.forcing) == len(outside)
    assert measured.characters + measured.remaining == max(measured.segments, 1) * size


@given(ANY_TEXT)
def test_the_upper_bound_covers_every_plausible_rule(text: str) -> None:
    measured = segments.measure(text)
    units = sum(2 if ord(char) > 0xFFFF else 1 for char in text)
    septets = sum(2 if char in gsm.EXTENSION else 1 for char in text)
    family = math.ceil(len(text) / (160 if text.isascii() else 70))
    if measured.unicode:
        on_the_air = 1 if 0 < units <= 70 else math.ceil(units / 67)
    else:
        on_the_air = 1 if 0 < septets <= 160 else math.ceil(septets / 153)
    assert measured.upper_bound >= max(measured.segments, family, on_the_air)


@given(ANY_TEXT, st.characters())
def test_more_text_never_costs_less(text: str, char: str) -> None:
    before, after = segments.measure(text), segments.measure(text + char)
    assert after.segments >= before.segments
    assert after.upper_bound >= before.upper_bound


@given(ANY_TEXT)
def test_plain_text_is_as_plain_as_it_gets(text: str) -> None:
    plain = segments.plain(text)
    assert segments.plain(plain) == plain
    left = {each.replacement for each in segments.measure(plain).forcing}
    assert left <= {None, ""}  # direction marks stay where right-to-left letters need them


@given(st.characters())
def test_every_replacement_is_within_gsm(char: str) -> None:
    replacement = gsm.replacement(char)
    assert replacement is None or gsm.ALPHABET.issuperset(replacement)
    assert gsm.name(char)


def test_the_alphabet_is_whole() -> None:
    assert len(gsm.BASIC) == 127  # 128 places, one of them the escape
    assert len(gsm.EXTENSION) == 10
    assert all(unicodedata.is_normalized("NFC", char) for char in gsm.ALPHABET)


@pytest.mark.parametrize("text", ["Your table is ready. " * 8, "We’re open – “come in” " * 7])
def test_measuring_keeps_up_with_typing(text: str) -> None:
    rounds = 200
    # The best of several rounds is what the code costs; the rest is the machine's other work.
    best = min(timeit.repeat(lambda: segments.measure(text[:160]), number=rounds, repeat=10)) / rounds
    assert best < 200e-6
