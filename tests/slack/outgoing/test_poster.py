"""Writing messages to Slack: what each of Slack's answers means to the caller."""

import pytest
from slack_sdk import WebClient

from bot.slack.blocks import kit, limits
from bot.slack.outgoing.call_window import CallWindow
from bot.slack.outgoing.poster import (
    CHART,
    MOST_PACES,
    POSTS_A_MINUTE,
    UPDATES_A_MINUTE,
    Content,
    Posted,
    Poster,
)
from bot.slack.outgoing.posting_errors import (
    GONE,
    NOT_THERE,
    Gone,
    Later,
    NotThere,
    PosterError,
    Refused,
    Unreachable,
)
from tests.slack.conftest import Slack

HELLO = Content("Hello", (kit.section("Hello"),))
BYE = Content("Bye", (kit.section("Bye"),))
GREETING = "A perfectly private greeting"


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def poster(slack: Slack, seconds: Seconds) -> Poster:
    return Poster(slack.client, seconds)


def test_a_message_is_posted_and_then_edited_in_its_place(slack: Slack, poster: Poster) -> None:
    posted = poster.post("C0FRONT", HELLO)
    poster.update(posted, BYE)

    [shown] = slack.messages("C0FRONT")
    assert (shown.text, shown.ts, shown.channel) == ("Bye", posted.ts, "C0FRONT")
    assert slack.workspace.problems == []


def test_a_message_to_a_person_names_the_channel_it_really_stands_in(slack: Slack, poster: Poster) -> None:
    posted = poster.post("U0MAYA", HELLO)

    assert posted.channel.startswith("D")
    assert slack.texts("@smsit") == ["Hello"]


def test_a_text_too_long_for_an_edit_is_cut(slack: Slack, poster: Poster) -> None:
    posted = poster.post("C0FRONT", HELLO)
    poster.update(posted, Content("x" * 5000, HELLO.blocks))

    assert len(slack.texts("C0FRONT")[0]) == limits.UPDATE_TEXT


@pytest.mark.parametrize("code", sorted(NOT_THERE))
def test_a_channel_the_bot_may_not_post_in_is_not_there(slack: Slack, poster: Poster, code: str) -> None:
    slack.workspace.fail("chat.postMessage", code)

    with pytest.raises(NotThere, match=code):
        poster.post("C0FRONT", HELLO)


def test_a_channel_the_bot_was_not_invited_to_is_not_there(poster: Poster) -> None:
    with pytest.raises(NotThere):
        poster.post("C0ANNOUNCE", HELLO)


@pytest.mark.parametrize("code", sorted(GONE))
def test_a_message_that_can_no_longer_be_edited_is_gone(slack: Slack, poster: Poster, code: str) -> None:
    posted = poster.post("C0FRONT", HELLO)
    slack.workspace.fail("chat.update", code)

    with pytest.raises(Gone, match=code):
        poster.update(posted, BYE)


def test_a_message_somebody_removed_is_gone(poster: Poster) -> None:
    with pytest.raises(Gone):
        poster.update(Posted("C0FRONT", "1.000100"), BYE)


@pytest.mark.parametrize("code", ["internal_error", "account_inactive", "fatal_error"])
def test_any_other_error_is_nobodys_to_act_on(slack: Slack, poster: Poster, code: str) -> None:
    slack.workspace.fail("chat.postMessage", code)

    with pytest.raises(Unreachable, match=code):
        poster.post("C0FRONT", HELLO)


def test_a_chart_that_slack_refuses_is_left_out(slack: Slack, poster: Poster) -> None:
    chart = {"type": CHART, "title": "Delivery", "chart": {"type": "pie", "segments": []}}

    posted = poster.post("C0FRONT", Content("12 of 12 delivered", (*HELLO.blocks, chart)))
    poster.update(posted, Content("11 of 12 delivered", (*HELLO.blocks, chart)))

    assert slack.texts("C0FRONT") == ["11 of 12 delivered"]


def test_blocks_that_slack_refuses_without_a_chart_too_are_nobodys_to_mend(
    slack: Slack, poster: Poster
) -> None:
    with pytest.raises(Refused):
        poster.post("C0FRONT", Content("Hello", ({"type": "section"},)))

    slack.workspace.problems.clear()


def test_a_message_in_a_thread_stands_below_its_parent(slack: Slack, poster: Poster) -> None:
    parent = poster.post("C0FRONT", HELLO)

    reply = poster.post("C0FRONT", BYE, thread_ts=parent.ts)

    found = slack.workspace.messages.find("C0FRONT", reply.ts)
    assert found is not None
    assert found.thread_ts == parent.ts


def test_a_429_names_the_seconds_to_wait(slack: Slack, poster: Poster) -> None:
    slack.workspace.throttle("chat.postMessage", seconds=17)

    with pytest.raises(Later) as asked:
        poster.post("C0FRONT", HELLO)

    assert asked.value.seconds == 17.0
    assert str(asked.value) == "wait 17 s"


def test_a_rate_limit_told_without_the_seconds_waits_half_a_minute(slack: Slack, poster: Poster) -> None:
    slack.workspace.fail("chat.postMessage", "ratelimited")

    with pytest.raises(Later) as asked:
        poster.post("C0FRONT", HELLO)

    assert asked.value.seconds == 30.0


def test_a_slack_that_cannot_be_reached_is_unreachable_and_called_once(nowhere: WebClient) -> None:
    with pytest.raises(Unreachable, match="URLError"):
        Poster(nowhere).post("C0FRONT", HELLO)


def test_no_case_says_what_the_message_was(slack: Slack, poster: Poster) -> None:
    content = Content(GREETING, (kit.section(GREETING),))
    slack.workspace.fail("chat.postMessage", "invalid_blocks")

    with pytest.raises(PosterError) as failed:
        poster.post("C0FRONT", content)

    assert GREETING not in f"{failed.value!r} {content!r}"
    assert failed.value.__cause__ is None


def test_edits_keep_within_what_slack_allows_a_minute(slack: Slack, poster: Poster, seconds: Seconds) -> None:
    posted = poster.post("C0FRONT", HELLO)
    for _ in range(UPDATES_A_MINUTE):
        poster.update(posted, BYE)
    seconds.now += 20

    with pytest.raises(Later) as asked:
        poster.update(posted, HELLO)

    assert asked.value.seconds == 40.0
    assert len(slack.calls("chat.update")) == UPDATES_A_MINUTE
    seconds.now += 40
    poster.update(posted, HELLO)
    assert slack.texts("C0FRONT") == ["Hello"]


def test_a_busy_channel_does_not_hold_another_one_up(nowhere: WebClient, seconds: Seconds) -> None:
    poster = Poster(nowhere, seconds)
    for _ in range(POSTS_A_MINUTE):
        with pytest.raises(Unreachable):
            poster.post("C0FRONT", HELLO)

    with pytest.raises(Later):
        poster.post("C0FRONT", HELLO)
    with pytest.raises(Unreachable):
        poster.post("C0HELP", HELLO)


def test_a_window_moves_with_time(seconds: Seconds) -> None:
    window = CallWindow(2, 10.0, seconds)
    window.take()
    seconds.now += 4
    window.take()

    with pytest.raises(Later) as asked:
        window.take()
    assert asked.value.seconds == 6.0

    seconds.now += 6
    window.take()
    with pytest.raises(Later) as asked:
        window.take()
    assert asked.value.seconds == 4.0


def test_a_person_is_told_in_the_channel_and_nobody_else_sees_it(slack: Slack, poster: Poster) -> None:
    poster.tell("C0FRONT", "U0MAYA", HELLO)

    assert [each.ephemeral_to for each in slack.messages("C0FRONT")] == ["U0MAYA"]
    assert slack.workspace.person("U0TOM").sees("C0FRONT") == []


def test_a_person_is_told_directly_where_the_bot_is_not_in_the_channel(slack: Slack, poster: Poster) -> None:
    poster.tell("C0ANNOUNCE", "U0MAYA", HELLO)

    assert slack.texts("C0ANNOUNCE") == []
    assert slack.texts("@smsit") == ["Hello"]


def test_a_person_is_told_directly_when_there_is_no_channel(slack: Slack, poster: Poster) -> None:
    poster.tell(None, "U0MAYA", HELLO)

    assert slack.texts("@smsit") == ["Hello"]


def test_a_rate_limit_while_telling_is_not_turned_into_a_direct_message(slack: Slack, poster: Poster) -> None:
    slack.workspace.throttle("chat.postEphemeral", seconds=3)

    with pytest.raises(Later):
        poster.tell("C0FRONT", "U0MAYA", HELLO)

    assert slack.texts("@smsit") == []


def test_posts_are_counted_for_no_more_channels_than_were_posted_in(
    poster: Poster, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrote(*_: object, **_named: object) -> dict[str, str]:
        return {"channel": "C0", "ts": "1.0"}

    monkeypatch.setattr(poster, "_write", wrote)
    for nth in range(3 * MOST_PACES):
        seconds.now += 120 / MOST_PACES
        poster.post(f"C{nth}", HELLO)
    assert len(poster._posts) <= MOST_PACES
    for _ in range(POSTS_A_MINUTE - 1):
        poster.post(f"C{nth}", HELLO)
    with pytest.raises(Later):
        poster.post(f"C{nth}", HELLO)
