"""What happened, in words: a label for each event, and what else is known of it."""

from datetime import datetime, timedelta

import pytest

from bot.access import Opened
from bot.features.history import timeline
from bot.features.history.timeline import ATTEMPTED, Happened
from bot.features.history.views import events
from bot.features.sends.weekly import REASONS, Reason
from bot.store.approvals import ApprovalRequest, Decision
from bot.store.audit import Event
from bot.store.database import Database
from bot.store.sends import GROUPS, SendKind
from bot.store.states import SendState
from tests.clock import START
from tests.features.history.samples import GROUP, put

REASON = next(iter(Reason))
LATER = START + timedelta(hours=1)


def written(at: datetime) -> str:
    return f"<{at:%H:%M}>"


@pytest.mark.parametrize(
    ("happened", "title"),
    [
        (Happened(SendState.SCHEDULED, START), "Scheduled"),
        (
            Happened(SendState.SCHEDULED, START, facts={"outcome_code": "quiet"}),
            "Held back, needs a decision",
        ),
        (Happened(SendState.ACCEPTED, START), "Accepted by SMS-iT"),
        (Happened(SendState.ACCEPTED, START, "U0MAYA"), "Marked as sent"),
        (Happened(SendState.RUNNING, START), "Sending started"),
        (Happened(SendState.RUNNING, START, "U0MAYA"), "Resumed"),
        (Happened(ATTEMPTED, START), "Handed to SMS-iT"),
        (Happened("of a later version", START), "of a later version"),
    ],
)
def test_an_event_is_named_by_what_and_by_whether_a_person_did_it(happened: Happened, title: str) -> None:
    assert events.title(happened) == title


def test_the_end_of_a_list_is_not_that_of_one_text() -> None:
    assert events.title(Happened(SendState.ACCEPTED, START), SendKind.LIST) == "All texts handed to SMS-iT"


@pytest.mark.parametrize("kind", sorted(GROUPS))
def test_of_a_group_send_no_event_says_that_it_was_delivered(kind: SendKind) -> None:
    assert events.title(Happened(SendState.DELIVERED, START), kind) == "Reported as handed to carriers"


@pytest.mark.parametrize("state", SendState)
def test_every_state_a_send_can_reach_has_a_name(state: SendState) -> None:
    named = events.title(Happened(state, START))
    assert named != state.value
    assert named[0].isupper()


@pytest.mark.parametrize(
    ("happened", "told"),
    [
        (
            Happened(Event.CONFIRMED, START, facts={"people": 3, "credits_upper": 1}),
            ["3 recipients", "up to 1 credit"],
        ),
        (Happened(Event.ROWS_AGAIN, START, facts={"rows": 2}), ["2 texts"]),
        (
            Happened(Event.CHANGED, START, facts={"words": "changed", "send_at": LATER.isoformat()}),
            ["new words", f"for {written(LATER)}"],
        ),
        (Happened(Event.ASKED, START, facts={"round": 1}), []),
        (Happened(SendState.REJECTED, START, facts={"round": 2}), ["round 2"]),
        (
            Happened(Event.CODE_USED, START, facts={"opened": Opened.FULL_NUMBER.value}),
            ["whole number shown"],
        ),
        (Happened(Event.CODE_USED, START, facts={"opened": "of a later version"}), []),
        (
            Happened(Event.OVER_WEEK, START, facts={"reason": REASON.value, "texts": 4, "limit": 3}),
            ["4 texts within seven days, limit 3", REASONS[REASON]],
        ),
        (Happened(SendState.SCHEDULED, START, facts={"quiet_override": True}), ["in spite of quiet hours"]),
        (Happened(SendState.PAUSED, START, facts={"outcome_code": "no_credits"}), ["no credits"]),
        (Happened(SendState.PAUSED, START, facts={"outcome_code": "no_credits"}, reason="Paid up?"), []),
    ],
)
def test_what_else_is_known_stands_beside_it(happened: Happened, told: list[str]) -> None:
    assert events.details(happened, written) == told


def test_what_was_before_there_was_an_audit_log_is_read_from_the_send_itself(database: Database) -> None:
    send = put(database, **GROUP, attempting_at=LATER, updated_at=LATER)
    asked = ApprovalRequest(
        send_id=send.id,
        round=2,
        fingerprint="a" * 64,
        facts={},
        changed=None,
        asked_at=START,
        asked_by="U0MAYA",
        expires_at=LATER,
        decision=Decision.APPROVED,
        decided_by="U0APO",
        decided_at=LATER,
        reason=None,
    )
    told = [(each.kind, each.at, each.by) for each in timeline.of(send, (), asked)]
    assert told == [
        (Event.CONFIRMED, START, "U0MAYA"),
        (Event.ASKED, START, "U0MAYA"),
        (Decision.APPROVED, LATER, "U0APO"),
        (ATTEMPTED, LATER, None),
        (SendState.DELIVERED, LATER, None),
    ]


def test_a_text_that_is_being_attempted_says_so_once_and_last(database: Database) -> None:
    send = put(database, state=SendState.ATTEMPTING, attempting_at=LATER)
    assert [each.kind for each in timeline.of(send, (), None)] == [Event.CONFIRMED, ATTEMPTED]
