"""Whole interactions through the real slack_bolt App, over Socket Mode and over signed HTTP."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt import Ack
from slack_bolt.context import BoltContext

from bot.sandbox.slack.client_checks import NotSubmitted
from tests.sandbox.slack import shapes
from tests.sandbox.slack.conftest import World
from tests.sandbox.slack.toy import ToyBot


def test_a_command_reaches_the_bot_with_slacks_fields(world: World) -> None:
    answer = world.maya.command("/sms   14155550100 Hello there", channel="#front-desk")

    assert answer.acked
    assert answer.status == 200
    assert answer.ack_ms < 3000
    body = world.bot.seen[0]
    assert body["command"] == "/sms"
    assert body["text"] == "14155550100 Hello there"
    assert (body["team_id"], body["team_domain"]) == ("T0HARBOUR", "harbour-street")
    assert (body["channel_id"], body["channel_name"]) == ("C0FRONT", "front-desk")
    assert (body["user_id"], body["user_name"]) == ("U0MAYA", "maya")
    assert body["api_app_id"] == "A0SMSIT"
    assert body["is_enterprise_install"] == "false"
    assert body["response_url"].startswith(f"{world.sandbox.url}/slack/response/")
    assert body["trigger_id"]


def test_the_text_of_an_acknowledgement_is_shown_to_the_person_only(world: World) -> None:
    world.bot.on["/sms"] = lambda bot, ack, body, context: ack("Only for you")

    world.maya.command("/sms")

    assert world.maya.sees("C0FRONT")[-1].text == "Only for you"
    assert world.maya.sees("C0FRONT")[-1].ephemeral_to == "U0MAYA"
    assert "Only for you" not in [message.text for message in world.workspace.person("U0TOM").sees("C0FRONT")]


def test_an_acknowledgement_may_speak_to_the_whole_channel(world: World) -> None:
    world.bot.on["/sms"] = lambda bot, ack, body, context: ack(text="For all", response_type="in_channel")

    world.maya.command("/sms")

    assert world.workspace.person("U0TOM").sees("C0FRONT")[-1].text == "For all"


def test_an_acknowledgement_slack_cannot_show_is_noted(world: World) -> None:
    world.bot.on["/sms"] = lambda bot, ack, body, context: ack(text="x", blocks=[{"type": "nonsense"}])

    assert world.maya.command("/sms").error == "dispatch_failed"

    (problem,) = world.problems
    assert problem.startswith("/sms: invalid_blocks")


def test_a_command_opens_a_modal_that_comes_back_with_what_was_typed(world: World) -> None:
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


def test_errors_stand_beside_their_fields_until_the_next_submit(world: World) -> None:
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


def test_an_error_for_an_unknown_block_is_dropped_and_noted(world: World) -> None:
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


def test_a_text_on_a_submission_is_noted_and_leaves_the_modal_open(world: World) -> None:
    world.show(shapes.modal())
    world.bot.on["view_submission"] = lambda bot, ack, body, context: ack("Thanks")

    assert world.maya.submit().error == "trouble_connecting"

    assert world.maya.view is not None
    assert len(world.problems) == 1


def test_update_redraws_the_view_in_place(world: World) -> None:
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


def test_push_stacks_three_views_and_refuses_a_fourth(world: World) -> None:
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


def test_clear_closes_the_whole_stack(world: World) -> None:
    world.show(shapes.modal())
    world.bot.on["view_submission"] = lambda bot, ack, body, context: ack(
        response_action="push", view=shapes.modal()
    )
    world.maya.submit()
    world.bot.on["view_submission"] = lambda bot, ack, body, context: ack(response_action="clear")

    world.maya.submit()

    assert world.maya.view is None


def test_slacks_own_client_holds_back_an_incomplete_form(world: World) -> None:
    world.show(shapes.modal(shapes.field("Message")))

    with pytest.raises(NotSubmitted) as refused:
        world.maya.submit()

    assert refused.value.reasons == {"message": "Please complete this required field."}
    assert world.bot.seen == []


def test_a_dispatching_field_tells_the_bot_at_once(world: World) -> None:
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


def test_typed_values_survive_an_update_that_keeps_the_ids(world: World) -> None:
    world.show(shapes.modal(shapes.field("Message"), shapes.field("Note")))
    world.maya.fill("Message", "Hello")

    fields = [shapes.field("Message", initial_value="new"), shapes.field("Note", block_id="note2")]
    world.client.views_update(view_id=world.maya.view.id, view=shapes.modal(*fields))

    values = world.maya.view.values
    assert values["message"]["message_action"]["value"] == "Hello"
    assert values["note2"]["note2_action"]["value"] is None
    assert "note" not in values


def test_a_button_in_a_message_carries_the_message_and_a_response_url(world: World) -> None:
    sent = world.client.chat_postMessage(
        channel="C0FRONT",
        text="Queued",
        blocks=[shapes.actions(shapes.button("Cancel", "cancel", value="send-1"))],
    )
    message = world.workspace.messages.find("C0FRONT", sent["ts"])
    world.bot.on["block_actions"] = lambda bot, ack, body, context: (
        ack(),
        context.respond("Cancelled", replace_original=True),
    )

    world.maya.press("Cancel", message=message)

    body = world.bot.seen[0]
    assert body["container"] == {
        "type": "message",
        "message_ts": sent["ts"],
        "channel_id": "C0FRONT",
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": "C0FRONT", "name": "front-desk"}
    assert body["message"]["text"] == "Queued"
    assert body["state"] == {"values": {}}
    assert body["actions"][0]["value"] == "send-1"
    assert world.workspace.messages.find("C0FRONT", sent["ts"]).text == "Cancelled"


def test_a_button_in_an_ephemeral_message_replaces_it_through_its_response_url(world: World) -> None:
    world.bot.on["/sms"] = lambda bot, ack, body, context: ack(
        text="Sure?", blocks=[shapes.actions(shapes.button("Yes", "yes"))]
    )
    world.maya.command("/sms")
    message = world.maya.sees("C0FRONT")[-1]
    world.bot.on["block_actions"] = lambda bot, ack, body, context: (
        ack(),
        context.respond(delete_original=True, text=""),
    )

    world.maya.press("Yes", message=message)

    assert world.bot.seen[-1]["container"]["is_ephemeral"] is True
    assert "message" not in world.bot.seen[-1]
    assert message not in world.maya.sees("C0FRONT")
    with pytest.raises(LookupError, match="does not see"):
        world.maya.press("Yes", message=message)


def test_a_confirm_dialog_may_be_declined(world: World) -> None:
    confirm = {"title": shapes.plain("?"), "text": shapes.plain("Sure?"), "confirm": shapes.plain("Yes")}
    ask = shapes.button("Send", confirm=confirm | {"deny": shapes.plain("No")})
    world.show(shapes.modal(shapes.actions(ask)))

    assert world.maya.press("Send", confirm=False) is None
    assert world.bot.seen == []
    assert world.maya.press("Send").acked


def test_an_overflow_option_is_pressed_by_its_text(world: World) -> None:
    menu = shapes.element("overflow", "more", options=[shapes.option("Copy"), shapes.option("Delete")])
    world.show(shapes.modal(shapes.section(accessory=menu)))

    world.maya.press("Delete")

    assert world.bot.seen[0]["actions"][0]["selected_option"]["value"] == "delete"


def test_an_external_select_asks_the_bot_and_takes_one_of_its_options(world: World) -> None:
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


def test_suggestions_in_groups_are_offered_too(world: World) -> None:
    world.show(shapes.modal(shapes.field("Contact", "external_select", min_query_length=0)))
    group = {"label": shapes.plain("VIP"), "options": [shapes.option("Ada")]}
    world.bot.on["block_suggestion"] = lambda bot, ack, body, context: ack(option_groups=[group])

    assert [each["value"] for each in world.maya.suggestions("Contact", "")] == ["ada"]


@pytest.mark.parametrize("said", [{}, {"options": [shapes.option("x" * 76)]}, {"options": [{}] * 101}])
def test_unusable_suggestions_are_noted_and_not_shown(world: World, said: dict[str, object]) -> None:
    world.show(shapes.modal(shapes.field("Contact", "external_select", min_query_length=0)))
    world.bot.on["block_suggestion"] = lambda bot, ack, body, context: ack(**said)

    assert world.maya.suggestions("Contact", "") == []

    assert re.match("block_suggestion: ", world.problems[0])


def test_closing_tells_the_bot_only_when_it_asked(world: World) -> None:
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


def test_shortcuts_reach_the_bot(world: World) -> None:
    message = world.maya.say("Call me on 555 & <soon>", thread_ts=None)

    assert world.maya.shortcut("send_a_text").acked
    assert world.bot.seen[-1]["type"] == "shortcut"
    assert world.bot.seen[-1]["callback_id"] == "send_a_text"
    assert world.maya.message_shortcut("text_this", message).acked
    body = world.bot.seen[-1]
    assert body["type"] == "message_action"
    assert body["message"]["text"] == "Call me on 555 &amp; &lt;soon&gt;"
    assert body["message_ts"] == message.ts
    assert body["response_url"]


def test_opening_the_home_tab_lets_the_bot_publish_it(world: World) -> None:
    world.bot.on["app_home_opened"] = lambda bot, ack, body, context: context.client.views_publish(
        user_id=body["event"]["user"], view=shapes.home(shapes.actions(shapes.button("Refresh")))
    )

    assert world.maya.open_home().acked
    event = world.bot.seen[0]
    assert event["event"]["tab"] == "home"
    assert event["event_id"]
    assert "view" not in event["event"]
    assert world.maya.home is not None
    assert world.maya.press("Refresh").acked
    world.maya.open_home()
    assert world.bot.seen[-1]["event"]["view"]["type"] == "home"


def test_a_delivery_nobody_answers_is_given_up(world: World) -> None:
    world.bot.app.dispatch, usual = lambda request: _Silent(), world.bot.app.dispatch
    try:
        world.workspace.ack_limit = 0.05 if world.workspace.connections else 3.0
        answer = world.maya.command("/sms")
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


def test_a_delivery_can_be_repeated_with_its_counter(world: World) -> None:
    world.bot.on["/sms"] = lambda bot, ack, body, context: ack("once")
    first = world.maya.command("/sms")

    second = world.workspace.redeliver(first)
    third = world.workspace.redeliver(second, reason="http_error")

    assert third.acked
    assert world.bot.seen[0] == world.bot.seen[1] == world.bot.seen[2]
    assert world.bot.retries == [None, "1", "2"]


def test_a_repeated_submission_finds_its_view_closed(world: World) -> None:
    world.show(shapes.modal())
    answer = world.maya.submit()

    assert world.workspace.redeliver(answer).acked
    assert world.maya.view is None


def test_a_body_slack_drops_is_noted(world: World) -> None:
    world.show(shapes.modal(shapes.actions(shapes.button())))
    world.bot.on["block_actions"] = lambda bot, ack, body, context: ack("Pressed")

    world.maya.press("Go")

    assert world.problems == ["block_actions: Slack drops the body of this acknowledgement"]


def test_a_submission_lists_response_urls_of_channels_that_asked_for_one(world: World) -> None:
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


def test_a_button_in_a_thread_says_which_thread(world: World) -> None:
    first = world.maya.say("Anybody?")
    sent = world.client.chat_postMessage(
        channel="C0FRONT",
        thread_ts=first.ts,
        text="Here",
        blocks=[shapes.actions(shapes.button())],
        attachments=[{"text": "More"}],
    )

    world.maya.press("Go", message=world.workspace.messages.find("C0FRONT", sent["ts"]))

    body = world.bot.seen[0]
    assert body["container"]["thread_ts"] == first.ts
    assert body["message"]["thread_ts"] == first.ts
    assert body["message"]["attachments"] == [{"text": "More"}]


def test_fields_in_a_message_keep_what_was_chosen(world: World) -> None:
    picker = shapes.element("static_select", "pick", options=[shapes.option("A"), shapes.option("B")])
    sent = world.client.chat_postMessage(
        channel="C0FRONT", text="Pick", blocks=[shapes.actions(picker, shapes.button(), block_id="row")]
    )
    message = world.workspace.messages.find("C0FRONT", sent["ts"])

    assert world.maya.choose("pick", "B", message=message).acked
    world.maya.press("Go", message=message)

    chosen = world.bot.seen[-1]["state"]["values"]["row"]["pick"]["selected_option"]
    assert chosen["value"] == "b"
