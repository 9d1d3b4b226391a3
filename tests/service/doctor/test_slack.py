"""What the doctor finds of the connection to Slack."""

import json
import socket
from datetime import timedelta
from pathlib import Path

import pytest

from bot.doctor import report as report_of
from bot.doctor.command import FAILED, doctor
from bot.sandbox import Sandbox
from bot.slack.surface import NEEDED, OPTIONAL
from bot.texting.clock import utc_now
from tests.service.conftest import env_file
from tests.service.doctor.conftest import FINE, Report, not_fine


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
        env_file(sandbox, tmp_path, FINE), report_of.as_json, clock=lambda: utc_now() + timedelta(seconds=off)
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
