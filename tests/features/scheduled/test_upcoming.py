"""What goes out next, as the Home tab shows it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.features.scheduled.renderer import ComingPart
from bot.features.scheduled.service import Scheduled
from bot.sandbox.slack.blocks import problems_in_view
from bot.store.database import Database
from bot.store.sends import HeldBy
from bot.store.states import SendState
from tests.clock import START, FakeClock
from tests.fakes.people import permissions_of
from tests.features.kinds import kinds
from tests.features.samples import NUMBER
from tests.features.scheduled.samples import put
from tests.features.slack_harness import ACCESS, APO, MAYA, SAM, buttons, said

HOUR = timedelta(hours=1)


@pytest.fixture
def part(database: Database) -> ComingPart:
    zone = ZoneInfo("America/New_York")
    return ComingPart(Scheduled(database, permissions_of(ACCESS), kinds(), FakeClock(), account_zone=zone))


def test_the_next_five_stand_there_wherever_they_are_held_and_how_many_there_are(
    database: Database, part: ComingPart
) -> None:
    for nth in range(6):
        put(database, str(nth), send_at=START + (nth + 2) * HOUR)
    put(
        database,
        "there",
        state=SendState.SCHEDULED_AT_SMSIT,
        held_by=HeldBy.SMSIT,
        send_at=START + HOUR,
        to_name="Grace",
    )
    put(database, "late", send_at=START - HOUR, hold_code="late", to_name="Late")
    put(database, "asked", state=SendState.AWAITING_APPROVAL)

    blocks = part.draw(MAYA)

    view = {"type": "home", "blocks": blocks}
    assert problems_in_view(view) == []
    told, *lines = said(blocks)
    assert told == "*7 scheduled* · 1 awaiting approval"
    assert "Grace" in lines[0]
    assert len([line for line in lines if "<!date^" in line]) == 5
    assert "2 more" in lines
    assert "Late" not in str(blocks)
    assert NUMBER not in str(blocks)
    assert list(buttons(view)) == ["scheduled.show"]
    assert part.draw(SAM) == []


def test_those_who_approve_see_whose_it_is(database: Database, part: ComingPart) -> None:
    put(database, "1", send_at=START + HOUR)

    assert said(part.draw(APO))[1].endswith(" · <@U0MAYA>")
    assert "<@" not in str(part.draw(MAYA))


def test_a_request_alone_leads_there_too(database: Database, part: ComingPart) -> None:
    put(database, "1", state=SendState.AWAITING_APPROVAL)

    assert said(part.draw(MAYA)) == ["1 awaiting approval", "View"]
