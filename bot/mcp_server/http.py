"""Serving the tools over HTTP, to whoever shows the token."""

import hmac
import logging
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final

import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

log = logging.getLogger(__name__)

HOST: Final = "127.0.0.1"
"""This machine alone. Whoever wants it reached from elsewhere puts what speaks TLS in front."""
MOST_BYTES: Final = 64 * 1024

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class BearerOnly:
    """An ASGI application that lets nobody through to another one without the token, and POST alone.

    Each request stands alone: there is no stream to be opened by GET, and no session to be ended by DELETE.
    """

    def __init__(self, app: App, token: str) -> None:
        self._app = app
        self._token = f"Bearer {token}".encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass on what shows the token, and the server's own start and stop; refuse everything else."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and not self._shows_token(scope["headers"]):
            await _refuse(send, 401, (b"www-authenticate", b"Bearer"))
        elif scope["type"] == "http" and scope["method"] != "POST":
            await _refuse(send, 405, (b"allow", b"POST"))
        elif scope["type"] == "http":
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _shows_token(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        shown = [value for name, value in headers if name.lower() == b"authorization"]
        return len(shown) == 1 and hmac.compare_digest(shown[0], self._token)


async def _refuse(send: Send, status: int, why: tuple[bytes, bytes]) -> None:
    headers = [why, (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def application(made: MCPServer[Any], token: str) -> BearerOnly:
    """Return the application: each request stands alone, and none is large."""
    # The token keeps out what a Host header is checked for, and a proxy in front passes its own name on.
    anywhere = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = made.streamable_http_app(
        json_response=True, stateless_http=True, max_request_body_size=MOST_BYTES, transport_security=anywhere
    )
    return BearerOnly(app, token)


def serve(made: MCPServer[Any], token: str, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM. Exits the process when the port is taken."""
    log.info("assistants are served at http://%s:%d/mcp", HOST, port)
    config = uvicorn.Config(
        application(made, token), host=HOST, port=port, log_config=None, access_log=False, lifespan="on"
    )
    uvicorn.Server(config).run()
