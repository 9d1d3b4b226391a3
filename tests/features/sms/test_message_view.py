"""The one message of a text: right in every state, and silent about number and words."""

from itertools import product

import pytest

from bot.features.sends.holds import Hold
from bot.features.sends.ids import Action
from bot.features.sends.views.buttons import SendRef
from bot.features.sms import ids as sms
from bot.features.sms.service import NOT_A_CONTACT
from bot.features.sms.views.message import message
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.sends import HeldBy, Send
from bot.store.states import SendState
from tests.features.samples import BODY, LATER, NAMES, NUMBER, a_send, words_in

SHOWN = list(SendState)
LONG = "<!channel> & 'why' " * 300

VARIANTS: tuple[dict[str, object], ...] = (
    {},
    {"outcome_sentence": LONG, "outcome_code": "-9", "report_error": LONG, "attempts": 2},
    {"outcome_code": Hold.LATE, "send_at": LATER, "zone": "Mars/Olympus"},
    {"send_at": LATER, "recurrence": {"repeat": "Daily", "every": 1}, "held_by": HeldBy.SMSIT},
    {"send_at": LATER, "decided_by": "U0TOM", "alpha_sender": "HarbourSt", "segments": 2, "credits": 2},
    {"outcome_code": NOT_A_CONTACT, "evidence": {}},
    {"evidence": {"report": LONG, "balance": "It is <unchanged>."}, "body": None, "zone": None},
)

DECISIONS = {Action.MARK_SENT, Action.SEND_AGAIN, Action.SEND_NOW}


def problems(content: Content) -> list[str]:
    return problems_in_message({"text": content.text, "blocks": list(content.blocks)})


def buttons(send: Send) -> dict[str, str]:
    rows = (block["elements"] for block in message(send).blocks if block["type"] == "actions")
    return {element["action_id"]: element["value"] for row in rows for element in row}


@pytest.mark.parametrize("state", SHOWN, ids=str)
@pytest.mark.parametrize("changes", VARIANTS, ids=range(len(VARIANTS)))
def test_slack_takes_the_message_of_every_state(state: SendState, changes: dict[str, object]) -> None:
    for name in NAMES:
        content = message(a_send(state=state, to_name=name, **changes))

        assert problems(content) == []
        assert content.text


@pytest.mark.parametrize(("state", "changes"), list(product(SHOWN, VARIANTS)))
def test_neither_the_number_nor_the_words_are_in_it(state: SendState, changes: dict[str, object]) -> None:
    content = message(a_send(state=state, **changes))
    shown = content.text + words_in(list(content.blocks))

    assert NUMBER not in shown
    assert "415-555-0100" not in shown
    assert "•••0100" in shown
    assert BODY not in shown


@pytest.mark.parametrize(
    "changes",
    [
        {"state": SendState.UNDELIVERED, "report_error": "+1 (415) 555-0100 is a landline"},
        {"state": SendState.REFUSED, "outcome_sentence": "14155550100 has opted out."},
        {"state": SendState.UNKNOWN, "outcome_sentence": "No answer for 415.555.0100."},
        {"state": SendState.UNKNOWN, "evidence": {"report": 'SMS-iT says "no 14155550100".'}},
        {"state": SendState.QUEUED, "attempts": 1, "outcome_sentence": "415 555 0100 waits."},
    ],
    ids=str,
)
def test_a_number_in_the_words_of_others_is_masked(changes: dict[str, object]) -> None:
    content = message(a_send(**changes))
    shown = content.text + words_in(list(content.blocks))

    assert "•••0100" in shown.partition("\n")[2]
    assert all(written not in shown for written in (NUMBER, "555-0100", "555.0100", "555 0100"))


@pytest.mark.parametrize("name", ["<!channel>", "<@U0TOM>", "<https://example.com|Ada>"])
def test_a_name_or_a_carriers_reason_calls_nobody(name: str) -> None:
    content = message(a_send(state=SendState.UNDELIVERED, to_name=name, report_error=name))

    assert name not in content.text
    assert name not in words_in(list(content.blocks))


@pytest.mark.parametrize("state", SHOWN, ids=str)
def test_screen_readers_hear_what_the_blocks_show(state: SendState) -> None:
    content = message(a_send(state=state, outcome_sentence="Because.", report_error="Landline."))
    title, small = content.blocks[0]["text"]["text"], content.blocks[-2]["elements"][0]["text"]

    assert small in content.text
    assert title.partition("\n")[0] in content.text
    assert title.partition("\n")[2].partition(" ")[2] in content.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": SendState.QUEUED}, "Queued"),
        (
            {"state": SendState.QUEUED, "attempts": 1, "outcome_sentence": "SMS-iT could not be reached."},
            "Queued. SMS-iT could not be reached.",
        ),
        ({"state": SendState.SCHEDULED, "send_at": LATER}, "Scheduled for Tue 24 Nov 2026, 09:30"),
        (
            {"state": SendState.SCHEDULED, "send_at": LATER, "outcome_code": Hold.LATE},
            "Not sent: the bot was not running at Tue 24 Nov 2026, 09:30 (America/Los_Angeles). Send it now?",
        ),
        ({"state": SendState.SCHEDULED_AT_SMSIT, "send_at": LATER}, "Held by SMS-iT for Tue 24 Nov 2026"),
        (
            {"state": SendState.SCHEDULED_AT_SMSIT, "send_at": LATER, "recurrence": {"repeat": "Daily"}},
            "Held by SMS-iT, first for Tue 24 Nov 2026, 09:30 (America/Los_Angeles), then again",
        ),
        ({"state": SendState.REFUSED, "outcome_sentence": "No credits."}, "Not sent: No credits."),
        (
            {"state": SendState.UNKNOWN, "outcome_sentence": "No answer."},
            "It is not known whether this text went out: No answer.",
        ),
        (
            {"state": SendState.UNKNOWN},
            "It is not known whether this text went out. The bot was stopped while sending it.",
        ),
        ({"state": SendState.AWAITING_APPROVAL}, "Waiting for approval"),
        ({"state": SendState.REJECTED}, "Not approved, not sent"),
        ({"state": SendState.EXPIRED}, "Not approved in time, not sent"),
        ({"state": SendState.DRAFT}, "Not confirmed yet"),
        ({"state": SendState.UNDELIVERED, "report_error": "Landline"}, "Not delivered: Landline"),
        ({"state": SendState.CANCELLED}, "Cancelled, not sent"),
        ({"state": SendState.CANCELLED, "decided_by": "U0TOM"}, "Cancelled, not sent (by <@U0TOM>)"),
        ({"state": SendState.DELIVERED, "decided_by": "U0TOM"}, "decided by <@U0TOM>"),
        ({"state": SendState.ACCEPTED, "alpha_sender": "HarbourSt"}, "from HarbourSt"),
        ({"state": SendState.ACCEPTED, "credits": 2, "segments": 2}, "2 segments · 2 credits"),
    ],
)
def test_it_says_what_became_of_the_text(changes: dict[str, object], sentence: str) -> None:
    assert sentence in message(a_send(**changes)).text


@pytest.mark.parametrize(
    ("evidence", "line"),
    [
        (None, "Looking for evidence …"),
        ({}, "SMS-iT gave no evidence either way."),
        ({"report": "Said a.", "balance": "Said b."}, "Evidence: Said a. Said b."),
    ],
)
def test_an_unknown_outcome_comes_with_its_evidence(evidence: dict[str, object] | None, line: str) -> None:
    assert line in words_in(list(message(a_send(state=SendState.UNKNOWN, evidence=evidence)).blocks))


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({"state": SendState.QUEUED}, {Action.CANCEL}),
        ({"state": SendState.SCHEDULED}, {Action.CANCEL}),
        ({"state": SendState.SCHEDULED, "outcome_code": Hold.LATE}, {Action.SEND_NOW, Action.CANCEL}),
        ({"state": SendState.UNKNOWN}, {Action.MARK_SENT, Action.SEND_AGAIN}),
        ({"state": SendState.REFUSED}, set()),
        ({"state": SendState.REFUSED, "outcome_code": NOT_A_CONTACT}, {sms.Action.ADD_AND_SEND}),
        ({"state": SendState.SCHEDULED_AT_SMSIT}, set()),
        ({"state": SendState.DELIVERED}, set()),
        ({"state": SendState.ATTEMPTING}, set()),
        ({"state": SendState.CANCELLED, "outcome_code": Hold.LATE}, set()),
    ],
)
def test_it_offers_what_can_still_be_decided(changes: dict[str, object], offered: set[Action]) -> None:
    send = a_send(**changes)

    assert set(buttons(send)) == offered | {Action.SHOW_TEXT}
    about = {action: value for action, value in buttons(send).items() if action not in DECISIONS}
    assert set(about.values()) == {send.id}


def test_a_decision_is_about_one_attempt() -> None:
    send = a_send(state=SendState.UNKNOWN, attempts=3)

    for action in (Action.MARK_SENT, Action.SEND_AGAIN):
        assert metadata.load(SendRef, buttons(send)[action]) == SendRef(send.id, 3)
