"""What a typed line looks for, and what a modal that comes back says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.contacts import search
from bot.features.contacts.groups import is_key
from bot.features.contacts.search import Kind, Search, Sort, digits_of, typed
from bot.slack import metadata
from bot.slack.errors import UserError
from bot.slack.metadata import MetadataError


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", Search()),
        ("ada  lovelace", Search("ada lovelace")),
        ("5550100", Search("5550100", "number")),
        ("(415) 555", Search("(415) 555", "number")),
        ("ward 12", Search("ward 12")),
        ("12", Search("12")),
        ("ada@example.com", Search("ada@example.com", "email")),
        ("<mailto:ada@example.com|ada@example.com>", Search("ada@example.com", "email")),
        ("group:VIP", Search(group="VIP")),
        ('ada GROUP:"VIP 2" subscribed:no', Search("ada", group="VIP 2", subscribed="no")),
        (
            "group:“Tuesday clinic” source:KIOSK sort:newest",
            Search("", "name", "Tuesday clinic", "kiosk", sort="newest"),
        ),
        ("group:", Search()),
        ("colour:red", Search("colour:red")),
    ],
)
def test_a_line_says_what_is_looked_for(line: str, found: Search) -> None:
    assert typed(line) == found


@pytest.mark.parametrize(
    ("line", "text", "group"),
    [
        ("group:New patients", "", "New patients"),
        ("group:new patients 2026 ada subscribed:all", "ada", "new patients 2026"),
        ("ada group:New patients 20", "ada 20", "New patients"),
        ("group:New patientship", "patientship", "New"),
        ("group:Odd name (a+b) sort:name", "", "Odd name (a+b)"),
        ("group:VIP ada", "ada", "VIP"),
        ('group:"New" patients', "patients", "New"),
        ("source:sms group:Nobody knows", "knows", "Nobody"),
        ("group: New patients", "New patients", ""),
        ('group:A "quoted name', '"quoted name', "A"),
    ],
)
def test_a_known_groups_name_of_several_words_needs_no_quotation_marks(
    line: str, text: str, group: str
) -> None:
    names = ("New patients", "New patients 2026", "VIP", "VIP 2", "Odd name (a+b)", 'A "quoted name')

    def known(part: str) -> list[str]:
        return [name for name in names if part.casefold() in name.casefold()]

    found = typed(line, known)
    assert (found.text, found.group) == (text, group)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("source:radio", "Behind source: stands one of any, import, sms, web and kiosk."),
        ("subscribed:", "Behind subscribed: stands one of all, yes and no."),
        ("sort:age", "Behind sort: stands one of name, number and newest."),
    ],
)
def test_a_word_that_means_nothing_is_answered_with_those_that_do(line: str, sentence: str) -> None:
    with pytest.raises(UserError) as wrong:
        typed(line)
    assert wrong.value.sentence == sentence


@given(st.text(max_size=300))
def test_whatever_is_typed_travels_with_its_modal(line: str) -> None:
    try:
        found = typed(line)
    except UserError:
        return
    assert search.load(metadata.dump(found)) == found
    assert len(found.text) <= search.LONGEST_TEXT


def test_a_group_with_a_very_long_name_travels_as_its_key() -> None:
    assert is_key(typed(f"group:{'ü' * 2900}").group)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+1 415 555 0100", "14155550100"),
        ("+44 (0)7700 900123", "447700900123"),
        ("+1 415", "1415"),
        ("(415) 555-0100", "4155550100"),
        ("07700 900123", "7700900123"),
        ("00447700900123", "447700900123"),
    ],
)
def test_numbers_are_looked_for_as_smsit_keeps_them(text: str, digits: str) -> None:
    assert digits_of(text) == digits


@pytest.mark.parametrize("text", ["12", "0012", "1" * 16, "ada"])
def test_too_few_or_too_many_digits_are_told(text: str) -> None:
    with pytest.raises(UserError, match="3 to 15 digits"):
        digits_of(text)


@pytest.mark.parametrize("changed", [{"kind": "x"}, {"sort": "x"}, {"page": -1}, {"order": ""}, {"text": 1}])
def test_a_modal_of_another_version_is_told_from_ours(changed: dict[str, object]) -> None:
    document = {"kind": Kind.NAME.value, "sort": Sort.NAME.value, **changed}
    with pytest.raises(MetadataError):
        search.load(str(document).replace("'", '"'))
