"""Rich text, as Slack's own box writes it, read as words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks.plain_text import message, rich_text
from bot.slack.blocks.plain_text.reading import MOST_READ, Change, Kind, Mention, MentionedText, Plain

NAMES = {
    Mention(Kind.PERSON, "U0TOM"): "Tom Okafor",
    Mention(Kind.GROUP, "S0DESK"): "Front and help desk",
    Mention(Kind.CHANNEL, "C0FRONT"): "front-desk",
}


def text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words} | ({"style": style} if style else {})


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def listed(style: str, *items: str, **more: int) -> dict[str, Any]:
    return {
        "type": "rich_text_list",
        "style": style,
        "elements": [section(text(each)) for each in items],
        **more,
    }


def read(*pieces: dict[str, Any]) -> MentionedText:
    return message.read({"text": "not this", "blocks": [{"type": "rich_text", "elements": list(pieces)}]})


def plain(*elements: dict[str, Any]) -> Plain:
    return read(section(*elements)).written(NAMES)


def changes(found: Plain) -> list[Change]:
    return [each.change for each in found.remarks]


@pytest.mark.parametrize(
    ("element", "words", "change"),
    [
        (text("*as* _it_ ~is~ &amp; `so`"), "*as* _it_ ~is~ &amp; `so`", None),
        (text("closed", bold=True), "closed", Change.EMPHASIS),
        (text("4711", code=True), "4711", Change.EMPHASIS),
        (text("a", italic=True, underline=True), "a", Change.EMPHASIS),
        (
            {"type": "link", "url": "https://x.example/t", "text": "Thursday"},
            "Thursday (https://x.example/t)",
            Change.LINK,
        ),
        ({"type": "link", "url": "https://x.example/t"}, "https://x.example/t", None),
        ({"type": "link", "url": "http://x.example", "text": "x.example"}, "x.example", None),
        ({"type": "user", "user_id": "U0TOM"}, "Tom Okafor", Change.NAMED),
        ({"type": "user", "user_id": "U0TOM", "style": {"bold": True}}, "Tom Okafor", Change.EMPHASIS),
        ({"type": "usergroup", "usergroup_id": "S0DESK"}, "Front and help desk", Change.NAMED),
        ({"type": "channel", "channel_id": "C0FRONT"}, "front-desk", Change.NAMED),
        ({"type": "emoji", "name": "tada", "unicode": "1f389"}, "🎉", None),
        ({"type": "emoji", "name": "brand_new", "unicode": "1f389"}, "🎉", None),
        ({"type": "emoji", "name": "wave", "skin_tone": 3, "unicode": "1f44b-1f3fc"}, "👋🏼", None),
        ({"type": "emoji", "name": "wave", "skin_tone": 3}, "👋🏼", None),
        ({"type": "emoji", "name": "wave::skin-tone-3"}, "👋🏼", None),
        (
            {"type": "date", "timestamp": 1720710212, "format": "{date}", "fallback": "11 July"},
            "11 July",
            None,
        ),
        ({"type": "date", "timestamp": 1720710212, "format": "{date}"}, "Thu 11 Jul 2024, 15:03 (UTC)", None),
        ({"type": "color", "value": "#F405B3"}, "#F405B3", None),
    ],
)
def test_each_kind_of_element_is_read(element: dict[str, Any], words: str, change: Change | None) -> None:
    found = plain(text("So "), element, text("."))
    assert found.text == f"So {words}."
    assert changes(found)[:1] == ([] if change is None else [change])


@pytest.mark.parametrize(
    ("element", "change", "about"),
    [
        (text("10:00", strike=True), Change.STRUCK, "10:00"),
        (
            {"type": "link", "url": "https://x.example", "text": "x", "style": {"strike": True}},
            Change.STRUCK,
            "x (https://x.example)",
        ),
        ({"type": "user", "user_id": "U0NOBODY"}, Change.NAMELESS, ""),
        ({"type": "channel", "channel_id": "C0NONE"}, Change.NAMELESS, ""),
        ({"type": "broadcast", "range": "here"}, Change.EVERYBODY, ""),
        ({"type": "emoji", "name": "our-logo"}, Change.EMOJI, ":our-logo:"),
        ({"type": "emoji", "name": "our-logo", "unicode": "xx"}, Change.EMOJI, ":our-logo:"),
        ({"type": "date", "timestamp": 2**39}, Change.DATE, ""),
        ({"type": "team", "team_id": "T0HARBOUR"}, Change.PART, ""),
        ({"type": "canvas", "file_id": "F1"}, Change.PART, ""),
        ({}, Change.PART, ""),
    ],
)
def test_what_is_no_words_is_left_out_and_it_is_said(
    element: dict[str, Any], change: Change, about: str
) -> None:
    found = plain(text("Come "), element, text(" at 11:00"))
    assert found.text == "Come at 11:00"
    assert [(each.change, each.about) for each in found.remarks] == [(change, about)]


def test_lists_quotes_and_code_stand_on_lines_of_their_own() -> None:
    quote = {"type": "rich_text_quote", "elements": [text("said")]}
    code = {"type": "rich_text_preformatted", "elements": [text("a  b\nc")]}
    found = read(
        section(text("Bring:\n")),
        listed("bullet", "a card", "a friend"),
        listed("bullet", "or two", indent=1),
        listed("ordered", "come in", "sit down"),
        listed("ordered", "take a seat", indent=1),
        listed("ordered", "this", indent=2),
        listed("ordered", "wait", offset=2),
        quote,
        code,
        section(text("Thanks")),
    ).written({})
    assert found.text == (
        "Bring:\n- a card\n- a friend\n  - or two\n1. come in\n2. sit down\n  a. take a seat\n    i. this\n"
        "3. wait\nsaid\na  b\nc\nThanks"
    )
    assert changes(found) == [Change.BULLETS, Change.BULLETS, Change.QUOTES]


@pytest.mark.parametrize(
    ("number", "depth", "shown"),
    [(1, 0, "1"), (12, 3, "12"), (1, 1, "a"), (26, 1, "z"), (27, 4, "aa"), (4, 2, "iv"), (29, 5, "xxix")],
)
def test_numbers_are_written_as_slack_writes_them_at_each_depth(number: int, depth: int, shown: str) -> None:
    assert rich_text.numeral(number, depth) == shown


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "elements", "text", "style", "blocks", "name", "unicode"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["text", "blocks", "attachments", "files"]), _JSON))
def test_whatever_shape_a_message_has_it_is_read(odd: dict[str, Any]) -> None:
    assert isinstance(message.read(odd).written({}).text, str)


@pytest.mark.parametrize("kind", ["bullet", "ordered"])
def test_parts_of_another_shape_than_slack_documents_are_passed_over(kind: str) -> None:
    odd = {"type": "rich_text_list", "style": kind, "indent": "deep", "offset": None, "elements": "none"}
    assert read(odd, {"type": "rich_text_table"}, section(text("a"))).written({}).text == "a"


def test_no_more_is_read_than_slack_takes() -> None:
    found = plain(text("a" * MOST_READ), text("b" * 5))
    assert found.text == "a" * MOST_READ
    assert [(each.change, each.about) for each in found.remarks] == [(Change.LONGER, "5")]
