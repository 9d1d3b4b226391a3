"""How days look when there is much of them: nothing Slack would refuse, and what is cut is counted."""

from dataclasses import replace
from datetime import date, timedelta

from bot.features.appointments.day_off import DayOff, DayPreview
from bot.features.appointments.day_rows import DayRow, Left
from bot.features.appointments.day_sheet import Entry, Sheet
from bot.features.appointments.day_story import DayStory, RowStory
from bot.features.appointments.reach import Reach
from bot.features.appointments.texts import Planned
from bot.features.appointments.views import day as day_view
from bot.features.appointments.views import day_off as day_off_view
from bot.features.appointments.views import day_story as story_view
from bot.features.sends.preview import Funds, Preview
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.store.appointment_calls import CallState
from bot.store.appointments import Status
from bot.store.change_plans import ChangePlan, PlanRow
from bot.store.sends import AppointmentText
from bot.store.states import SendState
from tests.clock import START
from tests.features.appointments.harness import ACCOUNT, ADA, DAY
from tests.features.appointments.test_views import CALL, KNOWN, timeline
from tests.features.samples import BODIES, NAMES, a_send, words_in

PLAN = ChangePlan(
    id="p" * 32,
    key="key",
    team_id="T0HARBOUR",
    user_id="U0MAYA",
    origin_channel="C0FRONT",
    day=DAY.date().isoformat(),
    status=Status.CANCELLED,
    notice="Hi",
    hours=(),
    zone="Europe/London",
    created_at=START,
    confirmed_at=START,
    shown=None,
    senders=("14155550190", "HarbourSt"),
)
ROW = PlanRow(KNOWN.id, CALL.id, 0, DAY, made_id=CALL.id)


def test_a_full_day_off_fits_and_says_what_it_leaves_out() -> None:
    for name, body in zip(NAMES, BODIES, strict=False):
        story = timeline(replace(KNOWN, name=name))
        rows = tuple(
            DayRow(story, DAY + timedelta(days=7), Planned(body, None), DAY - timedelta(hours=1))
            for _ in range(50)
        )
        left = tuple(Left(story, "It's Maya's.") for _ in range(20))
        own = DayPreview(DayOff(DAY.date(), 7, body), rows, left, ACCOUNT)
        view = day_off_view.review(Preview(PLAN, own, Funds(50, 60, 9, 0)), ACCOUNT, START)
        assert problems_in_view(view) == []
        said = words_in(view).replace("\xa0", " ")
        assert "… and 5 more" in said
        assert "50 wait for quiet hours to end" in said


def test_a_full_day_fits_and_says_how_many_are_not_shown() -> None:
    for name in NAMES:
        found = timeline(replace(KNOWN, name=name))
        entries = tuple(
            Entry(found, each, a_send(appointment_text=AppointmentText.REMINDER))
            for each in Reach
            for _ in range(20)
        )
        sheet = Sheet(date(2027, 1, 1), START.date(), entries, 3, 12, START)
        view = day_view.sheet(sheet, ACCOUNT, full=False, changes=True)
        assert problems_in_view(view) == []
        assert "12 more aren't shown" in words_in(view)
        assert "1 Jan 2027" in words_in(view).replace("\xa0", " ")
        assert ADA not in words_in(view)


def test_a_message_names_some_and_counts_the_others() -> None:
    for name in NAMES:
        known = replace(KNOWN, name=name)
        rows = tuple(
            RowStory(known, ROW, None if state is None else replace(CALL, state=state), notice)
            for state in (None, *CallState)
            for notice in (None, a_send(state=SendState.DELIVERED), a_send(state=SendState.SCHEDULED))
            for _ in range(9)
        )
        story = DayStory(PLAN, rows)
        content = story_view.message(story, ACCOUNT)
        payload = {"channel": "C0FRONT", "text": content.text, "blocks": list(content.blocks)}
        assert problems_in_message(payload) == []
        assert "and 19 more" in words_in(list(content.blocks))
        for full in (False, True):
            for view in (story_view.everybody, story_view.call_list):
                assert problems_in_view(view(story, ACCOUNT, full=full)) == []
        assert "for the whole number" in words_in(story_view.call_list(story, ACCOUNT, full=False))


def test_a_day_off_of_the_same_day_names_it_by_its_date() -> None:
    today = replace(PLAN, day=START.astimezone(ACCOUNT).date().isoformat())
    said = story_view.message(DayStory(today, (RowStory(KNOWN, ROW, CALL, None),)), ACCOUNT).text
    assert said.replace("\xa0", " ").startswith("Mon 23 Nov off")
