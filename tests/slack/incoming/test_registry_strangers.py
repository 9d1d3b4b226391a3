"""Of whom nothing is known: answered first, asked about afterwards, and let in nowhere without a role."""

import pytest

from bot.access import Role, Who
from bot.errors import TooBusy
from bot.slack.incoming.registry import Kind
from bot.standing import Standing
from tests.slack.harness import ARRIVALS, Harness, every_kind, said, typed
from tests.slack.interactions import MAYA, SAM, TEAM


@pytest.fixture
def harness() -> Harness:
    return Harness()


@every_kind
def test_of_whom_nothing_is_known_slack_is_answered_first_and_asked_afterwards(
    harness: Harness, kind: Kind
) -> None:
    harness.open()
    harness.people.otherwise["U0MAYA"] = None
    harness.newcomers.found["U0MAYA"] = Standing.MEMBER

    response = harness.arrive(ARRIVALS[kind](MAYA))

    assert response.status == 200
    assert harness.visits == []

    harness.newcomers.answer()

    waits = kind not in {Kind.SUBMISSION, Kind.OPTIONS}
    assert [each.who for each in harness.visits] == [MAYA] * waits
    assert harness.told.texts == []
    assert ("Submit again in a moment" in str(response.body)) is (kind is Kind.SUBMISSION)
    assert harness.arrive(ARRIVALS[kind](MAYA)).status == 200
    assert [each.who for each in harness.visits] == [MAYA] * (1 + waits)


@every_kind
@pytest.mark.parametrize("found", [None, Standing.OUTSIDER, Standing.GUEST], ids=str)
def test_who_turns_out_to_be_no_colleague_or_stays_unknown_is_let_in_nowhere(
    harness: Harness, kind: Kind, found: Standing | None
) -> None:
    """Sam holds what everybody of the workspace holds, and a guest does not."""
    harness.open(role=Role.VIEWER)
    harness.people.otherwise["U0SAM"] = None
    harness.newcomers.found["U0SAM"] = found

    harness.arrive(ARRIVALS[kind](SAM))
    harness.newcomers.answer()
    harness.arrive(ARRIVALS[kind](SAM))

    assert harness.visits == []


@every_kind
def test_too_much_work_turns_a_newcomer_away(harness: Harness, kind: Kind) -> None:
    harness.open()
    harness.people.otherwise["U0MAYA"] = None
    harness.newcomers.is_busy = True

    response = harness.arrive(ARRIVALS[kind](MAYA))

    assert response.status == 200
    assert harness.visits == []
    assert kind in {Kind.OPTIONS, Kind.EVENT} or TooBusy().sentence in said(harness, response)


def test_what_a_command_would_answer_at_once_comes_late_to_a_newcomer(harness: Harness) -> None:
    harness.open()
    harness.people.otherwise["U0SAM"] = None
    harness.newcomers.found["U0SAM"] = Standing.MEMBER
    harness.arrive(typed(SAM))

    harness.newcomers.answer()

    assert ["You need the *sender* role" in each for each in harness.told.texts] == [True]


@every_kind
@pytest.mark.parametrize(
    "user_id", ["", "*", "S0DESK", "C0FRONT", "U", "u0maya", "U0MAYA ", "U0MAYA\n", "USLACKBOT"]
)
def test_what_is_no_users_id_has_no_role_whatever_is_given_to_everybody(
    harness: Harness, kind: Kind, user_id: str
) -> None:
    harness.people.otherwise["USLACKBOT"] = Standing.OUTSIDER
    harness.open(role=Role.VIEWER)

    harness.arrive(ARRIVALS[kind](Who(user_id, TEAM)))

    assert harness.visits == []
    assert harness.newcomers.waiting == []
