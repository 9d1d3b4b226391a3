"""The pretend SMS-iT on a real loopback socket, one server for many accounts, one after the other."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.api import routes

Protocol = Literal["httptools", "h11"]


class Stage:
    """Serves whichever account was put on it last."""

    def __init__(self) -> None:
        self._app: ASGIApp = Starlette()
        self._socket = socket.create_server(("127.0.0.1", 0))  # clients queue here until the server runs
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    def show(self, account: Account) -> str:
        """Serve this account from now on; gives the base URL of its API."""
        return self.put(Starlette(routes=[Mount("/smsit/apis", routes=routes(account))]))

    def put(self, app: ASGIApp) -> str:
        self._app = app
        return f"{self.address}/smsit/apis/"

    @contextmanager
    def open(self, protocol: Protocol) -> Iterator["Stage"]:
        config = uvicorn.Config(
            self, http=protocol, lifespan="off", log_level="critical", log_config=None, access_log=False
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [self._socket]})
        thread.start()
        try:
            yield self
        finally:
            server.should_exit = True
            thread.join()
            self._socket.close()
