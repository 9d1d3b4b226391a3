"""Templates filled in: nothing of a value is filled in again, and only values differ from the template."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import merge, placeholders, segments, template_match
from bot.texting.placeholders import LONGEST_NAME, LONGEST_VALUE, MOST, Placeholder
from tests.every import every

NAMES = ("Day", "Place", "Name", "First name", "Größe")
pieces = st.one_of(
    st.sampled_from(NAMES).map(lambda name: f"%%{name}%%"),
    st.sampled_from(NAMES).map(lambda name: f"%%{name}|soon%%"),
    st.text(alphabet="ab .,\n%|é", max_size=6),
)
bodies = (
    st.lists(pieces, min_size=1, max_size=8)
    .map(lambda parts: f"Hello {''.join(parts)}".strip())
    .filter(lambda text: placeholders.mistake(text) is None)
    .map(placeholders.normal)
)
values = st.text(alphabet="xy %,.|", min_size=1, max_size=12).filter(
    lambda value: placeholders.value_mistake(value) is None and not merge.is_blank(value)
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", segments.EMPTY),
        ("a" * 1601, "1 character over the limit. Shorten the text."),
        ("Hi {you}", placeholders.BRACES),
        ("100%% sure", placeholders.STRAY),
        ("%%Day%% %%Place%%!", placeholders.NO_WORDS),
        (" ".join(f"x %%F{nth}%%" for nth in range(MOST + 1)), "Use up to 8 placeholders; this has 9."),
        (f"Hi %%{'n' * (LONGEST_NAME + 1)}%%", "Shorten the placeholder names to 25 characters."),
        (
            f"Hi %%Day|{'n' * LONGEST_VALUE}%%",
            "Shorten the words after | in a placeholder to fit 200 characters.",
        ),
        ("Hi %%Ada’s day%%", "Write %%Ada's day%% instead of %%Ada’s day%%."),  # noqa: RUF001 - the point
    ],
)
def test_what_is_wrong_with_a_template_is_said(text: str, sentence: str) -> None:
    assert placeholders.mistake(text) == sentence


def test_what_is_kept_is_not_asked_for() -> None:
    text = "Hi %%name|there%%, %%Day%% or %%day|soon%% in %%Place%%."
    assert placeholders.asked(text, ["Name"]) == (Placeholder("Day", "soon"), Placeholder("Place"))


def test_in_a_text_to_a_group_the_first_name_is_written_as_smsit_reads_it() -> None:
    text = "Hi %%name|there%%, %% First Name %% %%Day|soon%%."
    assert placeholders.for_group(text) == "Hi %%Name%%, %%First Name%% %%Day|soon%%."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("a" * LONGEST_VALUE, None),
        ("a" * (LONGEST_VALUE + 1), "Shorten this by 1 character."),
        ("two\nlines", "Write this on one line."),
        ("two\u2028lines", "Write this on one line."),
        ("%%Name%%", "Leave out %%, { and }."),
        ("{a|b}", "Leave out %%, { and }."),
        ("50% off", None),
        ("", None),
    ],
)
def test_what_is_wrong_with_a_value_is_said(value: str, sentence: str | None) -> None:
    assert placeholders.value_mistake(value) == sentence


@given(bodies, st.dictionaries(st.sampled_from(NAMES), values))
def test_a_filled_in_text_holds_the_placeholders_that_were_kept_and_no_others(
    body: str, given_: dict[str, str]
) -> None:
    if placeholders.spoils(body, given_):
        assert any("%" in each for each in given_.values())
        return
    filled = placeholders.filled(body, given_)
    kept = [each for each in merge.split(body)[1] if merge.fold(each.column) not in map(merge.fold, given_)]
    assert list(merge.split(filled)[1]) == kept
    assert placeholders.filled(filled, given_) == filled


@given(bodies, st.fixed_dictionaries(dict.fromkeys(NAMES, values)))
def test_every_value_stands_where_its_placeholder_was(body: str, given_: dict[str, str]) -> None:
    folded = {merge.fold(name): value for name, value in given_.items()}
    expected = re.sub(r"%%([^%|]+)(?:\|[^%]*)?%%", lambda found: folded[merge.fold(found[1])], body)
    assert placeholders.filled(body, given_) == expected


@given(
    st.lists(bodies, min_size=1, max_size=template_match.MOST_TOGETHER),
    st.lists(bodies, max_size=3),
    st.data(),
)
def test_what_is_made_of_templates_is_told_to_be(
    used: list[str], others: list[str], data: st.DataObject
) -> None:
    filled = []
    for body in used:
        given_ = {each.name: data.draw(values) for each in placeholders.placeholders(body)}
        filled.append(placeholders.filled(body, given_).strip())
    text = placeholders.BETWEEN.join(filled)
    clean = [each for each in used if each == each.strip()]
    if len(clean) == len(used) and not any("%%" in each for each in filled):
        assert template_match.is_made_of(text, [*others, *used])


@given(bodies, st.data())
def test_a_text_with_other_words_is_none_of_its_template(body: str, data: st.DataObject) -> None:
    given_ = {each.name: data.draw(values) for each in placeholders.placeholders(body)}
    text = placeholders.filled(body, given_)
    place = data.draw(st.integers(0, len("Hello")))
    assert not template_match.is_made_of(f"{text[:place]}Q{text[place:]}", [body])


@pytest.mark.parametrize(
    ("text", "is_made"),
    [
        ("Jabs on Monday in Ely.", True),
        ("Jabs on Monday in Ely. Or not in Ely.", True),  # "Ely. Or not in Ely" is a value
        ("Jabs on Monday in Ely!", False),
        ("Jabs on  in Ely.", False),
        ("Jabs on Monday\nand in Ely.", False),
        (f"Jabs on {'x' * LONGEST_VALUE} in Ely.", True),
        (f"Jabs on {'x' * (LONGEST_VALUE + 1)} in Ely.", False),
        ("Jabs on {Monday} in Ely.", False),
        ("Jabs on %%Name%% in Ely.", False),
        ("Jabs on Monday in Ely.\nJabs on Friday in Rye.", True),
        ("Jabs on Monday in Ely. Bye.", True),
        ("Bye.\n\nBye.\nBye. Bye.", True),
        ("Bye.Bye.", False),
        ("Bye.\nBye.\nBye.\nBye.\nBye.", False),
        ("", False),
    ],
)
def test_only_values_may_differ(text: str, is_made: bool) -> None:  # noqa: FBT001 - what is expected
    assert template_match.is_made_of(text, ["Jabs on %%Day%% in %%Town%%.", "Bye."]) is is_made


def test_what_a_list_fills_in_may_stay_as_it_is_written_and_not_otherwise() -> None:
    body = "Jabs on %%Day|soon%% in %%Town%%."
    assert template_match.is_made_of("Jabs on %%Day|soon%% in Ely.", [body], columns=True)
    assert not template_match.is_made_of("Jabs on %%Day|never%% in Ely.", [body], columns=True)
    assert not template_match.is_made_of("Jabs on %%Day|soon%% in Ely.", [body])


def test_what_smsit_fills_in_stands_as_it_does_in_the_template() -> None:
    body = "Hi %%Name%%, jabs on %%Day%%. Yours, %%Name%%"
    assert template_match.is_made_of("Hi %%Name%%, jabs on Monday. Yours, %%Name%%", [body], ["name"])
    assert not template_match.is_made_of("Hi you, jabs on Monday. Yours, %%Name%%", [body], ["name"])


@every("length", [*range(12), 63, 64, 127, 128, 129, 199, 200, 201, 400])
def test_a_value_of_any_length_up_to_the_longest_is_one(length: int) -> None:
    text = f"Jabs on {'x' * length}."
    assert template_match.is_made_of(text, ["Jabs on %%Day%%."]) is (1 <= length <= LONGEST_VALUE)


BROKEN = [chr(code) for code in range(0x3000) if len(f"a{chr(code)}b".splitlines()) > 1]


@pytest.mark.parametrize("char", [*BROKEN, *"{}\u202e\u2066"], ids=ascii)
def test_what_the_field_refuses_is_no_value_however_it_came(char: str) -> None:
    value = f"Monday{char}Pay here"
    assert placeholders.value_mistake(value) is not None
    assert not template_match.is_made_of(f"Jabs on {value}.", ["Jabs on %%Day%%."])


def test_a_template_has_only_so_many_places() -> None:
    assert placeholders.mistake("x %%A%% " * placeholders.MOST_MARKS) is None
    assert placeholders.mistake("x %%A%% " * 25) == "Write placeholders in up to 24 places; this has 25."
