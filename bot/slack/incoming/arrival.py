"""What has arrived from Slack, as Bolt takes it."""

from collections.abc import Mapping

from slack_bolt.context import BoltContext
from slack_bolt.request import BoltRequest

from bot.slack.incoming.payloads import Payload


def arrival(payload: Payload, headers: Mapping[str, str]) -> BoltRequest:
    """Return the request for a payload, with the headers that say whether it came before."""
    return _whole(payload, headers) if "event" in payload else _Light(payload, headers)


def for_bolt(request: BoltRequest) -> BoltRequest:
    """Return a request with all that Bolt's own middleware and listeners want to know."""
    if not isinstance(request, _Light):
        return request
    return _whole(request.body, {name: values[0] for name, values in request.headers.items()})


def _whole(payload: Payload, headers: Mapping[str, str]) -> BoltRequest:
    return BoltRequest(mode="socket_mode", body=payload, headers=dict(headers))


class _Light(BoltRequest):
    """What a person did, for the bot's own middleware, which reads who and where from the payload itself."""

    def __init__(self, payload: Payload, headers: Mapping[str, str]) -> None:
        self.mode = "socket_mode"
        self.body = payload
        self.headers = {name.lower(): [value] for name, value in headers.items()}
        self.context = BoltContext()
        self.raw_body = ""
        self.query = {}
        self.content_type = None
        self.lazy_only = False
        self.lazy_function_name = None
