"""Running and checking as a service does: exit statuses, what is said, and a clean stop."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot import service
from bot.cli import main
from bot.demo import environment
from bot.sandbox import Sandbox
from bot.sandbox.smsit.faults import Fault
from bot.texting.clock import utc_now


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither a file nor the environment of whoever runs the tests plays a part."""
    for name in os.environ:
        if name.startswith(("SLACK_", "SMSIT_")) or name in {"DATABASE_URL", "POLICY_FILE", "LOG_LEVEL"}:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock=utc_now, contacts=5) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Iterator[Sandbox]:
    yield running_sandbox
    running_sandbox.smsit.faults.clear()


def env_file(sandbox: Sandbox, folder: Path, changed: Mapping[str, str] | None = None) -> str:
    values = {**environment(sandbox, folder / "bot.db"), **(changed or {})}
    path = folder / "settings.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()), encoding="utf-8")
    return str(path)


def test_a_check_of_good_settings_says_what_it_found_and_changes_nothing(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--env-file", env_file(sandbox, tmp_path)]) == 0

    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Policy: viewer to 1, sender to 1, broadcaster to 1, approver to 1, admin to 1",
        "Slack: connected to workspace T0HARBOUR",
        f"SMS-iT: {sandbox.smsit.credits:,} SMS credits",
    ]
    assert said.err == ""
    assert sandbox.smsit.ledger == ()
    assert not (tmp_path / "bot.db").exists()


def test_a_policy_that_gives_nobody_anything_is_worth_a_word(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("", encoding="utf-8")

    assert service.check(env_file(sandbox, tmp_path, {"POLICY_FILE": str(policy)})) == 0
    assert "Policy: nobody has a role" in capsys.readouterr().out


def policy_of(folder: Path, text: str) -> Mapping[str, str]:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return {"POLICY_FILE": str(path)}


def test_a_check_says_what_a_policy_leaves_open(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = policy_of(tmp_path, '[roles]\nbroadcaster = ["S0DESK"]\nadmin = ["U0TOM"]\n')

    assert service.check(env_file(sandbox, tmp_path, changed)) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "Policy: broadcaster to 1, admin to 1",
        "    There are no quiet hours: broadcasts go out at any time of day.",
        "    No approvals are asked for: whoever may broadcast needs no second person.",
    ]


def test_a_check_counts_who_is_in_the_groups_and_channels_of_a_policy(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[roles]\nbroadcaster = ["S0GONE"]\napprover = ["C0APPROVE"]\n[approval]\nchannel = "C0APPROVE"\n'
    text += 'people = 1\n[quiet_hours]\ndefault = "21:00-08:00"\n'

    assert service.check(env_file(sandbox, tmp_path, policy_of(tmp_path, text))) == 0
    said = capsys.readouterr().out
    assert "\n    S0GONE could not be read, Slack says no_such_subteam\n" in said
    assert "\n    Nobody is known to be in the user groups and channels that may broadcast" in said
    assert "Only one person" not in said
    assert "Nobody can be asked" not in said


def test_a_check_says_when_the_bot_is_not_where_approvals_are_asked_for(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[roles]\nbroadcaster = ["U0MAYA"]\napprover = ["U0LENA"]\n[approval]\nchannel = "C0GONE"\n'

    assert service.check(env_file(sandbox, tmp_path, policy_of(tmp_path, text))) == 0
    said = capsys.readouterr().out
    assert "\n    Nobody can be asked to approve: the bot is not in the channel C0GONE" in said


def test_a_check_without_slack_says_whom_it_cannot_know(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {"SLACK_BOT_TOKEN": "xoxb-wrong"}

    assert service.check(env_file(sandbox, tmp_path, changed)) == service.FAILED
    assert "\n    Who is in S0DESK is not known.\n" in capsys.readouterr().out


def test_a_check_goes_on_after_something_wrong_and_fails_at_the_end(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[roles]\nboss = ["*"]', encoding="utf-8")
    wrong = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SMSIT_API_KEY": "wrong-key", "POLICY_FILE": str(policy)}

    assert service.check(env_file(sandbox, tmp_path, wrong)) == service.FAILED

    said = capsys.readouterr()
    assert said.out == ""
    assert "Policy: policy.toml, line 2: [roles] boss: is not known here" in said.err
    assert "Slack: Slack refused SLACK_BOT_TOKEN: invalid_auth" in said.err
    assert "SMS-iT: " in said.err
    assert "xoxb-wrong" not in said.err
    assert "wrong-key" not in said.err


def test_a_check_tries_the_app_token_too(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert service.check(env_file(sandbox, tmp_path, {"SLACK_APP_TOKEN": "xapp-wrong"})) == service.FAILED
    assert capsys.readouterr().err == "Slack: Slack refused SLACK_APP_TOKEN: invalid_auth\n"


def test_a_check_says_when_smsit_gives_no_usable_answer(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox.smsit.faults.add("getcreditbalance", Fault.HTML, times=None)

    assert service.check(env_file(sandbox, tmp_path)) == service.FAILED
    assert "SMS-iT: SMS-iT gave no usable answer" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "check"])
def test_all_problems_of_the_settings_are_listed_at_once(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command]) == service.BAD_SETTINGS

    said = capsys.readouterr().err
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SMSIT_API_KEY", "SMSIT_FROM"):
        assert name in said


@pytest.fixture
def signals() -> Iterator[None]:
    """Whoever listened to signals before does so afterwards; so does whoever logged."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, listener in before.items():
        signal.signal(number, listener)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_sets_the_stop(number: signal.Signals, signals: None) -> None:
    stop = service.stop_signal()
    assert not stop.is_set()

    signal.raise_signal(number)

    assert stop.wait(5)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack refused SLACK_BOT_TOKEN: invalid_auth\n"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/"}, "Slack could not be reached: URLError\n"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "Slack refused SLACK_APP_TOKEN: invalid_auth\n"),
        (
            {"DATABASE_URL": "postgresql+psycopg://bot:password@127.0.0.1:9/bot"},
            "The database at DATABASE_URL cannot be used: OperationalError\n",
        ),
        ({"DATABASE_URL": "sqlite:////dev/null/bot.db"}, ": /dev/null\n"),
    ],
)
def test_a_bot_that_cannot_start_says_why_and_fails(
    sandbox: Sandbox,
    tmp_path: Path,
    signals: None,
    capsys: pytest.CaptureFixture[str],
    *,
    changed: dict[str, str],
    said: str,
) -> None:
    assert service.run(env_file(sandbox, tmp_path, changed)) == service.FAILED

    told = capsys.readouterr().err
    assert told.endswith(said)
    assert "Traceback" not in told
    assert "password" not in told


def test_a_port_that_is_taken_is_told_in_words(
    sandbox: Sandbox, tmp_path: Path, signals: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        changed = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "secret", "HTTP_PORT": port}

        assert service.run(env_file(sandbox, tmp_path, changed)) == service.FAILED

    assert capsys.readouterr().err.startswith("The bot cannot start: Address already in use")


def test_by_http_no_app_token_is_asked_for(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "secret"}

    assert service.check(env_file(sandbox, tmp_path, changed)) == 0


def test_it_runs_until_it_is_told_to_stop_and_stops_cleanly(
    sandbox: Sandbox, tmp_path: Path, signals: None, capsys: pytest.CaptureFixture[str]
) -> None:
    connected: list[int] = []

    def end() -> None:
        connected.append(sandbox.slack.wait_for(lambda: sandbox.slack.connections, timeout=30))
        os.kill(os.getpid(), signal.SIGTERM)

    ending = threading.Thread(target=end)
    ending.start()
    status = service.run(env_file(sandbox, tmp_path))
    ending.join()

    assert status == 0
    assert connected == [1]
    lines = [line.partition(": ")[2] for line in capsys.readouterr().err.splitlines()]
    assert lines.index("the bot is running") < lines.index("stopping")
    sandbox.slack.wait_for(lambda: not sandbox.slack.connections)


def test_a_process_of_its_own_stops_on_sigterm_with_nothing_left_to_say(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    command = [sys.executable, "-W", "error", "-m", "bot", "run", "--env-file", env_file(sandbox, tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and words
        command, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        try:
            sandbox.slack.wait_for(lambda: sandbox.slack.connections, timeout=30)
            acked = sandbox.slack.person("U0MAYA").command("/sms help").acked
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=30)
        finally:
            process.kill()

    assert acked
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert "bot.service: stopping" in said
    assert "left behind" not in said
    for secret in (sandbox.slack.bot_token, sandbox.slack.app_token, sandbox.smsit.api_key):
        assert secret not in said


def test_a_text_that_hangs_does_not_hold_the_process(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.smsit.faults.add("smscontact", Fault.SLOW, seconds=60)
    maya = sandbox.slack.person("U0MAYA")
    command = [sys.executable, "-m", "bot", "run", "--env-file", env_file(sandbox, tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and words
        command, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        try:
            sandbox.slack.wait_for(lambda: sandbox.slack.connections, timeout=30)
            maya.command("/sms 14155550100 Hello")
            for title in ("Send a text", "Send this text?"):
                sandbox.slack.wait_for(lambda wanted=title: maya.view and maya.view.title == wanted)
                maya.submit()
            sandbox.slack.wait_for(lambda: sandbox.smsit.ledger)
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=30)
        finally:
            process.kill()

    assert process.returncode == 0, said
    assert "leaving a job behind" in said
    assert len(sandbox.smsit.ledger) == 1
