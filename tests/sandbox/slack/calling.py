"""Calls of the Web API that tests make again and again."""

import http.client
import json
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.slack.conftest import SandboxHarness


def refused(world: SandboxHarness, method: str, **arguments: object) -> str:
    """Give Slack's error name for this call."""
    with pytest.raises(SlackApiError) as refusal:
        world.client.api_call(method, json=arguments)
    return str(refusal.value.response["error"])


def trigger(world: SandboxHarness, user: str = "U0MAYA") -> str:
    return world.workspace.triggers.issue(user)


def fetch(
    address: str, verb: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, str, bytes]:
    """Give status, content type and body."""
    where = urlsplit(address)
    with closing(http.client.HTTPConnection(where.netloc)) as line:
        line.request(verb, where.path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()


def raw(world: SandboxHarness, method: str, body: str, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    _, _, answer = fetch(f"{world.sandbox.slack_api_url}{method}", "POST", body.encode(), **headers)
    told: dict[str, Any] = json.loads(answer)
    return told
