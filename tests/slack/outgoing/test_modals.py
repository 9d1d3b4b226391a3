"""Opening and changing views: what each of Slack's answers means to the person."""

import logging

import pytest
from slack_sdk import WebClient

from bot.errors import UserError
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.modals import CLOSED, TOO_LATE, Modals
from tests.patience import ACK_SECONDS
from tests.seals import SEALS
from tests.slack.conftest import Slack


def modal(words: str, external_id: str = "") -> Block:
    view = kit.modal(callback_id="c", title=words, blocks=[kit.section(words)])
    return view | ({"external_id": external_id} if external_id else {})


@pytest.fixture
def modals(slack: Slack) -> Modals:
    return Modals(slack.client, SEALS)


def title(slack: Slack) -> str:
    view = slack.workspace.person("U0MAYA").view
    return view.title if view else ""


def test_a_modal_is_opened_and_changed_by_its_id(slack: Slack, modals: Modals) -> None:
    view_id = modals.open(slack.trigger(), modal("First"))
    assert title(slack) == "First"

    assert modals.update(modal("Second"), view_id=view_id)
    assert title(slack) == "Second"


def test_a_modal_is_changed_by_the_id_we_gave_it(slack: Slack, modals: Modals) -> None:
    modals.open(slack.trigger(), modal("First", "ours"))

    assert modals.update(modal("Second", "ours"), external_id="ours")
    assert title(slack) == "Second"


@pytest.mark.parametrize("code", sorted(TOO_LATE))
def test_a_right_to_open_that_ran_out_is_told_so(slack: Slack, modals: Modals, code: str) -> None:
    slack.workspace.fail("views.open", code)

    with pytest.raises(UserError) as told:
        modals.open(slack.trigger(), modal("First"))

    assert "too long to open" in told.value.sentence


def test_slacks_three_seconds_run_out(slack: Slack, modals: Modals) -> None:
    trigger = slack.trigger()
    slack.clock.advance(seconds=ACK_SECONDS + 1)  # it gives that much time instead

    with pytest.raises(UserError, match="too long to open"):
        modals.open(trigger, modal("First"))


def test_a_view_slack_refuses_is_our_fault_and_logged(
    slack: Slack, modals: Modals, caplog: pytest.LogCaptureFixture
) -> None:
    slack.workspace.fail("views.open", "invalid_arguments")

    with pytest.raises(UserError, match="didn't open the window"):
        modals.open(slack.trigger(), modal("First"))

    assert [each.getMessage() for each in caplog.records] == ["a modal was refused: invalid_arguments"]


def test_an_edit_that_came_too_late_is_no_trouble(
    slack: Slack, modals: Modals, caplog: pytest.LogCaptureFixture
) -> None:
    slack.workspace.fail("views.update", CLOSED)

    assert not modals.update(modal("First"), view_id="V1")
    assert caplog.records == []


def test_an_edit_slack_refuses_is_logged_by_its_code(
    slack: Slack, modals: Modals, caplog: pytest.LogCaptureFixture
) -> None:
    slack.workspace.fail("views.update", "invalid_arguments")

    assert not modals.update(modal("First"), view_id="V1")
    assert [each.levelno for each in caplog.records] == [logging.ERROR]


def test_a_home_tab_is_shown(slack: Slack, modals: Modals) -> None:
    modals.publish("U0MAYA", {"type": "home", "blocks": [kit.section("Hello")]})

    assert slack.workspace.person("U0MAYA").home is not None


def test_a_home_tab_that_is_refused_waits_for_the_next_visit(
    slack: Slack, modals: Modals, caplog: pytest.LogCaptureFixture
) -> None:
    slack.workspace.fail("views.publish", "invalid_arguments")

    modals.publish("U0MAYA", {"type": "home", "blocks": [kit.section("Hello")]})

    assert [each.getMessage() for each in caplog.records] == ["views.publish failed: SlackApiError"]


def test_without_slack_a_person_is_told_and_an_edit_is_given_up(
    nowhere: WebClient, caplog: pytest.LogCaptureFixture
) -> None:
    modals = Modals(nowhere, SEALS)

    with pytest.raises(UserError, match="couldn't be reached"):
        modals.open("1.trigger", modal("First"))
    assert not modals.update(modal("First"), view_id="V1")
    ours = [each.getMessage() for each in caplog.records if each.name.startswith("bot.")]
    assert ours == ["views.update did not reach Slack: URLError"]
