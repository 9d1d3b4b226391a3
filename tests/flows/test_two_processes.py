"""Two processes on one PostgreSQL behind one address, and one of them killed in the middle of texts."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store import Database
from bot.store.states import SendState
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.flows.dispatcher import dispatching
from tests.flows.harness import Harness
from tests.flows.listing import Lists
from tests.flows.newest import newest_of
from tests.flows.processes import started
from tests.patience import wait_until
from tests.store import postgres

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("unmeasured")]

LANES: Final = 2
"""Texts that a process sends at once."""
AT_ONCE: Final = 2 * LANES
LATE_SECONDS: Final = 3600.0
"""How late SMS-iT answers, when the text has left already: until then a process is in the middle of it."""
GONE_OUT: Final = {SendState.ACCEPTED, SendState.DELIVERED, SendState.UNDELIVERED}


def free_ports(count: int) -> Iterator[int]:
    with ExitStack() as probes:
        for _ in range(count):
            probe = probes.enter_context(socket.create_server(("127.0.0.1", 0)))
            yield int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        try:
            connection.request("GET", "/healthz")
        except OSError:
            return False
        return connection.getresponse().status == 200


def test_one_that_is_killed_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    changed = {"DATABASE_URL": postgres.emptied(), "SMSIT_PARALLEL": str(LANES), "SMSIT_READ_TIMEOUT": "8"}
    harness = Harness(tmp_path, FakeClock(utc_now()), Mode.HTTP, changed)
    slack, smsit = harness.sandbox.start().slack, harness.sandbox.smsit
    numbers = Lists(harness).people(AT_ONCE + 4)
    first, second = ports = list(free_ports(2))

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
        smsit.faults.add("smscontact", Fault.SLOW, times=None, seconds=LATE_SECONDS)
        for number in numbers[: AT_ONCE + 2]:
            send(number)
        harness.wait_for(lambda: len(smsit.ledger) == AT_ONCE)  # as many as both can
        assert set(taken) == {first, second}

        kill()
        smsit.faults.clear()
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
    assert len(unknown) <= AT_ONCE, "only what was under way may be unknown"
    assert {number for number in numbers[AT_ONCE + 2 :] if found[number] in GONE_OUT} == {
        *numbers[AT_ONCE + 2 :]
    }
    assert slack.problems == []
    harness.sandbox.stop()
