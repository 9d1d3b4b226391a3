"""What the fields for people mean, and what is wrong with them."""

from typing import Any

import pytest

from bot.features.audiences import form
from bot.features.audiences.choice import Choice
from bot.features.contacts.service import Search
from bot.slack.blocks import kit
from bot.slack.blocks.fields import people as people_field
from bot.slack.blocks.fields.people import NOBODY, Part, People
from bot.slack.incoming.metadata import MetadataError


def options(*values: str) -> tuple[dict[str, Any], ...]:
    return tuple(kit.option(f"That is {value}", value) for value in values)


def chosen(people: People, search: Search | None = None) -> tuple[Choice, dict[str, str]]:
    errors: dict[str, str] = {}
    found = form.choice(people, search, errors, group_named=lambda value: None if value == "gone" else value)
    return found, errors


def test_everything_that_can_be_chosen() -> None:
    people = People(
        options("VIP", "Club", "VIP"),
        options("Board"),
        options("14155550100", "+447700900123"),
        "7",
        only_reached=True,
    )
    found, errors = chosen(people, Search(name="ada"))
    assert errors == {}
    assert found == Choice(
        Search(name="ada"), ("VIP", "Club"), ("Board",), ("14155550100", "447700900123"), 7, only_reached=True
    )


def test_a_search_needs_no_group_and_nothing_else_does_without() -> None:
    assert chosen(NOBODY, Search()) == (Choice(Search()), {})
    assert chosen(NOBODY)[1] == {Part.GROUPS: form.NO_GROUP}


@pytest.mark.parametrize("days", ["0", "366", "-1", "x", "7.5", "٣", "1000000"])
def test_days_that_are_none(days: str) -> None:
    assert chosen(People(options("VIP"), texted=days))[1] == {Part.TEXTED: form.NOT_DAYS}


def test_groups_and_people_that_are_none_are_named_beside_their_field() -> None:
    found, errors = chosen(People(options("gone"), options("VIP", "gone"), options("no_match")))
    assert errors == {Part.GROUPS: form.GONE, Part.WITHOUT_GROUPS: form.GONE, Part.WITHOUT: form.NOBODY}
    assert found.groups == ()


def test_a_search_that_the_bot_did_not_make() -> None:
    with pytest.raises(MetadataError):
        chosen(NOBODY, Search(source="elsewhere"))


def test_the_fields_keep_what_was_chosen() -> None:
    people = People(options("VIP"), options("Board"), options("14155550100"), "7", only_reached=True)
    blocks = {each["block_id"]: each for each in people_field.blocks(people, "list", found="", most_days=365)}
    assert blocks[Part.GROUPS]["element"]["initial_options"] == list(people.groups)
    assert blocks[Part.WITHOUT]["element"]["initial_options"] == list(people.without)
    assert blocks[Part.TEXTED]["element"]["initial_value"] == "7"
    assert blocks[Part.REACHED]["element"]["initial_options"]
    assert not blocks[Part.GROUPS]["optional"]
