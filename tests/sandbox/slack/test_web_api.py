"""The Web API through the real WebClient."""

import http.client
import json
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.sandbox.slack import shapes
from tests.sandbox.slack.conftest import World


def refused(world: World, method: str, **arguments: object) -> str:
    """Give Slack's error name for this call."""
    with pytest.raises(SlackApiError) as refusal:
        world.client.api_call(method, json=arguments)
    return str(refusal.value.response["error"])


def trigger(world: World, user: str = "U0MAYA") -> str:
    return world.workspace.triggers.issue(user)


def fetch(
    address: str, verb: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, str, bytes]:
    """Give status, content type and body."""
    where = urlsplit(address)
    with closing(http.client.HTTPConnection(where.netloc)) as line:
        line.request(verb, where.path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()


def raw(world: World, method: str, body: str, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    _, _, answer = fetch(f"{world.sandbox.slack_api_url}{method}", "POST", body.encode(), **headers)
    told: dict[str, Any] = json.loads(answer)
    return told


class TestTokens:
    def test_the_bot_token_says_who_it_is(self, web: World) -> None:
        answer = web.client.auth_test()

        assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0HARBOUR", "U0BOT", "B0SMSIT")

    @pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
    def test_no_token_and_a_wrong_one_are_refused(self, web: World, token: str, error: str) -> None:
        answer = raw(web, "auth.test", "", token)

        assert answer == {"ok": False, "error": error}
        assert web.problems == [f"auth.test: {error}"]

    def test_a_token_may_stand_in_the_form(self, web: World) -> None:
        body = f"token={web.workspace.bot_token}"

        assert raw(web, "auth.test", body)["ok"]

    def test_each_token_opens_its_own_doors_only(self, web: World) -> None:
        assert refused(web, "apps.connections.open") == "not_allowed_token_type"
        app = WebClient(web.workspace.app_token, base_url=web.sandbox.slack_api_url)
        with pytest.raises(SlackApiError, match="not_allowed_token_type"):
            app.auth_test()
        assert app.apps_connections_open(app_token=web.workspace.app_token)["url"].startswith(
            "ws://127.0.0.1"
        )
        assert len(web.problems) == 2

    def test_an_unknown_method_is_named_so(self, web: World) -> None:
        assert refused(web, "chat.shout") == "unknown_method"
        assert web.problems == ["chat.shout: unknown_method"]

    def test_api_test_needs_no_token(self, web: World) -> None:
        answer = raw(web, "api.test", "foo=bar")
        assert answer == {"ok": True, "args": {"foo": "bar"}}


class TestMessages:
    def test_posting_and_updating_with_blocks(self, web: World) -> None:
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

    def test_blocks_may_come_as_text_in_a_form(self, web: World) -> None:
        form = {"channel": "C0FRONT", "text": "x", "blocks": json.dumps([shapes.section()])}

        assert web.client.api_call("chat.postMessage", params=form)["message"]["blocks"]

    def test_a_user_id_posts_to_the_direct_message(self, web: World) -> None:
        sent = web.client.chat_postMessage(channel="U0SAM", text="Hello")

        assert sent["channel"] == "D0SAM"
        assert web.workspace.person("U0SAM").sees("@smsit")[-1].text == "Hello"
        assert refused(web, "chat.update", channel="U0SAM", ts=sent["ts"], text="x") == "channel_not_found"
        assert web.client.chat_update(channel="D0SAM", ts=sent["ts"], text="Hi")["ok"]
        assert len(web.problems) == 1

    def test_a_thread_needs_its_first_message(self, web: World) -> None:
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

    def test_an_ephemeral_message_is_seen_by_one_person_and_cannot_be_updated(self, web: World) -> None:
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
    def test_refusals_of_a_post(self, web: World, arguments: dict[str, Any], error: str) -> None:
        assert refused(web, "chat.postMessage", **arguments) == error
        assert web.problems[0].startswith(f"chat.postMessage: {error}")

    def test_invalid_blocks_come_with_their_place(self, web: World) -> None:
        with pytest.raises(SlackApiError) as refusal:
            web.client.chat_postMessage(channel="C0FRONT", text="x", blocks=[shapes.section("x" * 3001)])

        (told,) = refusal.value.response["response_metadata"]["messages"]
        assert "/blocks/0/text" in told
        assert len(web.problems) == 1

    def test_a_channel_without_the_bot_is_closed_and_that_is_no_mistake(self, web: World) -> None:
        assert refused(web, "chat.postMessage", channel="C0ANNOUNCE", text="x") == "not_in_channel"

    def test_only_own_messages_can_be_changed(self, web: World) -> None:
        message = web.maya.say("Mine")
        here = {"channel": "C0FRONT", "ts": message.ts}

        assert refused(web, "chat.update", **here, text="x") == "cant_update_message"
        assert refused(web, "chat.delete", **here) == "cant_delete_message"
        assert len(web.problems) == 2

    def test_an_update_takes_less_text_than_a_post(self, web: World) -> None:
        sent = web.client.chat_postMessage(channel="C0FRONT", text="x" * 4001)

        error = refused(web, "chat.update", channel="C0FRONT", ts=sent["ts"], text="x" * 4001)

        assert error == "msg_too_long"
        assert len(web.problems) == 1

    def test_what_is_gone_is_not_found(self, web: World) -> None:
        for method, place in (
            ("chat.update", "ts"),
            ("chat.delete", "ts"),
            ("chat.getPermalink", "message_ts"),
        ):
            assert refused(web, method, channel="C0FRONT", **{place: "1.1"}, text="x") == "message_not_found"

    def test_a_permalink_and_a_reaction(self, web: World) -> None:
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


class TestViews:
    def test_a_trigger_opens_one_view_within_three_seconds(self, web: World) -> None:
        fresh, stale = trigger(web), trigger(web)
        web.client.views_open(trigger_id=fresh, view=shapes.modal())
        web.clock.forward(seconds=3)
        assert web.client.views_open(trigger_id=trigger(web), view=shapes.modal())["ok"]
        web.clock.forward(seconds=0.1)

        assert refused(web, "views.open", trigger_id=fresh, view=shapes.modal()) == "exchanged_trigger_id"
        assert refused(web, "views.open", trigger_id=stale, view=shapes.modal()) == "expired_trigger_id"
        assert refused(web, "views.open", trigger_id="1.1.1", view=shapes.modal()) == "invalid_trigger_id"
        assert len(web.problems) == 3

    def test_a_push_needs_a_trigger_from_an_open_modal(self, web: World) -> None:
        web.show(shapes.modal(shapes.actions(shapes.button())))
        web.maya.press("Go")
        pushed = web.client.views_push(
            trigger_id=web.bot.seen[-1]["trigger_id"], view=shapes.modal(shapes.actions(shapes.button()))
        )
        assert pushed["view"]["previous_view_id"]
        web.maya.press("Go")
        opened = web.client.views_open(trigger_id=web.bot.seen[-1]["trigger_id"], view=shapes.modal())
        assert opened["view"]["root_view_id"] == pushed["view"]["root_view_id"]

        outside = refused(web, "views.push", trigger_id=trigger(web), view=shapes.modal())

        assert outside == "invalid_trigger_id"
        assert web.problems == ["views.push: invalid_trigger_id"]

    def test_a_stale_hash_conflicts(self, web: World) -> None:
        web.show(shapes.modal())
        first = web.maya.view
        web.client.views_update(view_id=first.id, hash=first.hash, view=shapes.modal())

        conflict = refused(web, "views.update", view_id=first.id, hash=first.hash, view=shapes.modal())

        assert conflict == "hash_conflict"

    def test_a_closed_view_is_not_found(self, web: World) -> None:
        web.show(shapes.modal(external_id="mine"))
        web.maya.back()

        assert refused(web, "views.update", external_id="mine", view=shapes.modal()) == "not_found"

    def test_an_external_id_belongs_to_one_open_view(self, web: World) -> None:
        web.show(shapes.modal(external_id="mine"))

        taken = refused(
            web, "views.open", trigger_id=trigger(web, "U0TOM"), view=shapes.modal(external_id="mine")
        )
        on_home = refused(web, "views.publish", user_id="U0TOM", view=shapes.home(external_id="mine"))

        assert {taken, on_home} == {"duplicate_external_id"}
        assert len(web.problems) == 2

    @pytest.mark.parametrize(
        ("view", "error"),
        [
            (None, "invalid_arguments"),
            (shapes.home(), "invalid_arguments"),
            (shapes.modal(title=shapes.plain("x" * 25)), "invalid_arguments"),
            (shapes.modal(*[shapes.section("x" * 2900)] * 100), "view_too_large"),
        ],
    )
    def test_refusals_of_a_view(self, web: World, view: object, error: str) -> None:
        assert refused(web, "views.open", trigger_id=trigger(web), view=view) == error
        assert web.problems[0].startswith(f"views.open: {error}")

    def test_an_update_names_its_view(self, web: World) -> None:
        assert refused(web, "views.update", view=shapes.modal()) == "invalid_arguments"
        assert len(web.problems) == 1

    def test_a_home_tab_is_published_again_under_its_hash(self, web: World) -> None:
        first = web.client.views_publish(user_id="U0PRIYA", view=shapes.home())["view"]
        second = web.client.views_publish(user_id="U0PRIYA", view=shapes.home(), hash=first["hash"])["view"]

        assert second["id"] == first["id"]
        stale = refused(web, "views.publish", user_id="U0PRIYA", view=shapes.home(), hash=first["hash"])
        assert stale == "hash_conflict"
        assert refused(web, "views.publish", user_id="U0NOBODY", view=shapes.home()) == "user_not_found"
        assert len(web.problems) == 1


class TestPeople:
    def test_users_have_a_time_zone_and_a_standing(self, web: World) -> None:
        maya = web.client.users_info(user="U0MAYA")["user"]
        assert (maya["tz"], maya["tz_offset"]) == ("America/Los_Angeles", -28800)
        assert web.client.users_info(user="U0GIA")["user"]["is_restricted"]
        zed = web.client.users_info(user="U0ZED")["user"]
        assert zed["is_stranger"]
        assert zed["team_id"] != "T0HARBOUR"
        assert refused(web, "users.info", user="U0NOBODY") == "user_not_found"
        assert len(web.problems) == 1

    def test_lists_come_in_pages(self, web: World) -> None:
        first = web.client.users_list(limit=4)
        rest = web.client.users_list(limit=4, cursor=first["response_metadata"]["next_cursor"])

        found = [*first["members"], *rest["members"]]
        assert {each["id"] for each in found} == set(web.workspace.people)
        assert rest["response_metadata"]["next_cursor"] == ""
        assert refused(web, "users.list", cursor="?") == "invalid_cursor"
        assert len(web.problems) == 1

    def test_user_groups(self, web: World) -> None:
        (group,) = web.client.usergroups_list(include_users=True)["usergroups"]
        assert (group["id"], group["users"]) == ("S0DESK", ["U0MAYA", "U0PRIYA"])
        assert "users" not in web.client.usergroups_list()["usergroups"][0]
        assert web.client.usergroups_users_list(usergroup="S0DESK")["users"] == ["U0MAYA", "U0PRIYA"]
        assert refused(web, "usergroups.users.list", usergroup="S0") == "no_such_subteam"
        assert len(web.problems) == 1


class TestConversations:
    def test_channels_say_whether_the_bot_is_in(self, web: World) -> None:
        channels = web.client.conversations_list()["channels"]
        inside = {each["id"] for each in channels if each["is_member"]}
        assert {"C0FRONT", "C0UPDATES", "C0HELP"} <= inside
        assert web.client.conversations_info(channel="C0FRONT")["channel"]["name"] == "front-desk"
        assert "U0BOT" in web.client.conversations_members(channel="C0FRONT")["members"]

    def test_a_direct_message_is_opened_once(self, web: World) -> None:
        opened = web.client.conversations_open(users="U0TOM")["channel"]["id"]
        assert web.client.conversations_open(users=["U0TOM"])["channel"]["id"] == opened
        assert web.client.conversations_info(channel=opened)["channel"]["user"] == "U0TOM"
        listed = web.client.conversations_list(types="im")["channels"]
        assert opened in [each["id"] for each in listed]
        assert refused(web, "conversations.open", users="U0BOT") == "cannot_dm_bot"
        several = refused(web, "conversations.open", users="U0TOM,U0MAYA")
        assert several == "method_not_supported_for_channel_type"
        assert refused(web, "conversations.join", channel=opened) == several
        assert len(web.problems) == 3

    def test_joining_a_public_channel(self, web: World) -> None:
        before = web.workspace.channels["C0ANNOUNCE"]
        assert web.client.conversations_join(channel="C0ANNOUNCE")["channel"]["is_member"]
        assert web.client.chat_postMessage(channel="C0ANNOUNCE", text="Here")["ok"]
        web.workspace.put_channel(before)


class TestFiles:
    def test_an_upload_in_the_sdks_three_steps(self, web: World) -> None:
        web.client.files_upload_v2(
            channel="C0FRONT", content="a,b\n1,2\n", filename="report.csv", initial_comment="Here it is"
        )

        message = web.maya.sees("C0FRONT")[-1]
        assert message.text == "Here it is"
        file = web.workspace.files.get(message.files[0])
        assert (file.content, file.mimetype, file.complete) == (b"a,b\n1,2\n", "text/csv", True)
        assert web.client.files_info(file=file.id)["file"]["size"] == 8
        assert web.maya.message_shortcut("x", message).acked
        assert web.bot.seen[-1]["message"]["files"][0]["name"] == "report.csv"
        assert file in list(web.workspace.files)

    def test_a_persons_file_arrives_with_the_form_and_is_downloaded_with_the_token(self, web: World) -> None:
        web.show(shapes.modal(shapes.field("Numbers", "file_input")))
        web.maya.fill("Numbers", web.maya.upload("numbers.csv", b"14155550100\n"))
        web.maya.submit()

        state = web.bot.seen[-1]["view"]["state"]["values"]["numbers"]["numbers_action"]
        address = state["files"][0]["url_private_download"]
        token = {"Authorization": f"Bearer {web.workspace.bot_token}"}
        assert fetch(address, **token) == (200, "text/csv", b"14155550100\n")
        assert fetch(address)[:2] == (200, "text/html")
        assert fetch(f"{web.sandbox.url}/slack/files/F0/x", **token)[0] == 404
        assert len(web.problems) == 1

    def test_wrong_lengths_and_unknown_files_are_refused(self, web: World) -> None:
        place = web.client.files_getUploadURLExternal(filename="x.bin", length=5)
        assert fetch(place["upload_url"], "POST", b"123")[0] == 400
        assert fetch(f"{web.sandbox.url}/slack/files/upload/F0", "POST", b"123")[0] == 404

        files = [{"id": place["file_id"]}]
        assert refused(web, "files.completeUploadExternal", files=files) == "file_not_found"
        assert refused(web, "files.info", file="F0") == "file_not_found"
        assert refused(web, "files.getUploadURLExternal", filename="x", length=0) == "invalid_arguments"
        for channel, error in (("C0ANNOUNCE", "not_in_channel"), ("C0", "channel_not_found")):
            assert refused(web, "files.completeUploadExternal", files=files, channel_id=channel) == error
        assert len(web.problems) == 5

    def test_an_upload_need_not_be_shared(self, web: World) -> None:
        answer = web.client.files_upload_v2(content="abc", filename="quiet.txt")
        assert answer["files"][0]["name"] == "quiet.txt"


class TestFaults:
    def test_throttling_answers_429_once(self, web: World) -> None:
        web.workspace.throttle("chat.postMessage", times=1, seconds=7)

        with pytest.raises(SlackApiError) as refusal:
            web.client.chat_postMessage(channel="C0FRONT", text="x")

        assert refusal.value.response.status_code == 429
        assert refusal.value.response.headers["Retry-After"] == "7"
        assert web.client.chat_postMessage(channel="C0FRONT", text="x")["ok"]

    def test_an_error_on_demand_does_nothing_else(self, web: World) -> None:
        count = len(web.workspace.messages)
        web.workspace.fail("chat.postMessage", "internal_error", times=2)

        errors = [refused(web, "chat.postMessage", channel="C0FRONT", text="x") for _ in range(2)]

        assert errors == ["internal_error"] * 2
        assert len(web.workspace.messages) == count

    def test_slowness_takes_its_time(self, web: World) -> None:
        web.workspace.slow("auth.test", 0.05)
        web.client.auth_test()

        line = web.workspace.traffic[-1]
        assert line.kind == "auth.test"
        assert line.ack_ms is not None
        assert line.ack_ms >= 50


def test_the_inspector_shows_calls_without_tokens(web: World) -> None:
    web.client.chat_postMessage(channel="C0FRONT", text="Look")

    line = web.workspace.traffic[-1]
    assert (line.direction, line.kind, line.summary, line.status) == (
        "from bot",
        "chat.postMessage",
        "ok",
        200,
    )
    assert line.at == web.clock.now
    assert web.workspace.bot_token not in repr(line.body) + repr(line.answer)
