"""What the doctor finds of the connection to Slack."""

import json
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest

from bot.accounts.front import Front
from bot.accounts.houses import Houses
from bot.accounts.model import Accounts
from bot.doctor import http_port
from bot.doctor import report as report_of
from bot.doctor.command import FAILED, doctor
from bot.sandbox import Sandbox
from bot.slack.incoming.connect import web_client
from bot.slack.incoming.forwarded import Forwarding
from bot.slack.incoming.http_server import Dispatching
from bot.slack.surface import NEEDED, OPTIONAL
from bot.texting.clock import utc_now
from tests.service.conftest import env_file
from tests.service.doctor.conftest import FINE, Report, not_fine
from tests.service.doctor.serving import bolt, served


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


SECRET = "secret"
HTTP = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": SECRET}


class Stranger(BaseHTTPRequestHandler):
    """Another program, which takes everything and says that it is well."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"200 OK")

    def log_message(self, *_: object) -> None:
        pass


def front() -> Forwarding:
    nothing = cast("Any", None)
    made = Front(Accounts(()), cast("Houses", {}), nothing, nothing, nothing)
    return Forwarding(made.answer, web_client("", "http://127.0.0.1:1/"))


def test_by_http_a_free_port_is_fine(report: Report) -> None:
    found = report(HTTP | {"HTTP_PORT": "0"})
    assert found["HTTP"][0] == "ok"
    assert "Socket Mode" not in found


@pytest.mark.parametrize("app", [bolt, front])
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - what people set in a container
def test_by_http_the_bot_itself_is_known_by_what_it_alone_can_answer(
    report: Report, app: Callable[[], Dispatching], host: str
) -> None:
    with served(app(), SECRET, host) as port:
        found = report(HTTP | {"HTTP_HOST": host, "HTTP_PORT": port})["HTTP"]
    assert found == ("ok", f"the bot answers on {host}:{port}", "")


def test_by_http_other_programs_are_told_apart(report: Report) -> None:
    with served(bolt(), "another") as port:
        found = report(HTTP | {"HTTP_PORT": port}, status=FAILED)["HTTP"]
        assert found[:2] == (
            "wrong",
            f"on 127.0.0.1:{port} a bot listens that has another SLACK_SIGNING_SECRET",
        )
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        threading.Thread(target=stranger.serve_forever, daemon=True).start()
        place = f"127.0.0.1:{stranger.server_port}"
        found = report(HTTP | {"HTTP_PORT": str(stranger.server_port)}, status=FAILED)["HTTP"]
        assert found[:2] == ("wrong", f"another program listens on {place}")
        stranger.shutdown()


def test_by_http_who_says_nothing_is_another_program(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_port, "SECONDS", 0.1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert "another program" in report(HTTP | {"HTTP_PORT": port}, status=FAILED)["HTTP"][1]


def test_what_slack_does_not_tell_is_said_with_what_to_do(report: Report) -> None:
    state, what, todo = report()["Commands and events"]
    assert (state, what.startswith("not known")) == ("ok", True)
    assert "smsit-bot manifest" in todo
