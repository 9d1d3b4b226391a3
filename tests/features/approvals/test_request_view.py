"""The request to approve: all that an approver should know, and nothing that a channel should not read."""

from dataclasses import replace
from datetime import timedelta
from itertools import cycle, product
from zoneinfo import ZoneInfo

import pytest

from bot.features.approvals.ids import Action
from bot.features.approvals.views import request as request_view
from bot.features.approvals.views.request import ApprovalRef
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.slack.blocks import state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.approvals import ApprovalRequest, Decision
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.texting import phones
from tests.clock import START
from tests.every import every
from tests.features.approvals.samples import APPROVED, SERIES, WHY, a_broadcast, a_request
from tests.features.samples import BODY, LATER, NAMES, words_in

ZONE = ZoneInfo("America/Los_Angeles")
LONG = "<!channel> & 'why' +1 415 555 0100 " * 100
REQUESTS = (
    a_request(),
    a_request(changed=LONG, round=2, asked_by="U0TOM"),
    a_request(**APPROVED),
    a_request(**APPROVED | {"decision": Decision.REJECTED, "reason": LONG}),
    a_request(decision=Decision.EXPIRED, decided_at=START),
)
VARIANTS: tuple[dict[str, object], ...] = (
    {},
    {"kind": SendKind.LIST, "credits": 640, "credits_upper": 700},
    {"send_at": LATER, "zone": "Mars/Olympus", "quiet_override": "U0ADMIN", "balance_shown": None},
    {
        "send_at": LATER,
        "recurrence": SERIES,
        "occurrences": 3,
        "held_by": HeldBy.SMSIT,
        "decided_by": "U0TOM",
    },
    {"alpha_sender": "HarbourSt", "rotate": True, "throttle": 6, "body": None},
)


def problems(content: Content) -> list[str]:
    return problems_in_message({"text": content.text, "blocks": list(content.blocks)})


def shown(content: Content) -> str:
    return content.text + "\n" + words_in(list(content.blocks))


def markup(content: Content) -> str:
    """All that Slack reads as markup: a dialog's words are plain."""
    return content.text + words_in([block for block in content.blocks if block["type"] != "actions"])


def buttons(content: Content) -> dict[str, Block]:
    rows = (block["elements"] for block in content.blocks if block["type"] == "actions")
    return {element["action_id"]: element for row in rows for element in row}


def facts(send: Send, asked: ApprovalRequest | None = None) -> dict[str, str]:
    content = request_view.request(send, asked or a_request(), WHY)
    block = next(block for block in content.blocks if "fields" in block)
    return dict(field["text"].replace("*", "", 2).split("\n", 1) for field in block["fields"])


@every(("nth", "row"), list(enumerate(product(SendState, REQUESTS))))
def test_slack_takes_the_request_in_every_state(nth: int, row: tuple[SendState, ApprovalRequest]) -> None:
    state, asked = row
    begin = (nth // len(REQUESTS)) % len(VARIANTS)  # from state to state each name has another variant
    for name, changes in zip(NAMES, cycle((*VARIANTS[begin:], *VARIANTS[:begin])), strict=False):
        content = request_view.request(a_broadcast(state=state, to_name=name, **changes), asked, WHY)

        assert problems(content) == []
        assert BODY not in shown(content)
        assert "555 0100" not in shown(content)
        assert "<!channel>" not in markup(content)


def test_an_approver_sees_who_asks_for_what_and_why() -> None:
    content = request_view.request(a_broadcast(), a_request(), WHY)

    assert content.blocks[0]["text"]["text"] == (
        "<@U0MAYA> wants to text the group *VIP*\n"
        ":hourglass_flowing_sand: Needs approval: over 100 recipients and repeats 3 times"
    )
    assert facts(a_broadcast()) == {
        "Recipients": "312",
        "Cost": "*312 credits*, 1 segment per person",
        "Send": "As soon as it's approved",
        "From": phones.shown("14155550190"),
        "Balance at request": "5,000 credits",
        "Expires": moment(START + timedelta(hours=24), ZONE),
    }


def test_whoever_cannot_see_blocks_reads_the_same_figures() -> None:
    again = a_request(changed="The text was changed.")
    text = request_view.request(a_broadcast(quiet_override="U0ADMIN"), again, WHY).text

    for each in (*facts(a_broadcast()).values(), "<@U0ADMIN>", "The text was changed.", *WHY):
        assert each in text


def test_the_cost_of_a_list_and_the_upper_bound_are_told() -> None:
    several = a_broadcast(kind=SendKind.LIST, credits=640, credits_upper=700)

    assert facts(several)["Cost"] == "*640 credits* (up to 700 credits)"
    assert "wants to text the list *VIP*" in shown(request_view.request(several, a_request(), WHY))
    assert facts(replace(several, occurrences=3))["Cost"] == (
        "*640 credits* (up to 700 credits), each time; up to 2,100 credits in total"
    )


def test_time_and_rhythm_are_told_in_the_zone_of_whoever_reads() -> None:
    once = a_broadcast(send_at=LATER)
    series = replace(once, recurrence=SERIES, occurrences=3, held_by=HeldBy.SMSIT)
    weekly = replace(series, recurrence=SERIES | {"every": 1})

    first, until = moment(LATER, ZONE), moment(START + timedelta(days=28), ZONE)
    assert facts(once)["Send"] == first
    assert "Tue 24 Nov 2026, 09:30 (America/Los_Angeles)" in first
    assert facts(series)["Send"] == (
        f"3 times, every 2 weeks from {first} until {until}, scheduled in SMS-iT"
    )
    assert "every week from" in facts(weekly)["Send"]


def test_rotating_and_pausing_are_told() -> None:
    assert facts(a_broadcast(alpha_sender="HarbourSt", rotate=True, throttle=6))["From"] == (
        "HarbourSt, rotating through all account numbers, 1 text every 6 seconds"
    )


def test_what_changed_and_who_overrode_quiet_hours_is_told() -> None:
    again = a_request(round=2, changed="The group now has 318 recipients (was 312).")
    content = request_view.request(a_broadcast(quiet_override="U0ADMIN"), again, WHY)

    assert ":warning: *Since the last request:* The group now has 318 recipients (was 312)." in shown(content)
    assert "<@U0ADMIN> chose to send it during quiet hours." in shown(content)


def test_a_request_has_its_buttons_until_it_is_decided() -> None:
    found = buttons(request_view.request(a_broadcast(), a_request(round=2), WHY))

    assert list(found) == [Action.APPROVE, Action.REJECT, Action.VIEW]
    assert found[Action.VIEW]["value"] == a_broadcast().id
    for action in (Action.APPROVE, Action.REJECT):
        assert metadata.load(ApprovalRef, found[action]["value"]) == ApprovalRef(a_broadcast().id, 2)
    assert "confirm" not in found[Action.APPROVE]  # the words come first, in a modal of their own


@every("asked", REQUESTS[2:])
@every("state", SendState)
def test_what_is_decided_has_no_buttons(state: SendState, asked: ApprovalRequest) -> None:
    content = request_view.request(a_broadcast(state=state), asked, WHY)

    assert buttons(content) == {}
    assert "Expires" not in shown(content)


def test_a_send_nobody_is_asked_about_says_so() -> None:
    content = request_view.nothing(a_broadcast(state=SendState.QUEUED))

    assert content.text == (
        f"The text to the group *VIP* doesn't need approval: {state_words.in_words(SendState.QUEUED)}."
    )
    assert problems(content) == []


def test_the_reason_is_asked_for() -> None:
    form = request_view.rejection(ApprovalRef("1" * 32, 3))

    assert problems_in_view(form) == []
    assert metadata.load(ApprovalRef, form["private_metadata"]) == ApprovalRef("1" * 32, 3)
    (field,) = form["blocks"]
    assert field["element"]["max_length"] == 500
    assert not field["optional"]


def test_a_request_that_waits_is_drawn_to_the_end() -> None:
    late = request_view.request(a_broadcast(), a_request(expires_at=START - timedelta(hours=1)), ())

    assert list(buttons(late)) == [Action.APPROVE, Action.REJECT, Action.VIEW]
    assert "Needs approval." in late.text


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        (
            {"changed": "The text was changed.", "asked_by": "U0TOM", "round": 2},
            ":warning: *Since the last request:* The text was changed. Requested again by <@U0TOM>.",
        ),
        ({"changed": "It grew."}, ":warning: It grew."),
        ({"asked_by": "U0TOM"}, ":warning: Requested again by <@U0TOM>."),
    ],
)
def test_it_says_who_changed_what_is_asked(changes: dict[str, object], note: str) -> None:
    said = words_in(list(request_view.request(a_broadcast(), a_request(**changes), WHY).blocks))
    assert note in said.splitlines()


@pytest.mark.parametrize("by", ["U0MAYA", None])
def test_of_what_its_owner_asks_for_the_first_time_nothing_is_added(by: str | None) -> None:
    said = request_view.request(a_broadcast(), a_request(asked_by=by), WHY)
    assert ":warning:" not in shown(said)
