"""What a policy file does to the start: mistakes stop it, each with its line; what it leaves open is said."""

import logging
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import run
from bot.access import Role
from bot.demo import environment
from bot.doctor.command import doctor
from bot.sandbox import Sandbox
from bot.sandbox.slack.model import Message
from bot.store.states import SendState
from bot.texting.clock import utc_now
from tests.flows.broadcasting import Broadcasts, own_harness
from tests.flows.harness import Harness
from tests.patience import ACK_SECONDS

pytestmark = pytest.mark.measured

WRONG = """\
[roles]
sender = ["everybody"]
boss = ["U0TOM"]
[approval]
people = -3
chanel = "C0APPROVE"
[quiet_hours]
US = "9pm-8am"
[budgets]
person_per_day = "many"
[budgets.people]
U0TOM = 1.5
[limits]
list_rows = 1_000_000
"""
LINES = [2, 3, 5, 5, 6, 8, 10, 12, 14]
ALONE = """\
[roles]
sender = ["*"]
broadcaster = ["U0MAYA"]
approver = ["{approver}"]
[approval]
channel = "C0APPROVE"
people = 1
[quiet_hours]
default = "none"
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock=utc_now, contacts=5, ack_limit=ACK_SECONDS) as running:
        yield running


@pytest.fixture
def env_file(sandbox: Sandbox, tmp_path: Path) -> str:
    policy = tmp_path / "policy.toml"
    policy.write_text(WRONG, encoding="utf-8")
    values = {**environment(sandbox, tmp_path / "bot.db"), "POLICY_FILE": str(policy)}
    path = tmp_path / "settings.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()), encoding="utf-8")
    return str(path)


@pytest.fixture
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever listened to signals before, and whoever logged, does so afterwards."""
    monkeypatch.setattr("bot.logs.configure", lambda *_given: None)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, listener in before.items():
        signal.signal(number, listener)


@pytest.mark.usefixtures("_as_before")
@pytest.mark.parametrize("begin", [run.run, doctor])
def test_a_policy_with_mistakes_stops_the_start_and_each_is_told_with_its_line(
    env_file: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    begin: Callable[[str], int],
) -> None:
    assert begin(env_file) == run.FAILED

    told = [line for line in "".join(capsys.readouterr()).splitlines() if "policy.toml, line" in line]
    assert [int(line.split("line ")[1].split(":")[0]) for line in told] == LINES
    assert "did you mean channel?" in "\n".join(told)
    assert not (tmp_path / "bot.db").exists()


def opened(folder: Path, approver: str) -> Harness:
    return own_harness(folder, ALONE.format(approver=approver))


def test_one_approver_is_said_at_the_start_and_may_agree_to_what_they_wrote_themselves(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        harness = opened(tmp_path, "U0MAYA")
        harness.wait_for_database(lambda: "Only one person can approve: U0MAYA." in caplog.text)
    try:
        slack = harness.sandbox.slack
        channel = slack.channel("C0APPROVE")
        slack.put_channel(type(channel)(channel.id, channel.name, channel.members | {"U0MAYA"}))
        casts = Broadcasts(harness)
        numbers = casts.group("By one alone", 2)
        casts.send("By one alone")
        casts.until(SendState.AWAITING_APPROVAL)
        asked = casts.request("By one alone")

        harness.approve(asked, harness.maya)

        casts.until(SendState.ACCEPTED)
        assert casts.got(numbers)
        assert "as the only approver" in casts.message("By one alone", "Approved by").text
    finally:
        harness.close()


def test_nobody_is_the_only_approver_while_a_group_of_approvers_could_not_be_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        harness = opened(tmp_path, 'U0MAYA", "S0GONE')
        harness.wait_for_database(lambda: "Some approvers are unknown" in caplog.text)
    try:
        casts = Broadcasts(harness)
        casts.group("By one of some", 2)
        casts.send("By one of some")
        casts.until(SendState.AWAITING_APPROVAL)

        harness.maya.press("Approve", message=casts.request("By one of some"))

        harness.quiet()
        assert casts.newest().state is SendState.AWAITING_APPROVAL
        assert harness.texts == []
    finally:
        harness.close()


def test_whoever_took_the_others_out_of_the_channel_of_approvers_does_not_approve_their_own(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    harness = opened(tmp_path, "C0APPROVE")
    try:
        slack, infrastructure = harness.sandbox.slack, harness.bot._infrastructure
        channel = slack.channel("C0APPROVE")
        slack.put_channel(type(channel)(channel.id, channel.name, frozenset({"U0MAYA", "U0BOT"})))
        with caplog.at_level(logging.WARNING):
            infrastructure.get_to_know_people()
        assert infrastructure.access.holders(Role.APPROVER) == {"U0MAYA"}
        assert "Only one person can approve: U0MAYA. They can't approve their own" in caplog.text
        casts = Broadcasts(harness)
        casts.group("By who is left", 2)
        casts.send("By who is left")
        casts.until(SendState.AWAITING_APPROVAL)

        def said(words: str) -> Message | None:
            return next((each for each in harness.maya.sees("C0APPROVE") if words in each.text), None)

        asked = harness.wait_for(lambda: said("By who is left"))
        harness.maya.press("Approve", message=asked)

        harness.wait_for(lambda: said("You can't approve your own request. Ask another approver."))
        assert casts.newest().state is SendState.AWAITING_APPROVAL
        assert harness.texts == []
    finally:
        harness.close()


def test_a_channel_of_approvers_the_bot_is_not_in_is_told_at_the_start_and_to_whoever_waits(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        harness = own_harness(tmp_path, ALONE.format(approver="U0LENA").replace("C0APPROVE", "C0GONE"))
        harness.wait_for_database(lambda: "the bot isn't in the channel C0GONE" in caplog.text)
    try:
        casts = Broadcasts(harness)
        casts.group("Unasked", 2)
        casts.send("Unasked")
        casts.until(SendState.AWAITING_APPROVAL)

        told = harness.message("the bot can't ask in <#C0GONE>", "@smsit")

        assert "Invite it" in told.text
        harness.tick(minutes=10)
        assert [each for each in harness.messages("@smsit") if "the bot can't ask" in each.text] == [told]
    finally:
        harness.close()


def test_two_approvers_are_no_reason_for_a_notice_and_nobody_agrees_to_their_own(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        harness = opened(tmp_path, 'U0MAYA", "U0LENA')
        harness.quiet()
    try:
        assert "Only one person" not in caplog.text
        casts = Broadcasts(harness)
        casts.group("By one of two", 2)
        casts.send("By one of two")
        casts.until(SendState.AWAITING_APPROVAL)

        harness.maya.press("Approve", message=casts.request("By one of two"))

        harness.quiet()
        assert casts.newest().state is SendState.AWAITING_APPROVAL
        assert harness.texts == []
    finally:
        harness.close()
