"""What the doctor finds of SMS-iT's clock, by its answers."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.doctor import report as report_of
from bot.doctor.command import FAILED, doctor
from bot.sandbox import Sandbox
from bot.smsit import transport
from bot.texting.clock import utc_now
from tests.service.conftest import env_file
from tests.service.doctor.conftest import FINE, Report

NAME = "SMS-iT's clock"


@pytest.mark.parametrize(("off", "said"), [(-90, "behind"), (90, "ahead of"), (10, "within")])
def test_a_clock_that_is_apart_from_this_one_deserves_a_look(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], off: int, said: str
) -> None:
    doctor(
        env_file(sandbox, tmp_path, FINE), report_of.as_json, clock=lambda: utc_now() + timedelta(seconds=off)
    )
    [clock] = [each for each in json.loads(capsys.readouterr().out)["findings"] if each["name"] == NAME]
    assert clock["state"] == ("ok" if said == "within" else "look")
    assert said in clock["what"]


@pytest.mark.parametrize("said", ["", "yesterday", "Mon, 99 Nov 2026 99:00:00 GMT"])
def test_where_no_time_is_told_it_deserves_a_look(
    report: Report, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    made = transport.Reply
    monkeypatch.setattr(
        transport, "Reply", lambda status, body, retry_after, _date: made(status, body, retry_after, said)
    )
    assert report()[NAME][:2] == ("look", "SMS-iT didn't say what time it is")


def test_where_nothing_is_answered_no_clock_is_compared(report: Report) -> None:
    assert NAME not in report({"SMSIT_API_KEY": "wrong"}, status=FAILED)
