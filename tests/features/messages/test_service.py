"""The one Slack message of each text: posted once, where its writer sees it, and edited in place."""

import threading

import pytest

from bot.features.messages.service import Messages
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.poster import Gone, NotThere
from bot.store.database import Database
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.fakes.poster import FakePoster
from tests.features.delivery.samples import a_text, an_unknown_text, move
from tests.patience import PATIENCE_SECONDS


def test_a_message_is_posted_once_and_then_edited(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    messages.show(text)
    move(database, clock, text, SendState.CANCELLED)
    messages.show(text)

    assert poster.calls == ["post C0FRONT", "update C0FRONT"]
    assert "Cancelled" in poster.texts[0]


def test_what_changes_while_it_is_drawn_is_drawn_right_after(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    poster.meanwhile = lambda: move(database, clock, text, SendState.CANCELLED)

    messages.show(text)

    assert poster.calls == ["post C0FRONT", "update C0FRONT"]
    assert "Cancelled" in poster.texts[0]


def test_two_at_once_never_post_a_message_twice(messages: Messages, poster: FakePoster, text: str) -> None:
    poster.meanwhile = lambda: messages.show(text)

    messages.show(text)

    assert poster.calls == ["post C0FRONT"]


def test_a_text_started_outside_channels_reports_to_its_writer(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    messages.show(a_text(database, clock, channel=None))

    assert poster.calls == ["post U0MAYA"]


def test_where_the_bot_is_not_invited_the_writer_is_told_and_later_edits_go_there_too(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    poster.refuse["post C0FRONT"] = [NotThere("not_in_channel")]

    messages.show(text)
    move(database, clock, text, SendState.CANCELLED)
    messages.show(text)

    assert poster.calls == ["post C0FRONT", "post U0MAYA", "update D0MAYA"]
    assert "Cancelled" in poster.texts[0]


def test_it_says_why_it_is_told_elsewhere(messages: Messages, poster: FakePoster, text: str) -> None:
    poster.refuse["post C0FRONT"] = [NotThere("not_in_channel")]

    messages.show(text)

    assert "I am not in <#C0FRONT>" in poster.texts[0]


def test_a_message_somebody_removed_is_posted_anew(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    move(database, clock, text, SendState.CANCELLED)
    poster.refuse["update C0FRONT"] = [Gone("message_not_found")]

    messages.show(text)

    assert poster.calls == ["post C0FRONT", "update C0FRONT", "post C0FRONT"]


def test_where_the_bot_was_put_out_later_the_news_goes_to_the_writer(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    text = an_unknown_text(database, clock)
    messages.show(text)
    move(database, clock, text, SendState.ACCEPTED)
    poster.refuse["update C0FRONT"] = [NotThere("not_in_channel")]

    messages.show(text)
    move(database, clock, text, SendState.DELIVERED)
    messages.show(text)

    assert poster.calls == ["post C0FRONT", "update C0FRONT", "post U0MAYA", "update D0MAYA"]
    assert "Delivered" in poster.texts[1]
    assert "I am not in <#C0FRONT>" in poster.texts[1]


def test_a_direct_message_that_is_out_of_reach_is_posted_anew_without_a_word_of_channels(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    text = a_text(database, clock, channel=None)
    messages.show(text)
    move(database, clock, text, SendState.CANCELLED)
    poster.refuse["update D0MAYA"] = [NotThere("channel_not_found")]

    messages.show(text)

    assert poster.calls == ["post U0MAYA", "update D0MAYA", "post U0MAYA"]
    assert "I am not in" not in poster.texts[1]


def test_a_text_that_is_not_there_is_not_shown(messages: Messages, poster: FakePoster) -> None:
    messages.show("no such id")
    messages.show_all()

    assert poster.calls == []


def test_it_is_shown_soon_by_a_thread_that_is_free(
    messages: Messages, poster: FakePoster, background: Background, text: str
) -> None:
    posted = threading.Event()
    poster.meanwhile = posted.set

    messages.show_soon(text)

    assert posted.wait(PATIENCE_SECONDS)
    background.stop()
    assert poster.calls == ["post C0FRONT"]


def test_when_no_thread_is_free_it_is_left_to_the_clock(
    messages: Messages,
    poster: FakePoster,
    background: Background,
    text: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    background.stop()

    with caplog.at_level("INFO", "bot"):
        messages.show_soon(text)

    assert poster.calls == []
    assert "left to the clock" in caplog.text
    messages.show_all()
    assert poster.calls == ["post C0FRONT"]
