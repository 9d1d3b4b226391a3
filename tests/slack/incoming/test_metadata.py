"""What Slack keeps for us comes back as it went, or is refused."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.incoming import metadata
from bot.slack.incoming.metadata import MetadataError


@dataclass(frozen=True, slots=True)
class Place:
    channel: str | None
    edition: int = 0
    note: str = ""


short = st.text(max_size=200)


@given(st.builds(Place, st.none() | short, st.integers(), short))
def test_what_was_dumped_is_loaded_again(place: Place) -> None:
    assert metadata.load(Place, metadata.dump(place)) == place


def test_what_slack_would_not_keep_is_refused_before_it_is_sent() -> None:
    with pytest.raises(MetadataError, match="too long"):
        metadata.dump(Place("C0FRONT", note="x" * 3000))


def test_fields_of_another_version_are_dropped_and_missing_ones_take_their_default() -> None:
    assert metadata.load(Place, '{"channel":"C0FRONT","colour":"red"}') == Place("C0FRONT")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        ("null", "not an object"),
        ("", "lacks a field"),
        ('{"note":"x"}', "lacks a field"),
        ('{"channel":7}', "not of its type"),
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
