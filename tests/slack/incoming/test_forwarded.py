"""What is handed on is answered by whoever got it, over Socket Mode too; what breaks is not acknowledged."""

from collections.abc import Mapping
from http import HTTPStatus

from slack_bolt.request import BoltRequest

from bot.sandbox import Sandbox
from bot.slack.incoming.connect import web_client
from bot.slack.incoming.forwarded import Forwarding, Reply, in_json
from bot.slack.incoming.payloads import Payload
from bot.slack.incoming.socket_mode import SocketMode
from tests.patience import ACK_SECONDS


def echo(payload: Payload, headers: Mapping[str, str]) -> Reply:
    if payload.get("text") == "break":
        raise RuntimeError("what it was about")
    return in_json({"text": payload.get("text"), "retried": headers.get("x-slack-retry-num", "no")})


def test_an_arrival_over_socket_mode_is_answered_by_what_got_it() -> None:
    with Sandbox(contacts=1, ack_limit=ACK_SECONDS) as sandbox:
        client = web_client("", sandbox.slack_api_url)
        mode = SocketMode(Forwarding(echo, client), sandbox.slack.app_token)
        mode.start()
        sandbox.slack.wait_for(lambda: sandbox.slack.connections)

        answer = sandbox.slack.person("U0MAYA").command("/sms hello")
        assert answer.body == {"text": "hello", "retried": "no"}
        assert sandbox.slack.redeliver(answer).body == {"text": "hello", "retried": "1"}
        mode.stop()


def test_what_breaks_is_no_acknowledgement() -> None:
    forwarding = Forwarding(echo, web_client("", "http://127.0.0.1:9/"))
    answer = forwarding.dispatch(BoltRequest(mode="socket_mode", body={"text": "break"}))
    assert answer.status == HTTPStatus.INTERNAL_SERVER_ERROR
