"""Names: which are the same however they are written, and where one stands in a line."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import names

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u030a\u030c\u0327"
PLAIN = st.text(st.sampled_from(LETTERS), min_size=1, max_size=12)
NAMES = st.lists(PLAIN, min_size=1, max_size=3).map(" ".join)
QUOTES = "'\u2019\u2018\u02bc\"\u201c\u201d`"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2212"
SPACES = " \u00a0\u2009\u3000\t"


@st.composite
def written(draw: st.DrawFn, name: str) -> str:
    """A name as somebody else may write it."""
    parts = []
    for letter in name:
        if letter == " ":
            parts.append("".join(draw(st.lists(st.sampled_from(SPACES), min_size=1, max_size=2))))
        elif letter in LETTERS:
            accent = draw(st.sampled_from(["", "", "", *ACCENTS]))
            case = draw(st.sampled_from([str.upper, str.lower, str]))
            parts.append(
                case(letter) + accent + draw(st.sampled_from(["", "", "\u200b", "\u202e", "\u00ad"]))
            )
        elif letter in QUOTES:
            parts.append(draw(st.sampled_from(QUOTES)))
        else:
            parts.append(draw(st.sampled_from(HYPHENS)))
    form = draw(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
    return unicodedata.normalize(form, "".join(parts)) + draw(st.sampled_from(["", ",", ":", ";", "."]))


@given(st.text(max_size=400))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    folded = names.fold(text)

    assert names.fold(folded) == folded
    assert folded == folded.strip()


@given(st.data(), st.text(st.sampled_from(LETTERS + " '-"), min_size=1, max_size=20))
def test_a_name_is_the_same_however_it_is_written(data: st.DataObject, name: str) -> None:
    assert names.fold(data.draw(written(" ".join(name.split())))) == names.fold(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O\u2019Neill", "o'neill"),
        ("O\u2019Neill", "ONEILL"),
        ("S\u00f8ren", "Soren"),
        ("\u0141ukasz", "lukasz"),
        ("Stra\u00dfe", "STRASSE"),
        ("J. R. Smith", "j r smith"),
        ("J.R. Smith Jr.", "JR Smith Jr"),
        ("\uff21\uff44\uff41", "Ada"),
        ("\u0130stanbul", "istanbul"),
        ("\u0421\u0435\u0440\u0433\u0435\u0439", "\u0421\u0415\u0420\u0413\u0415\u0419"),
    ],
)
def test_what_keyboards_do_to_a_name_does_not_matter(one: str, other: str) -> None:
    assert names.fold(one) == names.fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada", "Adam"),
        ("Ada Lovelace", "Adalovelace"),
        ("Room 1.2", "Room 12"),
        ("Lovelace, Ada", "Lovelace Ada"),
        ("\u30ac", "\u30ab"),
        ("\u0930\u0935\u093f", "\u0930\u0935"),
        ("\uac15", "\uac00"),
    ],
)
def test_other_names_are_others(one: str, other: str) -> None:
    assert names.fold(one) != names.fold(other)


@given(st.data(), NAMES)
def test_a_line_that_begins_with_a_name_gives_the_text_behind_it(data: st.DataObject, name: str) -> None:
    line = data.draw(written(name)) + data.draw(st.sampled_from([" ", "  ", "\n"])) + "See  you,\nsoon"

    assert line[names.whole(line, name) :] == "See  you,\nsoon"
    assert names.beginning(line, name) >= names.whole(line, name)


@given(
    NAMES,
    st.sampled_from(
        ['"{}" hi', "\u201c{}\u201d hi", "\u201e{}\u201c: hi", "\u00ab{}\u00bb hi", ' " {} "  hi']
    ),
)
def test_a_name_may_stand_in_quotation_marks(name: str, quoted: str) -> None:
    line = quoted.format(name)

    assert line[names.whole(line, name) :] == "hi"
    assert line[names.beginning(line, name) :] == "hi"
    assert names.whole(line, name + "x") == 0


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("Ada Byron hi", "Ada Lovelace", "Byron hi"),
        ("Lovelace hi", "Ada Lovelace", "hi"),
        ("Lovelace, Ada hi", "Ada Lovelace", "hi"),
        ("Ada: Lovelace hi", "Ada Lovelace", "Lovelace hi"),
        ("Jean Luc hi", "Jean-Luc Picard", "hi"),
        ("Ada Ada hi", "Ada Lovelace", "Ada hi"),
        ('"Ada Byron" hi', "Ada Lovelace", "hi"),
        ("Ada's table", "Ada Lovelace", None),
        ("Byron hi", "Ada Lovelace", None),
        ('"Byron" hi', "Ada Lovelace", None),
        ("", "Ada", None),
        ("hi", "", None),
    ],
)
def test_words_of_a_name_at_the_beginning_of_a_line(line: str, name: str, rest: str | None) -> None:
    taken = names.beginning(line, name)

    assert (line[taken:] if taken else None) == rest
    assert names.whole(line, name) == 0


@given(st.data(), NAMES)
def test_a_list_that_compares_letter_by_letter_is_asked_so_that_it_finds_the_name(
    data: st.DataObject, name: str
) -> None:
    kept = unicodedata.normalize("NFC", name.replace(" ", "\u00a0"))
    typed = data.draw(written(name))

    asked = names.parts_to_ask_for(typed)
    assert asked
    assert any(part.casefold() in kept.casefold() for part in asked)
    assert names.holds(kept, typed)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Jose", ("Jose", "J")),
        ("Jos\u00e9", ("Jos", "J")),
        ("Jose\u0301", ("Jos", "J")),
        ("O\u2019Neill", ("Neill", "ll")),
        ("Nunez", ("Nunez", "N")),
        ("Room 12", ("Room 12", "m")),
        ("\uac15 \ubbfc", ("\uac15 \ubbfc", "\uac15")),
        ("\u201c \u2026", ()),
        ("", ()),
    ],
)
def test_what_is_asked_for(typed: str, asked: tuple[str, ...]) -> None:
    assert names.parts_to_ask_for(typed) == asked


@pytest.mark.parametrize("unit", ["a", " a", "\u202e", "\u201c", "o\u0301", "..", ",a", "\ufdfa", "\n", '"a'])
def test_a_line_of_any_length_is_read_no_further_than_a_name_goes(unit: str) -> None:
    short, long = unit * 400, unit * 20_000

    for read in (names.fold, names.words_of, names.parts_to_ask_for):
        assert read(long) == read(short)
    for reader in (names.whole, names.beginning):
        assert reader(long, "Ada Lovelace") <= 300
