"""What the messages of scheduled texts say when their person has lost the role for them."""

import pytest

from bot.features.scheduled.lost_roles import LostRoles
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.fakes.people import permissions_of
from tests.features.kinds import kinds
from tests.features.samples import a_send
from tests.features.slack_harness import ACCESS

GONE = "U0SAM"  # a sender, and no broadcaster
S = SendState


class Part:
    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, FakeClock()
        self.lost_roles = LostRoles(database, permissions_of(ACCESS), kinds(), self.clock)


@pytest.fixture
def part(database: Database) -> Part:
    return Part(database)


@pytest.mark.parametrize(
    ("state", "more", "then"),
    [
        (S.SCHEDULED, {}, "It still goes out, unless someone with the *admin* role cancels it."),
        (S.REPEATING, {}, "It still goes out, unless someone with the *admin* role cancels it."),
        (S.SCHEDULED, {"hold_code": "late"}, "Someone with the *admin* role can decide about it."),
        (S.SCHEDULED_AT_SMSIT, {}, "It still goes out, unless someone cancels it in SMS-iT's own panel."),
    ],
)
def test_it_says_which_role_is_gone_and_what_to_do(
    part: Part, state: SendState, more: dict[str, str], then: str
) -> None:
    send = a_send(kind=SendKind.GROUP, state=state, user_id=GONE, **more)
    assert part.lost_roles.note(send) == f"<@{GONE}> no longer has the *broadcaster* role. {then}"


@pytest.mark.parametrize("state", sorted(set(S) - {S.SCHEDULED, S.REPEATING, S.SCHEDULED_AT_SMSIT}))
def test_what_is_not_ahead_says_nothing(part: Part, state: SendState) -> None:
    assert part.lost_roles.note(a_send(kind=SendKind.GROUP, state=state, user_id=GONE)) == ""


def test_who_has_the_role_is_not_spoken_of(part: Part) -> None:
    assert part.lost_roles.note(a_send(state=S.SCHEDULED)) == ""
