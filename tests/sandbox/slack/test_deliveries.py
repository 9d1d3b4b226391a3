"""Deliveries nobody answers, and those that come again."""

import threading

from tests.patience import ACK_SECONDS, PATIENCE_SECONDS
from tests.sandbox.slack import shapes
from tests.sandbox.slack.conftest import SandboxHarness


def test_a_delivery_nobody_answers_is_given_up(world: SandboxHarness) -> None:
    asked = threading.Event()

    def say_nothing(_request: object) -> _Silent:
        asked.set()
        return _Silent()

    world.bot.app.dispatch, usual = say_nothing, world.bot.app.dispatch
    try:
        world.workspace.ack_limit = 0.05 if world.workspace.connections else ACK_SECONDS
        answer = world.maya.command("/sms")
        assert asked.wait(PATIENCE_SECONDS)  # it may come after Slack has given up
    finally:
        world.bot.app.dispatch = usual

    assert not answer.acked
    assert answer.error == ("operation_timeout" if world.workspace.connections else "dispatch_failed")
    assert len(world.problems) == 1


class _Silent:
    """What Bolt answers when no listener did."""

    status, body, headers = 404, "", {"content-type": ["text/plain"]}

    def first_headers(self) -> dict[str, str]:
        return {}

    def first_headers_without_set_cookie(self) -> dict[str, str]:
        return {}

    def cookies(self) -> list[object]:
        return []


def test_a_delivery_can_be_repeated_with_its_counter(world: SandboxHarness) -> None:
    world.bot.on["/sms"] = lambda bot, ack, body, context: ack("once")
    first = world.maya.command("/sms")

    second = world.workspace.redeliver(first)
    third = world.workspace.redeliver(second, reason="http_error")

    assert third.acked
    assert world.bot.seen[0] == world.bot.seen[1] == world.bot.seen[2]
    assert world.bot.retries == [None, "1", "2"]


def test_a_repeated_submission_finds_its_view_closed(world: SandboxHarness) -> None:
    world.show(shapes.modal())
    answer = world.maya.submit()

    assert world.workspace.redeliver(answer).acked
    assert world.maya.view is None


def test_a_body_slack_drops_is_noted(world: SandboxHarness) -> None:
    world.show(shapes.modal(shapes.actions(shapes.button())))
    world.bot.on["block_actions"] = lambda bot, ack, body, context: ack("Pressed")

    world.maya.press("Go")

    assert world.problems == ["block_actions: Slack drops the body of this acknowledgement"]
