"""Block Kit: what is escaped stays inert, what is cut stays within Slack's limits."""

import html
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.slack import kit, limits
from bot.slack.kit import Block
from bot.slack.plain_text.markup import unescape

WIDE = "W" * 10_000


@given(st.text())
def test_escaped_text_holds_no_markup_of_its_own(text: str) -> None:
    escaped = kit.escape(text)

    assert "<" not in escaped
    assert ">" not in escaped
    assert "&" not in escaped.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")


@given(st.text())
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    assert html.unescape(kit.escape(text)) == text or "&" in text
    assert unescape(kit.escape(text)) == text


@pytest.mark.parametrize(
    "text", ["<!channel>", "<@U0TOM>", "<https://example.com|pay here>", "&lt;!here&gt;"]
)
def test_a_name_cannot_call_anybody_or_carry_a_link(text: str) -> None:
    assert not kit.escape(text).startswith("<")
    assert unescape(kit.escape(text)) == text


@given(st.text(), st.integers(min_value=1, max_value=100))
def test_a_cut_text_is_within_its_limit_and_says_that_it_was_cut(text: str, limit: int) -> None:
    shown = kit.cut(text, limit)

    assert len(shown) <= limit
    assert shown == text if len(text) <= limit else shown == text[: limit - 1] + "…"


@pytest.mark.parametrize(
    "block",
    [
        kit.section(WIDE),
        kit.actions([kit.button(WIDE, "a", value="1", style="primary")]),
        kit.literal(WIDE),
        kit.fields([(WIDE, WIDE)] * 10),
        kit.header(WIDE),
        kit.divider(),
        kit.context(WIDE),
        kit.context(WIDE, block_id="count"),
        kit.actions([kit.button(WIDE, "a", ask=kit.confirm(WIDE, WIDE, WIDE, WIDE))]),
        kit.actions(
            [kit.button("Go", "a", style="danger", ask=kit.confirm("Sure?", "Really.", "Yes", danger=True))],
            block_id="row",
        ),
    ],
)
def test_every_block_for_messages_is_cut_to_what_slack_takes(block: Block) -> None:
    assert problems_in_message({"text": "x", "blocks": [block]}) == []


def options(text: str) -> Block:
    choices = [kit.option(text, "1", text), kit.option(text, "2")]
    return {"type": "static_select", "action_id": "a", "options": choices, "initial_option": choices[0]}


@pytest.mark.parametrize("live", [False, True])
def test_every_block_for_modals_is_cut_to_what_slack_takes(*, live: bool) -> None:
    view = kit.modal(
        callback_id="c",
        title=WIDE,
        submit=WIDE,
        close=WIDE,
        metadata="{}",
        blocks=[kit.field(WIDE, "b", options(WIDE), hint=WIDE, optional=True, live=live)],
    )

    assert problems_in_view(view) == []
    assert view["blocks"][0].get("dispatch_action", False) is live


def test_a_modal_that_only_says_something_has_nothing_to_submit() -> None:
    view = kit.modal(callback_id="c", title="Text", blocks=[kit.section("Hello")])

    assert problems_in_view(view) == []
    assert {"submit", "private_metadata"}.isdisjoint(view)


@pytest.mark.parametrize(
    ("draw", "limit"), [(kit.section, limits.SECTION_TEXT), (kit.header, limits.HEADER_TEXT)]
)
def test_a_text_of_just_the_limit_is_left_whole(draw: Callable[[str], Block], limit: int) -> None:
    assert draw("x" * limit)["text"]["text"] == "x" * limit
