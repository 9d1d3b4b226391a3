"""With a manifest, only what it declares works."""

from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox
from bot.sandbox.slack.manifest import Manifest
from tests.clock import FakeClock
from tests.patience import ACK_SECONDS
from tests.sandbox.slack import shapes
from tests.sandbox.slack.conftest import SandboxHarness
from tests.sandbox.slack.fakes import SUNDAY, SocketLine, ToyBot

DECLARED = {
    "features": {
        "slash_commands": [
            {"command": "/sms", "description": "Text somebody", "should_escape": False},
            {"command": "/who", "description": "Who is it", "should_escape": True},
        ],
        "shortcuts": [
            {"name": "Send a text", "type": "global", "callback_id": "send_a_text", "description": "x"},
            {"name": "Text this to", "type": "message", "callback_id": "text_this", "description": "x"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "chat:write.public"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_mention", "message.im"]}},
}


@pytest.fixture(scope="module")
def declared_world() -> Iterator[SandboxHarness]:
    clock = FakeClock(SUNDAY)
    with Sandbox(clock=clock, contacts=5, manifest=DECLARED, ack_limit=ACK_SECONDS) as sandbox:
        bot = ToyBot(sandbox)
        line = SocketLine(bot)
        yield SandboxHarness(sandbox, bot, clock, line)
        line.close()


@pytest.fixture
def declared(declared_world: SandboxHarness) -> Iterator[SandboxHarness]:
    yield declared_world
    declared_world.tidy()
    assert declared_world.problems == []


def test_only_declared_commands_and_shortcuts_reach_the_bot(declared: SandboxHarness) -> None:
    message = declared.maya.say("Hello")

    assert declared.maya.command("/sms").acked
    assert declared.maya.command("/mss").error == "invalid_command"
    assert declared.maya.shortcut("send_a_text").acked
    assert declared.maya.shortcut("text_this").error == "invalid_shortcut"
    assert declared.maya.message_shortcut("text_this", message).acked
    assert declared.maya.message_shortcut("send_a_text", message).error == "invalid_shortcut"
    assert declared.maya.open_home().error == "not_subscribed"
    assert len(declared.bot.seen) == 3


def test_names_arrive_as_links_where_the_command_asks_for_it(declared: SandboxHarness) -> None:
    declared.maya.command("/sms @tom & #front-desk")
    declared.maya.command("/who @tom & #front-desk @nobody #nowhere")

    literal, escaped = (body["text"] for body in declared.bot.seen)
    assert literal == "@tom & #front-desk"
    assert escaped == "<@U0TOM|tom> &amp; <#C0FRONT|front-desk> @nobody #nowhere"


def test_mentions_and_direct_messages_arrive_as_events(declared: SandboxHarness) -> None:
    declared.maya.say("Good morning")
    declared.maya.say("@smsit hello")
    declared.maya.say("Not here, @smsit", channel="C0ANNOUNCE")
    declared.maya.say("Hello there", channel="@smsit")

    mention, direct = (body["event"] for body in declared.bot.seen)
    assert (mention["type"], mention["text"], mention["channel"]) == (
        "app_mention",
        "<@U0BOT> hello",
        "C0FRONT",
    )
    assert (direct["type"], direct["channel_type"], direct["channel"]) == ("message", "im", "D0MAYA")


def test_a_missing_scope_is_named(declared: SandboxHarness) -> None:
    with pytest.raises(SlackApiError) as refusal:
        declared.client.users_info(user="U0MAYA")

    answer = refusal.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read")
    assert declared.problems == ["users.info: missing_scope"]


def test_the_public_scope_opens_channels_without_joining(declared: SandboxHarness) -> None:
    assert declared.client.chat_postMessage(channel="C0ANNOUNCE", text="Hello")["ok"]


def test_without_a_manifest_nothing_is_offered_and_everything_goes() -> None:
    manifest = Manifest(None)

    assert manifest.slash_commands == manifest.shortcuts == []
    assert manifest.has_command("/any")
    assert manifest.has_shortcut("any", "global")
    assert manifest.has_event("any")
    assert manifest.has_scope("any")
    assert not manifest.grants("chat:write.public")
    assert not manifest.subscribes("app_mention")


def test_blocks_in_a_modal_still_follow_the_rules(declared: SandboxHarness) -> None:
    declared.show(shapes.modal())
    assert declared.maya.view is not None
