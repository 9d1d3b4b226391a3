"""What is logged, and what of it never is."""

import logging

import pytest

from bot import logs

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


@pytest.mark.parametrize("name", [*logs.LOUD, "slack_sdk.web.base_client", "slack_bolt.App"])
def test_of_libraries_only_errors_are_let_through_at_every_level(capsys: Capture, name: str) -> None:
    logs.configure("DEBUG")
    loud = logging.getLogger(name)

    loud.debug(PRIVATE)
    loud.info(PRIVATE)
    loud.warning(PRIVATE)
    loud.error("Failed to connect")

    [line] = capsys.readouterr().err.splitlines()
    assert "Failed to connect" in line


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
