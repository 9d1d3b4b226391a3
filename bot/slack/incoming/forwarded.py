"""Arrivals that are handed on: what answers them says how in plain values, and Bolt is not asked."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient

from bot.logs import describe
from bot.slack.incoming.payloads import Payload

log = logging.getLogger(__name__)

_JSON: Final = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered to Slack: an HTTP status, and perhaps a body."""

    status: int = HTTPStatus.OK
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"


ACKNOWLEDGED: Final = Reply()


def in_json(answer: Mapping[str, Any]) -> Reply:
    """Return an acknowledgement that says something."""
    return Reply(body=json.dumps(answer, ensure_ascii=False), content_type=_JSON)


Answer = Callable[[Payload, Mapping[str, str]], Reply]
"""Answers a payload; beside it stand the headers that say whether it came before."""


class Forwarding:
    """Stands where Bolt's app stands in a bot of one account. ``client`` asks for connections."""

    def __init__(self, answer: Answer, client: WebClient) -> None:
        self._answer = answer
        self.client = client
        self.logger = logging.getLogger("slack_bolt")

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one arrival."""
        headers = {name: values[0] for name, values in req.headers.items() if values}
        try:
            reply = self._answer(req.body, headers)
        except Exception as error:  # noqa: BLE001 - Slack is told by the status, and the log without a text
            log.error("an arrival could not be handed on: %s", describe(error))
            return BoltResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        return BoltResponse(
            status=reply.status, body=reply.body, headers={"content-type": [reply.content_type]}
        )
