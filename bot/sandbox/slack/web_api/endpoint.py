"""The HTTP side of the Web API: reading the call, the token, faults on demand, and Slack's way to answer.

Source: docs.slack.dev, apis/web-api. Every answer but a 429 is HTTP 200; errors are named in the body.
"""

import asyncio
import base64
import json
import time
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.slack.faults import Fault
from bot.sandbox.slack.model import Exchange, Payload
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.socket_mode import SocketHub
from bot.sandbox.slack.state import State
from bot.sandbox.slack.web_api import oauth
from bot.sandbox.slack.web_api.methods import CONNECTIONS_OPEN, METHODS

_JSON_ARGUMENTS = ("attachments", "blocks", "files", "metadata", "outputs", "view")
# Refusals that are part of normal life and no mistake of the bot.
_EXPECTED = {
    "not_in_channel",
    "message_not_found",
    "hash_conflict",
    "not_found",
    "already_reacted",
    "execution_not_in_running_state",
}


_WITHOUT_TOKEN = {"api.test", "oauth.v2.access"}


class WebApi:
    """Answers `/slack/api/<method>`."""

    def __init__(self, state: State, hub: SocketHub) -> None:
        self._state = state
        self._hub = hub

    async def endpoint(self, request: Request) -> Response:
        """One call, logged with its answer."""
        started = time.perf_counter()
        method = request.path_params["method"]
        arguments, token = await _read(request)
        fault = self._state.faults.take(method)
        await asyncio.sleep(fault.delay)
        status, body = self._answer(method, arguments, token, fault)
        self._log(method, arguments, status, body, started)
        if fault.is_lost:
            return Response("", 502)  # as from a gateway that got none
        headers = {"Retry-After": str(fault.retry_after)} if status == 429 else {}  # noqa: PLR2004 - HTTP's number
        if scopes := self._state.manifest.scopes:
            headers["X-OAuth-Scopes"] = ",".join(scopes)
        return JSONResponse(body, status, headers)

    def _answer(self, method: str, arguments: Payload, token: str, fault: Fault) -> tuple[int, Payload]:
        if fault.retry_after is not None:
            return 429, {"ok": False, "error": "ratelimited"}
        if fault.error:
            return 200, {"ok": False, "error": fault.error}
        try:
            _decode(arguments)
            return 200, {"ok": True, **self._run(method, arguments, token)}
        except Refusal as refusal:
            if refusal.error not in _EXPECTED:
                told = "; ".join([refusal.error, *refusal.details])
                self._state.note_problem(f"{method}: {told}")
            body: Payload = {"ok": False, "error": refusal.error, **refusal.more}
            if refusal.details:
                body["response_metadata"] = {"messages": refusal.details}
            return 200, body

    def _run(self, method: str, arguments: Payload, token: str) -> Payload:
        known = METHODS.get(method)
        if known is None and method not in {CONNECTIONS_OPEN, *oauth.METHODS}:
            raise Refusal("unknown_method")
        if method in _WITHOUT_TOKEN:
            return METHODS[method].run(self._state, arguments)
        if token in self._state.grants.tokens and method in oauth.METHODS:
            return oauth.elsewhere(self._state, method, token)
        _check_token(token, self._state, method)
        if known is None:
            address = self._state.public_url.replace("http", "ws", 1)
            return {"url": f"{address}/slack/socket?ticket={self._hub.ticket()}"}
        if known.scope and not self._state.manifest.has_scope(known.scope):
            raise Refusal("missing_scope", needed=known.scope)
        return known.run(self._state, arguments)

    def _log(self, method: str, arguments: Payload, status: int, body: Payload, started: float) -> None:
        spent = (time.perf_counter() - started) * 1000
        summary = "ok" if body["ok"] else str(body["error"])
        now = self._state.clock()
        self._state.log(Exchange(now, "from bot", method, summary, arguments, spent, status, body))


async def _read(request: Request) -> tuple[dict[str, Any], str]:
    """Give the arguments (query, form or JSON) without the token, and the token."""
    arguments: dict[str, Any] = dict(request.query_params)
    raw = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        arguments |= json.loads(raw or b"{}")
    else:
        arguments |= dict(parse_qsl(raw.decode(), keep_blank_values=True))
    in_body = str(arguments.pop("token", ""))
    scheme, _, in_header = request.headers.get("authorization", "").partition(" ")
    if scheme == "Basic":
        arguments[oauth.BASIC] = base64.b64decode(in_header).decode()
    return arguments, in_header if scheme == "Bearer" else in_body


def _decode(arguments: dict[str, Any]) -> None:
    """Read the arguments that are JSON inside a form, or inside a string."""
    for name in _JSON_ARGUMENTS:
        if isinstance(arguments.get(name), str):
            try:
                arguments[name] = json.loads(arguments[name])
            except ValueError:
                error = "invalid_blocks" if name == "blocks" else "invalid_arguments"
                raise Refusal(error, [f"[ERROR] {name} is not JSON"]) from None


def _check_token(token: str, state: State, method: str) -> None:
    if not token:
        raise Refusal("not_authed")
    if token not in {state.bot_token, state.app_token}:
        raise Refusal("invalid_auth")
    if (token == state.app_token) != (method == CONNECTIONS_OPEN):
        raise Refusal("not_allowed_token_type")
