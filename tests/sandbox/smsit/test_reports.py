from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.delivery import FAILURES, LOST, Carrier, Status
from bot.sandbox.smsit.outbox import TextOut
from tests.sandbox.smsit.clock import NOON, SleepClock
from tests.sandbox.smsit.people import ADA, LOU, SUE, to_contact, to_group

AGES = {status: age for age, status in enumerate(("", "queued", "sending", "sent", "delivered"))}


def status(account: Account, number: str) -> object:
    return account.call("getcontactsmsdeliveryreport", number=number)["smsstatus"]


def story(account: Account, clock: SleepClock, number: str) -> list[object]:
    """The words reported in the first minute, without repetitions."""
    words = []
    for _ in range(120):
        word = status(account, number)
        if word not in words:
            words.append(word)
        clock.advance(seconds=0.5)
    return words


def test_a_text_is_reported_step_by_step(account: Account, clock: SleepClock) -> None:
    account.call("smscontact", **to_contact(ADA))
    assert story(account, clock, ADA) == ["", "queued", "sending", "sent", "delivered"]


def test_a_text_to_a_landline_fails_in_the_carriers_words(account: Account, clock: SleepClock) -> None:
    account.call("smscontact", **to_contact(LOU))
    assert story(account, clock, LOU)[-1] == "undelivered"
    report = account.call("getcontactsmsdeliveryreport", number=LOU)
    assert report["errormsg"] == "Landline or unreachable carrier"


def test_a_text_to_slow_sue_is_on_its_way_for_ever(account: Account, clock: SleepClock) -> None:
    account.call("smscontact", **to_contact(SUE))
    assert story(account, clock, SUE) == ["", "queued", "sending"]


def test_only_the_latest_text_to_a_number_is_reported(account: Account, clock: SleepClock) -> None:
    account.call("smscontact", **to_contact(ADA))
    clock.advance(seconds=60)
    assert status(account, ADA) == "delivered"
    account.call("smscontact", **to_contact(ADA))
    assert status(account, ADA) == ""


def test_the_group_report_goes_down_and_never_reaches_the_group(account: Account, clock: SleepClock) -> None:
    group_sms_id = str(account.call("smsgroup", **to_group("Tuesday clinic"))["status"])
    seen = []
    for _ in range(60):
        report = account.call("getbulksmsdeliveryreport", groupsmsid=group_sms_id)
        seen.append((int(str(report["successful"])), int(str(report["failed"]))))
        clock.advance(seconds=0.25)
    assert seen[0] == (0, 0)
    assert seen[-1] == (2, 1)  # of four: Slow Sue is in neither
    assert any(later[0] < sooner[0] for sooner, later in pairwise(seen))


def test_the_page_can_see_what_is_reported_of_each_text(account: Account, clock: SleepClock) -> None:
    account.call("smscontact", **to_contact(ADA))
    clock.advance(seconds=60)
    assert account.outcome(account.ledger[0]).status is Status.DELIVERED


def test_some_texts_fail_and_most_arrive() -> None:
    carrier = Carrier(seed=1, seconds=6.0)
    ends = [carrier.course(f"1415555{number:04}").outcome for number in range(3000)]
    lost = sum(end.status in LOST for end in ends)
    assert 60 < lost < 180
    assert set(FAILURES) <= set(ends)


@given(st.integers(), st.from_regex(r"1[0-9]{10}", fullmatch=True), st.floats(0, 30), st.floats(0, 30))
def test_a_report_never_goes_back_in_time(seed: int, number: str, one: float, other: float) -> None:
    text = TextOut(number, "", "", NOON, 1)
    account = Account(clock=SleepClock(), contacts=0, seed=seed)
    words = []
    for seconds in sorted((one, other)):
        clock = SleepClock()
        clock.advance(seconds=seconds)
        account.clock = clock
        words.append(AGES.get(account.outcome(text).status, 5))
    assert words == sorted(words)
