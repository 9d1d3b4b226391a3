"""Buttons and fields in messages."""

import pytest

from tests.sandbox.slack import shapes
from tests.sandbox.slack.conftest import SandboxHarness
from tests.sandbox.slack.shapes import Json


def test_a_button_in_a_message_carries_the_message_and_a_response_url(world: SandboxHarness) -> None:
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


def test_a_button_in_an_ephemeral_message_replaces_it_through_its_response_url(world: SandboxHarness) -> None:
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


def test_a_confirm_dialog_may_be_declined(world: SandboxHarness) -> None:
    confirm = {"title": shapes.plain("?"), "text": shapes.plain("Sure?"), "confirm": shapes.plain("Yes")}
    ask = shapes.button("Send", confirm=confirm | {"deny": shapes.plain("No")})
    world.show(shapes.modal(shapes.actions(ask)))

    assert world.maya.press("Send", confirm=False) is None
    assert world.bot.seen == []
    assert world.maya.press("Send").acked


def test_an_overflow_option_is_pressed_by_its_text(world: SandboxHarness) -> None:
    menu = shapes.element("overflow", "more", options=[shapes.option("Copy"), shapes.option("Delete")])
    world.show(shapes.modal(shapes.section(accessory=menu)))

    world.maya.press("Delete")

    assert world.bot.seen[0]["actions"][0]["selected_option"]["value"] == "delete"


def test_of_menus_with_the_same_options_the_named_one_is_pressed(world: SandboxHarness) -> None:
    def row() -> Json:
        menu = shapes.element("overflow", "more", options=[shapes.option("Copy"), shapes.option("Delete")])
        return shapes.section(accessory=menu)

    sent = world.client.chat_postMessage(channel="C0FRONT", text="Rows", blocks=[row(), row(), row()])
    message = world.workspace.messages.find("C0FRONT", sent["ts"])
    second = message.blocks[1]["block_id"]

    world.maya.press(f"{second}/more", message, option="Copy")

    pressed = world.bot.seen[-1]["actions"][0]
    assert (pressed["block_id"], pressed["selected_option"]["value"]) == (second, "copy")
    with pytest.raises(LookupError, match="no option 'Move'"):
        world.maya.press(f"{second}/more", message, option="Move")


def test_of_buttons_with_the_same_id_the_named_one_is_pressed(world: SandboxHarness) -> None:
    both = (shapes.button("Show", "show"), shapes.button("Drop", "drop"))
    rows = [shapes.actions(*both) | {"block_id": block_id} for block_id in ("first", "second")]
    sent = world.client.chat_postMessage(channel="C0FRONT", text="Rows", blocks=rows)
    message = world.workspace.messages.find("C0FRONT", sent["ts"])

    world.maya.press("second/drop", message)

    pressed = world.bot.seen[-1]["actions"][0]
    assert (pressed["block_id"], pressed["action_id"]) == ("second", "drop")


def test_a_button_in_a_thread_says_which_thread(world: SandboxHarness) -> None:
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


def test_fields_in_a_message_keep_what_was_chosen(world: SandboxHarness) -> None:
    picker = shapes.element("static_select", "pick", options=[shapes.option("A"), shapes.option("B")])
    sent = world.client.chat_postMessage(
        channel="C0FRONT", text="Pick", blocks=[shapes.actions(picker, shapes.button(), block_id="row")]
    )
    message = world.workspace.messages.find("C0FRONT", sent["ts"])

    assert world.maya.choose("pick", "B", message=message).acked
    world.maya.press("Go", message=message)

    chosen = world.bot.seen[-1]["state"]["values"]["row"]["pick"]["selected_option"]
    assert chosen["value"] == "b"
