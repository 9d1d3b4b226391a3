"""Running as a service does: exit statuses, what is said, and a clean stop."""

import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import run
from bot.errors import NO_DATABASE
from bot.sandbox import Sandbox
from bot.sandbox.smsit.faults import Fault
from bot.store import Database, do_not_text_erased
from bot.store.number_hashes import NumberKey
from bot.texting.clock import utc_now
from tests.patience import PATIENCE_SECONDS
from tests.service.conftest import env_file

AND_WHAT_IT_LOADED = """
import sys
from bot.cli import main
status = main()
loaded = {"bot.tracing" if each.startswith("bot.tracing") else each.partition(".")[0] for each in sys.modules}
print(sorted(loaded & {"bot", "bot.tracing", "dbos", "google", "opentelemetry"}))
sys.exit(status)
"""


@pytest.fixture
def signals() -> Iterator[None]:
    """Whoever listened to signals before does so afterwards; so does whoever logged."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, listener in before.items():
        signal.signal(number, listener)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_wait(number: signal.Signals, signals: None) -> None:
    stop = run.StopSignal()
    signal.raise_signal(number)
    stop.wait()


def test_a_hangup_reads_again_and_ends_nothing(signals: None) -> None:
    stop, read = run.StopSignal(reads_again=True), list[str]()

    def read_again() -> None:
        read.append("again")
        signal.raise_signal(signal.SIGHUP if len(read) == 1 else signal.SIGTERM)

    signal.raise_signal(signal.SIGHUP)
    stop.wait(read_again)
    assert read == ["again", "again"]


def test_a_terminal_that_was_closed_ends_it(signals: None, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = iter((True, False))
    monkeypatch.setattr("bot.run.os.isatty", lambda _number: next(terminal))
    stop = run.StopSignal(reads_again=True)
    signal.raise_signal(signal.SIGHUP)
    stop.wait(lambda: pytest.fail("nobody asked for that"))


def test_what_stands_once_it_runs_is_never_looked_through_again() -> None:
    kept, garbage = [object], type("Forgotten", (), {})  # a class is part of a circle
    gone = weakref.finalize(garbage, bool)
    del garbage
    before = gc.get_freeze_count()
    run.keep_for_good()
    assert not gone.alive  # what was garbage by then is not kept
    assert gc.get_freeze_count() > before
    assert not any(each is kept for each in gc.get_objects())


def test_a_second_signal_ends_the_wait_at_whatever_line_it_interrupts(signals: None) -> None:
    before = sys.gettrace()
    passed = 0
    while True:
        stop = run.StopSignal()
        signal.raise_signal(signal.SIGINT)
        left = [passed]

        def interrupt(_frame: object, event: str, _arg: object, left: list[int] = left) -> object:
            if event == "line":
                left[0] -= 1
                if left[0] == -1:
                    signal.raise_signal(signal.SIGTERM)
            return interrupt

        sys.settrace(interrupt)  # type: ignore[arg-type] # as it is documented
        try:
            stop.wait()
        finally:
            sys.settrace(before)
        if left[0] >= 0:
            break
        passed += 1
    assert passed


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack rejected SLACK_BOT_TOKEN: invalid_auth\n"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/"}, "Slack couldn't be reached: URLError ECONNREFUSED\n"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "Slack rejected SLACK_APP_TOKEN: invalid_auth\n"),
        (
            {"DATABASE_URL": "postgresql+psycopg://bot:password@127.0.0.1:9/bot"},
            NO_DATABASE.format("OperationalError") + "\n",
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
    assert run.run(env_file(sandbox, tmp_path, changed)) == run.FAILED

    told = capsys.readouterr().err
    assert told.endswith(said)
    assert "Traceback" not in told
    assert "password" not in told


def test_traces_without_their_library_are_told_with_what_to_install(
    sandbox: Sandbox,
    tmp_path: Path,
    signals: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [each for each in sys.modules if each.startswith("bot.tracing")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)

    assert run.run(env_file(sandbox, tmp_path, {"TRACING": "on"})) == run.FAILED

    assert capsys.readouterr().err.endswith(
        "TRACING is on, but opentelemetry.sdk.resources isn't installed. "
        "Run pip install 'smsit-slack-bot[tracing]', or set TRACING=off.\n"
    )


def test_a_port_that_is_taken_is_told_in_words(
    sandbox: Sandbox, tmp_path: Path, signals: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        changed = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "secret", "HTTP_PORT": port}

        assert run.run(env_file(sandbox, tmp_path, changed)) == run.FAILED

    assert capsys.readouterr().err.startswith("The bot can't start: Address already in use")


def test_it_runs_until_it_is_told_to_stop_and_stops_cleanly(
    sandbox: Sandbox, tmp_path: Path, signals: None, capsys: pytest.CaptureFixture[str]
) -> None:
    connected: list[int] = []

    def end() -> None:
        connected.append(sandbox.slack.wait_for(lambda: sandbox.slack.connections))
        os.kill(os.getpid(), signal.SIGTERM)

    ending = threading.Thread(target=end)
    ending.start()
    status = run.run(env_file(sandbox, tmp_path))
    ending.join()

    assert status == 0
    assert connected == [1]
    lines = [line.partition(": ")[2] for line in capsys.readouterr().err.splitlines()]
    assert lines.index("the bot is running") < lines.index("stopping")
    sandbox.slack.wait_for(lambda: not sandbox.slack.connections)


def test_a_process_of_its_own_stops_on_sigterm_with_nothing_left_to_say_and_no_traces_loaded(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    run_it = [sys.executable, "-W", "error", "-c", AND_WHAT_IT_LOADED, "run"]
    command = [*run_it, "--env-file", env_file(sandbox, tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and words
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        try:
            sandbox.slack.wait_for(lambda: sandbox.slack.connections)
            acked = sandbox.slack.person("U0MAYA").command("/sms help").acked
            process.send_signal(signal.SIGTERM)
            loaded, said = process.communicate(timeout=PATIENCE_SECONDS)
        finally:
            process.kill()

    assert acked
    assert loaded == "['bot', 'dbos']\n", (
        "the library of traces is loaded where they are on, and nowhere else"
    )
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert "bot.run: stopping" in said
    assert "left behind" not in said
    for secret in (sandbox.slack.bot_token, sandbox.slack.app_token, sandbox.smsit.api_key):
        assert secret not in said


def test_a_text_that_hangs_does_not_hold_the_process(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.smsit.faults.add("smscontact", Fault.SLOW, seconds=3600)
    maya = sandbox.slack.person("U0MAYA")
    command = [sys.executable, "-m", "bot", "run", "--env-file", env_file(sandbox, tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and words
        command, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        try:
            sandbox.slack.wait_for(lambda: sandbox.slack.connections)
            maya.command("/sms 14155550100 Hello")
            for title in ("Send a text", "Review text"):
                sandbox.slack.wait_for(lambda wanted=title: maya.title == wanted)
                maya.submit()
            sandbox.slack.wait_for(lambda: sandbox.smsit.ledger)
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=PATIENCE_SECONDS)
        finally:
            process.kill()

    assert process.returncode == 0, said
    assert "leaving a job behind" in said
    assert len(sandbox.smsit.ledger) == 1


def test_a_settings_file_that_others_may_read_is_mentioned_at_the_start(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], signals: None
) -> None:
    given = env_file(sandbox, tmp_path, {"DATABASE_URL": "postgresql://me:HUSH@127.0.0.1:1/bot"})
    for mode, told in ((0o600, False), (0o644, True)):
        Path(given).chmod(mode)
        assert run.run(given) == run.FAILED
        said = capsys.readouterr().err
        assert (f"Run chmod 600 {given}" in said) == told
        assert "HUSH" not in said


def test_a_bot_that_cannot_tell_erased_numbers_does_not_start(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], signals: None
) -> None:
    database = Database(f"sqlite:///{tmp_path}/bot.db")
    database.migrate()
    with database.write() as conn:
        do_not_text_erased.put(conn, "14155550100", NumberKey("k" * 43), "U0TOM", utc_now())
    database.close()

    assert run.run(env_file(sandbox, tmp_path)) == run.FAILED
    assert "set ERASURE_KEY to the key it had before" in capsys.readouterr().err
    assert run.run(env_file(sandbox, tmp_path, {"ERASURE_KEY": "l" * 43})) == run.FAILED
    assert "set ERASURE_KEY to the key it had before" in capsys.readouterr().err


def test_a_bot_without_the_key_of_its_words_does_not_start(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], signals: None
) -> None:
    database = Database(f"sqlite:///{tmp_path}/bot.db", None, ("k" * 43,))
    database.migrate()
    database.close()

    for changed in ({}, {"DATA_KEY": "l" * 43}):
        assert run.run(env_file(sandbox, tmp_path, changed)) == run.FAILED
        assert "Set DATA_KEY to the key it had before" in capsys.readouterr().err


def test_a_file_that_is_replaced_while_the_bot_starts_ends_it_in_words(
    sandbox: Sandbox,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    signals: None,
) -> None:
    def replaced(database: Database) -> None:
        assert database.path is not None
        database.path.unlink()
        database.path.touch()
        database.check()

    monkeypatch.setattr(Database, "migrate", replaced)

    assert run.run(env_file(sandbox, tmp_path)) == run.FAILED
    assert "Its database file was removed or replaced" in capsys.readouterr().err
