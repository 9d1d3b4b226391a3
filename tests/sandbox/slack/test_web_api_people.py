"""People, conversations and files through the real WebClient."""

from tests.sandbox.slack import shapes
from tests.sandbox.slack.calling import fetch, refused
from tests.sandbox.slack.conftest import SandboxHarness


class TestPeople:
    def test_users_have_a_time_zone_and_a_standing(self, web: SandboxHarness) -> None:
        maya = web.client.users_info(user="U0MAYA")["user"]
        assert (maya["tz"], maya["tz_offset"]) == ("America/Los_Angeles", -28800)
        assert web.client.users_info(user="U0GIA")["user"]["is_restricted"]
        zed = web.client.users_info(user="U0ZED")["user"]
        assert zed["is_stranger"]
        assert zed["team_id"] != "T0HARBOUR"
        assert refused(web, "users.info", user="U0NOBODY") == "user_not_found"
        assert len(web.problems) == 1

    def test_lists_come_in_pages(self, web: SandboxHarness) -> None:
        first = web.client.users_list(limit=4)
        rest = web.client.users_list(limit=4, cursor=first["response_metadata"]["next_cursor"])

        found = [*first["members"], *rest["members"]]
        assert {each["id"] for each in found} == set(web.workspace.people)
        assert rest["response_metadata"]["next_cursor"] == ""
        assert refused(web, "users.list", cursor="?") == "invalid_cursor"
        assert len(web.problems) == 1

    def test_user_groups(self, web: SandboxHarness) -> None:
        (group,) = web.client.usergroups_list(include_users=True)["usergroups"]
        assert (group["id"], group["users"]) == ("S0DESK", ["U0MAYA", "U0PRIYA"])
        assert "users" not in web.client.usergroups_list()["usergroups"][0]
        assert web.client.usergroups_users_list(usergroup="S0DESK")["users"] == ["U0MAYA", "U0PRIYA"]
        assert refused(web, "usergroups.users.list", usergroup="S0") == "no_such_subteam"
        assert len(web.problems) == 1


class TestConversations:
    def test_channels_say_whether_the_bot_is_in(self, web: SandboxHarness) -> None:
        channels = web.client.conversations_list()["channels"]
        inside = {each["id"] for each in channels if each["is_member"]}
        assert {"C0FRONT", "C0UPDATES", "C0HELP"} <= inside
        assert web.client.conversations_info(channel="C0FRONT")["channel"]["name"] == "front-desk"
        assert "U0BOT" in web.client.conversations_members(channel="C0FRONT")["members"]

    def test_a_direct_message_is_opened_once(self, web: SandboxHarness) -> None:
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

    def test_joining_a_public_channel(self, web: SandboxHarness) -> None:
        before = web.workspace.channels["C0ANNOUNCE"]
        assert web.client.conversations_join(channel="C0ANNOUNCE")["channel"]["is_member"]
        assert web.client.chat_postMessage(channel="C0ANNOUNCE", text="Here")["ok"]
        web.workspace.put_channel(before)


class TestFiles:
    def test_an_upload_in_the_sdks_three_steps(self, web: SandboxHarness) -> None:
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

    def test_a_persons_file_arrives_with_the_form_and_is_downloaded_with_the_token(
        self, web: SandboxHarness
    ) -> None:
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

    def test_wrong_lengths_and_unknown_files_are_refused(self, web: SandboxHarness) -> None:
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

    def test_an_upload_need_not_be_shared(self, web: SandboxHarness) -> None:
        answer = web.client.files_upload_v2(content="abc", filename="quiet.txt")
        assert answer["files"][0]["name"] == "quiet.txt"
