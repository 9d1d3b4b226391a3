"""The message of a broadcast: right in every state, its figures in words and as a chart."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.broadcast.views import figures as figures_view
from bot.features.broadcast.views.message import Shown, message
from bot.features.sends.holds import Hold
from bot.features.sends.ids import Action
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.blocks.charts import CHART
from bot.slack.outgoing.poster import Content
from bot.store.sends import HeldBy, Send
from bot.store.states import SendState
from tests.clock import START
from tests.every import every
from tests.features.broadcast.samples import a_broadcast
from tests.features.samples import LATER, NAMES, words_in

ENDED_TWICE = re.compile(r"\.\.(?!\.)|\.:|\?\.")
LONG = "<!channel> & 'why' " * 300
SERIES = {"repeat": "Daily", "every": 1, "until": LATER.isoformat()}
VARIANTS: tuple[dict[str, object], ...] = (
    {},
    {"outcome_sentence": LONG, "outcome_code": "-9", "attempts": 2, "successful": 300, "failed": 12},
    {"hold_code": Hold.LATE, "send_at": LATER, "zone": "Mars/Olympus", "quiet_override": "U0TOM"},
    {"send_at": LATER, "recurrence": SERIES, "occurrences": 3, "held_by": HeldBy.SMSIT},
    {"send_at": LATER, "decided_by": "U0TOM", "alpha_sender": "HarbourSt", "credits_upper": 700},
    {"evidence": {}, "successful": 0, "failed": 0, "remote_id": "41001"},
    {"evidence": {"report": LONG, "balance": "It is <unchanged>."}, "body": None, "rotate": True},
    {"successful": 400, "failed": 1, "remote_id": "41001", "attempting_at": START},
)


def drawn(send: Send, **more: object) -> Content:
    return message(Shown(send, START, **more))  # type: ignore[arg-type] # names and types are the caller's business


def buttons(send: Send) -> set[str]:
    rows = (block["elements"] for block in drawn(send).blocks if block["type"] == "actions")
    return {element["action_id"] for row in rows for element in row}


@every(("state", "changes"), list(product(SendState, VARIANTS)))
def test_slack_takes_the_message_of_every_state(state: SendState, changes: dict[str, object]) -> None:
    for name in NAMES:
        content = drawn(
            a_broadcast(state=state, to_name=name, **changes), highest=310, approval="by <@U0TOM>"
        )

        assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
        assert "We open at nine" not in content.text + words_in(list(content.blocks))


@every(
    ("changes", "said"),
    [
        ({"state": SendState.QUEUED}, "Queued"),
        (
            {"state": SendState.QUEUED, "attempts": 1, "outcome_sentence": "The bot keeps trying."},
            "Queued. The bot keeps trying.",
        ),
        (
            {"state": SendState.ATTEMPTING, "attempting_at": START - timedelta(minutes=12)},
            "Sending: about 12 of 26 min (estimated)",
        ),
        ({"state": SendState.ATTEMPTING}, "Sending: about 0 of 26 min"),
        (
            {"state": SendState.ATTEMPTING, "held_by": HeldBy.SMSIT},
            "Sending: handing it over to SMS-iT",
        ),
        ({"state": SendState.ACCEPTED, "remote_id": "1"}, "Sent, awaiting carrier reports"),
        (
            {"state": SendState.ACCEPTED, "remote_id": "1", "successful": 3, "failed": 0},
            "Sent, reports arriving",
        ),
        (
            {"state": SendState.ACCEPTED, "remote_id": "1", "successful": 3, "failed": 0},
            "3 of 312 handed to carriers, no report for 309",
        ),
        (
            {"state": SendState.ACCEPTED, "successful": 200, "failed": 2, "remote_id": "1"},
            "200 of 312 handed to carriers, 2 failed, no report for 110",
        ),
        (
            {"state": SendState.DELIVERED, "successful": 312, "failed": 0, "remote_id": "1"},
            "312 of 312 handed to carriers",
        ),
        (
            {"state": SendState.DELIVERED, "successful": 310, "failed": 2, "remote_id": "1"},
            "310 of 312 handed to carriers, 2 failed",
        ),
        (
            {"state": SendState.UNDELIVERED, "successful": 0, "failed": 312, "remote_id": "1"},
            "Not delivered: carriers took none of the texts",
        ),
        (
            {"state": SendState.NO_NEWS, "successful": 300, "failed": 0, "remote_id": "1"},
            "300 of 312 handed to carriers, no report for 12",
        ),
        ({"state": SendState.NO_NEWS}, "SMS-iT gave no report ID, so delivery can't be tracked"),
        ({"state": SendState.REFUSED, "outcome_sentence": "No such group."}, "Not sent: No such group."),
        ({"state": SendState.UNKNOWN}, "We couldn't confirm this was sent: the bot stopped while sending it"),
        (
            {"state": SendState.UNKNOWN, "outcome_sentence": "SMS-iT's answer was unclear."},
            "We couldn't confirm this was sent: SMS-iT's answer was unclear.",
        ),
        ({"state": SendState.UNKNOWN}, "Checking with SMS-iT …"),
        ({"state": SendState.UNKNOWN, "evidence": {}}, "nothing that confirms it either way"),
        ({"state": SendState.UNKNOWN, "evidence": {"balance": "It fell."}}, "It fell."),
        ({"state": SendState.CANCELLED, "decided_by": "U0TOM"}, "Cancelled, not sent (by <@U0TOM>)"),
        (
            {"state": SendState.SCHEDULED, "send_at": LATER},
            "Scheduled for <!date^1795541400^",
        ),
        (
            {
                "state": SendState.SCHEDULED_AT_SMSIT,
                "send_at": LATER,
                "recurrence": SERIES,
                "occurrences": 3,
            },
            "3 dates in total",
        ),
        (
            {"state": SendState.SCHEDULED, "send_at": LATER, "hold_code": Hold.LATE},
            "Not sent. The bot was offline at <!date^",
        ),
        (
            {
                "state": SendState.SCHEDULED,
                "hold_code": Hold.CHANGED,
                "hold_sentence": "It grew.",
            },
            "Not sent. It grew. Send it now?",
        ),
        ({"quiet_override": "U0TOM"}, "Allowed in quiet hours by <@U0TOM>"),
        ({"recurrence": SERIES, "credits_upper": 700}, "312 credits (up to 700) each time"),
    ],
)
def test_every_state_is_told_in_words(changes: dict[str, object], said: str) -> None:
    content = drawn(a_broadcast(**changes))

    assert said in content.text
    assert said in words_in(list(content.blocks)).replace("\n", " ")


def test_failures_are_told_once() -> None:
    ended = a_broadcast(state=SendState.DELIVERED, successful=310, failed=2, remote_id="1")
    assert drawn(ended).text.count("failed") == 1


def test_a_list_of_people_who_must_not_be_texted_is_no_question() -> None:
    listed = a_broadcast(state=SendState.SCHEDULED, hold_code=Hold.LISTED, hold_sentence="1 person.")

    assert "Send it now?" not in drawn(listed).text
    assert Action.SEND_NOW not in buttons(listed)


@pytest.mark.parametrize(("failed", "icon"), [(0, ":white_check_mark:"), (2, ":warning:")])
def test_a_green_tick_means_that_none_failed(failed: int, icon: str) -> None:
    sent = a_broadcast(state=SendState.DELIVERED, successful=312 - failed, failed=failed)

    assert drawn(sent).blocks[0]["text"]["text"].startswith(icon)


def test_who_rejected_it_is_told_once() -> None:
    rejected = a_broadcast(state=SendState.REJECTED, decided_by="U0TOM")

    assert drawn(rejected, approval="rejected by <@U0TOM>").text.count("<@U0TOM>") == 1


def test_the_approval_stands_in_it() -> None:
    assert (
        "Approval: approved by <@U0TOM>."
        in drawn(a_broadcast(), approval="Approval: approved by <@U0TOM>").text
    )


def test_waiting_broadcasts_can_be_cancelled_and_unknown_ones_settled() -> None:
    for state in (SendState.QUEUED, SendState.SCHEDULED, SendState.AWAITING_APPROVAL):
        assert Action.CANCEL in buttons(a_broadcast(state=state))
    assert {Action.CHECK_AGAIN, Action.MARK_SENT, Action.SEND_AGAIN} == buttons(
        a_broadcast(state=SendState.UNKNOWN)
    )


def test_totals_that_go_down_or_exceed_the_people_are_told_as_they_are() -> None:
    sent = a_broadcast(state=SendState.ACCEPTED, successful=298, failed=15)

    text = drawn(sent, highest=300).text

    assert "SMS-iT reported 300 handed to carriers before and 298 now" in text
    assert "SMS-iT reports on 313 texts for 312 recipients" in text


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_the_chart_holds_the_same_figures_as_the_words(people: int, successful: int, failed: int) -> None:
    figures = figures_view.Figures(people, successful, failed, successful)
    chart = figures_view.chart(figures)

    told = {
        figures_view.HANDED_OVER: successful,
        figures_view.FAILED: failed,
        figures_view.NO_NEWS: figures.no_news,
    }
    shown = {} if chart is None else {each["label"]: each["value"] for each in chart["chart"]["segments"]}
    assert shown == (told if all(told.values()) else {})
    assert figures.no_news + successful + failed == people + figures.too_many


@every("state", SendState)
@every("changes", VARIANTS)
def test_who_hears_it_hears_whole_sentences(state: SendState, changes: dict[str, object]) -> None:
    said = drawn(
        a_broadcast(state=state, **changes), highest=310, approval="Approval: approved by <@U0TOM>"
    ).text

    assert said.endswith(".")
    assert not ENDED_TWICE.search(said)


def test_figures_stand_in_words_once_and_in_the_chart() -> None:
    sent = a_broadcast(state=SendState.ACCEPTED, remote_id="1", successful=3, failed=1)
    content = drawn(sent)

    assert words_in(list(content.blocks)).count("handed to carriers") == 1
    assert [each["type"] for each in content.blocks] == ["section", CHART, "context"]
    assert "fields" not in content.blocks[0]


def test_a_report_that_brings_nothing_new_changes_nothing_in_it() -> None:
    sent = a_broadcast(state=SendState.ACCEPTED, remote_id="1", successful=3, failed=0)

    assert drawn(sent) == drawn(replace(sent, report_repeats=2, updated_at=LATER))


def test_a_chart_that_would_only_repeat_the_words_is_left_out() -> None:
    def charts(**changes: object) -> int:
        sent = a_broadcast(state=SendState.ACCEPTED, **changes)
        return sum(block["type"] == CHART for block in drawn(sent).blocks)

    assert charts() == 0
    assert charts(successful=1, failed=1) == 1
    assert charts(successful=1, failed=0) == 0  # two figures: sent, and no report
    assert charts(successful=0, failed=0, people=0) == 0
