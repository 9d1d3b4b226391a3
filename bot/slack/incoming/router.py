"""From what arrives to the one listener for it, in one look.

Bolt asks all its listeners one after the other whether they want a request; with a hundred of them that took
as long as all the rest. Here each arrival is told by its kind and its id.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from slack_bolt.middleware import Middleware
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot import request_ids
from bot.slack.incoming.interaction import Interaction, who_is

Listener = Callable[[Interaction], None]


class Kind(StrEnum):
    """The kinds of arrival."""

    COMMAND = "command"
    ACTION = "action"
    SUBMISSION = "view submission"
    OPTIONS = "options"
    SHORTCUT = "shortcut"
    EVENT = "event"
    STEP = "step of a workflow"


ANY: Final = None
"""Stands for every id of a kind that has no listener of its own."""


class Router(Middleware):
    """The last of Bolt's middleware. What it has no listener for goes on to Bolt, which answers that."""

    def __init__(self) -> None:
        self._listeners: dict[tuple[Kind, str | None], Listener] = {}

    def add(self, kind: Kind, name: str | None, listener: Listener) -> None:
        """Send what arrives of this kind under this id to a listener: the first one told keeps it."""
        self._listeners.setdefault((kind, name), listener)

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 -- Bolt's names
        next: Callable[[], BoltResponse],  # noqa: A002 -- as above
    ) -> BoltResponse | None:
        """Have an arrival answered."""
        found = self._find(req.body)
        if found is None:
            return next()
        ack = req.context.ack
        with request_ids.during(request_ids.of(_named(req.body))):
            found(Interaction(who_is(req.body), req.body, ack))
        return ack.response or ack()

    def _find(self, body: Mapping[str, Any]) -> Listener | None:
        kind, name = _address(body)
        if kind is None:
            return None
        return self._listeners.get((kind, name)) or self._listeners.get((kind, ANY))


def _address(body: Mapping[str, Any]) -> tuple[Kind | None, str | None]:
    """Return of which kind an arrival is, and under which id it comes."""
    if "command" in body:
        return Kind.COMMAND, body["command"]
    kind, id_of = _BY_TYPE.get(body.get("type", ""), (None, _nothing))
    if kind is Kind.EVENT and id_of(body) == "function_executed":
        return Kind.STEP, (body["event"].get("function") or {}).get("callback_id")
    return kind, id_of(body)


def _named(body: Mapping[str, Any]) -> str:
    """Return what Slack calls a request, and calls it again when it delivers it again; else nothing."""
    return str(body.get("trigger_id") or body.get("event_id") or "")


def _nothing(_body: Mapping[str, Any]) -> None:
    return ANY


def _in_first_action(body: Mapping[str, Any]) -> str | None:
    first: Mapping[str, str] = (body.get("actions") or [{}])[0]
    return first.get("action_id")


def _in(outer: str, name: str) -> Callable[[Mapping[str, Any]], str | None]:
    return lambda body: (body.get(outer) or {}).get(name)


def _at(name: str) -> Callable[[Mapping[str, Any]], str | None]:
    return lambda body: body.get(name)


_BY_TYPE: Final[Mapping[str, tuple[Kind, Callable[[Mapping[str, Any]], str | None]]]] = {
    "block_actions": (Kind.ACTION, _in_first_action),
    "view_submission": (Kind.SUBMISSION, _in("view", "callback_id")),
    "block_suggestion": (Kind.OPTIONS, _at("action_id")),
    "shortcut": (Kind.SHORTCUT, _at("callback_id")),
    "message_action": (Kind.SHORTCUT, _at("callback_id")),
    "event_callback": (Kind.EVENT, _in("event", "type")),
    # The rest only an app that was here before may still bring about. It is acknowledged.
    "view_closed": (Kind.SUBMISSION, _nothing),
    "interactive_message": (Kind.ACTION, _nothing),
    "dialog_submission": (Kind.ACTION, _nothing),
    "dialog_cancellation": (Kind.ACTION, _nothing),
    "workflow_step_edit": (Kind.ACTION, _nothing),
    "dialog_suggestion": (Kind.OPTIONS, _nothing),
}
