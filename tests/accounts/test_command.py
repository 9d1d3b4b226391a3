"""Running several accounts as a service: from the settings to a clean stop."""

import json
import logging
import os
import signal
import threading
from collections.abc import Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.accounts import child, command
from bot.accounts.file import RESTART
from bot.accounts.house import House
from bot.accounts.household import takes_the_bot
from bot.accounts.process import MOST_AT_ONCE
from bot.complaints import BAD_SETTINGS, FAILED
from bot.sandbox import Sandbox
from bot.settings import load_edge
from bot.slack.incoming.http_server import HttpServer
from tests.accounts import household
from tests.accounts.household import TWO
from tests.accounts.samples import FRONT
from tests.accounts.test_houses import SMALL
from tests.flows import first_start
from tests.patience import ACK_SECONDS

CLINIC, DENTAL = "14155550190", "14155550191"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(contacts=1, ack_limit=ACK_SECONDS) as made:
        yield made


@pytest.fixture
def signals() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, listener in before.items():
        signal.signal(number, listener)
    root.handlers[:] = handlers
    root.setLevel(level)


def written(folder: Path, sandbox: Sandbox, **edge: str) -> str:
    for key, number in (("clinic", CLINIC), ("dental", DENTAL)):
        household.account(folder, key, number, {"SLACK_BOT_TOKEN": sandbox.slack.bot_token})
    return str(household.shared(folder, TWO, {"SLACK_API_URL": sandbox.slack_api_url, **edge}))


def test_it_runs_over_socket_mode_until_it_is_told_to_stop(
    sandbox: Sandbox, tmp_path: Path, signals: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.accounts.household.House", partial(House, command=SMALL))
    answers: list[Any] = []

    def use() -> None:
        sandbox.slack.wait_for(lambda: sandbox.slack.connections)
        answers.append(sandbox.slack.person("U0MAYA").command("/sms hello", channel=FRONT).body)
        os.kill(os.getpid(), signal.SIGTERM)

    using = threading.Thread(target=use)
    using.start()
    status = command.run(written(tmp_path, sandbox, SLACK_APP_TOKEN=sandbox.slack.app_token))
    using.join()

    assert status == 0
    assert [each["key"] for each in answers] == ["dental"]  # the default of whoever is listed nowhere


def test_what_belongs_to_no_account_needs_a_database(
    sandbox: Sandbox, tmp_path: Path, signals: None, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = "postgresql://bot:password@127.0.0.1:9/bot"
    assert command.run(written(tmp_path, sandbox, ACCOUNTS_DATABASE_URL=nowhere)) == BAD_SETTINGS
    told = capsys.readouterr().err
    assert "ACCOUNTS_DATABASE_URL: the database can't be used (OperationalError)." in told
    assert "password" not in told


def test_without_an_installation_by_oauth_there_is_one_path(sandbox: Sandbox, tmp_path: Path) -> None:
    file = written(tmp_path, sandbox)
    edge = load_edge(file)
    assert edge is not None
    made = command.prepare(file, edge)()
    assert made.port
    assert made.ops_port is None
    assert isinstance(made._receiver, HttpServer)
    threads = len(made._receiver._server.task_dispatcher.threads)
    assert threads == edge.http_threads + 2 * MOST_AT_ONCE  # as many are free when both bots are slow
    made.read_policy_again()  # nothing runs yet
    assert made.stop()


def test_the_accounts_file_is_read_again_while_it_runs(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.accounts.household.House", partial(House, command=SMALL))
    shared = written(tmp_path, sandbox)
    edge = load_edge(shared)
    assert edge is not None
    made = command.prepare(shared, edge)()

    def goes_to() -> str:
        arrived = {"command": "/sms", "text": "hello", "channel_id": FRONT, "user_id": "U0MAYA"}
        answer = made._front.answer({**arrived, "team_id": "T0HARBOUR", "trigger_id": "1.2.3"}, {})
        return str(json.loads(answer.body)["key"])

    made.start()
    try:
        assert goes_to() == "dental"
        moved = TWO.replace('settings = "clinic.env"', f'settings = "clinic.env"\nchannels = ["{FRONT}"]')
        for text, told in (
            (TWO.replace('name = "Clinic"', 'name = "Dental"'), "have the same name"),
            (moved.replace('name = "Clinic"', 'name = "Surgery"'), RESTART),
            (moved.replace("T0HARBOUR", "T0NORTH", 1), RESTART),
            (moved.partition("[accounts.dental]")[0], RESTART),
            ("nonsense", "isn't TOML"),
        ):
            (tmp_path / "accounts.toml").write_text(text, encoding="utf-8")
            made.read_policy_again()
            assert "the accounts stay as they were" in caplog.text
            assert told in caplog.text
            caplog.clear()
            assert goes_to() == "dental"
        (tmp_path / "accounts.toml").write_text(moved, encoding="utf-8")
        made.read_policy_again()
        assert "the accounts stay" not in caplog.text
        assert goes_to() == "clinic"
    finally:
        assert made.stop()


@pytest.mark.parametrize(
    ("event", "takes"),
    [
        ({"type": "app_uninstalled"}, True),
        ({"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U0MAYA"]}}, False),
        ({"type": "tokens_revoked"}, False),
    ],
)
def test_a_token_of_a_person_that_ends_ends_no_bot(event: dict[str, Any], *, takes: bool) -> None:
    assert takes_the_bot(event) is takes


@pytest.mark.parametrize(
    ("changed", "workspace", "status", "said"),
    [
        ({}, "T0OTHER", FAILED, "The Slack token of account clinic is that of another workspace"),
        ({"SMSIT_FROM": ""}, "T0HARBOUR", BAD_SETTINGS, "Account clinic: Fix these settings:"),
    ],
)
def test_a_bot_that_would_text_as_another_does_not_start(  # noqa: PLR0917 - fixtures
    sandbox: Sandbox,
    tmp_path: Path,
    signals: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, str],
    workspace: str,
    status: int,
    said: str,
) -> None:
    first_start.put(tmp_path / "clinic.db")
    given = {
        "SLACK_BOT_TOKEN": sandbox.slack.bot_token,
        "SLACK_API_URL": sandbox.slack_api_url,
        "SLACK_SIGNING_SECRET": "inner",
        "SMSIT_API_KEY": "key",
        "SMSIT_FROM": CLINIC,
        "DATABASE_URL": f"sqlite:///{tmp_path}/clinic.db",
        "HTTP_PORT": "0",
        **changed,
    }
    told = {"key": "clinic", "name": "Clinic", "workspace": workspace, "settings": given}
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(told) + "\n"))
    monkeypatch.setattr(child, "_end_with_the_front", lambda: None)

    assert child.main() == status
    assert said in capsys.readouterr().err


def test_a_bot_tells_where_it_is_and_ends_with_its_front(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[object] = []

    class Bot:
        port, ops_port = 1, 2

        def start(self) -> None:
            done.append("started")

        def stop(self) -> bool:
            return True

        def read_policy_again(self) -> None:
            done.append("read")

    tenant = child.Tenant(Bot())  # type: ignore[arg-type] # as far as it is used
    tenant.start()
    tenant.read_policy_again()
    assert tenant.stop()
    assert json.loads(capsys.readouterr().out) == {"port": 1, "ops_port": 2}

    monkeypatch.setattr("sys.stdin", StringIO(""))
    monkeypatch.setattr("bot.accounts.child.os.kill", lambda pid, number: done.append((pid, number)))
    child._end_with_the_front()
    assert done == ["started", "read", (os.getpid(), signal.SIGTERM)]
