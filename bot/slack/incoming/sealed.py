"""The way through the seals: numbers come back in what arrives, and are sealed in what is answered."""

from collections.abc import Callable
from typing import Any

from slack_bolt.context.ack import Ack
from slack_bolt.middleware import Middleware
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.incoming.interaction import who_is
from bot.slack.seals import Seals


class SealedAck(Ack):
    """Bolt's acknowledgement, for one person: numbers in the views and choices it holds are sealed."""

    def __init__(self, seals: Seals, user_id: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # Bolt gives it no types
        self._seals = seals
        self._user_id = user_id

    def __call__(self, *args: Any, **answer: Any) -> BoltResponse:  # noqa: ANN401 - Bolt's own signature
        """Answer Slack."""
        return super().__call__(*args, **self._seals.sealed(answer, self._user_id))


class Unsealing(Middleware):
    """Opens the seals of what arrives, before any listener looks at it."""

    def __init__(self, seals: Seals) -> None:
        self._seals = seals

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 -- Bolt's names
        next: Callable[[], BoltResponse],  # noqa: A002 -- as above
    ) -> BoltResponse | None:
        """Let an arrival through, opened."""
        user_id = who_is(req.body).user_id
        req.body = self._seals.opened(req.body, user_id)
        req.context["ack"] = SealedAck(self._seals, user_id)
        return next()
