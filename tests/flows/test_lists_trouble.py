"""Bad days: SMS-iT cannot be reached, or refuses the account; Slack refuses files and charts."""

from collections.abc import Iterator

import pytest

from bot.store.states import SendState
from tests.flows.harness import ADA, LOU, NOBODY, Harness
from tests.flows.listing import QUICK, Lists, csv, opened
from tests.flows.relay import Relay


@pytest.fixture(scope="module")
def relay() -> Relay:
    return Relay()


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, relay: Relay) -> Iterator[Harness]:
    address = f"{relay.url}/smsit/apis/"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.engine.retry_delays.RETRY_DELAYS", (0.05,))
        patch.setattr("bot.features.batches.results.RETRY_SECONDS", 0.05)
        with opened(tmp_path_factory.mktemp("house"), QUICK, SMSIT_BASE_URL=address) as shared:
            yield shared


@pytest.fixture
def shop(harness: Harness, relay: Relay) -> Iterator[Lists]:
    relay.open(to=harness.sandbox.url)
    yield Lists(harness)
    relay.close()


def test_a_list_waits_for_smsit_and_goes_on_when_it_is_back(shop: Lists, relay: Relay) -> None:
    numbers = shop.people(12)
    shop.ready(numbers)
    relay.close()
    shop.maya.submit()
    shop.until(SendState.RUNNING)
    assert shop.harness.texts == []

    relay.open(to=shop.harness.sandbox.url)
    shop.ended()

    assert shop.got(numbers)
    assert shop.taken == 12


def test_a_list_pauses_when_smsit_stays_away_and_goes_on_when_told_to(
    shop: Lists, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.batches.runner.MOST_FAILURES", 2)
    numbers = shop.people(5)
    shop.ready(numbers)
    relay.close()
    shop.maya.submit()
    shop.message("Paused automatically. We couldn't reach SMS-iT for half an hour.")

    relay.open(to=shop.harness.sandbox.url)
    shop.press("Resume", "Paused automatically")
    shop.ended()

    assert shop.got(numbers)


def test_credits_that_run_out_pause_the_list_and_the_rest_goes_out_when_there_are_more(shop: Lists) -> None:
    numbers = shop.people(9)
    with shop.gate(after=3) as gate:
        shop.send(numbers)
        shop.harness.wait_for(lambda: len(shop.harness.texts) == 4)
        shop.smsit.set_credits(2)  # somebody else spends the rest
        gate.open()
        shop.until(SendState.PAUSED)
    shop.message("Paused automatically. ")
    assert shop.got(numbers[:6])
    assert shop.counts()[SendState.REFUSED] == 1

    shop.smsit.set_credits(100)
    shop.press("Resume", "Paused automatically")
    shop.ended()

    assert shop.got([*numbers[:6], *numbers[7:]])
    assert shop.smsit.credits == 98
    shop.message("1 not sent")


def test_an_account_that_may_not_send_any_more_stops_the_list_at_once(shop: Lists) -> None:
    shop.send(shop.people(5))
    shop.ended()
    shop.ready(shop.people(20))
    shop.smsit.quirks.api_access = False
    try:
        shop.maya.submit()
        shop.message("Paused automatically. The SMS-iT plan has no API access. Ask an admin to add it.")
        assert shop.counts() == {SendState.REFUSED: 1, SendState.QUEUED: 19}
    finally:
        shop.smsit.quirks.api_access = True
    shop.press("Cancel", "Paused automatically")
    shop.until(SendState.CANCELLED)
    assert len(shop.harness.texts) == 5


def test_a_result_slack_did_not_take_is_handed_out_later(shop: Lists) -> None:
    shop.harness.sandbox.slack.fail("files.completeUploadExternal", "internal_error", times=2)
    shop.send(shop.people(2))
    shop.ended()

    assert shop.file_of(shop.thread("Results of this list, with masked numbers."))


def test_a_chart_slack_refuses_leaves_the_words(shop: Lists) -> None:
    shop.send(csv("Name,Number", f"Ada,{ADA}", f"Lou,{LOU}", f"Nil,{NOBODY}"))  # three ends: a chart
    shop.until(SendState.ACCEPTED)
    shop.harness.sandbox.slack.fail("chat.update", "invalid_blocks", times=1)

    shop.harness.tick(minutes=5)

    said = shop.message("2 of 3 sent, 1 delivered, 1 not delivered, 1 not sent")
    assert "data_visualization" not in {block["type"] for block in said.blocks}
    shop.ended()
