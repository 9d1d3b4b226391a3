"""A colleague with a changed Slack client: forms and presses as it might send them."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from bot.sandbox.slack import payloads
from bot.sandbox.slack.model import Answer, Delivery, Lane
from bot.sandbox.slack.person import Person
from tests.flows.harness import Harness

Change = Callable[[dict[str, Any]], None]


def submit(harness: Harness, person: Person, change: Change) -> Answer:
    """Submit the form on top with a change, and wait until all is done that comes of it."""
    slack = harness.sandbox.slack
    assert person.view is not None
    sent = deepcopy(payloads.view_submission(slack, person.member, person.view, []))
    change(sent["view"])
    return _deliver(harness, sent)


def press(harness: Harness, person: Person, button: dict[str, Any], value: str) -> Answer:
    """Press a button of the modal on top that stands for something else than it was given."""
    slack = harness.sandbox.slack
    assert person.view is not None
    sent = deepcopy(payloads.view_submission(slack, person.member, person.view, []))
    sent |= {"type": "block_actions", "actions": [{**button, "block_id": "b", "value": value}]}
    return _deliver(harness, sent)


def press_in(harness: Harness, person: Person, block_id: str, action_id: str, change: Change) -> Answer:
    """Have the modal on top drawn again by an input of one of its blocks, with a change to what it holds."""
    slack = harness.sandbox.slack
    assert person.view is not None
    sent = deepcopy(payloads.view_submission(slack, person.member, person.view, []))
    change(sent["view"])
    used = {"type": "radio_buttons", "action_id": action_id, "block_id": block_id, "action_ts": "1.1"}
    return _deliver(harness, sent | {"type": "block_actions", "actions": [used]})


def moved(block_id: str, action_id: str, value: str, *, beside: bool = False) -> Change:
    """Put a choice made elsewhere into a block under its own action id, alone or ``beside`` what is there."""

    def change(view: dict[str, Any]) -> None:
        option = {"text": {"type": "plain_text", "text": "Ada"}, "value": value}
        there = view["state"]["values"].get(block_id, {}) if beside else {}
        element = {"type": "external_select", "selected_option": option}
        view["state"]["values"][block_id] = {action_id: element, **there}

    return change


def chosen(block_id: str, value: str) -> Change:
    """Choose a value in a field that nobody was offered there, whatever field it is."""

    def change(view: dict[str, Any]) -> None:
        option = {"text": {"type": "plain_text", "text": "Ada"}, "value": value}
        [action_id] = view["state"]["values"][block_id]
        view["state"]["values"][block_id] = {
            action_id: {"type": "external_select", "selected_option": option}
        }

    return change


def _deliver(harness: Harness, sent: dict[str, Any]) -> Answer:
    answer = harness.sandbox.slack.courier.deliver(Delivery(Lane.INTERACTIVE, sent))
    assert answer.acked, answer
    harness.quiet()
    return answer
