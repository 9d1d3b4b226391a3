"""A day off as people take it, and the message that follows it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.slack.model import Message
from tests.flows.booking import TOLD, Bookings
from tests.flows.harness import words_in

HERE = ZoneInfo("America/Los_Angeles")
SORRY, NEW = "Sorry %%Name%%, not on %%Date%%.", "%%Name%%, now %%Date%% %%Time%%."
REVIEW = "Review day off"
WEEK = "Move them all by a week"


def open_form(desk: Bookings, at: datetime, text: str = SORRY, *, week: bool = False) -> None:
    """Type the command, and fill the form in."""
    day = at.astimezone(HERE).date().isoformat()
    assert desk.person.command(f"/sms day-off {day}", channel=desk.channel).acked
    desk.harness.modal("Day off", desk.person)
    if week:
        desk.person.choose("Appointments", WEEK)
        desk.harness.wait_for(lambda: "is now on" in words_in(desk.person.view and desk.person.view.blocks))
    desk.person.fill(TOLD, text)
    desk.harness.drawn()


def message(desk: Bookings, *containing: str) -> Message:
    """Wait for the message of the day off to say all this."""
    found = desk.harness.wait_for(lambda: newest_message(desk, *containing))
    assert found is not None
    return found


def newest_message(desk: Bookings, *containing: str) -> Message | None:
    """Return the newest message of a day off that says all this, if one does."""
    there = [each for each in desk.person.sees(desk.channel) if " off: " in each.text]
    told = (each for each in reversed(there))
    return next((each for each in told if all(a in words_in(each.blocks) for a in containing)), None)
