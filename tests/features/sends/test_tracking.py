"""Of the texts to a number the newest is followed, for that is the one SMS-iT reports on."""

from datetime import timedelta

from sqlalchemy import Row

from bot.features.sends.tracking import follow
from bot.store.database import Database
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.tables import follow_up
from tests.clock import START
from tests.store.samples import a_send_in, the

S = SendState
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


def accepted(database: Database, began: timedelta | None, **changes: object) -> Send:
    at = None if began is None else START + began
    return a_send_in(database, S.ACCEPTED, now=START, attempting_at=at, **changes)


def followed(database: Database, *texts: Send) -> list[Row[tuple[object, ...]]]:
    """Follow texts one after the other, and return what is followed then."""
    for text in texts:
        with database.write() as conn:
            follow(conn, text, START + HOUR, DAY)
    with database.read() as conn:
        return list(conn.execute(follow_up.select()))


def test_a_text_is_followed_from_now_on_for_as_long_as_the_rules_say(either: Database) -> None:
    text = accepted(either, timedelta())
    (found,) = followed(either, text)
    assert found.send_id == text.id
    assert START + HOUR < found.due_at < START + HOUR + timedelta(minutes=1)
    assert found.deadline == START + HOUR + DAY
    assert the(either, text.id) == text


def test_a_newer_text_is_followed_in_the_place_of_an_older_one_to_the_same_number(either: Database) -> None:
    older, newer = accepted(either, timedelta()), accepted(either, SECOND)
    elsewhere = accepted(either, timedelta(), to_number="447700900123")

    found = followed(either, older, elsewhere, newer)

    assert {each.send_id for each in found} == {elsewhere.id, newer.id}
    assert [the(either, each.id).state for each in (older, elsewhere, newer)] == [
        S.SUPERSEDED,
        S.ACCEPTED,
        S.ACCEPTED,
    ]
    assert the(either, older.id).updated_at == START + HOUR


def test_a_text_that_a_newer_one_has_overtaken_is_not_followed(either: Database) -> None:
    older, newer = accepted(either, timedelta()), accepted(either, SECOND)

    assert followed(either, older) == []

    assert (the(either, older.id).state, the(either, newer.id).state) == (S.SUPERSEDED, S.ACCEPTED)
    assert the(either, older.id).updated_at == START + HOUR
    assert [each.send_id for each in followed(either, newer)] == [newer.id]


def test_a_text_that_was_settled_meanwhile_stays_as_it_is(either: Database) -> None:
    older, _newer = a_send_in(either, S.ATTEMPTING, now=START), accepted(either, SECOND)
    assert followed(either, older) == []
    assert the(either, older.id) == older


def test_one_of_which_nobody_knows_when_it_began_counts_as_the_newest(either: Database) -> None:
    before, text = accepted(either, SECOND), accepted(either, None)
    assert [each.send_id for each in followed(either, before, text)] == [text.id]
    assert the(either, before.id).state is S.SUPERSEDED
