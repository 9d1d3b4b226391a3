"""What the doctor finds of traces: nothing where they are off."""

import sys

import pytest

from bot.doctor import traces
from bot.doctor.command import FAILED
from tests.service.doctor.conftest import Report
from tests.tracing.collector import collecting


def test_a_collector_is_asked_whether_it_takes_them(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "SECONDS", 1.0)
    assert "Traces" not in report()
    with collecting() as collector:
        on = {"TRACING": "on", "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}
        host = collector.url.removeprefix("http://")
        assert report(on)["Traces"] == ("ok", f"{host} takes them", "")
        assert collector.spans == []
        collector.status = 401
        state, what, todo = report(on)["Traces"]
        assert (state, what.startswith(f"{host} doesn't take them")) == ("look", True)
        assert "OTEL_EXPORTER_OTLP_HEADERS" in todo


def test_without_the_library_or_with_a_wrong_variable_it_says_what_to_do(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "-1")
    assert (
        "An OTEL_ variable of the environment isn't valid"
        in report({"TRACING": "on"}, status=FAILED)["Traces"][1]
    )

    for name in [each for each in sys.modules if each.startswith("bot.tracing")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    state, what, _todo = report({"TRACING": "on"}, status=FAILED)["Traces"]
    assert (state, "pip install 'smsit-slack-bot[tracing]'" in what) == ("wrong", True)
