"""Whole messages, as Slack sends them with a shortcut, read as words."""

from typing import Any

import pytest

from bot.slack.blocks.plain_text import message
from bot.slack.blocks.plain_text.reading import Change

LINE: dict[str, Any] = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Hello"}]}],
}
IMAGE = {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a chart"}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def plain_text(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


@pytest.mark.parametrize(
    ("block", "words", "left_out"),
    [
        (LINE, "Hello", []),
        ({"type": "section", "text": mrkdwn("*Moved* to &lt;B&gt;")}, "Moved to <B>", [Change.EMPHASIS]),
        ({"type": "section", "text": plain_text("*Moved*")}, "*Moved*", []),
        ({"type": "section", "fields": [mrkdwn("One"), plain_text("Two")]}, "One\nTwo", []),
        ({"type": "section", "text": mrkdwn("One"), "accessory": IMAGE}, "One", [Change.PICTURE]),
        ({"type": "section", "text": mrkdwn("One"), "accessory": {"type": "button"}}, "One", []),
        ({"type": "header", "text": plain_text("News")}, "News", []),
        ({"type": "context", "elements": [IMAGE, mrkdwn("a"), plain_text("b")]}, "a b", [Change.PICTURE]),
        ({"type": "markdown", "text": "*a*"}, "a", [Change.EMPHASIS]),
        (IMAGE, "text", [Change.PICTURE]),
        ({"type": "video"}, "text", [Change.PICTURE]),
        ({"type": "file"}, "text", [Change.FILE]),
        ({"type": "call"}, "text", [Change.PART]),
        ({"type": "table"}, "text", []),
        (
            {"type": "table", "rows": [[{"type": "raw_text", "text": "Ada"}, {}, LINE], [LINE], "odd"]},
            "Ada, Hello\nHello",
            [],
        ),
        ({"type": "divider"}, "text", []),
        ({"type": "actions", "elements": []}, "text", []),
        ({"type": "section", "text": "odd"}, "text", []),
    ],
)
def test_each_kind_of_block_is_read_and_the_text_where_blocks_say_nothing(
    block: dict[str, Any], words: str, left_out: list[Change]
) -> None:
    found = message.read({"text": "text", "blocks": [block]}).written({})
    assert found.text == words
    assert [each.change for each in found.remarks] == left_out


def test_blocks_follow_each_other_on_lines_of_their_own() -> None:
    blocks = [{"type": "header", "text": plain_text("News")}, {"type": "divider"}, LINE]
    assert message.read({"blocks": blocks}).written({}).text == "News\nHello"


@pytest.mark.parametrize(
    ("attachment", "words", "change"),
    [
        ({"is_share": True, "message_blocks": [{"message": {"blocks": [LINE]}}]}, "Hello", Change.SHARED),
        ({"is_msg_unfurl": True, "from_url": "https://x", "text": "*Hi*"}, "Hi", Change.SHARED),
        ({"message_blocks": [{"team": "T"}], "text": "Hi"}, "Hi", Change.SHARED),
        ({"blocks": [LINE], "fallback": "no"}, "Hello", Change.SHARED),
        ({"pretext": "a", "title": "b", "text": "c", "fallback": "no"}, "a\nb\nc", Change.SHARED),
        ({"title": "b", "title_link": "https://x.example"}, "b (https://x.example)", Change.SHARED),
        ({"fields": [{"title": "When", "value": "9:00"}, {"value": "x"}]}, "When: 9:00\nx", Change.SHARED),
        ({"fallback": "Hi &amp; bye"}, "Hi & bye", Change.SHARED),
        ({"from_url": "https://x.example", "text": "A page"}, "", Change.PREVIEW),
        ({"original_url": "https://x.example", "text": "A page"}, "", Change.PREVIEW),
        ({"image_url": "https://x.example/a.png"}, "", Change.PICTURE),
        ({"files": [{"mimetype": "image/png"}]}, "", Change.PICTURE),
    ],
)
def test_what_is_attached_or_shared_is_read_behind_the_message(
    attachment: dict[str, Any], words: str, change: Change
) -> None:
    for said in ("", "See"):
        found = message.read({"text": said, "attachments": [attachment]}).written({})
        assert found.text == "\n".join(filter(None, (said, words)))
        assert change in [each.change for each in found.remarks]


def test_files_are_left_out_and_it_is_said() -> None:
    files = [{"mimetype": "image/png"}, {"mimetype": "application/pdf"}, {}]
    found = message.read({"text": "See", "files": files}).written({})
    assert found.text == "See"
    assert [each.change for each in found.remarks] == [Change.PICTURE, Change.FILE, Change.FILE]


def test_a_message_without_anything_has_no_words() -> None:
    assert message.read({}).written({}).text == ""
