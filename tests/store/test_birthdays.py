"""Days of birthday texts: each begun once, taken up by one, and held or missed once."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.store import Database, birthday_texts, birthdays, due_messages, message_claims, messages, sends
from bot.store.birthdays import LEASE, DayState, NewDay
from bot.store.messages import Purpose
from bot.store.states import SendState
from tests.store.samples import NOON, a_draft, a_send_in, claim_message

NEW = NewDay(day=date(2026, 11, 23), team_id="T", user_id="U", channel="C", send_at=NOON)


def begun(database: Database, new: NewDay = NEW, state: DayState = DayState.PREPARING) -> str:
    with database.write() as conn:
        made = birthdays.begin(conn, new, state, now=NOON)
    assert made is not None
    return made


def test_a_day_is_begun_once(database: Database) -> None:
    begun(database)
    with database.write() as conn:
        assert birthdays.begin(conn, NEW, DayState.PREPARING, now=NOON) is None
        found = birthdays.of_day(conn, NEW.day)
    assert found is not None
    assert (found.day, found.state, found.send_at) == (NEW.day, DayState.PREPARING, NOON)


@pytest.mark.parametrize(("later", "is_taken"), [(timedelta(), False), (LEASE, True), (-LEASE, True)])
def test_one_process_is_at_a_day_until_its_lease_ends_or_the_clock_is_set_back(
    database: Database, later: timedelta, *, is_taken: bool
) -> None:
    day_id = begun(database)
    with database.write() as conn:
        assert birthdays.left(conn, NOON + later) == ((day_id,) if is_taken else ())
        assert birthdays.take_up(conn, day_id, now=NOON + later) is is_taken
        assert not birthdays.take_up(conn, day_id, now=NOON + later)


def test_a_day_is_held_or_missed_and_asked_for_once(database: Database) -> None:
    day_id = begun(database)
    with database.write() as conn:
        assert birthdays.miss(conn, day_id, now=NOON)
        assert not birthdays.hold(conn, day_id, send_at=NOON, left_out={}, now=NOON)
        assert birthdays.ask(conn, day_id, NEW, "U0SAM", now=NOON)
        assert not birthdays.ask(conn, day_id, NEW, "U0TOM", now=NOON)
        assert birthdays.hold(conn, day_id, send_at=NOON, left_out={"Opted out.": 2}, now=NOON)
        assert not birthdays.miss(conn, day_id, now=NOON)
        day = birthdays.get(conn, day_id)
    assert day is not None
    assert (day.state, day.asked_by, day.left_out) == (DayState.HELD, "U0SAM", {"Opted out.": 2})


def test_while_a_day_is_prepared_its_texts_are_shown_nowhere(database: Database) -> None:
    """Posted before the message of their day, each would stand in the channel by itself."""
    day_id, text = begun(database), a_send_in(database, SendState.SCHEDULED)
    with database.write() as conn:
        messages.open_another(conn, text.id, Purpose.SEND)
        birthday_texts.add(conn, day_id, 2026, text.id)
        assert due_messages.due(conn, NOON, 10) == ()

        assert birthdays.hold(conn, day_id, send_at=NOON, left_out={}, now=NOON)
        (day,) = due_messages.due(conn, NOON, 10)
        posting = message_claims.claim(conn, day.subject_id, day.purpose, NOON, 60)
        assert posting is not None
        message_claims.shown(conn, posting, "C0FRONT", "1.0", "")
        (own,) = due_messages.due(conn, NOON, 10)
    assert (day.subject_id, own.subject_id) == (day_id, text.id)


def test_a_phone_has_one_text_in_a_year_until_it_is_dropped(database: Database) -> None:
    first, text = begun(database), a_draft(database)
    with database.write() as conn:
        birthday_texts.add(conn, first, 2026, text.id)
        assert birthday_texts.had_in(conn, text.to_phone, 2026) == first
        assert birthday_texts.had_in(conn, text.to_phone, 2027) is None
        assert birthday_texts.had_in(conn, "14155550999", 2026) is None
        assert birthday_texts.day_of(conn, text.id) == first
        assert [each.id for each in birthday_texts.of_day(conn, first)] == [text.id]
        birthday_texts.drop(conn, text.id)
        assert birthday_texts.had_in(conn, text.to_phone, 2026) is None


@pytest.mark.parametrize("at", [NOON + timedelta(seconds=1), NOON - timedelta(days=1)], ids=str)
def test_a_day_is_drawn_again_after_each_of_its_texts_whatever_the_clock_says(
    either: Database, at: datetime
) -> None:
    day_id, text = begun(either), a_draft(either)
    with either.write() as conn:
        birthday_texts.add(conn, day_id, 2026, text.id)
        birthdays.hold(conn, day_id, send_at=NOON, left_out={}, now=NOON)
        drawn(conn, day_id, NOON)
        assert claim_message(conn, day_id, NOON, 60) is None

        sends.note_values(conn, text.id, now=at, people=2)
        messages.outdate_one(conn, text.id)
        drawn(conn, text.id, at)

        assert claim_message(conn, day_id, NOON, 60)


def drawn(conn: Connection, subject_id: str, at: datetime) -> None:
    claimed = claim_message(conn, subject_id, at, 60)
    assert claimed
    message_claims.shown(conn, claimed, "C0FRONT", "1.0")
