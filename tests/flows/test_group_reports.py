"""What became of a broadcast: figures as they come, odd ones too, a chart, and the history in its thread."""

from collections.abc import Callable, Generator, Mapping
from typing import Any

import pytest

from bot.sandbox.slack.model import Message
from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, Harness, words_in

REPORT = "getbulksmsdeliveryreport"
Work = Callable[[str, Mapping[str, str]], Generator[float, None, Any]]


class Reports:
    """Stands in for the account: what its report says is set by hand."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.said = (0, 0)

    def __call__(self, endpoint: str, params: Mapping[str, str]) -> Generator[float, None, Any]:
        if endpoint != REPORT:
            return (yield from self._work(endpoint, params))
        successful, failed = self.said
        return {"successful": str(successful), "failed": str(failed)}


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


@pytest.fixture
def reports(shop: Broadcasts, monkeypatch: pytest.MonkeyPatch) -> Reports:
    reports = Reports(shop.smsit.work)
    monkeypatch.setattr(shop.smsit, "work", reports)
    return reports


def sent(shop: Broadcasts, group: str, people: int = 10) -> None:
    shop.group(group, people)
    shop.send(group)
    shop.until(SendState.ACCEPTED)


def told(shop: Broadcasts, reports: Reports, successful: int, failed: int, **later: float) -> None:
    """Let the report say this, and have it asked for."""
    reports.said = successful, failed
    shop.harness.tick(**(later or {"minutes": 15}))


def charts(message: Message) -> list[Mapping[str, Any]]:
    return [each for each in message.blocks if each["type"] == "data_visualization"]


def details(shop: Broadcasts, message: Message, containing: str) -> Message:
    """Wait until the details in the thread say this."""
    found = shop.harness.wait_for(
        lambda: [each for each in shop.maya.thread(message) if containing in each.text]
    )
    assert len(shop.maya.thread(message)) == 1
    return found[0]


def test_figures_chart_and_history_follow_the_carriers_to_the_end(shop: Broadcasts) -> None:
    sent(shop, "Followed", 6)
    shop.harness.tick(seconds=30)
    message = shop.message("Followed", "handed to carriers")

    for _ in range(4):
        shop.harness.tick(minutes=5)
    shop.until(SendState.DELIVERED)

    message = shop.message("Followed", "· Sent")
    assert charts(message) == []  # two figures, which the line above says
    send = shop.newest()
    assert f"{send.successful} of 6 handed to carriers" in message.text
    said = details(shop, message, "No more reports are expected.").text
    assert f"{send.successful} handed to carriers, {send.failed} failed" in said
    assert len([each for each in shop.harness.messages() if "Followed" in each.text]) == 1


def test_a_total_that_goes_down_is_told_as_it_is(shop: Broadcasts, reports: Reports) -> None:
    sent(shop, "Falling")
    told(shop, reports, 9, 0)
    shop.message("Falling", "9 of 10 handed to carriers, no report for 1")

    told(shop, reports, 7, 3)

    message = shop.message("Falling", "7 of 10 handed to carriers, 3 failed")
    assert "SMS-iT reported 9 handed to carriers before and 7 now: carriers returned some." in message.text
    details(shop, message, "9 handed to carriers before and 7 now")


def test_a_total_that_never_adds_up_ends_at_the_deadline(shop: Broadcasts, reports: Reports) -> None:
    sent(shop, "Missing")
    told(shop, reports, 8, 1)
    shop.harness.tick(hours=12)
    assert shop.newest().state is SendState.ACCEPTED

    shop.harness.tick(hours=13)
    shop.until(SendState.NO_NEWS)

    message = shop.message("Missing", "no more reports expected")
    [chart] = charts(message)
    values = {each["label"]: each["value"] for each in chart["chart"]["segments"]}
    assert values == {"Handed to carriers": 8, "Failed": 1, "No report": 1}
    assert "8 of 10 handed to carriers, 1 failed, no report for 1" in message.text
    details(shop, message, "No more reports are expected.")
    asked = len([each for each in shop.smsit.requests if each.endpoint == REPORT])
    shop.harness.tick(hours=30)
    assert len([each for each in shop.smsit.requests if each.endpoint == REPORT]) == asked


def test_a_total_of_more_texts_than_people_is_told_as_it_is(shop: Broadcasts, reports: Reports) -> None:
    sent(shop, "Twofold")

    told(shop, reports, 11, 1)

    message = shop.message("Twofold", "11 of 10 handed to carriers, 1 failed")
    assert "SMS-iT reports on 12 texts for 10 recipients: some may have got it twice." in message.text


def test_figures_that_stay_are_taken_for_the_last_ones(shop: Broadcasts, reports: Reports) -> None:
    sent(shop, "Settled")
    told(shop, reports, 9, 1)
    told(shop, reports, 8, 2)
    for _ in range(2):
        assert shop.newest().state is SendState.ACCEPTED
        told(shop, reports, 8, 2)

    shop.until(SendState.DELIVERED)
    message = shop.message("Settled", "8 of 10 handed to carriers, 2 failed")
    assert ":warning:" in words_in(message.blocks)


def test_when_carriers_take_nothing_it_says_so(shop: Broadcasts, reports: Reports) -> None:
    sent(shop, "Nothing")

    for _ in range(3):
        told(shop, reports, 0, 10)

    shop.until(SendState.UNDELIVERED)
    shop.message("Nothing", "carriers took none of the texts")


def test_a_chart_slack_refuses_is_left_out_and_the_words_stay(shop: Broadcasts, reports: Reports) -> None:
    sent(shop, "Chartless")
    shop.harness.tick()  # whatever was left to draw
    shop.harness.sandbox.slack.fail("chat.update", "invalid_blocks")

    told(shop, reports, 6, 1)

    message = shop.message("Chartless", "6 of 10 handed to carriers, 1 failed, no report for 3")
    assert charts(message) == []
    assert "6 of 10 handed to carriers" in words_in(message.blocks)


def test_each_day_has_its_line_in_the_thread(shop: Broadcasts, reports: Reports) -> None:
    sent(shop, "Daily")
    told(shop, reports, 3, 0)
    told(shop, reports, 5, 0)
    told(shop, reports, 8, 1, hours=15)

    message = shop.message("Daily", "8 of 10")

    said = details(shop, message, "8 handed to carriers, 1 failed").text
    assert "5 handed to carriers, 0 failed" in said
    assert "3 handed to carriers" not in said
    assert said.count(". ") >= 4


def test_a_silent_report_is_asked_for_again_later(shop: Broadcasts, reports: Reports) -> None:
    sent(shop, "Silent")
    reports.said = 10, 0
    shop.smsit.faults.add(REPORT, Fault.DROPPED, times=2)

    shop.harness.tick(minutes=1)
    assert shop.newest().successful is None
    shop.harness.tick(minutes=1)
    shop.harness.tick(minutes=5)

    shop.message("Silent", "10 of 10 handed to carriers")


def test_a_broadcast_does_not_hide_the_report_of_a_single_text(shop: Broadcasts) -> None:
    sent(shop, "Beside", 2)

    shop.harness.send(f"/sms {ADA} Hello")
    shop.until(SendState.ACCEPTED)
    shop.harness.tick(minutes=1)

    shop.until(SendState.DELIVERED)
    assert shop.newest().to_number == ADA
