"""The doctor's report: whatever is broken on purpose shows in its own line, with what to do."""

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot import demo
from bot.cli import main
from bot.doctor import database
from bot.doctor.command import BAD_SETTINGS, FAILED, doctor
from bot.sandbox import Sandbox
from bot.sandbox.smsit.faults import Fault
from bot.slack.scopes import NEEDED, OPTIONAL
from bot.store import schema
from bot.store.database import Database
from bot.texting.clock import utc_now
from tests.patience import ACK_SECONDS
from tests.service.conftest import env_file
from tests.store import postgres

POLICY = """
[roles]
viewer = ["*"]
broadcaster = ["U0MAYA"]
admin = ["U0TOM"]
[quiet_hours]
default = "21:00-08:00"
"""
KEY = "k" * 40
FINE = {"ERASURE_KEY": KEY}
Found = Mapping[str, tuple[str, str, str]]
Report = Callable[..., Found]


@pytest.fixture(scope="module")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock=utc_now, contacts=5, ack_limit=ACK_SECONDS, manifest=demo.manifest()) as sandbox:
        yield sandbox


@pytest.fixture
def report(sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Report:
    """Run it with these settings changed, and return what it found by its name: state, what, to do."""

    def run(changed: Mapping[str, str] | None = None, *, policy: str = POLICY, status: int = 0) -> Found:
        (tmp_path / "own.toml").write_text(policy, encoding="utf-8")
        given = FINE | {"POLICY_FILE": str(tmp_path / "own.toml")} | dict(changed or {})
        file = env_file(sandbox, tmp_path, given)
        assert doctor(file, as_json=True) == status
        said = json.loads(capsys.readouterr().out)
        assert "xoxb" not in str(said)
        return {each["name"]: (each["state"], each["what"], each["todo"]) for each in said["findings"]}

    return run


def not_fine(found: Found) -> dict[str, str]:
    return {name: state for name, (state, _what, _todo) in found.items() if state != "ok"}


def test_where_nothing_is_wrong_every_line_is_fine(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LITTLE_FREE", 0)
    monkeypatch.setattr(database, "SLOW_SECONDS", 60.0)
    (tmp_path / "own.toml").write_text(POLICY, encoding="utf-8")
    monkeypatch.setenv("POLICY_FILE", str(tmp_path / "own.toml"))
    file = env_file(sandbox, tmp_path, FINE | {"POLICY_FILE": "elsewhere.toml"})

    assert main(["doctor", "--env-file", file]) == 0

    said = capsys.readouterr().out
    assert "from settings.env, 1 from the environment and" in said
    assert "! Roles and limits" in said, "a policy without approval deserves a look"
    assert "! Shared channels" in said
    assert [line for line in said.splitlines() if line.startswith("✗")] == []
    assert "✓ Scopes" in said
    assert said.rstrip().splitlines()[-1].startswith("Nothing is wrong. 2 to look at, ")
    assert sandbox.smsit.ledger == ()
    assert not (tmp_path / "bot.db").exists()
    assert not list(tmp_path.glob(".smsit-bot-doctor-*"))


@pytest.mark.parametrize(
    ("changed", "name", "what", "todo"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Bot token", "invalid_auth", "OAuth & Permissions"),
        ({"SLACK_API_URL": "http://127.0.0.1:1/"}, "Bot token", "couldn't be reached", "port 443"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "Socket Mode", "invalid_auth", "connections:write"),
        ({"SMSIT_API_KEY": "wrong"}, "SMS-iT", "", "SMSIT_API_KEY"),
        ({"SMSIT_BASE_URL": "http://127.0.0.1:1/"}, "SMS-iT", "", "SMSIT_BASE_URL"),
        (
            {"DATABASE_URL": "sqlite:///no/such/folder/bot.db"},
            "Database",
            "the folder of bot.db",
            "DATABASE_URL",
        ),
        (
            {"DATABASE_URL": "postgresql://me:HUSH@127.0.0.1:1/bot"},
            "Database",
            "can't be used",
            "DATABASE_URL",
        ),
        ({"DATABASE_URL": "postgresql://me:HUSH@127.0.0.1:1/bot?sslmod=x"}, "Database", "", "DATABASE_URL"),
    ],
)
def test_what_is_broken_is_wrong_in_its_line_only(
    report: Report,
    changed: dict[str, str],
    name: str,
    what: str,
    todo: str,
) -> None:
    found = report(changed, status=FAILED)

    assert [each for each, (state, _, _) in found.items() if state == "wrong"] == [name]
    assert what in found[name][1]
    assert todo in found[name][2]
    assert "HUSH" not in str(found)


def test_each_mistake_of_the_policy_has_a_line_with_its_place(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.toml").write_text(
        '[roles]\nboss = ["*"]\n[limits]\nlist_rows = "many"\n', encoding="utf-8"
    )
    file = env_file(sandbox, tmp_path, {"POLICY_FILE": str(tmp_path / "own.toml")})

    assert main(["doctor", "--env-file", file]) == FAILED

    wrong = [line for line in capsys.readouterr().out.splitlines() if line.startswith("✗")]
    assert ["line 2" in wrong[0], "line 4" in wrong[1], len(wrong)] == [True, True, 2]


def test_all_problems_of_the_settings_are_lines_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == BAD_SETTINGS

    said = capsys.readouterr().out
    for name in ("SLACK_BOT_TOKEN", "SMSIT_API_KEY", "SMSIT_FROM"):
        assert f"✗ Settings  {name}" in said


def test_what_deserves_a_look_does_not_fail(report: Report, sandbox: Sandbox, tmp_path: Path) -> None:
    before = sandbox.smsit.credits
    sandbox.smsit.set_credits(0)
    try:
        found = report({"ERASURE_KEY": "", "SMSIT_TIMEZONE": ""})
    finally:
        sandbox.smsit.set_credits(before)
    assert {"Erasure key", "Account time zone", "Balance"} <= set(not_fine(found))
    assert set(not_fine(found).values()) == {"look"}


def test_files_that_others_can_read_are_named(
    report: Report,
    sandbox: Sandbox,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "bot.db").touch(mode=0o644)
    (tmp_path / "bot.db").chmod(0o644)
    file = env_file(sandbox, tmp_path)
    Path(file).chmod(0o640)

    assert doctor(file, as_json=False) == 0

    said = capsys.readouterr().out
    assert f"chmod 600 {file}" in said
    assert "others on this machine can read bot.db" in said
    assert (tmp_path / "bot.db").stat().st_mode & 0o777 == 0o644


def test_the_tables_are_older_newer_or_not_there_yet(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "to be created" in report()["Database"][1]
    made = Database(f"sqlite:///{tmp_path / 'bot.db'}")
    assert "is empty" in report()["Database"][1]
    made.migrate()
    made.close()
    assert report()["Database"] == ("ok", f"SQLite file bot.db, tables {schema.HEAD}", "")
    monkeypatch.setattr(schema, "HEAD", "9999")
    assert "to be brought to 9999" in report()["Database"][1]
    monkeypatch.setattr(schema, "HEAD", "0001")
    assert "newer version" in report(status=FAILED)["Database"][1]


def test_a_file_that_is_no_database_is_wrong(report: Report, tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_bytes(b"Dear diary, " * 100)
    assert report(status=FAILED)["Database"][0] == "wrong"


def test_a_file_that_cannot_be_written_is_wrong(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bot.db").touch(mode=0o600)
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: may(path, mode) and Path(path).name != "bot.db")
    assert "can't be read and written" in report(status=FAILED)["Database"][1]


def test_a_server_is_asked(report: Report) -> None:
    found = report({"DATABASE_URL": postgres.emptied()})
    assert found["Database"][:2] == ("ok", "PostgreSQL is empty; the tables are made when the bot starts")
    assert "Disk space" not in found


@pytest.mark.parametrize(
    ("free", "state"), [(100 * 1024**2, "wrong"), (1024**3, "look"), (50 * 1024**3, "ok")]
)
def test_a_disk_that_is_nearly_full_is_said(
    report: Report,
    monkeypatch: pytest.MonkeyPatch,
    free: int,
    state: str,
) -> None:
    usage = shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr(database.shutil, "disk_usage", lambda _folder: usage)
    assert report(status=FAILED if state == "wrong" else 0)["Disk space"][0] == state


def test_a_slow_disk_deserves_a_look(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SLOW_SECONDS", 0.0)
    assert report()["Disk speed"][0] == "look"


@pytest.mark.parametrize(
    ("granted", "names"),
    [
        ((*NEEDED, *OPTIONAL), {}),
        (tuple(NEEDED), {"Optional scopes": "look"}),
        (
            tuple(each for each in NEEDED if each != "files:write"),
            {"Scopes": "wrong", "Optional scopes": "look"},
        ),
        ((), {"Scopes": "look"}),
    ],
)
def test_scopes_that_are_missing_are_named_with_what_needs_them(
    report: Report,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    granted: tuple[str, ...],
    names: dict[str, str],
) -> None:
    monkeypatch.setattr(type(sandbox.slack.manifest), "scopes", granted)
    monkeypatch.setattr(type(sandbox.slack.manifest), "has_scope", lambda *_: True)
    found = report(status=FAILED if "wrong" in names.values() else 0)
    assert {name: state for name, state in not_fine(found).items() if "copes" in name} == names
    if names.get("Scopes") == "wrong":
        assert found["Scopes"][1] == "files:write is missing: result files and exports"


@pytest.mark.parametrize(("off", "said"), [(-90, "behind"), (90, "ahead of"), (10, None)])
def test_a_clock_that_is_off_is_wrong(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], off: int, said: str | None
) -> None:
    status = doctor(
        env_file(sandbox, tmp_path, FINE), as_json=True, clock=lambda: utc_now() + timedelta(seconds=off)
    )
    [clock] = [each for each in json.loads(capsys.readouterr().out)["findings"] if each["name"] == "Clock"]
    assert (status == FAILED, clock["state"]) == ((True, "wrong") if said else (False, "ok"))
    assert (said or "within") in clock["what"]


@pytest.mark.parametrize("said", ["", "yesterday"])
def test_where_slack_says_no_time_the_clock_deserves_a_look(
    report: Report, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    from bot.slack.incoming import connect  # noqa: PLC0415 - only here

    monkeypatch.setattr(connect, "_header", lambda _answer, name: said if name == "date" else "")
    assert report()["Clock"][0] == "look"


def test_by_http_the_port_is_looked_at(report: Report) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        http = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "secret"}
        port = str(taken.getsockname()[1])
        found = report(http | {"HTTP_PORT": port})
        assert found["HTTP"][0] == "look"
        assert f"127.0.0.1:{port} can't be used" in found["HTTP"][1]
    found = report(http | {"HTTP_PORT": "0"})
    assert found["HTTP"][0] == "ok"
    assert "Socket Mode" not in found


def test_the_channel_in_which_approvers_are_asked_must_have_the_bot(
    report: Report,
) -> None:
    approval = POLICY + '[approval]\nchannel = "{}"\npeople = 1\n'
    roles = approval.replace("[quiet", 'approver = ["U0LENA", "U0TOM"]\n[quiet', 1)
    assert report(policy=roles.format("C0APPROVE"))["Approval channel"][0] == "ok"
    found = report(policy=roles.format("C0GONE"), status=FAILED)
    assert found["Approval channel"][0] == "wrong"
    assert "Invite the bot to C0GONE" in found["Approval channel"][2]


def test_the_channel_in_which_alerts_are_posted_must_have_the_bot(report: Report) -> None:
    alerts = POLICY + '[alerts]\nchannel = "{}"\n'
    assert report(policy=alerts.format("C0APPROVE"))["Alerts channel"][0] == "ok"
    found = report(policy=alerts.format("C0GONE"), status=FAILED)
    assert found["Alerts channel"][0] == "wrong"
    assert "Invite the bot to C0GONE: alerts can't be posted there." in found["Alerts channel"][2]


def test_groups_that_cannot_be_read_are_wrong_and_without_slack_unknown(
    report: Report,
) -> None:
    named = POLICY.replace('"U0MAYA"', '"S0GONE"')
    assert "S0GONE couldn't be read" in report(policy=named, status=FAILED)["Roles"][1]
    found = report({"SLACK_BOT_TOKEN": "xoxb-wrong"}, policy=named, status=FAILED)
    assert found["Roles"] == ("look", "who is in S0GONE can't be looked up", "See Bot token.")


def test_shared_channels_deserve_a_look(report: Report) -> None:
    assert "C0LAB" in report()["Shared channels"][1]


def test_an_answer_that_is_none_is_said(report: Report, sandbox: Sandbox) -> None:
    sandbox.smsit.faults.add("getcreditbalance", Fault.HTML, times=None)
    assert "no usable answer" in report(status=FAILED)["SMS-iT"][1]
