"""What the front says reaches the person, in the way that what they did offers."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest

from bot.accounts import views
from bot.accounts.speaker import Access, Speaker
from bot.sandbox import Sandbox
from bot.slack.blocks import kit
from bot.slack.incoming.connect import web_client
from bot.slack.outgoing.background import Background
from tests.accounts.samples import CLINIC, DENTAL, FRONT, HARBOUR, MAYA, STRANGE, command, home, shown_by
from tests.patience import ACK_SECONDS


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(contacts=1, ack_limit=ACK_SECONDS) as made:
        yield made


@pytest.fixture
def speaker(sandbox: Sandbox) -> Iterator[Speaker]:
    background = Background()
    token = {HARBOUR: sandbox.slack.bot_token}
    yield Speaker(lambda workspace: Access(token.get(workspace, ""), sandbox.slack_api_url), background)
    background.stop()


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (command(), {"response_type": "ephemeral", "text": "No."}),
        (shown_by("block_suggestion", "gone"), {"options": []}),
        (shown_by("view_submission", "gone"), {"response_action": "push"}),
    ],
)
def test_what_has_room_for_an_answer_gets_it_at_once(
    speaker: Speaker, payload: dict[str, Any], said: dict[str, Any]
) -> None:
    answer = json.loads(speaker.refuse(HARBOUR, payload, "No.").body)
    assert answer == answer | said


@pytest.mark.parametrize("payload", [home(), shown_by("view_closed", "gone")])
def test_whoever_asked_nothing_is_told_nothing(
    sandbox: Sandbox, speaker: Speaker, payload: dict[str, Any]
) -> None:
    assert speaker.refuse(HARBOUR, payload, "No.").body == ""
    assert not [each for each in sandbox.slack.traffic if each.kind.startswith("chat.")]


def test_whoever_pressed_is_told_in_the_channel_or_directly(sandbox: Sandbox, speaker: Speaker) -> None:
    maya = sandbox.slack.person(MAYA)
    speaker.say(HARBOUR, shown_by("block_actions", "", channel=FRONT), views.asking((CLINIC, DENTAL)))
    sandbox.slack.wait_for(lambda: any("Which SMS-iT account" in each.text for each in maya.sees(FRONT)))
    speaker.refuse(HARBOUR, shown_by("block_actions", "gone"), "Please start again.")
    direct = sandbox.slack.direct_message(MAYA).id
    sandbox.slack.wait_for(lambda: any("start again" in each.text for each in maya.sees(direct)))
    assert sandbox.slack.problems == []


def test_whoever_pressed_in_a_window_is_told_in_a_window_why_nothing_was_done(
    sandbox: Sandbox, speaker: Speaker
) -> None:
    maya = sandbox.slack.person(MAYA)
    form = kit.modal(callback_id="c", title="Form", blocks=[kit.section("Hello")])
    client = web_client(sandbox.slack.bot_token, sandbox.slack_api_url)
    opened = client.views_open(trigger_id=sandbox.slack.triggers.issue(MAYA), view=form)["view"]
    right = sandbox.slack.triggers.issue(MAYA, opened["id"])
    pressed = shown_by("block_actions", "gone") | {"view": opened, "trigger_id": right}
    speaker.refuse(HARBOUR, pressed, "Not in this window.")
    sandbox.slack.wait_for(lambda: maya.title == "Not done")
    direct = sandbox.slack.direct_message(MAYA).id
    assert not any("Not in this window." in each.text for each in maya.sees(direct))


def test_without_the_app_somebody_is_answered_by_the_address_they_bring(
    sandbox: Sandbox, speaker: Speaker
) -> None:
    maya = sandbox.slack.person(MAYA)
    url = f"{sandbox.url}/slack/response/{sandbox.slack.response_urls.issue(FRONT, MAYA)}"
    pressed = shown_by("block_actions", "gone", team=STRANGE, channel=FRONT) | {"response_url": url}
    speaker.refuse(STRANGE, pressed, "Not here.")
    sandbox.slack.wait_for(lambda: any("Not here." in each.text for each in maya.sees(FRONT)))


def test_a_home_tab_asks_which_account(sandbox: Sandbox, speaker: Speaker) -> None:
    maya = sandbox.slack.person(MAYA)
    speaker.show_home(HARBOUR, MAYA, views.home((CLINIC, DENTAL)))
    shown = sandbox.slack.wait_for(lambda: maya.home)
    assert shown is not None
    assert "Text as Dental" in str(shown.blocks)


def test_a_step_that_slack_may_not_have_heard_of_comes_again(sandbox: Sandbox, speaker: Speaker) -> None:
    assert speaker.fail_step(HARBOUR, "Fx1", "It's not known.").status == HTTPStatus.OK  # Slack knows of none
    sandbox.slack.fail("functions.completeError", "not_allowed_token_type")
    assert speaker.fail_step(HARBOUR, "Fx1", "It's not known.").status == HTTPStatus.OK  # nor will it be
    sandbox.slack.fail("functions.completeError", "internal_error")
    assert speaker.fail_step(HARBOUR, "Fx1", "It's not known.").status == HTTPStatus.SERVICE_UNAVAILABLE
