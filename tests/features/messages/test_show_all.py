"""What the clock shows: what could not be shown is tried again after a pause, and keeps nothing else back."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, delete

from bot.engine.retry_delays import RETRY_DELAYS
from bot.features.messages.renderers import Renderers
from bot.features.messages.service import MOST_AT_ONCE, PAUSE_WHEN_BROKEN, Messages
from bot.features.sms.views.message import message
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.poster import Content, Later, NotThere, PosterError, Unreachable
from bot.store import messages as stored_messages
from bot.store.database import Database
from bot.store.messages import DirtyMessage
from bot.store.sends import Send, SendKind
from bot.store.tables import send
from tests.clock import FakeClock
from tests.fakes.poster import FakePoster
from tests.features.delivery.samples import a_text, waits


@pytest.mark.parametrize("error", [Unreachable("internal_error"), NotThere("is_archived")])
def test_what_slack_will_not_have_is_tried_again_with_longer_pauses(
    messages: Messages, poster: FakePoster, clock: FakeClock, text: str, error: PosterError
) -> None:
    poster.refuse["post C0FRONT"] = [error] * 6
    poster.refuse["post U0MAYA"] = [error] * 6

    for pause in (*RETRY_DELAYS, RETRY_DELAYS[-1]):
        tries = poster.calls.count("post C0FRONT")
        messages.show_all()
        clock.advance(seconds=pause - 1)
        messages.show_all()
        messages.show(text)
        assert poster.calls.count("post C0FRONT") == tries + 1
        clock.advance(seconds=1)

    assert poster.texts == []


def test_after_trouble_the_pauses_begin_anew(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    poster.refuse["post C0FRONT"] = [Unreachable("internal_error")] * 2
    messages.show(text)
    clock.advance(seconds=RETRY_DELAYS[0])
    messages.show(text)
    assert waits(database, text) == 2

    clock.advance(seconds=RETRY_DELAYS[1])
    messages.show(text)

    assert waits(database, text) == 0
    assert len(poster.texts) == 1


def test_slacks_own_word_on_how_long_to_wait_is_taken(
    messages: Messages, poster: FakePoster, clock: FakeClock, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    poster.refuse["post C0FRONT"] = [Later(42)]
    with caplog.at_level("INFO", "bot"):
        messages.show(text)
    clock.advance(seconds=41)
    messages.show_all()
    assert poster.calls == ["post C0FRONT"]

    clock.advance(seconds=1)
    messages.show_all()

    assert len(poster.texts) == 1
    assert f"message of {text} waits 42 s: Later" in caplog.text


def test_one_message_that_fails_does_not_keep_the_others_back(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    for number in range(3):
        a_text(database, clock, key=str(number))
    poster.refuse["post C0FRONT"] = [Unreachable("internal_error")]

    messages.show_all()

    assert len(poster.texts) == 2


def test_a_second_tick_leaves_alone_what_a_slow_first_one_has_not_come_to(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    for number in range(3):
        a_text(database, clock, key=str(number))

    def third() -> None:
        clock.advance(seconds=25)
        messages.show_all()

    def second() -> None:
        clock.advance(seconds=25)
        poster.meanwhile = third

    def first() -> None:
        clock.advance(seconds=25)
        poster.meanwhile = second

    poster.meanwhile = first
    messages.show_all()

    assert poster.calls == ["post C0FRONT"] * 3


def test_a_tick_draws_so_many_and_leaves_the_rest_to_the_next(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    for number in range(MOST_AT_ONCE + 1):
        a_text(database, clock, key=str(number))

    messages.show_all()
    assert len(poster.calls) == MOST_AT_ONCE

    messages.show_all()
    assert len(poster.calls) == MOST_AT_ONCE + 1


def test_one_message_that_cannot_be_drawn_does_not_keep_the_others_back(
    poster: FakePoster,
    database: Database,
    clock: FakeClock,
    background: Background,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ids = [a_text(database, clock, key=str(number)) for number in range(3)]
    odd = min(ids)
    broken = True

    def render(send: Send) -> Content:
        if broken and send.id == odd:
            raise KeyError("14155550100")
        return message(send)

    renderers = Renderers({SendKind.CONTACT: render}, {}, render, None)
    messages = Messages(database, poster, renderers, clock, background)

    messages.show_all()

    assert len(poster.calls) == 2
    assert f"message of {odd} could not be drawn: KeyError" in caplog.text
    assert "14155550100" not in caplog.text
    broken = False
    clock.advance(seconds=PAUSE_WHEN_BROKEN - 1)
    messages.show_all()
    assert len(poster.calls) == 2
    clock.advance(seconds=1)
    messages.show_all()
    assert len(poster.calls) == 3


def test_a_text_that_is_forgotten_before_its_turn_is_not_shown(
    messages: Messages, poster: FakePoster, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = stored_messages.claim_dirty

    def claim_and_forget(
        conn: Connection, now: datetime, lease: float, limit: int
    ) -> tuple[DirtyMessage, ...]:
        claimed = claim(conn, now, lease, limit)
        conn.execute(delete(send).where(send.c.id == text))
        return claimed

    monkeypatch.setattr(stored_messages, "claim_dirty", claim_and_forget)

    messages.show_all()

    assert poster.calls == []
