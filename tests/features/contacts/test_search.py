"""What a typed line looks for, and what a modal that comes back says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.features.contacts import search, typed
from bot.features.contacts.form import filters
from bot.features.contacts.search import Kind, Search, Sort, digits_of
from bot.features.groups.service import is_key
from bot.slack.incoming import metadata
from bot.slack.incoming.metadata import MetadataError
from tests.every import every


@every(
    ("line", "found"),
    [
        ("", Search()),
        ("ada  lovelace", Search("ada lovelace")),
        ("5550100", Search(number="5550100")),
        ("(415) 555", Search(number="(415) 555")),
        ("ward 12", Search("ward 12")),
        ("12", Search("12")),
        ("ada@example.com", Search(email="ada@example.com")),
        ("group:VIP", Search(group="VIP")),
        ('ada GROUP:"VIP 2" subscribed:no', Search("ada", group="VIP 2", subscribed="no")),
        (
            "group:“Tuesday clinic” source:KIOSK sort:newest",
            Search(group="Tuesday clinic", source="kiosk", sort="newest"),
        ),
        ("group:", Search()),
        ('"colour:red"', Search("colour:red")),
        ("name:Ada number:555 email:example", Search("Ada", "555", "example")),
        (
            "email:example NAME:Ada Lovelace number:+1 415 555",
            Search("Ada Lovelace", "+1 415 555", "example"),
        ),
        ("ada number:555", Search("ada", "555")),
        ("number:555 ada", Search("ada", "555")),
        ("name:ada 5550100", Search("ada", "5550100")),
        ("name:Ada ada@example.com", Search("Ada", email="ada@example.com")),
        ("email:example.com ada", Search("ada", email="example.com")),
        ('name:"ward 1234" 555', Search("ward 1234", "555")),
        ("name:Room 1204", Search("Room 1204")),
        ("name:Ward 12 number:555", Search("Ward 12", "555")),
        ("name:Room 1204 5550100", Search("Room 1204", "5550100")),
        ("name: Ada", Search("Ada")),
        ("name: number:", Search()),
        ("order:reversed sort:newest", Search(sort="newest", order="reversed")),
        ("ORDER:Usual", Search()),
        ("name:Ada group:VIP source:sms", Search("Ada", group="VIP", source="sms")),
    ],
)
def test_a_line_says_what_is_looked_for(line: str, found: Search) -> None:
    assert typed.read(line) == found


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

    found = typed.read(line, known)
    assert (found.name, found.group) == (text, group)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("source:radio", "After source: type any, import, sms, web or kiosk."),
        ("subscribed:", "After subscribed: type all, yes or no."),
        ("sort:age", "After sort: type name, number or newest."),
        ("order:down", "After order: type usual or reversed."),
        ("Ada name:Grace", "You entered the name twice. Enter it once."),
        ("name:Ada name:Grace", "You entered the name twice. Enter it once."),
        ("5550100 number:415", "You entered the number twice. Enter it once."),
        ("a@b email:c", "You entered the email twice. Enter it once."),
        ("number:12", search.DIGITS),
        ("nam:ada", "Did you mean “name:ada”? There's no “nam:”."),
        ("failed Emial:x@y.example", "Did you mean “email:x@y.example”? There's no “Emial:”."),
        (
            "colour:red",
            f"There's no “colour:”. Type {', '.join(f'{key}:' for key in typed.KEYS[:-1])} or order:.",
        ),
        ("a" * (search.LONGEST_TEXT + 1), "Shorten the name to 100 characters."),
        ("email:" + "a" * (search.LONGEST_TEXT + 1), "Shorten the email to 100 characters."),
        ("ada " * search.LONGEST_LINE, typed.LONG_LINE),
    ],
)
def test_a_word_that_means_nothing_is_answered_with_those_that_do(line: str, sentence: str) -> None:
    with pytest.raises(UserError) as wrong:
        typed.read(line)
    assert wrong.value.sentence == sentence


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=300))  # as payloads let it in
def test_whatever_is_typed_travels_with_its_modal(line: str) -> None:
    try:
        found = typed.read(line)
    except UserError:
        return
    assert filters.load(metadata.dump(found)) == found
    assert all(len(getattr(found, kind)) <= search.LONGEST_TEXT for kind in Kind)


def test_a_group_with_a_very_long_name_travels_as_its_key() -> None:
    assert is_key(typed.read(f"group:{'ü' * 2900}").group)


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


@pytest.mark.parametrize(
    "changed", [{"source": "x"}, {"sort": "x"}, {"page": -1}, {"order": ""}, {"name": 1}]
)
def test_a_modal_of_another_version_is_told_from_ours(changed: dict[str, object]) -> None:
    document = {"source": "any", "sort": Sort.NAME.value, **changed}
    with pytest.raises(MetadataError):
        filters.load(str(document).replace("'", '"'))


@given(
    st.permutations(["name:ada", "number:555", "email:example", "group:VIP", "order:reversed", "sort:newest"])
)
def test_all_that_is_typed_counts_in_any_order(parts: list[str]) -> None:
    assert typed.read(" ".join(parts)) == Search(
        "ada", "555", "example", group="VIP", sort="newest", order="reversed"
    )
