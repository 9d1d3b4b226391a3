"""Answers to one person: by the response address while it lives, else where they are."""

import http.server
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from slack_sdk import WebClient

from bot.slack.blocks import kit
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.poster import Poster
from bot.slack.outgoing.replies import Replies, new_reference, unforeseen, words
from tests.patience import ACK_SECONDS
from tests.seals import SEALS
from tests.slack.conftest import Slack

HELLO = words("Hello")


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=1)
    yield background
    background.stop()


@pytest.fixture
def replies(slack: Slack, background: Background) -> Replies:
    return Replies(Poster(slack.client), background, modals=Modals(slack.client, SEALS))


def with_address(interaction: Interaction, url: str) -> Interaction:
    return replace(interaction, body={**interaction.body, "response_url": url})


def test_the_response_address_is_used_where_slack_gives_one(slack: Slack, replies: Replies) -> None:
    replies.send(slack.interaction(channel="C0FRONT"), HELLO)

    [shown] = slack.messages("C0FRONT")
    assert (shown.text, shown.ephemeral_to) == ("Hello", "U0MAYA")
    assert slack.calls("response_url") == ["ok"]
    assert slack.calls("chat.postEphemeral") == []


def test_the_response_address_reaches_channels_the_bot_is_not_in(slack: Slack, replies: Replies) -> None:
    replies.send(slack.interaction(channel="C0ANNOUNCE"), HELLO)

    assert [each.ephemeral_to for each in slack.messages("C0ANNOUNCE")] == ["U0MAYA"]


def test_why_nothing_happened_is_said_on_top_of_the_window_it_was_pressed_in(
    slack: Slack, replies: Replies
) -> None:
    below = kit.modal(callback_id="form", title="A form", blocks=[kit.section("Words")], close="Close")
    view_id = Modals(slack.client, SEALS).open(slack.trigger(), below)
    press = slack.interaction(channel=None)
    body = {
        **press.body,
        "trigger_id": slack.workspace.triggers.issue("U0MAYA", view_id),
        "view": {"type": "modal", "id": view_id},
    }

    replies.refuse_later(replace(press, body=body), HELLO)

    person = slack.workspace.person("U0MAYA")
    slack.workspace.wait_for(lambda: person.title == "Not done")
    assert slack.calls("views.push") == ["ok"]
    assert slack.calls("chat.postMessage") == []


def test_on_the_home_tab_a_window_says_it(slack: Slack, replies: Replies) -> None:
    replies.refuse(slack.interaction(channel=None), HELLO)

    assert slack.workspace.person("U0MAYA").title == "Not done"
    assert slack.calls("chat.postMessage") == []


def test_where_no_window_can_be_opened_any_more_a_direct_message_says_it(
    slack: Slack, replies: Replies
) -> None:
    spent = slack.interaction(channel=None)
    replies.refuse(spent, HELLO)
    replies.refuse(spent, HELLO)
    third = {"type": "modal", "id": "V3", "previous_view_id": "V2", "root_view_id": "V1"}
    press = slack.interaction(channel=None)
    replies.refuse(replace(press, body={**press.body, "view": third}), HELLO)
    late = slack.interaction(channel=None)
    slack.clock.advance(seconds=ACK_SECONDS + 1)
    replies.refuse(late, HELLO)

    assert slack.calls("chat.postMessage") == ["ok"] * 3
    assert slack.calls("views.open") == ["ok", "expired_trigger_id"]
    slack.workspace.problems.clear()


def test_after_half_an_hour_the_answer_goes_another_way(slack: Slack, replies: Replies) -> None:
    interaction = slack.interaction(channel="C0FRONT")
    slack.clock.advance(minutes=31)

    replies.send(interaction, HELLO)

    assert slack.calls("response_url") == ["expired_url"]
    assert [each.ephemeral_to for each in slack.messages("C0FRONT")] == ["U0MAYA"]


def test_without_an_address_the_person_is_told_in_the_channel(slack: Slack, replies: Replies) -> None:
    replies.send(slack.interaction(answerable=False), HELLO)

    assert [each.ephemeral_to for each in slack.messages("C0FRONT")] == ["U0MAYA"]


def test_without_a_channel_the_person_is_told_directly(slack: Slack, replies: Replies) -> None:
    replies.send(slack.interaction(channel=None), HELLO)

    assert slack.texts("@smsit") == ["Hello"]


class _Dropping(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.recv(1)


class _Mumbling(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.wfile.write(b"mumble\r\n\r\n")


@pytest.fixture(params=[_Dropping, _Mumbling])
def broken_address(request: pytest.FixtureRequest) -> Iterator[str]:
    """An address whose server hangs up, or speaks no HTTP."""
    with socketserver.TCPServer(("127.0.0.1", 0), request.param) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/response"
        server.shutdown()
        serving.join()


def test_an_address_that_does_not_answer_is_logged_without_itself(
    slack: Slack, replies: Replies, broken_address: str, caplog: pytest.LogCaptureFixture
) -> None:
    replies.send(with_address(slack.interaction(), broken_address), HELLO)

    assert slack.texts("C0FRONT") == ["Hello"]
    ours = [each.getMessage() for each in caplog.records if each.name.startswith("bot.")]
    assert len(ours) == 1
    assert ours[0].startswith("a response address did not answer: ")
    assert broken_address not in ours[0]


def test_an_answer_nobody_can_be_given_is_dropped_with_a_line(
    nowhere: WebClient, slack: Slack, background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    Replies(Poster(nowhere), background).send(slack.interaction(answerable=False), HELLO)

    assert "an answer did not reach the person: URLError" in caplog.text
    assert "Hello" not in caplog.text


def test_an_answer_does_not_hold_up_whoever_gives_it(slack: Slack, replies: Replies) -> None:
    replies.later(slack.interaction(answerable=False), HELLO)

    slack.workspace.wait_for(lambda: slack.texts("C0FRONT") == ["Hello"])


def test_an_answer_too_many_is_dropped_with_a_line(
    slack: Slack, replies: Replies, background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    background.stop()

    replies.later(slack.interaction(answerable=False), HELLO)

    assert "an answer was dropped: too much is waiting" in caplog.text
    assert slack.texts("C0FRONT") == []


def test_a_reference_is_short_and_never_the_same() -> None:
    references = {new_reference() for _ in range(100)}

    assert len(references) == 100
    assert {len(each) for each in references} == {8}
    assert all(each in unforeseen(each) for each in references)
