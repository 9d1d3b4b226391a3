"""The addresses of the workspace, to be mounted at `/slack`."""

import json

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from bot.sandbox.slack import posts
from bot.sandbox.slack.model import Exchange, Payload
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State
from bot.sandbox.slack.web_api.endpoint import WebApi
from bot.sandbox.slack.workspace import Workspace


def routes(workspace: Workspace) -> list[BaseRoute]:
    """Web API, Socket Mode, response URLs and files of one workspace."""
    edge = Edge(workspace)
    return [
        Route("/api/{method}", WebApi(workspace, workspace.courier.hub).endpoint, methods=["GET", "POST"]),
        WebSocketRoute("/socket", workspace.courier.hub.endpoint),
        Route("/response/{url_id}", edge.respond, methods=["POST"]),
        Route("/files/upload/{file_id}", edge.upload, methods=["POST"]),
        Route("/files/{file_id}/{name}", edge.download, methods=["GET"]),
    ]


class Edge:
    """Response URLs and file contents: what the bot reaches without a Web API method."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def respond(self, request: Request) -> Response:
        """Take a late answer. Slack says "ok" in plain text, or 404 with the reason."""
        status, told = 200, "ok"
        content = _read(await request.body())
        try:
            posts.respond(self._state, request.path_params["url_id"], content)
        except Refusal as refusal:
            status, told = 404, refusal.error
            self._state.note_problem(f"response_url: {'; '.join([refusal.error, *refusal.details])}")
        now = self._state.clock()
        self._state.log(Exchange(now, "from bot", "response_url", told, content, None, status, told))
        if status == 200:  # noqa: PLR2004 - HTTP's number
            return PlainTextResponse("ok")
        return JSONResponse({"ok": False, "error": told}, status)

    async def upload(self, request: Request) -> Response:
        """Take the bytes of an announced file."""
        try:
            whole = self._state.files.receive(request.path_params["file_id"], await request.body())
        except Refusal as refusal:
            return PlainTextResponse(refusal.error, 404)
        if not whole:
            self._state.note_problem("files: the number of bytes is not the announced length")
            return PlainTextResponse("length mismatch", 400)
        return PlainTextResponse("OK")

    async def download(self, request: Request) -> Response:
        """Give a file to whoever holds the bot token; everyone else gets a sign-in page with status 200.

        Source: slackapi/bolt-js 2585: Slack answers a missing token or scope with HTML, not with an error.
        """
        told = request.headers.get("authorization")
        allowed = self._state.manifest.has_scope("files:read")
        if told != f"Bearer {self._state.bot_token}" or not allowed:
            self._state.note_problem("files: a download without the bot token or without files:read")
            return HTMLResponse("<!DOCTYPE html><title>Slack</title><p>Sign in to Slack")
        try:
            file = self._state.files.get(request.path_params["file_id"])
        except Refusal as refusal:
            return PlainTextResponse(refusal.error, 404)
        return Response(file.content, media_type=file.mimetype)


def _read(body: bytes) -> Payload:
    """Give the JSON object of a body; an empty one, which Slack refuses, for anything else."""
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
