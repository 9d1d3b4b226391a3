"""Block Kit: what is escaped stays inert, what is cut stays within Slack's limits."""
# ruff: noqa: RUF001 - signs that look like others are what is tested

import html
import itertools
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.page import mrkdwn
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text.markup import unescape
from tests.sandbox.page.names import FakeNames

WIDE = "W" * 10_000


@given(st.text())
def test_escaped_text_holds_no_markup_of_its_own(text: str) -> None:
    escaped = kit.escape(text)

    assert "<" not in escaped
    assert ">" not in escaped
    assert "&" not in escaped.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")


@given(st.text())
def test_escaped_text_is_one_line_without_marks_nobody_sees(text: str) -> None:
    escaped = kit.escape(text)

    assert not set(escaped) & set("\n\r\t\x0b\x0c\x85\u2028\u2029\u200b\u202e\u2066\ufeff\u00ad")
    assert not [mark for mark in escaped if unicodedata.category(mark) in {"Cc", "Cs"}]


@given(st.text(st.sampled_from("ab1 *_~`:><&\n\u200b\u202e.")))
def test_escaped_text_can_be_made_bold_and_is_otherwise_drawn_as_it_stands(text: str) -> None:
    shown = html.unescape(kit.escape(text))

    assert html.unescape(mrkdwn.to_html(kit.escape(text) or "x", FakeNames())) in {
        f"<div>{shown}</div>",
        "<div>x</div>",
    }
    assert mrkdwn.to_html(f"*{kit.escape(text)}* sent", FakeNames()).count("<b>") == bool(shown)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann *B*", "Ann ∗B∗"),
        ("_Ann_ snake_case", "ˍAnnˍ snake_case"),
        ("~Ann~ `B`", "∼Ann∼ ˋBˋ"),
        ("Ann\u202e nnA", "Ann nnA"),
        ("A\u200bn\u00adn\ufeff", "Ann"),
        ("Ann\nB\u2028C\tD", "Ann B C D"),
        ("👩\u200d⚕️ Ann ❤️", "👩\u200d⚕️ Ann ❤️"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("A\u200dB", "AB"),
        ("\u200cA", "A"),
        (":smile: Ann", "꞉smile: Ann"),
        ("at 10:30:45", "at 10:30:45"),
        ("> Ann", "˃ Ann"),
        ("A\ud800B", "AB"),
        ("", ""),
    ],
)
def test_a_name_is_shown_literally(name: str, shown: str) -> None:
    assert html.unescape(kit.escape(name)) == shown


def test_a_choice_draws_no_emoji_out_of_a_name() -> None:
    assert kit.option(":smile: at 10:30:45", "1")["text"]["text"] == "꞉smile: at 10:30:45"


@pytest.mark.parametrize("block", [kit.option("A\u202en\nn", "1", "V\u200bIP"), kit.header("A\u202en\nn")])
def test_plain_text_turns_nothing_around(block: Block) -> None:
    assert block["text"]["text"] == "An n"
    assert block.get("description", {"text": "VIP"})["text"] == "VIP"


@pytest.mark.parametrize("text", ["", "\u200b", " \n"])
def test_a_choice_without_anything_to_see_has_a_word_in_its_place(text: str) -> None:
    assert kit.option(text, "1", text) == kit.option("(blank)", "1")


@pytest.mark.parametrize("size", [1, 2999, 3000, 3001, 9500])
def test_what_was_typed_can_be_copied_as_it_was(size: int) -> None:
    blocks = kit.typed("*" * size)

    assert problems_in_message({"channel": "C1", "text": "x", "blocks": blocks}) == []
    assert "".join(each["elements"][0]["elements"][0]["text"] for each in blocks) == "*" * size


@pytest.mark.parametrize("text", ["<!channel>", "<@U0TOM>", "<https://example.com|pay>", "&lt;!here&gt;"])
def test_a_name_cannot_call_anybody_or_carry_a_link(text: str) -> None:
    for escaped in (kit.escape(text), kit.sentence(text)):
        assert not escaped.startswith("<")
        assert unescape(escaped) == text


def test_a_refusal_names_people_and_calls_no_channel() -> None:
    assert kit.refusal("Ask <@U0TOM> or <!channel>, <#C0FRONT>.") == (
        "Ask <@U0TOM> or &lt;!channel&gt;, &lt;#C0FRONT&gt;."
    )


@pytest.mark.parametrize("make", [kit.escape, kit.sentence])
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_nothing_calls_anybody(make: Callable[[str], str], text: str) -> None:
    assert not set(make(text)) & set("<>")


@given(st.text(), st.integers(min_value=1, max_value=100))
def test_a_cut_text_is_within_its_limit_and_says_that_it_was_cut(text: str, limit: int) -> None:
    shown = kit.truncate(text, limit)

    assert len(shown) <= limit
    assert shown == text if len(text) <= limit else shown == text[: limit - 1] + "…"


@pytest.mark.parametrize(
    "block",
    [
        kit.section(WIDE),
        kit.actions([kit.button(WIDE, "a", value="1", style="primary")]),
        kit.quote(WIDE),
        kit.fields([(WIDE, WIDE)] * 10),
        kit.facts([(WIDE, WIDE)] * 10),
        {**kit.section("x"), "accessory": kit.menu([kit.option(WIDE, "1")], "a")},
        kit.header(WIDE),
        kit.header("\u200b"),
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


def test_a_header_draws_no_emoji_out_of_a_name() -> None:
    assert ":tada:" not in kit.header("Ada :tada:")["text"]["text"]


@given(st.lists(st.text(max_size=400).filter(lambda line: "\n" not in line), max_size=40))
def test_small_print_is_in_as_few_blocks_as_it_fits_into_and_loses_nothing(lines: list[str]) -> None:
    blocks = kit.notes(lines)
    shown = [block["elements"][0]["text"] for block in blocks]

    assert "\n".join(shown) == "\n".join(lines)
    assert all(len(text) <= limits.SECTION_TEXT for text in shown)
    for first, second in itertools.pairwise(shown):
        assert len(first) + 1 + len(second.split("\n")[0]) > limits.SECTION_TEXT


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Queued", "Queued."),
        ("Queued.", "Queued."),
        ("Queued..", "Queued."),
        ("Send it now?", "Send it now?"),
        ("Checking …", "Checking …"),
        ("and so on...", "and so on..."),
        ("Done. ", "Done."),
        ("", ""),
    ],
)
def test_a_sentence_is_ended_once(text: str, ended: str) -> None:
    assert kit.ended(text) == ended
