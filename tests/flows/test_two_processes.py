"""Two processes on one PostgreSQL behind one address, and one of them killed in the middle of texts."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

import pytest

from bot.settings import Mode
from bot.store import Database
from bot.store.states import SendState
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.flows.dispatcher import dispatching
from tests.flows.gates import gate
from tests.flows.harness import Harness
from tests.flows.listing import Lists
from tests.flows.newest import newest_of
from tests.flows.processes import started
from tests.patience import wait_until
from tests.ports import free_port
from tests.store import postgres

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("unmeasured")]

LANES: Final = 2
"""Texts that a process sends at once."""
AT_ONCE: Final = 2 * LANES
GONE_OUT: Final = {SendState.ACCEPTED, SendState.DELIVERED, SendState.UNDELIVERED}


def answers(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False


def test_one_that_is_killed_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    changed = {"DATABASE_URL": postgres.emptied(), "SMSIT_PARALLEL": str(LANES), "SMSIT_READ_TIMEOUT": "8"}
    harness = Harness(tmp_path, FakeClock(utc_now()), Mode.HTTP, changed)
    slack, smsit = harness.sandbox.start().slack, harness.sandbox.smsit
    numbers = Lists(harness).people(AT_ONCE + 4)
    first, second = ports = [free_port(), free_port()]

    def send(number: str) -> None:
        """Text somebody, once the process that is asked knows people: it looks them up when it starts."""
        while True:
            harness.compose(f"/sms {number} Your table for {number[-2:]} is ready.")
            if harness.check().title == "Review text":
                break
            assert "we're checking your Slack account" in harness.shown()
            while (view := harness.maya.view) is not None:
                slack.views.close(view)
        harness.maya.submit()

    def process(port: int) -> AbstractContextManager[Callable[[], None]]:
        return started(tmp_path, harness.given() | {"HTTP_PORT": str(port)}, f"on{port}")

    with ExitStack() as running:
        url, taken = running.enter_context(dispatching(ports))
        slack.request_url = f"{url}/slack/events"
        kill, _other = (running.enter_context(process(port)) for port in ports)
        wait_until(lambda: all(map(answers, ports)))
        answered = running.enter_context(gate(smsit))  # until then a process is in the middle of its texts
        for number in numbers[: AT_ONCE + 2]:
            send(number)
        harness.wait_for(lambda: len(smsit.ledger) >= AT_ONCE)  # as many as both can, more after a time-out
        assert set(taken) == {first, second}

        kill()
        smsit.faults.clear()
        answered.open()
        del taken[:]
        for number in numbers[AT_ONCE + 2 :]:
            send(number)
        assert set(taken) == {second}
        running.enter_context(process(first))  # as whatever keeps it running does
        wait_until(lambda: answers(first))

        with closing(Database(changed["DATABASE_URL"])) as database:

            def states() -> dict[str, SendState]:
                return {each.to_number: each.state for each in newest_of(database, "U0MAYA")}

            settled = GONE_OUT | {SendState.UNKNOWN}
            wait_until(lambda: set(states().values()) <= settled and len(states()) == len(numbers))
            found = states()

    ledger = Counter(number for number, _words in harness.texts)
    unknown = {number for number, state in found.items() if state is SendState.UNKNOWN}
    assert set(found) == set(numbers)
    assert set(ledger.values()) == {1}, "a text went twice"
    assert set(numbers) - set(ledger) <= unknown, "a text is lost, and nobody is told"
    assert unknown <= {*numbers[: AT_ONCE + 2]}, "only what was under way may be unknown"
    assert {number for number in numbers[AT_ONCE + 2 :] if found[number] in GONE_OUT} == {
        *numbers[AT_ONCE + 2 :]
    }
    assert slack.problems == []
    harness.sandbox.stop()
