"""Commands, shortcuts and the Home tab through the real slack_bolt App, by both ways of delivery."""

from tests.sandbox.slack import shapes
from tests.sandbox.slack.conftest import SandboxHarness


def test_a_command_reaches_the_bot_with_slacks_fields(world: SandboxHarness) -> None:
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


def test_the_text_of_an_acknowledgement_is_shown_to_the_person_only(world: SandboxHarness) -> None:
    world.bot.on["/sms"] = lambda bot, ack, body, context: ack("Only for you")

    world.maya.command("/sms")

    assert world.maya.sees("C0FRONT")[-1].text == "Only for you"
    assert world.maya.sees("C0FRONT")[-1].ephemeral_to == "U0MAYA"
    assert "Only for you" not in [message.text for message in world.workspace.person("U0TOM").sees("C0FRONT")]


def test_an_acknowledgement_may_speak_to_the_whole_channel(world: SandboxHarness) -> None:
    world.bot.on["/sms"] = lambda bot, ack, body, context: ack(text="For all", response_type="in_channel")

    world.maya.command("/sms")

    assert world.workspace.person("U0TOM").sees("C0FRONT")[-1].text == "For all"


def test_an_acknowledgement_slack_cannot_show_is_noted(world: SandboxHarness) -> None:
    world.bot.on["/sms"] = lambda bot, ack, body, context: ack(text="x", blocks=[{"type": "nonsense"}])

    assert world.maya.command("/sms").error == "dispatch_failed"

    (problem,) = world.problems
    assert problem.startswith("/sms: invalid_blocks")


def test_shortcuts_reach_the_bot(world: SandboxHarness) -> None:
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


def test_opening_the_home_tab_lets_the_bot_publish_it(world: SandboxHarness) -> None:
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
