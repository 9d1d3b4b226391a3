"""Late answers to the address Slack gave."""

from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.sandbox.slack import payloads
from tests.sandbox.slack import shapes
from tests.sandbox.slack.conftest import SandboxHarness


def address(world: SandboxHarness, ts: str | None = None) -> str:
    return payloads.response_url(world.workspace, "C0HELP", "U0MAYA", ts)


def respond(url: str, **content: object) -> WebhookResponse:
    return WebhookClient(url).send_dict(content)


def test_a_late_answer_is_ephemeral_unless_it_says_otherwise(web: SandboxHarness) -> None:
    url = address(web)

    assert respond(url, text="Private").body == "ok"
    assert respond(url, text="Public", response_type="in_channel").body == "ok"

    private, public = web.maya.sees("C0HELP")[-2:]
    assert (private.text, private.ephemeral_to) == ("Private", "U0MAYA")
    assert (public.text, public.ephemeral_to) == ("Public", None)


def test_five_uses_and_no_more(web: SandboxHarness) -> None:
    url = address(web)
    for _ in range(5):
        assert respond(url, text="x").status_code == 200

    sixth = respond(url, text="x")

    assert sixth.status_code == 404
    assert "used_url" in sixth.body
    assert web.problems == ["response_url: used_url"]


def test_after_half_an_hour_the_address_is_dead(web: SandboxHarness) -> None:
    url = address(web)
    web.clock.advance(minutes=30)
    assert respond(url, text="x").status_code == 200
    web.clock.advance(seconds=1)

    assert "expired_url" in respond(url, text="x").body
    assert "expired_url" in respond(f"{web.sandbox.url}/slack/response/R0", text="x").body
    assert len(web.problems) == 2


def test_the_original_can_be_replaced_and_deleted(web: SandboxHarness) -> None:
    ts = web.client.chat_postMessage(channel="C0HELP", text="Queued")["ts"]
    url = address(web, ts)

    respond(url, text="Cancelled", replace_original=True)
    assert web.workspace.messages.find("C0HELP", ts).text == "Cancelled"
    respond(url, delete_original=True)
    assert web.workspace.messages.find("C0HELP", ts) is None


def test_without_an_original_there_is_nothing_to_replace(web: SandboxHarness) -> None:
    url = address(web)

    respond(url, text="Instead", replace_original=True)
    assert web.maya.sees("C0HELP")[-1].text == "Instead"
    count = len(web.workspace.messages)
    respond(url, delete_original=True)

    assert len(web.workspace.messages) == count
    assert len(web.problems) == 2


@pytest.mark.parametrize(
    ("content", "error"), [({}, "no_text"), ({"blocks": [{"type": "x"}]}, "invalid_blocks")]
)
def test_what_slack_cannot_show_is_refused(web: SandboxHarness, content: dict[str, Any], error: str) -> None:
    answer = respond(address(web), **content)

    assert answer.status_code == 404
    assert error in answer.body
    assert web.problems[0].startswith(f"response_url: {error}")


@pytest.mark.parametrize("body", ["", "[]", "text"])
def test_a_body_that_is_no_json_object_says_nothing(web: SandboxHarness, body: str) -> None:
    with pytest.raises(HTTPError, match="404") as refusal:
        urlopen(address(web), data=body.encode())  # noqa: S310 - the sandbox's own loopback address

    refusal.value.close()
    assert web.problems == ["response_url: no_text"]


def test_the_inspector_shows_late_answers(web: SandboxHarness) -> None:
    respond(address(web), text="x", blocks=[shapes.section()])

    line = web.workspace.traffic[-1]
    assert (line.direction, line.kind, line.summary, line.status) == ("from bot", "response_url", "ok", 200)
