"""The request to approve: all that an approver should know, and nothing that a channel should not read."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from bot.features.approvals.ids import Action
from bot.features.approvals.texts import Text
from bot.features.approvals.views import request as request_view
from bot.features.approvals.views.request import ApprovalRef
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.approvals import ApprovalRequest, Decision
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.texting import phones
from tests.clock import START
from tests.features.approvals.samples import APPROVED, SERIES, WHY, a_broadcast, a_request
from tests.features.samples import BODIES, BODY, LATER, NAMES, a_send, words_in

TIMES = "\N{MULTIPLICATION SIGN}"
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


@pytest.mark.parametrize(("state", "asked"), list(product(SendState, REQUESTS)))
def test_slack_takes_the_request_in_every_state(state: SendState, asked: ApprovalRequest) -> None:
    for changes, name in product(VARIANTS, NAMES):
        content = request_view.request(a_broadcast(state=state, to_name=name, **changes), asked, WHY)

        assert problems(content) == []
        assert BODY not in shown(content)
        assert "555 0100" not in shown(content)
        assert "<!channel>" not in markup(content)


def test_an_approver_sees_who_asks_for_what_and_why() -> None:
    content = request_view.request(a_broadcast(), a_request(), WHY)

    assert content.blocks[0]["text"]["text"] == (
        "<@U0MAYA> wants to text the group *VIP*\n:hourglass_flowing_sand: Needs a second person: "
        "312 people, more than 100 and it repeats (3 times)."
    )
    assert facts(a_broadcast()) == {
        "To": "the group *VIP*",
        "People": "312",
        "Cost": f"1 segment {TIMES} 312 people = 312 credits",
        "From": "+1 415-555-0190",
        "When": "At once when it is approved",
        "Balance when it was confirmed": "5,000",
        "This request lapses": "Tue 24 Nov 2026, 09:00 (America/Los_Angeles)",
    }


def test_whoever_cannot_see_blocks_reads_the_same_figures() -> None:
    again = a_request(changed="The text was changed.")
    text = request_view.request(a_broadcast(quiet_override="U0ADMIN"), again, WHY).text

    for each in (*facts(a_broadcast()).values(), "<@U0ADMIN>", "The text was changed.", *WHY):
        assert each in text


def test_the_cost_of_a_list_and_the_upper_bound_are_told() -> None:
    several = a_broadcast(kind=SendKind.LIST, credits=640, credits_upper=700)

    assert facts(several)["Cost"] == "640 credits, at most 700"
    assert facts(several)["To"] == "the list *VIP*"
    assert facts(replace(several, occurrences=3))["Cost"] == (
        "640 credits, at most 700, each time; at most 2,100 in all"
    )


def test_time_and_rhythm_are_told_in_the_zone_of_whoever_asks() -> None:
    once = a_broadcast(send_at=LATER)
    series = replace(once, recurrence=SERIES, occurrences=3, held_by=HeldBy.SMSIT)
    weekly = replace(series, recurrence=SERIES | {"every": 1})

    assert facts(once)["When"] == "Tue 24 Nov 2026, 09:30 (America/Los_Angeles)"
    assert facts(series)["When"] == (
        "3 times, every 2 weeks, first Tue 24 Nov 2026, 09:30 (America/Los_Angeles), "
        "until Mon 21 Dec 2026, 09:00 (America/Los_Angeles), held by SMS-iT"
    )
    assert "every week," in facts(weekly)["When"]


def test_rotating_and_pausing_are_told() -> None:
    assert facts(a_broadcast(alpha_sender="HarbourSt", rotate=True, throttle=6))["From"] == (
        "HarbourSt and the account's other numbers in turn, 6 seconds between texts"
    )


def test_what_changed_and_who_overrode_quiet_hours_is_told() -> None:
    again = a_request(round=2, changed="The group has 318 people now, it had 312.")
    content = request_view.request(a_broadcast(quiet_override="U0ADMIN"), again, WHY)

    assert ":warning: Asked again. The group has 318 people now, it had 312." in shown(content)
    assert "<@U0ADMIN> decided to send it in spite of quiet hours." in shown(content)


def test_a_request_has_its_buttons_until_it_is_decided() -> None:
    found = buttons(request_view.request(a_broadcast(), a_request(round=2), WHY))

    assert list(found) == [Action.APPROVE, Action.REJECT, Action.VIEW]
    assert found[Action.VIEW]["value"] == a_broadcast().id
    for action in (Action.APPROVE, Action.REJECT):
        assert metadata.load(ApprovalRef, found[action]["value"]) == ApprovalRef(a_broadcast().id, 2)
    asks = words_in(found[Action.APPROVE]["confirm"])
    assert f"The group VIP: 312 people, 1 segment {TIMES} 312 people = 312 credits. At once" in asks


@pytest.mark.parametrize("asked", REQUESTS[2:], ids=lambda asked: str(asked.decision))
@pytest.mark.parametrize("state", SendState)
def test_what_is_decided_has_no_buttons(state: SendState, asked: ApprovalRequest) -> None:
    content = request_view.request(a_broadcast(state=state), asked, WHY)

    assert buttons(content) == {}
    assert "This request lapses" not in shown(content)


def test_a_send_nobody_is_asked_about_says_so() -> None:
    content = request_view.nothing(a_broadcast(state=SendState.QUEUED))

    assert content.text == "The text to the group *VIP* is queued."
    assert problems(content) == []


def test_the_reason_is_asked_for() -> None:
    form = request_view.rejection(ApprovalRef("1" * 32, 3))

    assert problems_in_view(form) == []
    assert metadata.load(ApprovalRef, form["private_metadata"]) == ApprovalRef("1" * 32, 3)
    (field,) = form["blocks"]
    assert field["element"]["max_length"] == 500
    assert not field["optional"]


@pytest.mark.parametrize("body", BODIES)
def test_the_words_are_shown_as_written(body: str) -> None:
    view = request_view.whole_text(Text(body))

    assert problems_in_view(view) == []
    assert body in words_in(view)


@pytest.mark.parametrize("body", BODIES)
def test_of_a_list_its_first_texts_are_shown_and_no_whole_number(body: str) -> None:
    rows = tuple(a_send(id=f"{nth:032}", line=nth, body=f"{body} {nth}") for nth in range(1, 21))
    view = request_view.whole_text(Text("Hi %%Name%%", rows, 1280))

    assert problems_in_view(view) == []
    shown = words_in(view)
    assert "Hi %%Name%%" in shown
    assert all(f"{body} {nth}" in shown for nth in range(1, 21))
    assert "*First 20 texts*" in shown
    assert "And 1,280 more." in shown
    assert phones.mask(rows[0].to_number) in shown
    assert rows[0].to_number not in shown


def test_a_request_that_waits_is_drawn_to_the_end() -> None:
    late = request_view.request(a_broadcast(), a_request(expires_at=START - timedelta(hours=1)), ())

    assert list(buttons(late)) == [Action.APPROVE, Action.REJECT, Action.VIEW]
    assert "Needs a second person." in late.text


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        (
            {"changed": "The text was changed.", "asked_by": "U0TOM"},
            ":warning: Asked again. The text was changed. Changed or asked for by <@U0TOM>.",
        ),
        ({"changed": "It grew."}, ":warning: Asked again. It grew."),
        ({"asked_by": "U0TOM"}, ":warning: Changed or asked for by <@U0TOM>."),
    ],
)
def test_it_says_who_changed_what_is_asked(changes: dict[str, object], note: str) -> None:
    said = words_in(list(request_view.request(a_broadcast(), a_request(**changes), WHY).blocks))
    assert note in said.splitlines()


@pytest.mark.parametrize("by", ["U0MAYA", None])
def test_of_what_its_owner_asks_for_the_first_time_nothing_is_added(by: str | None) -> None:
    said = request_view.request(a_broadcast(), a_request(asked_by=by), WHY)
    assert ":warning:" not in shown(said)
