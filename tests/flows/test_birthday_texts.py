"""Birthday texts: prepared once, shown before they go out, and stopped by whoever sees that one is wrong."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import select, update

from bot.access import Who
from bot.features.audiences.service import Member
from bot.features.birthdays.checks import LOST, NOT_SHOWN, OFF
from bot.features.birthdays.decisions import OVER
from bot.features.birthdays.setup import Ready
from bot.features.birthdays.texts import Texts
from bot.features.do_not_text.service import DoNotText
from bot.sandbox.smsit.faults import ANY, Fault
from bot.settings import Mode
from bot.store import birthdays, sends
from bot.store.alerts import AlertKind
from bot.store.birthdays import BirthdayDay, DayState
from bot.store.states import SendState
from bot.store.tables import alert, birthday_day
from tests.clock import FakeClock
from tests.flows.birthday_texts import NAME, POLICY, Birthdays
from tests.flows.harness import ADA, GRACE, LOU, NORA, Harness
from tests.flows.staff import scheduled
from tests.patience import wait_until

pytestmark = pytest.mark.measured


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    folder = tmp_path_factory.mktemp("birthdays")
    (folder / "policy.toml").write_text(POLICY, "utf-8")
    shared = Harness(folder, FakeClock(), mode, {"POLICY_FILE": str(folder / "policy.toml")}).open()
    yield shared
    shared.close()


@pytest.fixture
def there(harness: Harness) -> Birthdays:
    found = Birthdays(harness, harness.folder)
    found.begin()
    return found


def states(there: Birthdays) -> dict[str, SendState]:
    return {number: each.state for number, each in there.texts().items()}


def test_they_go_out_at_their_time_but_for_the_one_that_was_stopped(there: Birthdays) -> None:
    house = there.house
    there.born(ADA, GRACE, NORA)
    there.born(LOU, name="")
    there.prepared()

    shown = there.told("Ada Lovelace")
    there.told("1 person skipped: No value for %%Name%%.")
    there.told("1 person skipped: Opted out.")
    assert ADA not in str(shown)
    assert states(there) == {ADA: SendState.SCHEDULED, GRACE: SendState.SCHEDULED}
    assert house.texts == []
    house.maya.command("/sms birthdays", "C0FRONT")
    house.modal("Birthdays")
    house.wait_for(lambda: "Today: 2 scheduled, 2 skipped." in house.shown())
    house.maya.close()

    there.stop(GRACE, shown, "U0SAM")
    wait_until(lambda: states(there)[GRACE] is SendState.CANCELLED)
    there.prepared(hours=2)
    wait_until(lambda: states(there)[ADA] is SendState.ACCEPTED)
    there.prepared()

    assert house.texts == [(ADA, "Happy birthday, Ada!")]
    there.told("Cancelled, not sent")
    there.told(lambda said: "Sent" in said or "Delivered" in said)
    there.prepared(hours=1)
    assert house.texts == [(ADA, "Happy birthday, Ada!")]


def test_who_may_not_be_texted_is_left_out_and_nobody_gets_two_in_a_year(there: Birthdays) -> None:
    house = there.house
    there.policy(POLICY + "[budgets]\nperson_per_day = 1\n")
    listed = DoNotText(house.bot.database, house.clock, "US")
    listed.add(GRACE, "asked", Who("U0MAYA", "T0HARBOUR"))
    there.born(ADA, GRACE)
    there.born(LOU, name="Lou")
    there.prepared()
    there.told("1 person skipped: On the do-not-text list.")
    there.told("1 person skipped: A limit on credits was reached.")
    assert len(there.texts()) == 1
    (first,) = there.texts()
    listed.remove(GRACE, "a test", Who("U0MAYA", "T0HARBOUR"))

    house.clock.advance(days=1)  # and their birthday was corrected in SMS-iT
    there.policy(POLICY)
    there.born(first)
    there.prepared()
    there.told("1 person skipped: Had a birthday text this year.")
    assert there.texts() == {}


def test_all_of_a_day_are_stopped_by_whom_the_policy_lets(there: Birthdays) -> None:
    house, policy = there.house, POLICY + 'stop = "admin"\n'
    there.policy(policy)
    there.born(ADA, GRACE)
    there.prepared()
    shown = there.told("Stop all")

    house.maya.press("Stop all", message=shown)
    house.message("You need the *admin* role")
    assert set(states(there).values()) == {SendState.SCHEDULED}
    house.person("U0TOM").press("Stop all", message=shown)

    wait_until(lambda: set(states(there).values()) == {SendState.CANCELLED})
    there.prepared(hours=3)
    assert house.texts == []
    there.told("none waiting any more")


def test_one_that_went_out_can_not_be_stopped(there: Birthdays) -> None:
    there.born(ADA)
    there.prepared()
    stop = there.house.maya.aim("Stop this one", there.told("Stop this one"))
    there.prepared(hours=2)
    wait_until(lambda: states(there)[ADA] is SendState.ACCEPTED)

    stop()

    there.house.message("too late to stop this text")
    assert len(there.house.texts) == 1


def test_a_day_that_was_missed_is_texted_only_when_somebody_asks(there: Birthdays) -> None:
    house = there.house
    there.born(ADA)
    there.prepared(hours=1, minutes=30)  # half an hour before they go out
    there.told("weren't prepared in time")
    house.maya.command("/sms birthdays", "C0FRONT")
    house.wait_for(lambda: "Today's weren't prepared in time" in house.shown())
    house.maya.close()
    there.prepared(hours=1)
    assert house.texts == []

    press = house.maya.aim("Text them today", there.told("Text them today"))
    press()
    wait_until(lambda: there.today.state is DayState.PREPARING)
    there.prepared()
    there.told("asked for by")
    assert states(there) == {ADA: SendState.SCHEDULED}
    press()  # delivered once more
    there.prepared(hours=1, minutes=5)

    wait_until(lambda: len(house.texts) == 1)
    there.prepared(hours=1)
    assert house.texts == [(ADA, "Happy birthday, Ada!")]


def test_once_the_day_is_over_nobody_is_texted_for_it(there: Birthdays) -> None:
    there.born(ADA)
    there.prepared(hours=2)
    ask = there.house.maya.aim("Text them today", there.told("Text them today"))
    there.policy(POLICY.replace("texts = true", "texts = false"))
    ask()
    there.house.message("the policy has birthday texts switched off")
    there.policy(POLICY)
    there.house.clock.advance(hours=13)

    ask()

    there.house.message(OVER.split(":")[0])
    assert there.days()[-1].state is DayState.MISSED
    assert there.house.texts == []


def test_once_smsit_answers_again_the_day_is_prepared(there: Birthdays) -> None:
    there.born(ADA)
    there.house.sandbox.smsit.faults.add(ANY, Fault.HTTP500, times=None)
    there.prepared()
    assert there.today.state is DayState.PREPARING
    there.house.sandbox.smsit.faults.clear()
    there.prepared(minutes=11)
    assert states(there) == {ADA: SendState.SCHEDULED}


def test_where_smsit_does_not_answer_in_time_the_day_is_missed_and_nobody_is_texted(there: Birthdays) -> None:
    there.born(ADA)
    there.house.sandbox.smsit.faults.add(ANY, Fault.HTTP500, times=None)
    there.prepared()
    there.prepared(minutes=30)
    assert there.today.state is DayState.PREPARING
    there.prepared(minutes=35)
    wait_until(lambda: there.today.state is DayState.MISSED)
    there.house.sandbox.smsit.faults.clear()
    there.told("weren't prepared in time")
    there.prepared(hours=1)
    assert there.texts() == {}
    assert there.house.texts == []


def test_what_was_made_and_never_shown_does_not_go_out(there: Birthdays) -> None:
    """A process dies in the middle: as if the texts were made, and the day wasn't held."""
    house = there.house
    there.born(ADA)
    there.prepared()
    with house.bot.database.write() as conn:
        dead = {"state": "preparing", "leased_at": house.clock()}
        conn.execute(update(birthday_day).where(birthday_day.c.id == there.today.id).values(dead))
    there.prepared(minutes=11)  # another one goes on
    assert there.today.state is DayState.HELD
    assert list(there.texts()) == [ADA]

    with house.bot.database.write() as conn:
        conn.execute(update(birthday_day).where(birthday_day.c.id == there.today.id).values(dead))
    text = there.texts()[ADA]
    there.prepared(hours=2)

    wait_until(lambda: there.today.state is DayState.MISSED)
    assert house.texts == []
    with house.bot.database.read() as conn:
        now = sends.get(conn, text.id)
    assert now is not None
    assert now.state in {SendState.REFUSED, SendState.CANCELLED}  # by the last look, or with its day


def test_what_is_left_when_its_day_is_over_was_missed(there: Birthdays) -> None:
    """As if every process had died while the contacts were read, and one began a day later."""
    house = there.house
    there.born(ADA)
    house.sandbox.smsit.faults.add(ANY, Fault.HTTP500, times=None)
    there.prepared()
    assert there.today.state is DayState.PREPARING
    house.sandbox.smsit.faults.clear()
    there.prepared(days=1, hours=-1)
    (left, *_others) = there.days()
    assert left.state is DayState.MISSED
    assert house.texts == []


def test_none_is_added_to_a_day_once_it_was_shown(there: Birthdays, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if one process read contacts for so long that another had the day by then, and was done."""
    there.born(ADA, GRACE)
    hold = Texts.hold

    def slowly(texts: Texts, day: BirthdayDay, ready: Ready, member: Member, send_at: datetime) -> bool:
        done = hold(texts, day, ready, member, send_at)
        with there.house.bot.database.write() as conn:
            birthdays.hold(conn, day.id, send_at=send_at, left_out={}, now=there.house.clock())
        return done

    monkeypatch.setattr(Texts, "hold", slowly)
    there.prepared()
    assert len(there.texts()) == 1


def test_what_slack_never_took_does_not_go_out(there: Birthdays) -> None:
    slack = there.house.sandbox.slack
    there.born(ADA)
    slack.fail("chat.postMessage", "internal_error", times=999)
    there.prepared()
    there.prepared(hours=2)
    wait_until(lambda: states(there)[ADA] is SendState.REFUSED)
    slack.faults.clear()
    assert there.texts()[ADA].outcome_sentence == NOT_SHOWN.sentence
    assert there.house.texts == []


def test_what_slack_took_too_late_goes_out_only_where_somebody_presses(there: Birthdays) -> None:
    house = there.house
    there.born(ADA, GRACE)
    house.sandbox.slack.fail("chat.postMessage", "internal_error", times=999)
    there.prepared()
    house.sandbox.slack.faults.clear()
    there.prepared(hours=1, minutes=50)
    there.told("Ada Lovelace")
    scheduled(house)
    house.maya.press("Send now")
    house.maya.close()
    wait_until(lambda: len(house.texts) == 1)
    there.prepared(minutes=10)
    wait_until(lambda: SendState.REFUSED in states(there).values())
    assert len(house.texts) == 1


def test_a_template_that_is_gone_stops_them_and_admins_are_told_once(there: Birthdays) -> None:
    there.born(ADA)
    there.archive()
    for _day in range(2):
        there.prepared()

    def alerts() -> list[str | None]:
        with there.house.bot.database.read() as conn:
            kind = alert.c.kind == AlertKind.BIRTHDAYS.value
            return list(conn.execute(select(alert.c.resolved_at).where(kind)).scalars())

    assert alerts() == [None]
    assert there.house.texts == []
    there.house.message("Birthday texts can't be prepared", "@smsit", there.house.person("U0TOM"))

    there.write("Happy birthday, %%Company%%!")
    there.prepared()
    assert alerts() == [None]
    there.write()
    there.prepared()
    assert len(alerts()) == 1
    assert alerts() != [None]
    assert states(there) == {ADA: SendState.SCHEDULED}
    there.archive()
    there.prepared(hours=2)
    wait_until(lambda: states(there)[ADA] is SendState.REFUSED)
    assert there.texts()[ADA].outcome_sentence == LOST.sentence
    assert there.house.texts == []


def test_switched_off_what_was_prepared_stays_here(there: Birthdays) -> None:
    there.born(ADA)
    there.prepared()
    there.policy(POLICY.replace("texts = true", "texts = false"))
    there.prepared(hours=2)
    wait_until(lambda: states(there)[ADA] is SendState.REFUSED)
    assert there.texts()[ADA].outcome_sentence == OFF.sentence
    assert there.house.texts == []
    assert NAME in POLICY
