"""What serves Slack's requests: the edge, which checks whose they are, on a server of its own."""

from collections.abc import Callable
from typing import Any, Protocol

from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.incoming.arrival import arrival
from bot.slack.incoming.http import Edge, Signatures
from bot.slack.incoming.web_server import Application, Server, room


class Dispatching(Protocol):
    """What answers arrivals: Bolt's app, or what hands them on."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one arrival."""


Around = Callable[[Application], Application]
"""Puts something in front of what serves Slack's events."""


def nothing_around(edge: Application) -> Application:
    """Serve Slack's events and nothing else."""
    return edge


class HttpServer(Server):
    """Serves Slack's requests."""

    age: None = None
    """For how many seconds a connection has stood: each of Slack's requests has its own."""

    def __init__(
        self,
        app: Dispatching,
        signatures: Signatures,
        address: tuple[str, int],
        *,
        threads: int,
        most_bytes: int,
        healthy: Callable[[], bool],
        around: Around = nothing_around,
    ) -> None:
        def respond(payload: dict[str, Any], headers: Any) -> Any:  # noqa: ANN401 - Bolt's own
            return app.dispatch(arrival(payload, headers))

        edge = Edge(respond, signatures, most_bytes=most_bytes, healthy=healthy)
        super().__init__(
            around(edge), address, threads=threads, most_bytes=most_bytes, serves="Slack", connections=room()
        )
