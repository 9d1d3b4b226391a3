"""The one Slack message of each text: posted once, where its writer sees it, and edited in place."""

import threading

import pytest
from sqlalchemy import update

from bot.features.messages.renderers import Renderers
from bot.features.messages.service import Messages
from bot.features.sms.views.message import message
from bot.policy.model import Approval
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.posting_errors import Gone, NotThere, Unreachable
from bot.store import messages as stored_messages
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from bot.store.tables import send
from tests.clock import FakeClock
from tests.fakes.poster import FakePoster
from tests.features.delivery.samples import a_text, an_unknown_text, move
from tests.patience import PATIENCE_SECONDS


def outdate(database: Database, text: str) -> None:
    with database.write() as conn:
        stored_messages.outdate(conn, [text])


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


def test_an_edit_that_would_change_nothing_is_left_out(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    for _ in range(3):
        outdate(database, text)
        messages.show(text)
    assert poster.calls == ["post C0FRONT"]

    move(database, clock, text, SendState.CANCELLED)
    messages.show(text)
    outdate(database, text)
    messages.show_all()

    assert poster.calls == ["post C0FRONT", "update C0FRONT"]


def test_an_edit_that_failed_is_made_again_even_back_to_what_was_shown_before(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    with database.read() as conn:
        before = sends.get(conn, text)
    assert before is not None
    move(database, clock, text, SendState.CANCELLED)
    poster.refuse["update C0FRONT"] = [Unreachable("its answer was lost")]
    messages.show(text)
    with database.write() as conn:
        conn.execute(update(send).where(send.c.id == text).values(state=before.state))
    outdate(database, text)
    clock.advance(minutes=10)

    messages.show(text)

    assert poster.calls == ["post C0FRONT", "update C0FRONT", "update C0FRONT"]


def test_edits_that_follow_each_other_within_a_second_are_one(
    database: Database, poster: FakePoster, clock: FakeClock, background: Background
) -> None:
    text = an_unknown_text(database, clock)
    seconds = [0.0]
    drawing = Coalescer(background, seconds=1, monotonic=lambda: seconds[0])
    renderers = Renderers({SendKind.CONTACT: message}, {}, message, Approval())
    messages = Messages(database, poster, renderers, clock, drawing)
    database.on_outdated(messages.show_soon)

    def drawn() -> list[str]:
        drawing.pass_on()
        assert background.finish(PATIENCE_SECONDS)
        return poster.calls

    messages.show_soon(text)
    assert drawn() == ["post C0FRONT"]
    outdate(database, text)
    seconds[0] += 0.4
    move(database, clock, text, SendState.ACCEPTED)
    messages.show_all()  # the clock leaves to this process what it is about to draw
    seconds[0] += 0.5
    assert drawn() == ["post C0FRONT"]
    seconds[0] += 0.2
    assert drawn() == ["post C0FRONT", "update C0FRONT"]
    assert "Sent" in poster.texts[0]

    move(database, clock, text, SendState.DELIVERED)
    drawing.stop()
    assert drawn() == ["post C0FRONT", "update C0FRONT", "update C0FRONT"]
    assert "Delivered" in poster.texts[0]


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

    assert "the bot isn't in <#C0FRONT>" in poster.texts[0]


def test_a_message_somebody_removed_is_posted_anew(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    move(database, clock, text, SendState.CANCELLED)
    poster.refuse["update C0FRONT"] = [Gone("message_not_found")]

    messages.show(text)

    assert poster.calls == ["post C0FRONT", "update C0FRONT", "post C0FRONT"]


def forget_person(database: Database, text: str) -> None:
    """Have nobody know any more whom a text went to."""
    with database.write() as conn:
        conn.execute(update(send).where(send.c.id == text).values(to_number="", to_phone="", to_name=None))
        stored_messages.outdate_posted(conn, [text])


def test_of_a_person_who_is_forgotten_it_is_edited_where_it_stands(
    messages: Messages, poster: FakePoster, database: Database, text: str
) -> None:
    messages.show(text)
    assert "0100" in poster.texts[0]
    forget_person(database, text)

    messages.show(text)

    assert poster.calls == ["post C0FRONT", "update C0FRONT"]
    assert "0100" not in poster.texts[0]


@pytest.mark.parametrize("gone", [Gone("message_not_found"), NotThere("not_in_channel")])
def test_of_a_person_who_is_forgotten_nothing_is_posted_anew(
    messages: Messages, poster: FakePoster, database: Database, text: str, gone: Exception
) -> None:
    messages.show(text)
    forget_person(database, text)
    poster.refuse["update C0FRONT"] = [gone]

    messages.show(text)
    messages.show_all()

    assert poster.calls == ["post C0FRONT", "update C0FRONT"]


def test_of_a_person_who_is_forgotten_nothing_is_posted_at_all(
    messages: Messages, poster: FakePoster, database: Database, text: str
) -> None:
    forget_person(database, text)

    messages.show(text)

    assert poster.calls == []


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
    assert "the bot isn't in <#C0FRONT>" in poster.texts[1]


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
