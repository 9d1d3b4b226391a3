"""How today's texts fare, as the Home tab shows it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.access import Who
from bot.features.delivery.renderer import Today
from bot.features.delivery.views.today import NOTHING, NOTHING_BY_ANYBODY, today
from bot.sandbox.slack.blocks import problems_in_view
from bot.store.database import Database
from bot.store.sends.tally import Tally
from bot.store.tables import send as table
from tests.clock import START, FakeClock
from tests.fakes.people import permissions_of
from tests.features.delivery.samples import a_text
from tests.features.slack_harness import ACCESS, APO, MAYA, SAM, said
from tests.slack.interactions import TEAM

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def part(database: Database) -> Today:
    return Today(database, permissions_of(ACCESS), LOS_ANGELES, FakeClock())


def put(database: Database, key: str, **values: object) -> None:
    send_id = a_text(database, FakeClock(), key=key)
    with database.write() as conn:
        conn.execute(table.update().where(table.c.id == send_id).values({"state": "delivered"} | values))


def test_people_see_their_own_day_and_those_who_approve_everybodys(database: Database, part: Today) -> None:
    midnight = START - timedelta(hours=9)
    for nth, goes_at in enumerate([midnight - timedelta(seconds=1), midnight, START]):
        put(database, str(nth), goes_at=goes_at)
    put(database, "sam", goes_at=START, user_id="U0SAM", state="undelivered")

    assert said(part.draw(MAYA)) == ["*2 texts* · delivered · 2 credits"]
    assert said(part.draw(SAM)) == ["*1 text* · not delivered · 1 credit"]
    assert said(part.draw(APO))[0] == "*3 texts* by everyone · 3 credits"
    assert part.draw(Who("U0NOBODY", TEAM)) == []


def test_nothing_is_told_as_that(part: Today) -> None:
    assert said(part.draw(MAYA)) == [NOTHING]
    assert said(part.draw(APO)) == [NOTHING_BY_ANYBODY]


def test_the_parts_are_in_the_bars_and_add_up_to_what_the_line_says() -> None:
    blocks = today(Tally(1100, 100, 30, 12, 3, 1, credits=1400), everybody=False)
    line, *drawn = said(blocks)

    assert problems_in_view({"type": "home", "blocks": blocks}) == []
    assert line == "*1,246 texts* · 1,400 credits"
    assert [each.split()[-1] for each in drawn] == ["1,100", "100", "30", "12", "3", "1"]
    assert 1100 + 100 + 30 + 12 + 3 + 1 == 1246


def test_one_text_is_told_as_one() -> None:
    assert said(today(Tally(unreported=1, credits=1), everybody=True)) == [
        "*1 text* by everyone · no report · 1 credit"
    ]


def test_what_carriers_took_is_not_called_delivered() -> None:
    assert said(today(Tally(handed=285, credits=300), everybody=False)) == [
        "*285 texts* · handed to carriers · 300 credits"
    ]


def test_one_bar_would_say_nothing() -> None:
    assert [block["type"] for block in today(Tally(delivered=1), everybody=False)] == ["section"]
