"""What is a link in a text, and what it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import links, segments

LINK = "https://example.com/rooms/7?day=thursday"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 0),
        ("Call us", 0),
        (LINK, 1),
        (f"See {LINK}.", 1),
        (f"See ({LINK}) or WWW.EXAMPLE.COM", 2),
        ("http://a http://b\nhttp://c", 3),
        ("example.com", 0),
        ("See bit.ly/3xYz or Shop.example.com/a", 2),
        ("4.5/5 at 10 a.m./p.m. and/or e.g. St./Ave.", 0),
        ("nothttps://example.com", 0),
        ("https://", 0),
    ],
)
def test_a_link_is_what_phones_make_one_of(text: str, found: int) -> None:
    assert links.count(text) == found


def test_a_text_is_measured_as_it_would_be_without_the_link() -> None:
    words = "x" * 150
    assert segments.measure(f"{words} {LINK}").segments == links.segments_without(words) + 1
    assert links.segments_without(f"{words} {LINK}") == 1
    assert links.segments_without(LINK) == 0
    assert links.segments_without(f"{'x' * 160} {LINK}") == 1, "the space before it goes with it"


@given(st.text("hwtps:/. ()x", max_size=200))
def test_without_links_it_is_never_more(text: str) -> None:
    assert links.segments_without(text) <= segments.measure(text).segments
    assert links.count(text) or links.segments_without(text) == segments.measure(text).segments
