"""Carries what people do to the bot and brings the answer back."""

import asyncio
import threading
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from bot.sandbox.slack.http_delivery import HttpDelivery
from bot.sandbox.slack.interactions import apply_answer
from bot.sandbox.slack.model import Answer, Delivery, Exchange
from bot.sandbox.slack.socket_mode import SocketHub
from bot.sandbox.slack.state import State

T = TypeVar("T")


class Courier:
    """Delivers from any thread but the server's event loop, which does the work meanwhile."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.hub = SocketHub(state)
        self._http = HttpDelivery(state.signing_secret)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._loop_thread: int | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the server's loop; called on its own thread as soon as the loop runs."""
        self._loop, self._loop_thread = loop, threading.get_ident()

    def detach(self) -> None:
        """Let go of the loop; called by the server before it ends."""
        self._loop = self._loop_thread = None

    def deliver(self, delivery: Delivery) -> Answer:
        """Send one payload, wait for the acknowledgement and do what it asks for.

        Over Socket Mode when a connection is open, else to `request_url`, else nowhere ("dispatch_failed").
        It is logged, and noted as a problem when no acknowledgement came.
        """
        return self._run(self._carry(delivery))

    def repeated(self, delivery: Delivery, reason: str) -> Delivery:
        """Give the same delivery, counted as one more attempt."""
        return replace(delivery, attempt=delivery.attempt + 1, reason=reason)

    def give_up(self) -> None:
        """Wait no longer for acknowledgements over Socket Mode, as when their time is over."""
        self._run(self.hub.give_up())

    def drop_connections(self, reason: str) -> None:
        """End all Socket Mode connections; see `SocketHub.drop`."""
        self._run(self.hub.drop(reason))

    async def _carry(self, delivery: Delivery) -> Answer:
        state = self._state
        at = state.clock()
        # The answer is applied here, on the loop, so that the bot's next Web API call finds it done.
        answer = apply_answer(state, await self._send(delivery))
        if not answer.acked:
            state.note_problem(f"{delivery.kind}: not acknowledged ({answer.error})")
        summary = f"{delivery.lane.value}, attempt {delivery.attempt + 1}"
        state.log(
            Exchange(
                at,
                "to bot",
                delivery.kind,
                summary,
                delivery.payload,
                answer.ack_ms,
                answer.status,
                answer.body,
            )
        )
        return answer

    async def _send(self, delivery: Delivery) -> Answer:
        state = self._state
        if self.hub.live:
            return await self.hub.deliver(delivery)
        if state.request_url:
            return await self._http.post(state.request_url, delivery, state.ack_limit)
        return Answer(False, 0.0, None, error="dispatch_failed", delivery=delivery)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        if self._loop is None:
            work.close()
            raise RuntimeError("the sandbox is not running")
        if threading.get_ident() == self._loop_thread:
            work.close()
            raise RuntimeError("people wait for the bot; call this from another thread than the server's")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
