"""A message is found again by the key it was posted with, in whatever place it stands."""

from datetime import timedelta

import pytest

from bot.slack.blocks import kit
from bot.slack.outgoing import posting_keys
from bot.slack.outgoing.poster import Content, Poster, without_buttons
from bot.slack.outgoing.posting_errors import Later, NoAnswer
from tests.slack.conftest import Slack

HELLO = Content("Hello", (kit.section("Hello"),))
KEY = "k" * 32


@pytest.fixture
def poster(slack: Slack) -> Poster:
    return Poster(slack.client)


@pytest.mark.parametrize("to", ["C0FRONT", "U0MAYA"])
def test_it_is_found_where_it_was_posted_though_the_answer_got_lost(
    slack: Slack, poster: Poster, to: str
) -> None:
    began = slack.clock()
    slack.workspace.faults.lose("chat.postMessage")
    with pytest.raises(NoAnswer):
        poster.post(to, HELLO, key=KEY)
    other = poster.post(to, HELLO, key="o" * 32)

    found = poster.find(to, KEY, began)

    assert found is not None
    assert found != other
    assert found.channel == other.channel
    assert poster.permalink(found).endswith(f"/archives/{found.channel}/p{found.ts.replace('.', '')}")
    assert slack.workspace.problems == []


def test_it_is_found_in_its_thread_and_nowhere_else(slack: Slack, poster: Poster) -> None:
    above = poster.post("C0FRONT", HELLO)
    posted = poster.post("C0FRONT", HELLO, thread_ts=above.ts, key=KEY)

    assert poster.find("C0FRONT", KEY, slack.clock(), thread_ts=above.ts) == posted
    assert poster.find("C0FRONT", KEY, slack.clock()) is None


def test_an_edit_leaves_the_key(slack: Slack, poster: Poster) -> None:
    posted = poster.post("C0FRONT", HELLO, key=KEY)
    poster.update(posted, Content("Bye", (kit.section("Bye"),)))
    assert poster.find("C0FRONT", KEY, slack.clock()) == posted


def test_only_what_was_posted_about_that_time_is_looked_at(slack: Slack, poster: Poster) -> None:
    posted = poster.post("C0FRONT", HELLO, key=KEY)
    behind, ahead = posting_keys.BEFORE, posting_keys.AFTER
    second = timedelta(seconds=5)
    for since, found in (
        (slack.clock() + behind - second, posted),
        (slack.clock() + behind + second, None),
        (slack.clock() - ahead + second, posted),
        (slack.clock() - ahead - second, None),
    ):
        assert poster.find("C0FRONT", KEY, since) == found


@pytest.mark.parametrize(
    "code", ["missing_scope", "not_in_channel", "channel_not_found", "nobody_knows_this"]
)
def test_where_the_app_may_not_look_it_is_not_found(slack: Slack, poster: Poster, code: str) -> None:
    poster.post("C0FRONT", HELLO, key=KEY)
    slack.workspace.faults.fail("conversations.history", code)
    assert poster.find("C0FRONT", KEY, slack.clock()) is None


def test_a_person_whose_conversation_cannot_be_opened_has_none_to_look_at(
    slack: Slack, poster: Poster
) -> None:
    slack.workspace.faults.fail("conversations.open", "missing_scope")
    assert poster.find("U0MAYA", KEY, slack.clock()) is None
    assert slack.calls("conversations.history") == []


def test_where_slack_does_not_say_it_is_asked_again_later(slack: Slack, poster: Poster) -> None:
    slack.workspace.faults.throttle("conversations.history", seconds=7)
    with pytest.raises(Later):
        poster.find("C0FRONT", KEY, slack.clock())
    slack.workspace.faults.lose("conversations.history")
    with pytest.raises(NoAnswer):
        poster.find("C0FRONT", KEY, slack.clock())
    slack.workspace.faults.fail("conversations.history", "fatal_error")
    with pytest.raises(NoAnswer):
        poster.find("C0FRONT", KEY, slack.clock())


@pytest.mark.parametrize("in_thread", [True, False])
def test_it_is_found_on_whatever_page_it_stands(
    slack: Slack, poster: Poster, monkeypatch: pytest.MonkeyPatch, *, in_thread: bool
) -> None:
    monkeypatch.setattr(posting_keys, "PAGE", 3)
    began = slack.clock()
    above = poster.post("C0FRONT", HELLO).ts if in_thread else None
    for number in range(20):
        poster.post("C0FRONT", HELLO, thread_ts=above, key=f"{number:032d}")

    for number in range(20):
        assert poster.find("C0FRONT", f"{number:032d}", began, thread_ts=above) is not None
    assert poster.find("C0FRONT", KEY, began, thread_ts=above) is None
    assert slack.workspace.problems == []


def test_no_more_pages_are_read_than_an_hour_of_a_busy_channel_has(
    slack: Slack, poster: Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting_keys, "PAGE", 1)
    began = slack.clock()
    poster.post("C0FRONT", HELLO, key=KEY)
    for _ in range(posting_keys.MOST_PAGES):
        poster.post("C0FRONT", HELLO)

    assert poster.find("C0FRONT", KEY, began) is None
    assert len(slack.calls("conversations.history")) == posting_keys.MOST_PAGES


def test_one_begun_while_the_clock_ran_ahead_is_looked_for_in_the_last_hour(
    slack: Slack, poster: Poster
) -> None:
    posted = poster.post("C0FRONT", HELLO, key=KEY)
    now = slack.clock()
    for since in (now, now + timedelta(minutes=9), now + timedelta(days=1)):
        assert poster.find("C0FRONT", KEY, posting_keys.about(since, now)) == posted
    assert posting_keys.about(now - timedelta(days=1), now) == now - timedelta(days=1)


def test_metadata_of_others_is_no_key() -> None:
    theirs = {"event_type": "task", "event_payload": {"key": KEY}}
    messages = [{"ts": "1"}, {"ts": "2", "metadata": theirs}, {"ts": "3", "metadata": {"event_type": "x"}}]
    assert posting_keys.ts_of(KEY, messages) is None


def test_without_buttons_nothing_is_left_to_press() -> None:
    section = kit.section("Hello")
    pressed = {**section, "accessory": kit.button("Go", "go")}
    whole = Content("Hello", (pressed, kit.actions([kit.button("Go", "go")])))
    assert without_buttons(whole) == Content("Hello", (section,))
