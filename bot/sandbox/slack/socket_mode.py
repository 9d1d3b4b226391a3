"""Socket Mode: the bot's WebSocket connections, the envelopes and their acknowledgements.

Source: docs.slack.dev, apis/events-api/using-socket-mode. Everything here runs on the server's event loop.
"""

import asyncio
import json
import time
from contextlib import suppress
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.slack.model import Answer, Delivery, Lane, Payload
from bot.sandbox.slack.state import State

MOST_CONNECTIONS = 10
_GONE = (RuntimeError, WebSocketDisconnect)
"""What is raised where the other side went away by itself meanwhile."""
_PAYLOAD_ACCEPTED = {"block_suggestion", "view_submission"}


class SocketHub:
    """Holds the open connections; each delivery goes to one of them in turn."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._tickets: set[str] = set()
        self._open: list[WebSocket] = []
        self._retired: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[object]] = {}
        self._given_up: set[str] = set()

    @property
    def live(self) -> int:
        """How many connections take deliveries."""
        return len(self._open)

    def ticket(self) -> str:
        """Give a right to connect once; part of the address `apps.connections.open` gives."""
        ticket = uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def endpoint(self, socket: WebSocket) -> None:
        """Serve one connection until either side ends it."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._open) >= MOST_CONNECTIONS:
            await self._say_goodbye(socket, "too_many_websockets")
            with suppress(*_GONE):
                await socket.close()
            return
        self._open.append(socket)
        try:
            await socket.send_text(json.dumps(self._hello()))
            self._state.pulse.beat()
            while True:
                self._take(await socket.receive_text())
        except _GONE:
            pass
        finally:
            self._forget(socket)

    async def deliver(self, delivery: Delivery) -> Answer:
        """Send one envelope and wait for its acknowledgement, at most the workspace's `ack_limit`."""
        envelope_id = str(uuid4())
        acked: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = acked
        started = time.perf_counter()
        try:
            if not await self._send(json.dumps(_envelope(envelope_id, delivery))):
                return Answer(False, _since(started), None, error="dispatch_failed", delivery=delivery)
            body = await asyncio.wait_for(acked, self._state.ack_limit)
        except TimeoutError:
            self._given_up.add(envelope_id)
            return Answer(False, _since(started), None, error="operation_timeout", delivery=delivery)
        finally:
            self._waiting.pop(envelope_id, None)
        return Answer(True, _since(started), 200, body, delivery=delivery)

    async def give_up(self) -> None:
        """Let the time of every envelope run out now that waits for its acknowledgement."""
        for acked in self._waiting.values():
            if not acked.done():
                acked.set_exception(TimeoutError())

    async def drop(self, reason: str) -> None:
        """End all connections: with a `disconnect` message when there is a reason, silently without one.

        After "warning" the connection stays open for the bot to leave by itself, but gets nothing more.
        """
        dropped, self._open = self._open, []
        self._retired += dropped
        self._state.pulse.beat()
        for socket in dropped:
            if reason:
                await self._say_goodbye(socket, reason)
            if reason != "warning":
                with suppress(*_GONE):
                    await socket.close()

    async def _send(self, text: str) -> bool:
        while self._open:
            socket = self._open.pop(0)
            self._open.append(socket)
            try:
                await socket.send_text(text)
            except _GONE:
                self._forget(socket)  # it went away by itself; the next one may still be there
            else:
                return True
        return False

    def _take(self, text: str) -> None:
        message = json.loads(text)
        envelope_id = message.get("envelope_id")
        future = self._waiting.get(envelope_id)
        if future is not None and not future.done():
            future.set_result(message.get("payload"))
        elif envelope_id in self._given_up:
            self._state.note_problem("socket: an acknowledgement came after Slack had given up")
        else:
            self._state.note_problem("socket: an acknowledgement for nothing that waits for one")

    def _forget(self, socket: WebSocket) -> None:
        for sockets in (self._open, self._retired):
            if socket in sockets:
                sockets.remove(socket)
        self._state.pulse.beat()

    async def _say_goodbye(self, socket: WebSocket, reason: str) -> None:
        goodbye = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
        with suppress(*_GONE):
            await socket.send_text(json.dumps(goodbye))

    def _hello(self) -> Payload:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._state.app_id},
        }


def _envelope(envelope_id: str, delivery: Delivery) -> Payload:
    accepts = delivery.lane is Lane.COMMAND or delivery.kind in _PAYLOAD_ACCEPTED
    envelope: Payload = {
        "envelope_id": envelope_id,
        "type": delivery.lane.value,
        "payload": delivery.payload,
        "accepts_response_payload": accepts,
    }
    if delivery.attempt:
        envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return envelope


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
