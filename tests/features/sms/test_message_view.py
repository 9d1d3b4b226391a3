"""The one message of a text: right in every state, and silent about number and words."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from bot.features.sends.holds import Hold
from bot.features.sends.ids import Action, More
from bot.features.sends.views.buttons import SendRef
from bot.features.sms import ids as sms
from bot.features.sms.service import NOT_A_CONTACT
from bot.features.sms.views.message import message
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import HeldBy, Send
from bot.store.states import SendState
from tests.clock import START
from tests.every import every
from tests.features.samples import BODY, LATER, NAMES, NUMBER, a_send, words_in

ENDED_TWICE = re.compile(r"\.\.|\.:|\?\.")
LOOKED = {"last_look_at": START + timedelta(seconds=30)}
SHOWN = list(SendState)
LONG = "<!channel> & 'why' " * 300

VARIANTS: tuple[dict[str, object], ...] = (
    {},
    {"outcome_sentence": LONG, "outcome_code": "-9", "report_error": LONG, "attempts": 2},
    {"hold_code": Hold.LATE, "send_at": LATER, "zone": "Mars/Olympus"},
    {"send_at": LATER, "recurrence": {"repeat": "Daily", "every": 1}, "held_by": HeldBy.SMSIT},
    {"send_at": LATER, "decided_by": "U0TOM", "alpha_sender": "HarbourSt", "segments": 2, "credits": 2},
    {"outcome_code": NOT_A_CONTACT, "evidence": {}},
    {"evidence": {"report": LONG, "balance": "It is <unchanged>."}, "body": None, "zone": None},
)

DECISIONS = {Action.CHECK_AGAIN, Action.MARK_SENT, Action.SEND_AGAIN, Action.SEND_NOW}
MOMENT = re.compile(r"<!date\^[^|]*\|([^>]*)>")


def problems(content: Content) -> list[str]:
    return problems_in_message({"text": content.text, "blocks": list(content.blocks)})


def buttons(send: Send) -> dict[str, str]:
    rows = (block["elements"] for block in message(send).blocks if block["type"] == "actions")
    return {element["action_id"]: element["value"] for row in rows for element in row}


def read(content: Content) -> str:
    """What a person reads, each moment as it is written where Slack cannot."""
    return MOMENT.sub(r"\1", content.text)


@every("state", SHOWN)
@every("changes", VARIANTS)
def test_slack_takes_the_message_of_every_state(state: SendState, changes: dict[str, object]) -> None:
    for name in NAMES:
        content = message(a_send(state=state, to_name=name, **changes))

        assert problems(content) == []
        assert content.text


@every(("state", "changes"), list(product(SHOWN, VARIANTS)))
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

    assert "•••0100" in shown.replace("*Ada Lovelace* (•••0100)", "")
    assert all(written not in shown for written in (NUMBER, "555-0100", "555.0100", "555 0100"))


@pytest.mark.parametrize("name", ["<!channel>", "<@U0TOM>", "<https://example.com|Ada>"])
def test_a_name_or_a_carriers_reason_calls_nobody(name: str) -> None:
    content = message(a_send(state=SendState.UNDELIVERED, to_name=name, report_error=name))

    assert name not in content.text
    assert name not in words_in(list(content.blocks))


@every("state", SHOWN)
def test_screen_readers_hear_what_the_blocks_show(state: SendState) -> None:
    content = message(a_send(state=state, outcome_sentence="Because.", report_error="Landline."))
    [small] = [each["elements"][0]["text"] for each in content.blocks if each["type"] == "context"]
    _icon, line = content.blocks[0]["text"]["text"].split(" ", 1)

    for part in (*small.split(" · "), *line.split(" · ")):
        assert part.rstrip(".") in content.text
    assert content.text.endswith(".")
    assert not ENDED_TWICE.search(content.text)


@every(
    ("changes", "sentence"),
    [
        ({"state": SendState.QUEUED}, "Queued"),
        (
            {"state": SendState.QUEUED, "attempts": 1, "outcome_sentence": "SMS-iT could not be reached."},
            "Queued. SMS-iT could not be reached.",
        ),
        ({"state": SendState.SCHEDULED, "send_at": LATER}, "Scheduled for Tue 24 Nov 2026, 09:30"),
        (
            {"state": SendState.SCHEDULED, "send_at": LATER, "hold_code": Hold.LATE},
            "Not sent. The bot was offline at Tue 24 Nov 2026, 09:30 (America/Los_Angeles). Send it now?",
        ),
        (
            {"state": SendState.SCHEDULED_AT_SMSIT, "send_at": LATER},
            "Scheduled in SMS-iT for Tue 24 Nov 2026",
        ),
        (
            {"state": SendState.SCHEDULED_AT_SMSIT, "send_at": LATER, "recurrence": {"repeat": "Daily"}},
            "Scheduled in SMS-iT, first on Tue 24 Nov 2026, 09:30 (America/Los_Angeles), then repeating.",
        ),
        ({"state": SendState.REFUSED, "outcome_sentence": "No credits."}, "Not sent: No credits."),
        (
            {"state": SendState.UNKNOWN, "outcome_sentence": "No answer."},
            "We couldn't confirm this was sent: No answer.",
        ),
        (
            {"state": SendState.UNKNOWN},
            "We couldn't confirm this was sent: the bot stopped while sending it.",
        ),
        ({"state": SendState.AWAITING_APPROVAL}, "Awaiting approval."),
        ({"state": SendState.REJECTED}, "Rejected, not sent."),
        ({"state": SendState.EXPIRED}, "Approval expired, not sent."),
        ({"state": SendState.DRAFT}, "Draft."),
        ({"state": SendState.UNDELIVERED, "report_error": "Landline"}, "Not delivered: Landline"),
        ({"state": SendState.CANCELLED}, "Cancelled, not sent"),
        ({"state": SendState.CANCELLED, "decided_by": "U0TOM"}, "Cancelled, not sent (by <@U0TOM>)"),
        ({"state": SendState.DELIVERED}, "Delivered Mon 23 Nov 2026, 09:00 (America/Los_Angeles)."),
        ({"state": SendState.NO_NEWS}, "Sent, no delivery report."),
        ({"state": SendState.SUPERSEDED}, "Sent; a newer text hides its report."),
        ({"state": SendState.DELIVERED, "decided_by": "U0TOM"}, "sent by <@U0TOM>"),
        (
            {"state": SendState.DELIVERED, "decided_by": "U0TOM", "outcome_code": OutcomeCode.MARKED_SENT},
            "marked as sent by <@U0TOM>",
        ),
        ({"state": SendState.REJECTED, "decided_by": "U0TOM"}, "rejected by <@U0TOM>"),
        ({"state": SendState.ACCEPTED, "alpha_sender": "HarbourSt"}, "from HarbourSt"),
        ({"state": SendState.ACCEPTED, "credits": 2, "segments": 2}, "2 credits."),
    ],
)
def test_it_says_how_the_text_fares(changes: dict[str, object], sentence: str) -> None:
    assert sentence in read(message(a_send(**changes)))


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ({"evidence": None}, "Checking with SMS-iT …"),
        ({"evidence": {}}, "SMS-iT has nothing that confirms it either way."),
        ({"evidence": {"report": "Said a.", "balance": "Said b."}}, "• Said a.\n• Said b."),
        ({"evidence": {"report": "Said a."}, **LOOKED}, "• Said a.\nLast checked <!date^"),
        ({"evidence": {}, **LOOKED}, "{time_secs}|Mon 23 Nov 2026, 09:00:30 (America/Los_Angeles)>."),
        ({"evidence": {"report": "Said a."}}, "• Said a.\n"),
    ],
)
def test_an_unknown_outcome_comes_with_its_evidence(known: dict[str, object], line: str) -> None:
    assert line in words_in(list(message(a_send(state=SendState.UNKNOWN, **known)).blocks))


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({"state": SendState.QUEUED}, {Action.CANCEL}),
        ({"state": SendState.SCHEDULED}, {Action.CANCEL}),
        ({"state": SendState.SCHEDULED, "hold_code": Hold.LATE}, {Action.SEND_NOW, Action.CANCEL}),
        ({"state": SendState.UNKNOWN}, {Action.CHECK_AGAIN, Action.MARK_SENT, Action.SEND_AGAIN}),
        ({"state": SendState.REFUSED}, set()),
        ({"state": SendState.REFUSED, "outcome_code": NOT_A_CONTACT}, {sms.Action.ADD_AND_SEND}),
        ({"state": SendState.SCHEDULED_AT_SMSIT}, set()),
        ({"state": SendState.DELIVERED}, set()),
        ({"state": SendState.ATTEMPTING}, set()),
        ({"state": SendState.CANCELLED, "hold_code": Hold.LATE}, set()),
    ],
)
def test_it_offers_what_can_still_be_decided(changes: dict[str, object], offered: set[Action]) -> None:
    send = a_send(**changes)

    assert set(buttons(send)) == offered
    about = {action: value for action, value in buttons(send).items() if action not in DECISIONS}
    assert set(about.values()) <= {send.id}


@every("state", SHOWN)
def test_its_menu_shows_the_words_and_the_id(state: SendState) -> None:
    send = a_send(state=state)
    menu = message(send).blocks[0]["accessory"]

    assert menu["action_id"] == Action.MORE
    assert [(each["text"]["text"], each["value"]) for each in menu["options"]] == [
        ("Show text", f"{More.TEXT}:{send.id}"),
        ("Show ID", f"{More.ID}:{send.id}"),
    ]


@pytest.mark.parametrize("state", [SendState.DELIVERED, SendState.ACCEPTED, SendState.CANCELLED])
def test_a_text_that_asks_nothing_takes_two_lines(state: SendState) -> None:
    blocks = message(a_send(state=state)).blocks

    assert [each["type"] for each in blocks] == ["section", "context"]
    assert all("\n" not in words_in(each.get("text", {}).get("text", "")) for each in blocks)


def test_a_report_that_changes_nothing_to_be_read_changes_nothing_in_it() -> None:
    before = a_send(state=SendState.ACCEPTED)

    assert message(before) == message(replace(before, report_status="enroute", updated_at=LATER))


def test_what_may_cost_a_second_text_or_hide_a_lost_one_is_asked() -> None:
    rows = [
        each["elements"] for each in message(a_send(state=SendState.UNKNOWN)).blocks if "elements" in each
    ]
    asks = {each["action_id"]: each.get("confirm") for row in rows for each in row if "action_id" in each}

    assert asks.pop(Action.CHECK_AGAIN) is None
    assert set(asks) == {Action.MARK_SENT, Action.SEND_AGAIN}
    assert all(asks.values())


def test_a_decision_is_about_one_attempt() -> None:
    send = a_send(state=SendState.UNKNOWN, wave=3)

    for action in (Action.CHECK_AGAIN, Action.MARK_SENT, Action.SEND_AGAIN):
        assert metadata.load(SendRef, buttons(send)[action]) == SendRef(send.id, 3)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "sent by"),
        ({"risked": 1}, "sent again by"),
        ({"send_at": LATER, "goes_at": START}, "sent by"),
        ({"send_at": LATER, "goes_at": LATER}, "confirmed by"),  # changed, or sent at its very time
        ({"send_at": LATER, "state": SendState.SCHEDULED}, "changed by"),
        ({"state": SendState.UNKNOWN, "risked": 1, "outcome_code": OutcomeCode.NOT_AGAIN}, "cancelled by"),
        (
            {"state": SendState.SCHEDULED_AT_SMSIT, "outcome_code": OutcomeCode.MARKED_SENT},
            "marked as scheduled by",
        ),
    ],
)
def test_what_somebody_did_is_said_and_not_that_they_decided(changes: dict[str, object], said: str) -> None:
    usual: dict[str, object] = {"state": SendState.DELIVERED, "decided_by": "U0TOM"}
    text = message(a_send(**(usual | changes))).text

    assert f", {said} <@U0TOM>" in text
