# ruff: noqa: RUF001 - look-alike characters are what is tested
import math
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import clusters, gsm, invisibles, segments
from bot.texting.segments import Forcing
from tests.every import every
from tests.texting import carriers

GSM_TEXT = st.text(st.sampled_from(sorted(gsm.ALPHABET)), max_size=700)
ANY_TEXT = st.text(st.characters() | st.sampled_from("“”‘’–—…\xa0é😀{€\t\u200d\ufe0f\u0301"), max_size=300)


DRAWN_AS_ONE = [
    "e\u0301",
    "😀",
    "👍🏽",
    "👩\u200d👩\u200d👧\u200d👦",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "🇩🇪",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\u1112\u1161\u11ab",
    "न\u0940",
    "क\u094dष",
    "ก\u0e33",
    "\r\n",
]
PIECE = st.sampled_from([*"a “é€[\\`\n", *DRAWN_AS_ONE])
EDGES = st.lists(
    st.tuples(PIECE, st.integers(1, 5) | st.integers(60, 72) | st.integers(148, 161)), max_size=8
).map(lambda runs: [piece for piece, times in runs for _ in range(times)])
"""Long runs that end near the edges of segments, with a few other characters between them."""


@every(
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
        ("a" * 305, 2, 3, 15),  # two joined segments hold 304 when their header is the longer one
        ("a" * 152 + "[" + "a" * 152, 2, 3, 15),  # an escape and its character are not parted
        ("a" * 151 + "[" + "a" * 151, 2, 3, 17),
        ("a" * 151 + "[[" + "a" * 149, 2, 3, 18),
        ("😀" * 67, 1, 3, 3),  # 33 of them are a segment: a pair is not parted
        ("é" * 131 + "😀", 2, 3, 8),
        ("👩\u200d👩\u200d👧" * 14, 1, 2, 0),  # eight units, which some keep together: eight a segment
        ("👩\u200d👩\u200d👧" * 17, 2, 3, 55),
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
        Forcing("“", "“ (quotation mark)", 2, '"'),
        Forcing("”", "” (quotation mark)", 2, '"'),
        Forcing("–", "\u201c–\u201d", 1, "-"),
        Forcing("’", "’ (quotation mark)", 1, "'"),
        Forcing("…", "\u201c…\u201d", 1, "..."),
        Forcing("😀", "\u201c😀\u201d", 1, None),
        Forcing("\t", "tab", 1, " "),
        Forcing("\a", "character U+0007", 1, ""),
    )


@every(
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
        ("a\u200fb\u061c \u202ec\u2066\ufffc", "ab c"),
        ("María, ano, año, ção", "María, ano, año, ção"),
        ("cafe\u0301", "café"),
        ("ｅ\u0301\u200d", "é"),
        ("ok\ufe0f 👩\u200d⚕\ufe0f", "ok 👩\u200d⚕\ufe0f"),
        ("\ufe0fok", "ok"),
        ("😀 Grüße, £5, 5€", "😀 Grüße, £5, 5€"),
        ("a\u200cb\u2061c\u2064d\u180ee\u034ff\u115fg\u17b4h", "abcdefgh"),
        ("a\u3164b\u2800c\u1680d\uffa0e", "a b c d e"),
        ("a\ab\x1bc\x1fd\ufff9e", "abc de"),
        ("£\ufe0f x\U000e0041", "£ x"),
        ("☁\ufe0f\ufe0f 1\ufe0f\u20e3 ❤\ufe0f\u200d🔥", "☁\ufe0f 1\ufe0f\u20e3 ❤\ufe0f\u200d🔥"),
        ("می\u200cخواهم\u200c\u200c", "می\u200cخواهم\u200c"),
        ("क्\u200dष \u200dه", "क्\u200dष \u200dه"),
        ("ᠠ\u180eᠠ 葛\U000e0100 ⠓\u2800⠓ \u1100\u1160", "ᠠ\u180eᠠ 葛\U000e0100 ⠓\u2800⠓ \u1100\u1160"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("a" + "\u0301\u0327" * 40 + "cafe\u0301", "a" + "\u0301\u0327" * 40 + "café"),
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


@given(EDGES)
def test_no_carrier_takes_more_than_the_upper_bound(pieces: list[str]) -> None:
    measured = segments.measure("".join(pieces))
    assert measured.segments == carriers.stated(pieces)
    assert measured.upper_bound >= max(carrier(pieces) for carrier in carriers.CARRIERS)


@given(st.lists(st.sampled_from("a[€`é"), max_size=8), st.integers(0, 620))
def test_for_plain_letters_some_carrier_takes_as_much_as_the_upper_bound(few: list[str], length: int) -> None:
    pieces = ["a"] * length + few
    bound = segments.measure("".join(pieces)).upper_bound
    assert bound == max(carrier(pieces) for carrier in carriers.CARRIERS)


@given(ANY_TEXT)
def test_clusters_are_the_text(text: str) -> None:
    found = list(clusters.clusters(text))
    assert "".join(found) == text
    assert all(found)
    assert clusters.holds_joined(text) or len(found) == len(text)


@pytest.mark.parametrize("cluster", DRAWN_AS_ONE)
def test_what_is_drawn_as_one_is_not_parted(cluster: str) -> None:
    assert list(clusters.clusters(f"x{cluster}y{cluster}")) == ["x", cluster, "y", cluster]


def test_flags_are_told_apart() -> None:
    assert list(clusters.clusters("🇩🇪🇫🇷🇬")) == ["🇩🇪", "🇫🇷", "🇬"]
    assert list(clusters.clusters("\u1100\u1161\u11a8가\u11a8a")) == ["\u1100\u1161\u11a8가\u11a8", "a"]


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


@cache
def unseen() -> list[str]:
    """Every invisible character and every blank: found once, and only where it is asked for.

    The planes left out hold ideographs, nothing, or what each uses for itself.
    """
    everything = [chr(code) for code in (*range(0x20000), *range(0xE0000, 0xE1000))]
    blank = {char for char in everything[0x80:] if unicodedata.category(char) in {"Zs", "Cc"}}
    return sorted(blank | {char for char in everything if invisibles.stand_in(char) is not None})


UNSEEN = st.deferred(lambda: st.sampled_from(unseen()))
NEIGHBOURS = "a1 é“😀❤👩♂शक्خ\u05d0ᠠ葛\u0301\u20e3⠓\u1100\u1161가🏴"


@given(st.text(st.sampled_from("aé 1.–ß\n"), max_size=4), st.text(UNSEEN, max_size=4))
def test_nothing_unseen_is_left_between_letters_that_need_nothing(letters: str, hidden: str) -> None:
    plain = segments.plain("".join(letters + char for char in hidden))
    assert not set(unseen()).intersection(plain)
    assert not segments.measure(plain).unicode


@given(st.lists(st.sampled_from(NEIGHBOURS) | UNSEEN, max_size=12))
def test_what_is_plain_stays_plain_and_shows_all_it_showed(chars: list[str]) -> None:
    plain = segments.plain("".join(chars))
    assert segments.plain(plain) == plain
    for emoji in "😀❤👩♂🏴":
        assert plain.count(emoji) == chars.count(emoji)


def test_format_characters_are_taken_for_invisible_or_are_seen() -> None:
    # Signs that stand before digits or letters are drawn, and so are the hieroglyphs' joiners.
    formats = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"}
    seen = {char for char in formats if invisibles.stand_in(char) is None}
    assert {unicodedata.name(char).split()[0] for char in seen} <= {
        "ARABIC",
        "SYRIAC",
        "KAITHI",
        "EGYPTIAN",
    }


@given(st.characters())
def test_every_replacement_is_within_gsm(char: str) -> None:
    replacement = gsm.replacement(char)
    assert replacement is None or gsm.ALPHABET.issuperset(replacement)
    assert gsm.name(char)


def test_the_alphabet_is_whole() -> None:
    assert len(gsm.BASIC) == 127  # 128 places, one of them the escape
    assert len(gsm.EXTENSION) == 10
    assert all(unicodedata.is_normalized("NFC", char) for char in gsm.ALPHABET)


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("", 0),
        ("x" * 1600, 0),
        ("x" * 1699, 99),
        ("é" * 801, 1),
        ("€" * 533, 0),
        ("€" * 534, 1),
        ("😀" * 401, 1),
        ("x" * 1599 + "é", 1),
        ("\ud800" * 1601, 1),
    ],
)
def test_what_is_over_the_limit_is_told_in_characters(text: str, over: int) -> None:
    assert segments.excess(text) == over
    said = segments.mistake(text)
    many = "1 character" if over == 1 else f"{over} characters"
    assert said == (f"{many} over the limit. Shorten the text." if over else None if text else segments.EMPTY)


@given(st.text(st.characters() | st.sampled_from("xé€😀^"), max_size=900), st.integers(1, 30))
def test_without_the_characters_that_are_too_many_a_text_fits_and_with_one_more_it_does_not(
    text: str, times: int
) -> None:
    text *= times
    over = segments.excess(text)
    kept = text[: len(text) - over]

    assert segments.excess(kept) == 0
    assert not over or segments.excess(text[: len(kept) + 1]) == 1
