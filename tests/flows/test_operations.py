"""The port for operations of a running bot, by Socket Mode and by HTTP."""

import json
import re
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from tests.counted import counted
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, Harness
from tests.heard import Heard
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.measured
WAYS = tuple(Mode)

HELLO = "Your table is ready"


def asked(harness: Harness, path: str) -> tuple[int, str]:
    """Return the status and the body of a page."""
    address = f"http://127.0.0.1:{harness.bot.ops_port}{path}"
    try:
        with urlopen(address, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_whoever_watches_over_the_bot_learns_how_it_is_and_nothing_of_people(
    open_harness: OpenHouse, mode: Mode
) -> None:
    harness = open_harness(mode, OPS_PORT="0")
    parts = json.loads(asked(harness, "/readyz")[1])["parts"]
    assert parts.pop("tick")["said"] == "none yet"
    assert all(each["ok"] for each in parts.values())
    before = asked(harness, "/metrics")[1]

    harness.tick()
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)

    assert asked(harness, "/livez") == (200, "OK")
    assert asked(harness, "/readyz")[0] == 200
    status, after = asked(harness, "/metrics")
    assert status == 200

    def more(name: str, **labels: str) -> float:
        return counted(f"smsit_bot_{name}", after, **labels) - counted(f"smsit_bot_{name}", before, **labels)

    assert more("attempts_total", kind="contact", outcome="accepted") == 1
    assert more("smsit_call_seconds_count", method="smscontact", result="ok") == 1
    assert more("ack_seconds_count", kind="command", result="ok") == 1
    assert more("ack_seconds_count", kind="view submission", result="ok") == 2
    assert more("slack_call_seconds_count", method="views.open", result="ok") == 1
    assert more("tick_seconds_count", result="ok") == 1
    assert counted("smsit_bot_database_up", after) == counted("smsit_bot_slack_up", after) == 1
    assert ("smsit_bot_socket_age_seconds" in after) is (mode is Mode.SOCKET)
    assert set(re.findall(r'queue="(\w+)"', after)) == {"texts", "rows", "broadcasts", "imports", "steps"}
    assert not re.search(rf"{ADA}|Ada|Maya|U0\w+|T0\w+|C0\w+|{HELLO}", after)


def test_a_bot_without_its_database_lives_and_is_not_ready(open_harness: OpenHouse) -> None:
    harness = open_harness(OPS_PORT="0")
    harness.tick()
    (harness.folder / "bot.db").unlink()

    assert asked(harness, "/livez")[0] == 200
    status, body = asked(harness, "/readyz")
    assert (status, json.loads(body)["parts"]["database"]["ok"]) == (503, False)
    assert counted("smsit_bot_database_up", asked(harness, "/metrics")[1]) == 0


def test_a_connection_made_anew_is_counted(open_harness: OpenHouse) -> None:
    harness = open_harness(OPS_PORT="0")
    before = counted("smsit_bot_socket_reconnects_total")

    harness.sandbox.slack.drop_connections("refresh_requested")
    harness.wait_for(lambda: counted("smsit_bot_socket_reconnects_total") > before)

    assert counted("smsit_bot_slack_up", asked(harness, "/metrics")[1]) in {0, 1}


def test_without_a_port_nobody_is_answered(open_harness: OpenHouse) -> None:
    assert open_harness().bot.ops_port is None


def test_one_request_is_found_from_the_press_to_the_last_edit(open_harness: OpenHouse) -> None:
    harness, heard = open_harness(), Heard()

    with heard.listening("bot"):
        harness.send(f"/sms {ADA} {HELLO}")
        harness.until(SendState.ACCEPTED)
        harness.message("Sent")
        harness.quiet()

    lines = heard.of(heard.request_of("view submission"))
    asked = ["view submission", "job sms.attempt", "smscontact took", "Slack is asked: chat.postMessage"]
    places = [next(nth for nth, line in enumerate(lines) if line.startswith(each)) for each in asked]
    assert places[:3] == sorted(places[:3])
    assert [line for line in lines if line.startswith("Slack is asked: chat.update")]
    assert not any(ADA in line or HELLO in line for line, _request in heard.lines)
