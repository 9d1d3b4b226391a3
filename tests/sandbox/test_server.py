import logging
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import requests
from fastapi import FastAPI
from slack_sdk import WebClient
from starlette.responses import PlainTextResponse

from bot.sandbox import Sandbox
from bot.sandbox import server as server_module
from tests.patience import ACK_SECONDS, PATIENCE_SECONDS, wait_until
from tests.ports import free_port


def test_everything_answers_on_one_port_as_soon_as_it_started() -> None:
    with Sandbox(contacts=3, ack_limit=ACK_SECONDS) as sandbox:
        client = WebClient(sandbox.slack.bot_token, base_url=sandbox.slack_api_url)
        assert client.auth_test()["team"] == "Harbour Street Clinic"
        client = requests.post(
            f"{sandbox.smsit_base_url}getcreditbalance/", {"apikey": "none"}, timeout=PATIENCE_SECONDS
        )
        assert client.status_code == 200
        assert sandbox.smsit_base_url == f"{sandbox.url}/smsit/apis/"


def test_stopping_leaves_no_thread_and_frees_the_port() -> None:
    before = set(threading.enumerate())
    sandbox = Sandbox(contacts=3, ack_limit=ACK_SECONDS).start()
    port = int(sandbox.url.rpartition(":")[2])
    sandbox.stop()
    sandbox.stop()

    wait_until(lambda: before.issuperset(threading.enumerate()))
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_the_wanted_port_is_used_when_free_and_another_when_taken() -> None:
    port = free_port()
    with Sandbox(port=port, contacts=3, ack_limit=ACK_SECONDS) as first:
        assert first.url == f"http://127.0.0.1:{port}"
        with Sandbox(port=port, contacts=3, ack_limit=ACK_SECONDS) as second:
            assert second.url != first.url


def test_in_a_container_it_listens_for_those_outside_and_the_bot_still_goes_by_the_loopback() -> None:
    outward = "127.0.0.2"  # as 0.0.0.0 would be, and for this machine alone
    with Sandbox(host=outward, contacts=3, ack_limit=ACK_SECONDS) as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        assert sandbox.url == f"http://127.0.0.1:{port}"
        with socket.socket() as outside:
            assert outside.connect_ex((outward, port)) == 0


def test_a_page_is_mounted_beside_the_rest() -> None:
    def mount(application: FastAPI, sandbox: Sandbox) -> None:
        application.add_route(
            "/", lambda request: PlainTextResponse(f"the page of {sandbox.slack.team.name}")
        )

    with Sandbox(contacts=3, page=mount, ack_limit=ACK_SECONDS) as sandbox:
        assert requests.get(sandbox.url, timeout=PATIENCE_SECONDS).text == "the page of Harbour Street Clinic"


def test_a_page_that_cannot_start_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    def mount(application: FastAPI, _: Sandbox) -> None:
        @asynccontextmanager
        async def broken(_: FastAPI) -> AsyncIterator[None]:
            raise OSError("no disk")
            yield

        application.router.lifespan_context = broken

    caplog.set_level(logging.CRITICAL)
    with pytest.raises(RuntimeError, match="did not start"):
        Sandbox(contacts=3, page=mount, ack_limit=ACK_SECONDS).start()


def test_no_port_at_all_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(socket.socket):
        def bind(self, address: object) -> None:
            raise OSError("nothing left")

    monkeypatch.setattr(server_module.socket, "socket", Refusing)
    with pytest.raises(OSError, match="nothing left"):
        Sandbox(contacts=3, ack_limit=ACK_SECONDS).start()
