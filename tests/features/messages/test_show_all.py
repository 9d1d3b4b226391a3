"""What the clock shows: what could not be shown is tried again after a pause, and keeps nothing else back."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, delete

from bot.engine.retry_delays import RETRY_DELAYS
from bot.features.messages.renderers import Renderers
from bot.features.messages.service import MOST_AT_ONCE, PAUSE_WHEN_BROKEN, Messages
from bot.features.sms.views.message import message
from bot.policy.model import Approval
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.posting_errors import Full, Later, NotThere, PosterError, Unreachable
from bot.store import message_claims
from bot.store import messages as stored_messages
from bot.store.database import Database
from bot.store.due_messages import EDITS
from bot.store.messages import DirtyMessage, Purpose
from bot.store.sends import Send, SendKind
from bot.store.states import SendState
from bot.store.tables import send
from tests.clock import FakeClock
from tests.fakes.poster import FakePoster
from tests.features.delivery.samples import a_text, move, waits


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

    renderers = Renderers({SendKind.CONTACT: render}, {}, render, Approval())
    messages = Messages(database, poster, renderers, clock, Coalescer(background, seconds=0))

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
    assert poster.calls[2:] == ["find C0FRONT", "post C0FRONT"]  # nobody knows how far the first one got


def test_a_text_that_is_forgotten_before_its_turn_is_not_shown(
    messages: Messages, poster: FakePoster, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = message_claims.claim

    def claim_and_forget(
        conn: Connection, subject_id: str, purpose: Purpose, now: datetime, lease: float
    ) -> DirtyMessage | None:
        claimed = claim(conn, subject_id, purpose, now, lease)
        conn.execute(delete(send).where(send.c.id == text))
        return claimed

    monkeypatch.setattr(message_claims, "claim", claim_and_forget)

    messages.show_all()

    assert poster.calls == []


def test_while_slack_takes_no_more_in_a_channel_its_messages_wait_untried(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    here = [a_text(database, clock, key=str(number)) for number in range(5)]
    elsewhere = a_text(database, clock, key="elsewhere", channel="C0OTHER")
    poster.refuse["post C0FRONT"] = [Full(30, "C0FRONT")]
    before = [state_of(database, each) for each in here]

    messages.show_all()
    for each in here:
        messages.show(each)

    assert sorted(poster.calls) == ["post C0FRONT", "post C0OTHER"]
    assert waits(database, elsewhere) == 0
    assert [state_of(database, each) for each in here] == before  # no trouble of theirs: none has failed
    clock.advance(seconds=30)
    messages.show_all()
    assert poster.calls.count("post C0FRONT") == 1 + len(here)


def test_an_edit_that_has_to_wait_is_still_left_out_when_nothing_has_changed(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock, text: str
) -> None:
    messages.show(text)
    move(database, clock, text, SendState.CANCELLED)
    poster.refuse["update C0FRONT"] = [Full(30, EDITS)]
    messages.show(text)
    with database.write() as conn:
        conn.execute(send.update().where(send.c.id == text).values(state=SendState.QUEUED.value))
    clock.advance(seconds=30)
    calls = list(poster.calls)

    messages.show_all()

    assert poster.calls == calls  # what is there is known, for nothing was written meanwhile


def test_slack_may_ask_to_wait_for_no_time_and_is_not_asked_for_ever(
    messages: Messages, poster: FakePoster, text: str
) -> None:
    poster.refuse["post C0FRONT"] = [Full(0, "C0FRONT")] * 3
    messages.show(text)
    messages.show_all()
    assert poster.calls == ["post C0FRONT"]


def test_what_changed_last_is_shown_first(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    ids = [a_text(database, clock, key=str(number), number=f"1415555010{number}") for number in range(5)]
    for each in (ids[3], ids[0]):
        clock.advance(seconds=1)
        move(database, clock, each, SendState.CANCELLED)

    messages.show_all()

    order = [number for words in poster.texts for number in range(5) if f"010{number}" in words]
    assert order[:2] == [0, 3]
    assert sorted(order) == list(range(5))


def state_of(database: Database, send_id: str) -> tuple[int, str | None]:
    with database.read() as conn:
        found = stored_messages.get(conn, send_id)
    assert found is not None
    return found.failures, found.digest


def test_a_line_is_not_full_for_ever_when_the_clock_is_set_back(
    messages: Messages, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    poster.refuse["post C0FRONT"] = [Full(30, "C0FRONT")]
    a_text(database, clock, key="first")
    messages.show_all()
    clock.advance(days=-30)

    messages.show(a_text(database, clock, key="second"))

    assert len(poster.texts) == 1
