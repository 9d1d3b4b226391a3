"""The Web API through the real WebClient: tokens, messages and what goes wrong on demand."""

import json
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.sandbox.slack import shapes
from tests.sandbox.slack.calling import raw, refused
from tests.sandbox.slack.conftest import SandboxHarness


class TestTokens:
    def test_the_bot_token_says_who_it_is(self, web: SandboxHarness) -> None:
        answer = web.client.auth_test()

        assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0HARBOUR", "U0BOT", "B0SMSIT")

    @pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
    def test_no_token_and_a_wrong_one_are_refused(self, web: SandboxHarness, token: str, error: str) -> None:
        answer = raw(web, "auth.test", "", token)

        assert answer == {"ok": False, "error": error}
        assert web.problems == [f"auth.test: {error}"]

    def test_a_token_may_stand_in_the_form(self, web: SandboxHarness) -> None:
        body = f"token={web.workspace.bot_token}"

        assert raw(web, "auth.test", body)["ok"]

    def test_each_token_opens_its_own_doors_only(self, web: SandboxHarness) -> None:
        assert refused(web, "apps.connections.open") == "not_allowed_token_type"
        app = WebClient(web.workspace.app_token, base_url=web.sandbox.slack_api_url)
        with pytest.raises(SlackApiError, match="not_allowed_token_type"):
            app.auth_test()
        assert app.apps_connections_open(app_token=web.workspace.app_token)["url"].startswith(
            "ws://127.0.0.1"
        )
        assert len(web.problems) == 2

    def test_an_unknown_method_is_named_so(self, web: SandboxHarness) -> None:
        assert refused(web, "chat.shout") == "unknown_method"
        assert web.problems == ["chat.shout: unknown_method"]

    def test_api_test_needs_no_token(self, web: SandboxHarness) -> None:
        answer = raw(web, "api.test", "foo=bar")
        assert answer == {"ok": True, "args": {"foo": "bar"}}


class TestMessages:
    def test_posting_and_updating_with_blocks(self, web: SandboxHarness) -> None:
        sent = web.client.chat_postMessage(
            channel="C0FRONT", text="Queued", blocks=[shapes.section()], metadata={"event_type": "x"}
        )
        assert sent["message"]["blocks"][0]["block_id"]

        web.client.chat_update(channel="C0FRONT", ts=sent["ts"], text="Sent", blocks=[shapes.section("B")])
        message = web.workspace.messages.find("C0FRONT", sent["ts"])
        assert (message.text, message.edited) == ("Sent", False)
        assert message.metadata == {"event_type": "x"}

        web.client.chat_update(channel="C0FRONT", ts=sent["ts"], text="Bare")
        message = web.workspace.messages.find("C0FRONT", sent["ts"])
        assert (message.text, message.blocks, message.edited) == ("Bare", (), True)

        web.client.chat_delete(channel="C0FRONT", ts=sent["ts"])
        assert web.workspace.messages.find("C0FRONT", sent["ts"]) is None

    def test_blocks_may_come_as_text_in_a_form(self, web: SandboxHarness) -> None:
        form = {"channel": "C0FRONT", "text": "x", "blocks": json.dumps([shapes.section()])}

        assert web.client.api_call("chat.postMessage", params=form)["message"]["blocks"]

    def test_a_user_id_posts_to_the_direct_message(self, web: SandboxHarness) -> None:
        sent = web.client.chat_postMessage(channel="U0SAM", text="Hello")

        assert sent["channel"] == "D0SAM"
        assert web.workspace.person("U0SAM").sees("@smsit")[-1].text == "Hello"
        assert refused(web, "chat.update", channel="U0SAM", ts=sent["ts"], text="x") == "channel_not_found"
        assert web.client.chat_update(channel="D0SAM", ts=sent["ts"], text="Hi")["ok"]
        assert len(web.problems) == 1

    def test_a_thread_needs_its_first_message(self, web: SandboxHarness) -> None:
        first = web.client.chat_postMessage(channel="C0FRONT", text="First")
        web.client.chat_postMessage(channel="C0FRONT", text="Reply", thread_ts=first["ts"])
        web.client.chat_postMessage(
            channel="C0FRONT", text="Shown twice", thread_ts=first["ts"], reply_broadcast=True
        )

        message = web.workspace.messages.find("C0FRONT", first["ts"])
        assert [reply.text for reply in web.maya.thread(message)] == ["Reply", "Shown twice"]
        assert [each.text for each in web.maya.sees("C0FRONT")][-2:] == ["First", "Shown twice"]
        assert (
            refused(web, "chat.postMessage", channel="C0FRONT", text="x", thread_ts="1.1")
            == "thread_not_found"
        )
        assert len(web.problems) == 1

    def test_an_ephemeral_message_is_seen_by_one_person_and_cannot_be_updated(
        self, web: SandboxHarness
    ) -> None:
        sent = web.client.chat_postEphemeral(channel="C0FRONT", user="U0MAYA", text="Psst")
        ts = sent["message_ts"]

        assert web.maya.sees("C0FRONT")[-1].text == "Psst"
        assert all(each.ts != ts for each in web.workspace.person("U0TOM").sees("C0FRONT"))
        assert refused(web, "chat.update", channel="C0FRONT", ts=ts, text="x") == "message_not_found"
        assert (
            refused(web, "chat.postEphemeral", channel="C0HELP", user="U0GIA", text="x")
            == "user_not_in_channel"
        )
        assert len(web.problems) == 1

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
            ({"channel": "U0BOT", "text": "x"}, "channel_not_found"),
            ({"channel": "C0FRONT"}, "no_text"),
            ({"channel": "C0FRONT", "text": "  "}, "no_text"),
            ({"channel": "C0FRONT", "text": "x" * 40_001}, "msg_too_long"),
            ({"channel": "C0FRONT", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
            ({"channel": "C0FRONT", "blocks": "{"}, "invalid_blocks"),
            ({"channel": "C0FRONT", "text": "x", "metadata": "{"}, "invalid_arguments"),
            ({"text": "x"}, "invalid_arguments"),
        ],
    )
    def test_refusals_of_a_post(self, web: SandboxHarness, arguments: dict[str, Any], error: str) -> None:
        assert refused(web, "chat.postMessage", **arguments) == error
        assert web.problems[0].startswith(f"chat.postMessage: {error}")

    def test_invalid_blocks_come_with_their_place(self, web: SandboxHarness) -> None:
        with pytest.raises(SlackApiError) as refusal:
            web.client.chat_postMessage(channel="C0FRONT", text="x", blocks=[shapes.section("x" * 3001)])

        (told,) = refusal.value.response["response_metadata"]["messages"]
        assert "/blocks/0/text" in told
        assert len(web.problems) == 1

    def test_a_channel_without_the_bot_is_closed_and_that_is_no_mistake(self, web: SandboxHarness) -> None:
        assert refused(web, "chat.postMessage", channel="C0ANNOUNCE", text="x") == "not_in_channel"

    def test_only_own_messages_can_be_changed(self, web: SandboxHarness) -> None:
        message = web.maya.say("Mine")
        here = {"channel": "C0FRONT", "ts": message.ts}

        assert refused(web, "chat.update", **here, text="x") == "cant_update_message"
        assert refused(web, "chat.delete", **here) == "cant_delete_message"
        assert len(web.problems) == 2

    def test_an_update_takes_less_text_than_a_post(self, web: SandboxHarness) -> None:
        sent = web.client.chat_postMessage(channel="C0FRONT", text="x" * 4001)

        error = refused(web, "chat.update", channel="C0FRONT", ts=sent["ts"], text="x" * 4001)

        assert error == "msg_too_long"
        assert len(web.problems) == 1

    def test_what_is_gone_is_not_found(self, web: SandboxHarness) -> None:
        for method, place in (
            ("chat.update", "ts"),
            ("chat.delete", "ts"),
            ("chat.getPermalink", "message_ts"),
        ):
            assert refused(web, method, channel="C0FRONT", **{place: "1.1"}, text="x") == "message_not_found"

    def test_a_permalink_and_a_reaction(self, web: SandboxHarness) -> None:
        sent = web.client.chat_postMessage(channel="C0FRONT", text="Nice")
        link = web.client.chat_getPermalink(channel="C0FRONT", message_ts=sent["ts"])["permalink"]
        assert link.endswith(f"/archives/C0FRONT/p{sent['ts'].replace('.', '')}")

        web.client.reactions_add(channel="C0FRONT", timestamp=sent["ts"], name="tada")
        message = web.workspace.messages.find("C0FRONT", sent["ts"])
        assert message.reactions == {"tada": ("U0BOT",)}
        again = refused(web, "reactions.add", channel="C0FRONT", timestamp=sent["ts"], name="tada")
        assert again == "already_reacted"
        missing = refused(web, "reactions.add", channel="C0FRONT", timestamp="1.1", name="tada")
        assert missing == "message_not_found"
        assert web.maya.message_shortcut("x", message).acked
        assert web.bot.seen[-1]["message"]["reactions"][0]["count"] == 1


class TestFaults:
    def test_throttling_answers_429_once(self, web: SandboxHarness) -> None:
        web.workspace.throttle("chat.postMessage", times=1, seconds=7)

        with pytest.raises(SlackApiError) as refusal:
            web.client.chat_postMessage(channel="C0FRONT", text="x")

        assert refusal.value.response.status_code == 429
        assert refusal.value.response.headers["Retry-After"] == "7"
        assert web.client.chat_postMessage(channel="C0FRONT", text="x")["ok"]

    def test_an_error_on_demand_does_nothing_else(self, web: SandboxHarness) -> None:
        count = len(web.workspace.messages)
        web.workspace.fail("chat.postMessage", "internal_error", times=2)

        errors = [refused(web, "chat.postMessage", channel="C0FRONT", text="x") for _ in range(2)]

        assert errors == ["internal_error"] * 2
        assert len(web.workspace.messages) == count

    def test_slowness_takes_its_time(self, web: SandboxHarness) -> None:
        web.workspace.slow("auth.test", 0.05)
        web.client.auth_test()

        line = web.workspace.traffic[-1]
        assert line.kind == "auth.test"
        assert line.ack_ms is not None
        assert line.ack_ms >= 50


def test_the_inspector_shows_calls_without_tokens(web: SandboxHarness) -> None:
    web.client.chat_postMessage(channel="C0FRONT", text="Look")

    line = web.workspace.traffic[-1]
    assert (line.direction, line.kind, line.summary, line.status) == (
        "from bot",
        "chat.postMessage",
        "ok",
        200,
    )
    assert line.at == web.clock()
    assert web.workspace.bot_token not in repr(line.body) + repr(line.answer)
