"""Reading what stands in a conversation, and answers that get lost."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.demo import manifest
from bot.sandbox.slack.manifest import Manifest
from tests.sandbox.slack.calling import refused
from tests.sandbox.slack.conftest import SandboxHarness

MARK = {"event_type": "x", "event_payload": {"key": "1"}}


class TestHistory:
    def test_the_newest_come_first_with_their_metadata_when_it_is_asked_for(
        self, web: SandboxHarness
    ) -> None:
        for text in ("one", "two"):
            web.client.chat_postMessage(channel="C0FRONT", text=text, metadata=MARK)
        seen = web.client.conversations_history(channel="C0FRONT", include_all_metadata=True)["messages"]
        assert [each["text"] for each in seen[:2]] == ["two", "one"]
        assert seen[0]["metadata"] == MARK
        plain = web.client.conversations_history(channel="C0FRONT")["messages"]
        assert "metadata" not in plain[0]

    def test_replies_stand_in_their_thread_only_and_after_the_message_itself(
        self, web: SandboxHarness
    ) -> None:
        above = web.client.chat_postMessage(channel="C0FRONT", text="above")["ts"]
        web.client.chat_postMessage(channel="C0FRONT", text="below", thread_ts=above)
        seen = web.client.conversations_replies(channel="C0FRONT", ts=above)["messages"]
        assert [each["text"] for each in seen] == ["above", "below"]
        shown = web.client.conversations_history(channel="C0FRONT")["messages"]
        assert "below" not in [each["text"] for each in shown]
        assert refused(web, "conversations.replies", channel="C0FRONT", ts="1.0") == "thread_not_found"
        assert web.problems == ["conversations.replies: thread_not_found"]

    def test_it_is_bounded_by_time_and_by_pages_and_hides_what_one_person_sees(
        self, web: SandboxHarness
    ) -> None:
        stamps = [web.client.chat_postMessage(channel="C0FRONT", text=str(n))["ts"] for n in range(3)]
        web.client.chat_postEphemeral(channel="C0FRONT", user="U0MAYA", text="hush")
        read = web.client.conversations_history(channel="C0FRONT", oldest=stamps[1], limit=1)
        assert [each["text"] for each in read["messages"]] == ["2"]
        assert read["has_more"]
        rest = web.client.conversations_history(
            channel="C0FRONT", oldest=stamps[1], limit=1, cursor=read["response_metadata"]["next_cursor"]
        )
        assert [each["text"] for each in rest["messages"]] == ["1"]
        early = web.client.conversations_history(channel="C0FRONT", oldest=stamps[0], latest=stamps[0])
        assert [each["text"] for each in early["messages"]] == ["0"]

    @pytest.mark.parametrize("channel", ["C0FRONT", "U0MAYA"])
    def test_it_takes_a_scope_that_may_be_an_optional_one(
        self, web: SandboxHarness, monkeypatch: pytest.MonkeyPatch, channel: str
    ) -> None:
        place = web.client.chat_postMessage(channel=channel, text="Hello")["channel"]
        declared = manifest()
        monkeypatch.setattr(web.workspace, "manifest", Manifest(declared))
        assert web.client.conversations_history(channel=place)["ok"]
        del declared["oauth_config"]["scopes"]["bot_optional"]
        assert refused(web, "conversations.history", channel=place) == "missing_scope"
        assert web.problems == ["conversations.history: missing_scope"]


def test_a_lost_answer_is_one_to_a_call_that_was_carried_out(web: SandboxHarness) -> None:
    web.workspace.faults.lose("chat.postMessage")
    with pytest.raises(SlackApiError):
        web.client.chat_postMessage(channel="C0FRONT", text="Taken all the same")
    seen = web.client.conversations_history(channel="C0FRONT")["messages"]
    assert seen[0]["text"] == "Taken all the same"
