"""A day of appointments, taken off: reviewed, confirmed, and told."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.access import Who
from bot.features.appointments.day_off import DayOff, DayPreview
from bot.features.appointments.day_story import DayStory, read
from bot.features.sends.preview import Preview
from bot.features.sends.submission import Submission
from bot.smsit import Endpoint, OutcomeUnknown
from bot.store.change_plans import ChangePlan
from bot.texting import phones
from tests.features.appointments.harness import ADA, DAY, GRACE, LONDON, MAYA, Harness

DATE = DAY.date()
THIRD = "14155550102"
PEOPLE = (ADA, GRACE, THIRD)
SORRY, NEW = "Sorry %%Name%%, not %%Date%%.", "%%Name%%: now %%Date%% %%Time%%."
UNCLEAR = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")


def a_day(harness: Harness, numbers: Sequence[str] = PEOPLE, **texts: object) -> list[str]:
    """Book everybody, an hour after the other."""
    harness.account.call("addcontact", group="VIP", number=THIRD, name="Alan Turing")
    return [
        harness.book(f"{DAY}-{nth}", to=phones.from_digits(each), at=DAY + timedelta(hours=nth), **texts)
        for nth, each in enumerate(numbers)
    ]


def check(
    harness: Harness,
    *,
    who: Who = MAYA,
    key: str = "off",
    day: date = DATE,
    days: int = 0,
    notice: str | None = SORRY,
) -> Preview[ChangePlan, DayPreview]:
    asked = Submission(DayOff(day, days, notice), MAYA, "C0FRONT", key, LONDON)
    return harness.days_off.check(asked, lambda _said: None)


def story(harness: Harness, plan_id: str) -> DayStory:
    with harness.database.read() as conn:
        found = read(conn, plan_id)
    assert found is not None
    return found


def off(harness: Harness, **asked: object) -> str:
    """Take the day off, and let all run that follows."""
    plan = check(harness, **asked).draft  # type: ignore[arg-type] # the same names
    harness.days_off.confirm(plan.id, MAYA)
    harness.run()
    harness.send_texts()
    return plan.id
