"""The Home tab of one person."""

import re

import pytest

from bot.features.approvals.service import Waiting
from bot.features.approvals.views.request import ApprovalRef
from bot.features.home.service import Overview
from bot.features.home.views import LOOKING, TEXTING, Person, home
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.sends import SendKind
from bot.store.sends.attention import Attention
from bot.store.states import SendState
from tests.features.front import buttons
from tests.features.samples import NAMES, NUMBER, a_send, words_in

ASK = "To send texts, you need the *sender* role. Ask <@U0TOM>."
BUTTONS = (kit.button("Send a text", "sms.new", style="primary"), kit.button("Send a code", "otp.new"))
MAYA, SAM = Person(TEXTING, BUTTONS), Person(LOOKING, ask=ASK)


LABELS = {SendKind.LIST: "List", SendKind.GROUP: "Broadcast to", SendKind.OTP: "Code to"}


def drawn(person: Person, overview: Overview) -> Block:
    return home(person, overview, lambda send: LABELS.get(send.kind, "Text to"))


def accessories(view: Block) -> list[str]:
    return [block["accessory"]["type"] for block in view["blocks"] if "accessory" in block]


@pytest.mark.parametrize("state", list(SendState), ids=str)
def test_slack_takes_the_tab_with_texts_in_any_state_to_anybody(state: SendState) -> None:
    recent = tuple(a_send(state=state, to_name=name) for name in NAMES)
    view = drawn(MAYA, Overview(recent))

    assert problems_in_view(view) == []
    assert NUMBER not in words_in(view)
    assert "<!channel>" not in words_in(view)


def test_slack_takes_the_tab_of_somebody_new() -> None:
    view = drawn(MAYA, Overview())

    assert problems_in_view(view) == []
    assert "You haven't sent any texts yet." in words_in(view)
    assert "Needs attention" not in words_in(view)


def test_who_may_only_look_is_not_asked_to_text_and_is_told_whom_to_ask() -> None:
    view = drawn(SAM, Overview())

    assert problems_in_view(view) == []
    assert view["blocks"][0]["text"]["text"] == "Look up texts and contacts"
    assert ASK in words_in(view)
    assert "Recent" not in words_in(view)


def test_who_may_no_longer_send_still_sees_their_texts_but_none_of_their_words() -> None:
    view = drawn(SAM, Overview((a_send(),)))

    assert "Ada Lovelace" in words_in(view)
    assert accessories(view) == []


def test_a_name_that_is_a_number_is_masked() -> None:
    words = words_in(drawn(MAYA, Overview((a_send(to_name="+1 (415) 555-0100"),))))

    assert "*•••0100 (•••0100)*" in words


def test_the_words_of_texts_are_not_on_it_but_one_press_away() -> None:
    view = drawn(MAYA, Overview((a_send(),)))

    assert "positive" not in words_in(view)
    assert accessories(view) == ["overflow"]
    assert "Show text" in words_in(view)
    assert "Show ID" in words_in(view)


def test_a_text_is_told_by_recipient_state_and_time_in_the_zone_of_the_reader() -> None:
    words = words_in(drawn(MAYA, Overview((a_send(state=SendState.DELIVERED),))))

    assert ":white_check_mark: Text to *Ada Lovelace (•••0100)* · Delivered · <!date^" in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": SendKind.LIST, "state": SendState.NO_NEWS}, "Done, not all confirmed as delivered"),
        ({"kind": SendKind.GROUP, "state": SendState.DELIVERED, "failed": 2}, "Sent, 2 failed"),
    ],
)
def test_texts_that_failed_have_no_green_tick(changes: dict[str, object], said: str) -> None:
    words = words_in(drawn(MAYA, Overview((a_send(**changes),))))

    assert ":white_check_mark:" not in words
    assert f" *Ada Lovelace (1 recipient)* · {said} · " in words
    assert words.count(":warning:") == 1


@pytest.mark.parametrize(
    ("attention", "told", "has_view"),
    [
        (Attention(1, 0, 0), "*Needs attention*\n1 unconfirmed", False),
        (Attention(1, 1, 2), "*Needs attention*\n1 unconfirmed · 1 needs your decision · 2 scheduled", True),
        (Attention(0, 2, 0), "*Needs attention*\n2 need your decision", True),
        (Attention(0, 0, 1234), "*1,234 scheduled*", True),
        (Attention(0, 0, 2, 1), "*1 awaiting approval · 2 scheduled*", True),
        (Attention(awaiting=1), "*1 awaiting approval*", True),
        (Attention(0, 0, 2, repeating=1), "*2 scheduled · 1 repeating*", True),
        (Attention(repeating=3), "*3 repeating*", True),
        (Attention(1, awaiting=1), "*Needs attention*\n1 unconfirmed · 1 awaiting approval", True),
    ],
)
def test_what_needs_attention_is_counted_and_leads_to_what_is_scheduled(
    attention: Attention,
    told: str,
    has_view: bool,  # noqa: FBT001
) -> None:
    view = drawn(MAYA, Overview(attention=attention))

    assert problems_in_view(view) == []
    assert told in words_in(view)
    assert (accessories(view) == ["button"]) is has_view


def test_credits_stand_there_where_they_are_known() -> None:
    assert drawn(MAYA, Overview(credits=4998))["blocks"][-1]["elements"][0]["text"] == (
        "4,998 credits · `/sms help` for all commands"
    )
    assert "credit" not in words_in(drawn(MAYA, Overview()))


def test_what_a_person_may_begin_stands_in_one_row_of_buttons() -> None:
    (row,) = [block for block in drawn(MAYA, Overview())["blocks"] if block["type"] == "actions"]

    assert row["elements"] == list(BUTTONS)
    assert "actions" not in {block["type"] for block in drawn(SAM, Overview())["blocks"]}


@pytest.mark.parametrize("count", range(5))
@pytest.mark.parametrize("attention", [Attention(), Attention(scheduled=2), Attention(unknown=1)])
def test_what_waits_for_an_approver_stands_there_with_the_way_to_it(count: int, attention: Attention) -> None:
    waits = a_send(kind=SendKind.GROUP, to_number="", to_name="VIP", people=17)
    view = drawn(MAYA, Overview(attention=attention, to_approve=(Waiting(waits, 2),) * count))

    assert problems_in_view(view) == []
    words, leads = words_in(view), buttons(view).get("approvals.approve", [])
    assert words.count("Broadcast to *VIP* · 17 recipients · <@U0MAYA> asks") == min(count, 3) == len(leads)
    assert {metadata.load(ApprovalRef, each).number for each in leads} <= {2}
    assert words.count("*Needs attention*") == int(bool(count or attention.unknown))
    assert ("More requests are in the approvers' channel." in words) is (count > 3)
    assert "Hello" not in words


@pytest.mark.parametrize("kind", [SendKind.CONTACT, *LABELS])
def test_every_line_begins_with_the_kind_of_what_was_sent(kind: SendKind) -> None:
    send = a_send(kind=kind)
    view = drawn(MAYA, Overview((send,), to_approve=(Waiting(send, 1),)))
    lines = [block["text"]["text"] for block in view["blocks"] if "accessory" in block]

    assert len(lines) == 2
    label = LABELS.get(kind, "Text to")
    assert all(re.match(rf":\w+: {label} \*Ada Lovelace", line) for line in lines)
