"""The one Slack message of each text: posted once, where its writer sees it, and edited in place."""

import threading

import pytest

from bot.features.delivery.board import Board
from bot.slack.background import Background
from bot.slack.poster import Gone, NotThere
from bot.store.database import Database
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.delivery.texts import a_text, an_unknown_text, move
from tests.features.delivery.wall import Wall
from tests.patience import PATIENCE_SECONDS


def test_a_message_is_posted_once_and_then_edited(
    board: Board, wall: Wall, database: Database, clock: FakeClock, text: str
) -> None:
    board.show(text)
    board.show(text)
    move(database, clock, text, SendState.CANCELLED)
    board.show(text)

    assert wall.calls == ["post C0FRONT", "update C0FRONT"]
    assert "Cancelled" in wall.texts[0]


def test_what_changes_while_it_is_drawn_is_drawn_right_after(
    board: Board, wall: Wall, database: Database, clock: FakeClock, text: str
) -> None:
    wall.meanwhile = lambda: move(database, clock, text, SendState.CANCELLED)

    board.show(text)

    assert wall.calls == ["post C0FRONT", "update C0FRONT"]
    assert "Cancelled" in wall.texts[0]


def test_two_at_once_never_post_a_message_twice(board: Board, wall: Wall, text: str) -> None:
    wall.meanwhile = lambda: board.show(text)

    board.show(text)

    assert wall.calls == ["post C0FRONT"]


def test_a_text_started_outside_channels_reports_to_its_writer(
    board: Board, wall: Wall, database: Database, clock: FakeClock
) -> None:
    board.show(a_text(database, clock, channel=None))

    assert wall.calls == ["post U0MAYA"]


def test_where_the_bot_is_not_invited_the_writer_is_told_and_later_edits_go_there_too(
    board: Board, wall: Wall, database: Database, clock: FakeClock, text: str
) -> None:
    wall.refuse["post C0FRONT"] = [NotThere("not_in_channel")]

    board.show(text)
    move(database, clock, text, SendState.CANCELLED)
    board.show(text)

    assert wall.calls == ["post C0FRONT", "post U0MAYA", "update D0MAYA"]
    assert "Cancelled" in wall.texts[0]


def test_it_says_why_it_is_told_elsewhere(board: Board, wall: Wall, text: str) -> None:
    wall.refuse["post C0FRONT"] = [NotThere("not_in_channel")]

    board.show(text)

    assert "I am not in <#C0FRONT>" in wall.texts[0]


def test_a_message_somebody_removed_is_posted_anew(
    board: Board, wall: Wall, database: Database, clock: FakeClock, text: str
) -> None:
    board.show(text)
    move(database, clock, text, SendState.CANCELLED)
    wall.refuse["update C0FRONT"] = [Gone("message_not_found")]

    board.show(text)

    assert wall.calls == ["post C0FRONT", "update C0FRONT", "post C0FRONT"]


def test_where_the_bot_was_put_out_later_the_news_goes_to_the_writer(
    board: Board, wall: Wall, database: Database, clock: FakeClock
) -> None:
    text = an_unknown_text(database, clock)
    board.show(text)
    move(database, clock, text, SendState.ACCEPTED)
    wall.refuse["update C0FRONT"] = [NotThere("not_in_channel")]

    board.show(text)
    move(database, clock, text, SendState.DELIVERED)
    board.show(text)

    assert wall.calls == ["post C0FRONT", "update C0FRONT", "post U0MAYA", "update D0MAYA"]
    assert "Delivered" in wall.texts[1]
    assert "I am not in <#C0FRONT>" in wall.texts[1]


def test_a_direct_message_that_is_out_of_reach_is_posted_anew_without_a_word_of_channels(
    board: Board, wall: Wall, database: Database, clock: FakeClock
) -> None:
    text = a_text(database, clock, channel=None)
    board.show(text)
    move(database, clock, text, SendState.CANCELLED)
    wall.refuse["update D0MAYA"] = [NotThere("channel_not_found")]

    board.show(text)

    assert wall.calls == ["post U0MAYA", "update D0MAYA", "post U0MAYA"]
    assert "I am not in" not in wall.texts[1]


def test_a_text_that_is_not_there_is_not_shown(board: Board, wall: Wall) -> None:
    board.show("no such id")
    board.show_all()

    assert wall.calls == []


def test_it_is_shown_soon_by_a_thread_that_is_free(
    board: Board, wall: Wall, background: Background, text: str
) -> None:
    posted = threading.Event()
    wall.meanwhile = posted.set

    board.show_soon(text)

    assert posted.wait(PATIENCE_SECONDS)
    background.stop()
    assert wall.calls == ["post C0FRONT"]


def test_when_no_thread_is_free_it_is_left_to_the_clock(
    board: Board, wall: Wall, background: Background, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    background.stop()

    with caplog.at_level("INFO", "bot"):
        board.show_soon(text)

    assert wall.calls == []
    assert "left to the clock" in caplog.text
    board.show_all()
    assert wall.calls == ["post C0FRONT"]
