from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.store import Database, SendState
from bot.store.sends import HeldBy, Send, scheduled
from bot.store.tables import send
from tests.store.samples import NOON, a_draft, a_send_in, the, version_of

HOUR = timedelta(hours=1)


def waiting(
    database: Database, hours: float | None, state: SendState = SendState.SCHEDULED, **more: object
) -> Send:
    at = None if hours is None else NOON + hours * HOUR
    return a_send_in(database, state, send_at=at, **more)


def of_bot(database: Database, user_id: str | None = None, *, offset: int = 0, limit: int = 10) -> list[str]:
    with database.read() as conn:
        return [each.id for each in scheduled.of_bot(conn, user_id, offset=offset, limit=limit)]


def of_smsit(database: Database, user_id: str | None = None, *, now: datetime = NOON) -> set[str]:
    with database.read() as conn:
        return {each.id for each in scheduled.of_smsit(conn, user_id, now)}


def test_what_the_bot_holds_comes_soonest_first_and_without_a_time_before_that(either: Database) -> None:
    late = waiting(either, -1, hold_code="late")
    later = waiting(either, 2)
    asked = waiting(either, 1, SendState.AWAITING_APPROVAL)
    at_once = waiting(either, None, SendState.AWAITING_APPROVAL)
    assert of_bot(either) == [at_once.id, late.id, asked.id, later.id]
    assert of_bot(either, offset=1, limit=2) == [late.id, asked.id]


def test_what_does_not_wait_is_left_out(either: Database) -> None:
    for state in SendState:
        if state not in {SendState.SCHEDULED, SendState.AWAITING_APPROVAL}:
            waiting(either, 1, state)
    waiting(either, 1, parent_id=uuid4().hex, line=1)
    a_draft(either)
    with either.read() as conn:
        assert scheduled.count_of_bot(conn, None) == 0
    assert of_bot(either) == []


def test_people_can_be_shown_their_own_only(either: Database) -> None:
    own, _others = waiting(either, 1), waiting(either, 2, user_id="U0SAM")
    there = waiting(either, 1, SendState.SCHEDULED_AT_SMSIT)
    waiting(either, 1, SendState.SCHEDULED_AT_SMSIT, user_id="U0SAM")
    assert of_bot(either, "U0MAYA") == [own.id]
    assert of_smsit(either, "U0MAYA") == {there.id}
    with either.read() as conn:
        assert scheduled.count_of_bot(conn, "U0MAYA") == 1
        assert scheduled.count_of_bot(conn, None) == 2


def test_what_smsit_holds_is_shown_until_its_last_time_has_passed(either: Database) -> None:
    def series(until: datetime) -> dict[str, object]:
        return {"repeat": "Daily", "every": 1, "until": until.isoformat()}

    there = SendState.SCHEDULED_AT_SMSIT
    coming = waiting(either, 1, there)
    begun = waiting(either, -5, there, recurrence=series(NOON + HOUR))
    elsewhere = series((NOON + HOUR).astimezone(ZoneInfo("America/New_York")))
    also = waiting(either, -5, there, recurrence=elsewhere)
    waiting(either, -1, there)
    waiting(either, -5, there, recurrence=series(NOON - HOUR))
    waiting(either, None, there)
    assert of_smsit(either) == {coming.id, begun.id, also.id}


def change(database: Database, seen: Send, **values: object) -> bool:
    with database.write() as conn:
        return scheduled.change(
            conn, seen.id, state=seen.state, seen=seen.updated_at, now=NOON + HOUR, values=values
        )


def test_a_change_is_written_and_drawn(either: Database) -> None:
    seen = waiting(either, 1)
    with either.read() as conn:
        version = version_of(conn, seen.id)
    assert change(either, seen, body="New words", held_by=HeldBy.BOT, send_at=NOON + 3 * HOUR)
    now = the(either, seen.id)
    assert (now.body, now.held_by, now.send_at) == ("New words", HeldBy.BOT, NOON + 3 * HOUR)
    assert now.updated_at == NOON + HOUR
    with either.read() as conn:
        assert version_of(conn, seen.id) > version


def test_nothing_is_changed_that_was_not_seen_so(either: Database) -> None:
    seen = waiting(either, 1)
    assert change(either, seen, body="First")
    assert not change(either, seen, body="Second")
    with either.write() as conn:
        conn.execute(send.update().values(state="queued", updated_at=seen.updated_at))
    assert not change(either, seen, body="Third")
    assert the(either, seen.id).body == "First"
