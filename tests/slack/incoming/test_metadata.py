"""What Slack keeps for us comes back as it went, or is refused."""

from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.incoming import metadata
from bot.slack.incoming.metadata import MetadataError
from tests.every import every


@dataclass(frozen=True, slots=True)
class Place:
    channel: str | None
    edition: int = 0
    note: str = ""


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Painted:
    colour: Colour = Colour.RED


short = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)
figures = st.integers(metadata.FIGURES.start, metadata.FIGURES.stop - 1)


@given(st.builds(Place, st.none() | short, figures, short))
def test_what_was_dumped_is_loaded_again(place: Place) -> None:
    assert metadata.load(Place, metadata.dump(place)) == place


def test_what_slack_would_not_keep_is_refused_before_it_is_sent() -> None:
    with pytest.raises(MetadataError, match="too long"):
        metadata.dump(Place("C0FRONT", note="x" * 3000))


def test_fields_of_another_version_are_dropped_and_missing_ones_take_their_default() -> None:
    assert metadata.load(Place, '{"channel":"C0FRONT","colour":"red"}') == Place("C0FRONT")


@every(
    ("text", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        ("null", "not an object"),
        ("", "lacks a field"),
        ('{"note":"x"}', "lacks a field"),
        ('{"channel":7}', "not of its type"),
        ('{"channel":"C0","edition":true}', "not of its type"),
        ('{"channel":"C0","edition":NaN}', "not of its type"),
        ('{"channel":"C0","edition":1e999}', "not of its type"),
        (f'{{"channel":"C0","edition":{10**400}}}', "not of its type"),
        ('{"channel":"C0","edition":100000000000}', "not of its type"),
        (f'{{"channel":"C0","edition":{"9" * 5000}}}', "not JSON"),
        ('{"channel":"\\ud800"}', "not of its type"),
        ('{"channel":"\\u0000"}', "not of its type"),
        ('{"channel":["C0FRONT"]}', "not of its type"),
        ('{"channel":null,"edition":"1"}', "not of its type"),
        ('{"channel":null,"edition":1.5}', "not of its type"),
        ('{"channel":null,"note":null}', "not of its type"),
        ("[" * 3000, "not JSON"),
        ("1" * 5000, "not JSON"),
    ],
)
def test_what_this_version_did_not_write_is_refused(text: str, reason: str) -> None:
    with pytest.raises(MetadataError, match=reason):
        metadata.load(Place, text)


def test_a_member_of_an_enumeration_comes_back_as_that_and_anything_else_is_refused() -> None:
    assert metadata.load(Painted, metadata.dump(Painted())).colour is Colour.RED
    for other in ('"green"', "7", "null", '["red"]'):
        with pytest.raises(MetadataError, match=r"none of its words|not of its type"):
            metadata.load(Painted, f'{{"colour":{other}}}')


@pytest.mark.parametrize("letter", ["\u4e2d", "\U0001d518"])
def test_letters_of_any_script_take_no_more_room_than_slack_counts(letter: str) -> None:
    place = Place("C1", note=letter * 1400)
    assert metadata.load(Place, metadata.dump(place)) == place
    with pytest.raises(MetadataError, match="too long"):
        metadata.dump(Place("C1", note=letter * 3000))


def test_half_a_character_is_written_so_that_it_can_be_sent() -> None:
    metadata.dump(Place("C1", note="a\ud800")).encode()
