"""What Slack does with the body of an acknowledgement."""

import json
from dataclasses import replace

from bot.sandbox.slack import posts
from bot.sandbox.slack.blocks import problems_in_options, problems_in_view
from bot.sandbox.slack.model import Answer, Delivery, Lane, OpenView, Payload
from bot.sandbox.slack.placed import placed
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State

VIEW_BYTES = 250_000


def apply_answer(state: State, answer: Answer) -> Answer:
    """Do what the acknowledgement asks for and give the answer back, with `error` set when Slack shows one.

    An answer without acknowledgement changes nothing.
    """
    delivery = answer.delivery
    if not answer.acked or delivery is None:
        return answer
    body = _read(answer.body)
    if delivery.lane is Lane.COMMAND:
        return _command(state, delivery, answer, body)
    if delivery.kind == "view_submission":
        return _submission(state, delivery, answer, body)
    if delivery.kind != "block_suggestion" and body:
        state.note_problem(f"{delivery.kind}: Slack drops the body of this acknowledgement")
    return answer


def offered_options(state: State, answer: Answer) -> list[Payload]:
    """Give the options of an answered `block_suggestion`, groups flattened; [] when Slack would show none."""
    if not answer.acked:
        return []
    body = _read(answer.body)
    if not isinstance(body, dict) or not ({"options", "option_groups"} & body.keys()):
        state.note_problem("block_suggestion: the acknowledgement holds neither options nor option_groups")
        return []
    wrong = problems_in_options(body)
    if wrong:
        state.note_problem(f"block_suggestion: {'; '.join(wrong)}")
        return []
    grouped = [option for group in body.get("option_groups") or [] for option in group["options"]]
    return [*(body.get("options") or []), *grouped]


def _read(body: object) -> object:
    # Socket Mode carries a plain text body as {"text": …}; HTTP as it is.
    return body or None


def _command(state: State, delivery: Delivery, answer: Answer, body: object) -> Answer:
    if body is None:
        return answer
    content: Payload = body if isinstance(body, dict) else {"text": str(body)}
    try:
        posts.check(content)
    except Refusal as refusal:
        state.note_problem(f"{delivery.kind}: {refusal.error} {'; '.join(refusal.details)}")
        return replace(answer, error="dispatch_failed")
    private = content.get("response_type") != "in_channel"
    user, channel = delivery.payload["user_id"], delivery.payload["channel_id"]
    posts.post(state, channel, content, ephemeral_to=user if private else None)
    return answer


def _submission(state: State, delivery: Delivery, answer: Answer, body: object) -> Answer:
    try:
        view = state.views.find(delivery.payload["view"]["id"])
    except Refusal:
        return answer  # a repeated submission whose first answer closed the view
    if body is None:
        state.views.close(view)
        return answer
    try:
        _respond(state, view, body)
    except Refusal as refusal:
        state.note_problem(f"view_submission: {refusal.error} {'; '.join(refusal.details)}".rstrip())
        return replace(answer, error="trouble_connecting")
    return answer


def _respond(state: State, view: OpenView, body: object) -> None:
    action = body.get("response_action") if isinstance(body, dict) else None
    if not isinstance(body, dict) or action not in {"errors", "update", "push", "clear"}:
        raise Refusal("the body must be empty or hold a response_action")
    if action == "clear":
        state.views.close(state.views.find(view.root_id))
    elif action == "errors":
        _show_errors(state, view, body.get("errors"))
    else:
        payload = checked_view(body.get("view"), "modal")
        if action == "update":
            state.views.update(view, payload)
        else:
            state.views.push(view.user, payload)


def checked_view(payload: object, *types: str) -> Payload:
    """Give the view when Slack takes it. Refuses with `view_too_large` or `invalid_arguments`."""
    if not isinstance(payload, dict):
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: view"])
    if len(json.dumps(payload).encode()) > VIEW_BYTES:
        raise Refusal("view_too_large")
    wrong = problems_in_view(payload)
    if wrong:
        raise Refusal("invalid_arguments", wrong)
    if payload["type"] not in types:
        raise Refusal("invalid_arguments", [f"[ERROR] a view of type {payload['type']} cannot stand here"])
    return payload


def _show_errors(state: State, view: OpenView, errors: object) -> None:
    if not isinstance(errors, dict) or not errors:
        raise Refusal("response_action errors without errors")
    inputs = {spot.block_id for spot in placed(view.blocks) if spot.is_input}
    for block_id in errors.keys() - inputs:
        state.note_problem(
            f"view_submission: an error for {block_id!r}, which is no input block of this view"
        )
    state.views.set_errors(view, {key: str(text) for key, text in errors.items() if key in inputs})
