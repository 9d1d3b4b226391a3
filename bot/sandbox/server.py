"""The embedded default: an SMS-iT and a Slack workspace on one loopback port."""

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Self

import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from bot.sandbox.slack.model import Payload, Team
from bot.sandbox.slack.people import TEAM
from bot.sandbox.slack.routes import routes as slack_routes
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.smsit.account import Account, utc_now
from bot.sandbox.smsit.api import routes as smsit_routes

HOST = "127.0.0.1"
START_LIMIT = 30.0
STOP_LIMIT = 5.0


class Sandbox:
    """Everything outward the bot needs, on this machine. Also a context manager.

    `port` is taken when it is free, else any free one, unless it `must_be` that one (0: any). It lets
    everybody in, so another `host` than the loopback address is for containers. `contacts`, `seed` and
    `delivery_seconds` describe the SMS-iT account; `ack_limit` is the real time in seconds the bot has to
    acknowledge; `manifest` restricts the workspace to what the app declares. `page` mounts the browser page:
    it is called once with the ASGI application and this sandbox, so that nothing of the page is imported
    where none is wanted.
    """

    def __init__(  # noqa: PLR0913 - a sandbox is described by what it holds; all but the first have defaults
        self,
        *,
        host: str = HOST,
        port: int = 0,
        must_be: bool = False,
        contacts: int = 300,
        clock: Callable[[], datetime] = utc_now,
        page: "Callable[[FastAPI, Sandbox], None] | None" = None,
        seed: int = 1,
        delivery_seconds: float = 6.0,
        ack_limit: float = 3.0,
        manifest: Payload | None = None,
        team: Team = TEAM,
        signing_secret: str = "",
    ) -> None:
        self.smsit = Account(clock=clock, contacts=contacts, seed=seed, delivery_seconds=delivery_seconds)
        self.slack = Workspace(
            clock=clock, ack_limit=ack_limit, manifest=manifest, team=team, signing_secret=signing_secret
        )
        self._host, self._ports = host, (port,) if must_be else (port, 0)
        self._page = page
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._answers = threading.Event()

    @property
    def url(self) -> str:
        """Where everything is, without a slash at the end. Known after `start`."""
        return self.slack.public_url

    @property
    def slack_api_url(self) -> str:
        """The `base_url` for slack_sdk's WebClient."""
        return f"{self.url}/slack/api/"

    @property
    def smsit_base_url(self) -> str:
        """The `base_url` for the SMS-iT client."""
        return f"{self.url}/smsit/apis/"

    def start(self) -> Self:
        """Serve from a background thread; returns when it answers. Raises RuntimeError when it does not.

        Raises OSError when it can't listen at that address, or at the port that it must be.
        """
        listener = _listener(self._host, self._ports)
        self.slack.public_url = f"http://{HOST}:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            self._application(),
            loop="asyncio",
            ws="websockets-sansio",  # the default one warns of its own deprecation
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _AnnouncingServer(config, self._answers)
        self._thread = threading.Thread(
            target=self._serve, args=(self._server, listener), name="sandbox", daemon=True
        )
        self._thread.start()
        if not self._answers.wait(START_LIMIT) or not self._server.started:
            self.stop()
            raise RuntimeError("the sandbox did not start")
        return self

    def stop(self) -> None:
        """End every connection and the thread, within a few seconds. Does nothing when it is not running."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is None or thread is None:
            return
        server.should_exit = True
        thread.join(STOP_LIMIT)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _application(self) -> FastAPI:
        # FastAPI and not Starlette, because NiceGUI mounts itself only there.
        application = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        application.router.routes += [
            Mount("/slack", routes=slack_routes(self.slack)),
            Mount("/smsit/apis", routes=smsit_routes(self.smsit)),
        ]
        if self._page is not None:
            self._page(application, self)
        return application

    def _serve(self, server: uvicorn.Server, listener: socket.socket) -> None:
        async def run() -> None:
            self.slack.courier.attach(asyncio.get_running_loop())
            try:
                await server.serve(sockets=[listener])
            finally:
                self.slack.courier.detach()

        try:
            # SystemExit is how uvicorn says that the application did not start; `start` tells it on.
            with suppress(SystemExit):
                asyncio.run(run())
        finally:
            listener.close()
            self._answers.set()


class _AnnouncingServer(uvicorn.Server):
    """A uvicorn server that says when it answers, or that it never will."""

    def __init__(self, config: uvicorn.Config, answers: threading.Event) -> None:
        super().__init__(config)
        self._answers = answers

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._answers.set()


def _listener(host: str, ports: Sequence[int]) -> socket.socket:
    """Listen at the first of these ports that is free. Raises OSError, as of the last of them."""
    *others, last = ports
    for port in others:
        with suppress(OSError):
            return _bound(host, port)
    return _bound(host, last)


def _bound(host: str, port: int) -> socket.socket:
    # With the protocol named, asyncio sends small answers at once; else each may wait 40 ms for the last.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
