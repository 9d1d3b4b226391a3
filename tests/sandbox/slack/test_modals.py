"""Modals through the real slack_bolt App, over Socket Mode and over signed HTTP."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt import Ack
from slack_bolt.context import BoltContext

from bot.sandbox.slack.client_checks import NotSubmitted
from tests.sandbox.slack import shapes
from tests.sandbox.slack.conftest import SandboxHarness
from tests.sandbox.slack.fakes import ToyBot


def test_a_command_opens_a_modal_that_comes_back_with_what_was_typed(world: SandboxHarness) -> None:
    def open_form(_: ToyBot, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        form = shapes.modal(shapes.field("Message"), private_metadata="kept")
        context.client.views_open(trigger_id=body["trigger_id"], view=form)

    world.bot.on["/sms"] = open_form
    world.maya.command("/sms")
    assert world.maya.view is not None
    assert world.maya.view.title == "A form"

    assert world.maya.fill("Message", "Hi") is None
    answer = world.maya.submit()

    assert answer.acked
    assert world.maya.view is None
    submitted = world.bot.seen[-1]
    assert submitted["type"] == "view_submission"
    assert submitted["user"] == {"id": "U0MAYA", "username": "maya", "name": "maya", "team_id": "T0HARBOUR"}
    assert submitted["team"] == {"id": "T0HARBOUR", "domain": "harbour-street"}
    view = submitted["view"]
    assert view["private_metadata"] == "kept"
    assert view["callback_id"] == "form"
    assert view["root_view_id"] == view["id"]
    assert view["hash"]
    value = view["state"]["values"]["message"]["message_action"]
    assert value == {"type": "plain_text_input", "value": "Hi"}
    assert submitted["response_urls"] == []


def test_errors_stand_beside_their_fields_until_the_next_submit(world: SandboxHarness) -> None:
    world.show(shapes.modal(shapes.field("Message"), shapes.section()))
    world.maya.fill("Message", "Hi")
    world.bot.on["view_submission"] = lambda bot, ack, body, context: ack(
        response_action="errors", errors={"message": "Too short"}
    )

    world.maya.submit()

    assert world.maya.view is not None
    assert world.maya.view.errors == {"message": "Too short"}
    world.bot.on.clear()
    world.maya.submit()
    assert world.maya.view is None


def test_an_error_for_an_unknown_block_is_dropped_and_noted(world: SandboxHarness) -> None:
    world.show(shapes.modal(shapes.field("Message")))
    world.maya.fill("Message", "Hi")
    world.bot.on["view_submission"] = lambda bot, ack, body, context: ack(
        response_action="errors", errors={"massage": "?"}
    )

    world.maya.submit()

    assert world.maya.view is not None
    assert world.maya.view.errors == {}
    (problem,) = world.problems
    assert "'massage'" in problem


def test_a_text_on_a_submission_is_noted_and_leaves_the_modal_open(world: SandboxHarness) -> None:
    world.show(shapes.modal())
    world.bot.on["view_submission"] = lambda bot, ack, body, context: ack("Thanks")

    assert world.maya.submit().error == "trouble_connecting"

    assert world.maya.view is not None
    assert len(world.problems) == 1


def test_update_redraws_the_view_in_place(world: SandboxHarness) -> None:
    world.show(shapes.modal(external_id="first"))
    before = world.maya.view
    world.bot.on["view_submission"] = lambda bot, ack, body, context: ack(
        response_action="update", view=shapes.modal(title=shapes.plain("Working"), external_id="second")
    )

    world.maya.submit()

    assert before is not None
    assert world.maya.view is not None
    assert world.maya.view.id == before.id
    assert world.maya.view.hash != before.hash
    assert world.maya.view.title == "Working"
    world.client.views_update(external_id="second", view=shapes.modal(title=shapes.plain("Done")))
    assert world.maya.view.title == "Done"


def test_push_stacks_three_views_and_refuses_a_fourth(world: SandboxHarness) -> None:
    world.show(shapes.modal(title=shapes.plain("One")))
    world.bot.on["view_submission"] = lambda bot, ack, body, context: ack(
        response_action="push", view=shapes.modal(title=shapes.plain("Next"))
    )
    world.maya.submit()
    world.maya.submit()
    stack = world.workspace.views.stack("U0MAYA")
    assert [view.title for view in stack] == ["One", "Next", "Next"]
    assert {view.root_id for view in stack} == {stack[0].id}
    assert [view.view["previous_view_id"] for view in stack] == [None, stack[0].id, stack[1].id]

    assert world.maya.submit().error == "trouble_connecting"

    assert world.problems == ["view_submission: push_limit_reached"]
    world.bot.on.clear()
    world.maya.submit()
    assert len(world.workspace.views.stack("U0MAYA")) == 2


def test_clear_closes_the_whole_stack(world: SandboxHarness) -> None:
    world.show(shapes.modal())
    world.bot.on["view_submission"] = lambda bot, ack, body, context: ack(
        response_action="push", view=shapes.modal()
    )
    world.maya.submit()
    world.bot.on["view_submission"] = lambda bot, ack, body, context: ack(response_action="clear")

    world.maya.submit()

    assert world.maya.view is None


def test_slacks_own_client_holds_back_an_incomplete_form(world: SandboxHarness) -> None:
    world.show(shapes.modal(shapes.field("Message")))

    with pytest.raises(NotSubmitted) as refused:
        world.maya.submit()

    assert refused.value.reasons == {"message": "Please complete this required field."}
    assert world.bot.seen == []


def test_a_dispatching_field_tells_the_bot_at_once(world: SandboxHarness) -> None:
    world.show(shapes.modal(shapes.field("Message", block={"dispatch_action": True})))

    answer = world.maya.fill("Message", "Hello")

    assert answer is not None
    assert answer.acked
    body = world.bot.seen[0]
    (action,) = body["actions"]
    assert action["value"] == "Hello"
    assert action["action_ts"]
    assert (action["block_id"], action["action_id"]) == ("message", "message_action")
    assert body["container"] == {"type": "view", "view_id": world.maya.view.id}
    assert body["view"]["state"]["values"]["message"]["message_action"]["value"] == "Hello"
    assert "response_url" not in body


def test_typed_values_survive_an_update_that_keeps_the_ids(world: SandboxHarness) -> None:
    world.show(shapes.modal(shapes.field("Message"), shapes.field("Note")))
    world.maya.fill("Message", "Hello")

    fields = [shapes.field("Message", initial_value="new"), shapes.field("Note", block_id="note2")]
    world.client.views_update(view_id=world.maya.view.id, view=shapes.modal(*fields))

    values = world.maya.view.values
    assert values["message"]["message_action"]["value"] == "Hello"
    assert values["note2"]["note2_action"]["value"] is None
    assert "note" not in values


def test_an_external_select_asks_the_bot_and_takes_one_of_its_options(world: SandboxHarness) -> None:
    world.show(shapes.modal(shapes.field("Contact", "external_select", min_query_length=2)))
    world.bot.on["block_suggestion"] = lambda bot, ack, body, context: ack(
        options=[shapes.option(f"{body['value']} Lovelace", "1")]
    )

    assert world.maya.suggestions("Contact", "a") == []
    assert world.bot.seen == []
    (offered,) = world.maya.suggestions("Contact", "Ada")
    assert offered["value"] == "1"
    assert world.bot.seen[0]["action_id"] == "contact_action"
    assert world.bot.seen[0]["block_id"] == "contact"
    world.maya.choose("Contact", "Ada Lovelace")
    world.maya.submit()

    state = world.bot.seen[-1]["view"]["state"]["values"]
    assert state["contact"]["contact_action"]["selected_option"]["value"] == "1"


def test_suggestions_in_groups_are_offered_too(world: SandboxHarness) -> None:
    world.show(shapes.modal(shapes.field("Contact", "external_select", min_query_length=0)))
    group = {"label": shapes.plain("VIP"), "options": [shapes.option("Ada")]}
    world.bot.on["block_suggestion"] = lambda bot, ack, body, context: ack(option_groups=[group])

    assert [each["value"] for each in world.maya.suggestions("Contact", "")] == ["ada"]


@pytest.mark.parametrize("said", [{}, {"options": [shapes.option("x" * 76)]}, {"options": [{}] * 101}])
def test_unusable_suggestions_are_noted_and_not_shown(world: SandboxHarness, said: dict[str, object]) -> None:
    world.show(shapes.modal(shapes.field("Contact", "external_select", min_query_length=0)))
    world.bot.on["block_suggestion"] = lambda bot, ack, body, context: ack(**said)

    assert world.maya.suggestions("Contact", "") == []

    assert re.match("block_suggestion: ", world.problems[0])


def test_closing_tells_the_bot_only_when_it_asked(world: SandboxHarness) -> None:
    world.show(shapes.modal())
    assert world.maya.close() is None
    world.show(shapes.modal(notify_on_close=True))
    world.bot.on["block_actions"] = lambda bot, ack, body, context: ack()

    assert world.maya.back().acked
    assert world.bot.seen[-1]["type"] == "view_closed"
    assert world.bot.seen[-1]["is_cleared"] is False

    world.show(shapes.modal(notify_on_close=True, clear_on_close=True))
    assert world.maya.back().acked
    assert world.bot.seen[-1]["is_cleared"] is True
    assert world.maya.view is None


def test_a_submission_lists_response_urls_of_channels_that_asked_for_one(world: SandboxHarness) -> None:
    world.show(
        shapes.modal(
            shapes.field("Where", "conversations_select", response_url_enabled=True),
            shapes.field("When", "datetimepicker"),
        )
    )
    world.maya.fill("Where", "C0FRONT")
    world.maya.fill("When", datetime(2026, 12, 1, 9, 0, tzinfo=UTC))

    world.maya.submit()

    (entry,) = world.bot.seen[-1]["response_urls"]
    assert (entry["block_id"], entry["channel_id"]) == ("where", "C0FRONT")
    state = world.bot.seen[-1]["view"]["state"]["values"]
    assert state["when"]["when_action"]["selected_date_time"] == 1796115600
