"""What is logged, and what of it never is."""

import json
import logging
import traceback
from datetime import datetime, timedelta
from urllib.error import URLError

import pytest
from slack_sdk import WebClient

from bot import logs, request_ids

PRIVATE = "+14155550100: your test is positive"


def fail_deep_down() -> None:
    raise KeyError(PRIVATE)


Capture = pytest.CaptureFixture[str]


def test_our_own_lines_are_written_from_the_level_asked_for(capsys: Capture) -> None:
    logs.configure("INFO")

    logging.getLogger("bot.app").info("the bot is running")
    logging.getLogger("bot.app").debug("not this")

    [line] = capsys.readouterr().err.splitlines()
    assert line.endswith("INFO    bot.app: the bot is running")


@pytest.mark.parametrize("name", [*logs.LOUD, "slack_sdk.web.client", "slack_bolt.App"])
def test_of_libraries_only_errors_are_let_through_at_every_level(capsys: Capture, name: str) -> None:
    logs.configure("DEBUG")
    loud = logging.getLogger(name)

    loud.debug(PRIVATE)
    loud.info(PRIVATE)
    loud.warning(PRIVATE)
    loud.error("Failed to connect")

    [line] = capsys.readouterr().err.splitlines()
    assert "Failed to connect" in line


def test_what_slack_does_not_answer_is_told_by_whoever_asked_and_not_by_its_library(capsys: Capture) -> None:
    logs.configure("DEBUG")
    client = WebClient("xoxb-any", base_url="http://127.0.0.1:1/")

    with pytest.raises(URLError) as raised:
        client.auth_test()

    assert not capsys.readouterr().err
    assert logs.kind_of(raised.value) == "URLError ECONNREFUSED"


def test_an_exception_is_named_by_its_kind_and_never_quoted(capsys: Capture) -> None:
    logs.configure("INFO")

    try:
        fail_deep_down()
    except KeyError:
        logging.getLogger("dbos").exception("Job failed", stack_info=True)

    [line] = capsys.readouterr().err.splitlines()
    assert line.endswith("Job failed (KeyError)")


@pytest.mark.parametrize("exc_info", [None, (None, None, None)])
def test_a_line_without_an_exception_stays_as_it_is(
    capsys: Capture, exc_info: tuple[None, None, None] | None
) -> None:
    logs.configure("INFO")

    logging.getLogger("bot").error("no trouble", exc_info=exc_info)

    assert capsys.readouterr().err.endswith("no trouble\n")


def test_configuring_again_does_not_write_every_line_twice(capsys: Capture) -> None:
    logs.configure("INFO")
    logs.configure("WARNING")

    logging.getLogger("bot").warning("once")

    assert capsys.readouterr().err.count("once") == 1


@pytest.mark.parametrize("request_id", ["", "3f9a12c4d5e6"])
def test_a_line_ends_with_the_request_it_is_about(capsys: Capture, request_id: str) -> None:
    logs.configure("INFO")

    with request_ids.during(request_id):
        logging.getLogger("bot.app").info("a job began")

    end = "a job began [3f9a12c4d5e6]\n" if request_id else "a job began\n"
    assert capsys.readouterr().err.endswith(end)


class TestJson:
    @staticmethod
    def written(capsys: Capture) -> dict[str, str]:
        [line] = capsys.readouterr().err.splitlines()
        found: dict[str, str] = json.loads(line)
        return found

    def test_a_record_is_an_object_on_a_line_with_the_same_in_it(self, capsys: Capture) -> None:
        logs.configure("INFO", "json")

        with request_ids.during("3f9a12c4d5e6"):
            logging.getLogger("bot.app").warning("clock part %s is left out", "follow")
        logging.getLogger("bot.app").debug("not this")

        found = self.written(capsys)
        assert datetime.fromisoformat(found.pop("time")).utcoffset() == timedelta()
        assert found == {
            "level": "WARNING",
            "logger": "bot.app",
            "message": "clock part follow is left out",
            "request": "3f9a12c4d5e6",
        }

    def test_neither_numbers_nor_breaks_nor_what_a_library_adds_are_in_it(self, capsys: Capture) -> None:
        logs.configure("INFO", "json")

        logging.getLogger("bot").error("about %s\x1b[2K\u2028", "+14155550100", extra={"payload": PRIVATE})

        found = self.written(capsys)
        assert found.keys() == {"time", "level", "logger", "message"}
        assert found["message"] == "about ••• [2K "

    def test_an_exception_is_named_by_its_kind_and_never_quoted(self, capsys: Capture) -> None:
        logs.configure("INFO", "json")

        try:
            fail_deep_down()
        except KeyError:
            logging.getLogger("dbos").exception("Job failed", stack_info=True)

        found = self.written(capsys)
        assert (found["message"], found["error"]) == ("Job failed", "KeyError")
        assert "positive" not in str(found)
        assert found.keys() == {"time", "level", "logger", "message", "error"}

    def test_of_libraries_only_errors_are_let_through(self, capsys: Capture) -> None:
        logs.configure("DEBUG", "json")

        logging.getLogger("slack_bolt").warning(PRIVATE)

        assert not capsys.readouterr().err


def test_a_record_that_is_written_twice_tells_its_kind_of_error_twice() -> None:
    record = logging.LogRecord("bot", logging.ERROR, "", 0, "broke", None, (KeyError, KeyError(), None))

    lines = [logs.WithoutTraces("%(message)s").format(record) for _ in range(2)]

    assert lines == ["broke (KeyError)"] * 2


def test_trouble_is_told_by_its_kind_and_the_places_it_passed() -> None:
    try:
        fail_deep_down()
    except KeyError as error:
        told = logs.describe(error)

    kind, *places = told.split(" | ")
    assert kind == "KeyError"
    assert [place.rpartition(" in ")[2] for place in places] == [
        "test_trouble_is_told_by_its_kind_and_the_places_it_passed",
        "fail_deep_down",
    ]
    assert all("test_logs.py:" in place for place in places)
    assert "4155550100" not in told


def test_trouble_that_was_never_raised_has_a_kind_only() -> None:
    assert logs.describe(OSError(PRIVATE)) == "OSError"


BREAKS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1b[2K", "\x00"]


@pytest.mark.parametrize("broken", BREAKS)
def test_an_id_from_outside_forges_no_line(capsys: Capture, broken: str) -> None:
    logs.configure("INFO")

    logging.getLogger("bot.app").info("send %s: accepted", f"x{broken}2026-11-23 INFO bot.app: sent to all")

    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR])
def test_a_library_that_sets_its_level_and_writes_tracebacks_out_tells_errors_by_their_kind_only(
    capsys: Capture, level: int
) -> None:
    logs.configure("INFO")
    library = logging.getLogger("dbos")
    library.setLevel("DEBUG")

    try:
        fail_deep_down()
    except KeyError:
        library.log(level, "Exception polling schedules: %s", traceback.format_exc())

    said = capsys.readouterr().err
    assert said.count("\n") == (1 if level == logging.ERROR else 0)
    assert not said or said.endswith("dbos: Exception polling schedules: KeyError\n")
