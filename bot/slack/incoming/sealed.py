"""The way through seals and mark: both are taken off what arrives, and put on what is answered.

Of a form only what was drawn in it goes further; see :mod:`bot.slack.incoming.drawn`.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from slack_bolt.middleware import Middleware
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.incoming.drawn import only_drawn
from bot.slack.incoming.interaction import who_is
from bot.slack.mark import NO_MARK, Mark
from bot.slack.seals import NOWHERE, Place, Seals, place_of


class SealedAck:
    """The acknowledgement for one person, in the place of Bolt's: what it shows is sealed and marked.

    ``place`` is that of the field for which choices are asked.
    """

    def __init__(self, seals: Seals, user_id: str, mark: Mark = NO_MARK, place: Place = NOWHERE) -> None:
        self.response: BoltResponse | None = None
        self._seals = seals
        self._user_id = user_id
        self._place = place
        self._mark = mark

    def __call__(self, **answer: Any) -> BoltResponse:  # noqa: ANN401 - whatever Slack takes for an answer
        """Answer Slack, with nothing or with this."""
        shown = self._mark.put(self._seals.sealed(answer, self._user_id, self._place)) if answer else ""
        self.response = BoltResponse(status=HTTPStatus.OK, body=shown)
        return self.response


class Unsealing(Middleware):
    """Opens the seals of what arrives and takes its mark off, before any listener looks at it."""

    def __init__(self, seals: Seals, mark: Mark = NO_MARK) -> None:
        self._seals = seals
        self._mark = mark

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 -- Bolt's names
        next: Callable[[], BoltResponse],  # noqa: A002 -- as above
    ) -> BoltResponse | None:
        """Let an arrival through, opened."""
        user_id = who_is(req.body).user_id
        req.body = self._seals.opened(only_drawn(self._mark.take(req.body)), user_id)
        req.context["ack"] = SealedAck(self._seals, user_id, self._mark, place_of(req.body))
        return next()
