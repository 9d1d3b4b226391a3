"""The message of a broadcast: right in every state, its figures in words and as a chart."""

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
from bot.slack.outgoing.poster import CHART, Content
from bot.store.sends import HeldBy, Send
from bot.store.states import SendState
from tests.clock import START
from tests.features.broadcast.samples import a_broadcast
from tests.features.samples import LATER, NAMES, words_in

LONG = "<!channel> & 'why' " * 300
SERIES = {"repeat": "Daily", "every": 1, "until": LATER.isoformat()}
VARIANTS: tuple[dict[str, object], ...] = (
    {},
    {"outcome_sentence": LONG, "outcome_code": "-9", "attempts": 2, "successful": 300, "failed": 12},
    {"outcome_code": Hold.LATE, "send_at": LATER, "zone": "Mars/Olympus", "quiet_override": "U0TOM"},
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


@pytest.mark.parametrize(("state", "changes"), list(product(SendState, VARIANTS)))
def test_slack_takes_the_message_of_every_state(state: SendState, changes: dict[str, object]) -> None:
    for name in NAMES:
        content = drawn(
            a_broadcast(state=state, to_name=name, **changes), highest=310, approval="by <@U0TOM>"
        )

        assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
        assert "We open at nine" not in content.text + words_in(list(content.blocks))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": SendState.QUEUED}, "Queued"),
        (
            {"state": SendState.QUEUED, "attempts": 1, "outcome_sentence": "The bot keeps trying."},
            "Queued. The bot keeps trying.",
        ),
        (
            {"state": SendState.ATTEMPTING, "attempting_at": START - timedelta(minutes=12)},
            "Being sent: about 12 of 26 minutes, an estimate by the clock",
        ),
        ({"state": SendState.ATTEMPTING}, "Being sent: about 0 of 26 minutes"),
        (
            {"state": SendState.ATTEMPTING, "held_by": HeldBy.SMSIT},
            "Being sent: handing it over to SMS-iT",
        ),
        ({"state": SendState.ACCEPTED, "remote_id": "1"}, "Sent, waiting for the carriers"),
        (
            {"state": SendState.ACCEPTED, "remote_id": "1", "successful": 3, "failed": 0},
            "Sent, reports still come in: 3 of 312",
        ),
        (
            {"state": SendState.ACCEPTED, "successful": 200, "failed": 2, "remote_id": "1"},
            "200 of 312 handed to the carriers, 2 failed, no news of 110",
        ),
        (
            {"state": SendState.DELIVERED, "successful": 312, "failed": 0, "remote_id": "1"},
            "Sent: 312 of 312 handed to the carriers",
        ),
        (
            {"state": SendState.UNDELIVERED, "successful": 0, "failed": 312, "remote_id": "1"},
            "the carriers took none of the texts: 0 of 312 handed to the carriers, 312 failed",
        ),
        (
            {"state": SendState.NO_NEWS, "successful": 300, "failed": 0, "remote_id": "1"},
            "No more news is awaited: 300 of 312 handed to the carriers, no news of 12",
        ),
        ({"state": SendState.NO_NEWS}, "SMS-iT gave no id to ask for a report by"),
        ({"state": SendState.REFUSED, "outcome_sentence": "No such group."}, "Not sent: No such group."),
        ({"state": SendState.UNKNOWN}, "The bot was stopped while SMS-iT was sending it."),
        (
            {"state": SendState.UNKNOWN, "outcome_sentence": "SMS-iT gave no clear answer."},
            "It is not known whether this broadcast went out: SMS-iT gave no clear answer.",
        ),
        ({"state": SendState.UNKNOWN}, "Looking for evidence"),
        ({"state": SendState.UNKNOWN, "evidence": {}}, "no evidence either way"),
        ({"state": SendState.UNKNOWN, "evidence": {"balance": "It fell."}}, "Evidence: It fell."),
        ({"state": SendState.CANCELLED, "decided_by": "U0TOM"}, "Cancelled, not sent (by <@U0TOM>)"),
        (
            {"state": SendState.SCHEDULED, "send_at": LATER},
            "Scheduled for Tue 24 Nov 2026, 09:30 (America/Los_Angeles)",
        ),
        (
            {
                "state": SendState.SCHEDULED_AT_SMSIT,
                "send_at": LATER,
                "recurrence": SERIES,
                "occurrences": 3,
            },
            "3 dates in all",
        ),
        (
            {"state": SendState.SCHEDULED, "send_at": LATER, "outcome_code": Hold.LATE},
            "the bot was not running at Tue 24 Nov",
        ),
        (
            {
                "state": SendState.SCHEDULED,
                "outcome_code": Hold.CHANGED,
                "outcome_sentence": "It grew.",
            },
            "Not sent: It grew. Send it now?",
        ),
        ({"quiet_override": "U0TOM"}, "In spite of quiet hours, by <@U0TOM>."),
        ({"recurrence": SERIES, "credits_upper": 700}, "312 credits, at most 700 each time"),
    ],
)
def test_every_state_is_told_in_words(changes: dict[str, object], said: str) -> None:
    content = drawn(a_broadcast(**changes))

    assert said in content.text
    assert said in words_in(list(content.blocks)).replace("\n", " ") or "each time" in said


def test_a_list_of_people_who_must_not_be_texted_is_no_question() -> None:
    listed = a_broadcast(state=SendState.SCHEDULED, outcome_code=Hold.LISTED, outcome_sentence="1 person.")

    assert "Send it now?" not in drawn(listed).text
    assert Action.SEND_NOW not in buttons(listed)


def test_the_approval_stands_in_it() -> None:
    assert "Approval: approved by <@U0TOM>." in drawn(a_broadcast(), approval="approved by <@U0TOM>").text


def test_waiting_broadcasts_can_be_cancelled_and_unknown_ones_settled() -> None:
    for state in (SendState.QUEUED, SendState.SCHEDULED, SendState.AWAITING_APPROVAL):
        assert Action.CANCEL in buttons(a_broadcast(state=state))
    assert {Action.MARK_SENT, Action.SEND_AGAIN} <= buttons(a_broadcast(state=SendState.UNKNOWN))


def test_totals_that_go_down_or_exceed_the_people_are_told_as_they_are() -> None:
    sent = a_broadcast(state=SendState.ACCEPTED, successful=298, failed=15)

    text = drawn(sent, highest=300).text

    assert "SMS-iT reported 300 handed over before and 298 now" in text
    assert "SMS-iT reports on 313 texts, the group had 312 people" in text


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_the_chart_holds_the_same_figures_as_the_words(people: int, successful: int, failed: int) -> None:
    figures = figures_view.Figures(people, successful, failed, successful)
    chart = figures_view.chart(figures)

    shown = {} if chart is None else {each["label"]: each["value"] for each in chart["chart"]["segments"]}
    assert shown.get(figures_view.HANDED_OVER, 0) == successful
    assert shown.get(figures_view.FAILED, 0) == failed
    assert shown.get(figures_view.NO_NEWS, 0) == figures.no_news
    assert all(shown.values())
    assert figures.no_news + successful + failed == people + figures.too_many


def test_the_chart_comes_with_the_first_report() -> None:
    def charts(**changes: object) -> int:
        sent = a_broadcast(state=SendState.ACCEPTED, **changes)
        return sum(block["type"] == CHART for block in drawn(sent).blocks)

    assert charts() == 0
    assert charts(successful=1, failed=0) == 1
    assert charts(successful=0, failed=0, people=0) == 0
