"""What the pretend Slack makes of what people write in its box."""

from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.slack import composed
from bot.sandbox.slack.blocks import problems_in_message
from tests.patience import ACK_SECONDS


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(ack_limit=ACK_SECONDS)


@pytest.mark.parametrize(
    ("typed", "elements"),
    [
        ("a *b c* d", [("text", "a "), ("text", "b c"), ("text", " d")]),
        ("2*3*4 a_b_c 10:30:45 :none_such:", [("text", "2*3*4 a_b_c 10:30:45 :none_such:")]),
        ("`4711`", [("text", "4711")]),
        ("https://x.example/_a_", [("link", "https://x.example/_a_")]),
        ("@tom @desk @here @nobody", [
            ("user", "U0TOM"), ("text", " "), ("usergroup", "S0DESK"), ("text", " "), ("broadcast", "here"),
            ("text", " @nobody"),
        ]),
        ("#front-desk #none", [("channel", "C0FRONT"), ("text", " #none")]),
        (":tada::our-logo:", [("emoji", "tada"), ("emoji", "our-logo")]),
    ],
)  # fmt: skip
def test_a_line_becomes_elements(sandbox: Sandbox, typed: str, elements: list[tuple[str, str]]) -> None:
    found = composed.inline(sandbox.slack, typed)
    assert [(each["type"], str(list(each.values())[1])) for each in found] == elements


def test_styles_and_skin_tones_are_told(sandbox: Sandbox) -> None:
    bold, wave = composed.inline(sandbox.slack, "*_a_*:wave::skin-tone-3:")
    assert bold["style"] == {"italic": True, "bold": True}
    assert wave == {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fc", "skin_tone": 3}


def test_lines_of_a_kind_stand_together_and_slack_takes_the_block(sandbox: Sandbox) -> None:
    typed = "a\nb\n> q\n> r\n• one\n• two\n```code *as is*```after"
    (block,) = composed.blocks(sandbox.slack, typed)
    kinds = [each["type"].removeprefix("rich_text_") for each in block["elements"]]
    assert kinds == ["section", "quote", "list", "preformatted", "section"]
    assert words_of(block["elements"][3]) == ["code *as is*"]
    assert problems_in_message({"blocks": [block]}) == []


def test_no_words_make_no_block(sandbox: Sandbox) -> None:
    assert composed.blocks(sandbox.slack, "") == []


def words_of(piece: dict[str, Any]) -> list[str]:
    return [each["text"] for each in piece["elements"]]
