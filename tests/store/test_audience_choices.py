"""Whom a list goes to, until its people were gathered: by whoever took it last."""

from bot.store import audience_choices, sends
from bot.store.database import Database
from bot.store.tables import send as table
from tests.clock import FakeClock
from tests.store.samples import new_send

CHOICE = {"groups": ["VIP"], "without": ["14155550100"]}


def two(database: Database, clock: FakeClock) -> tuple[str, str]:
    with database.write() as conn:
        first, second = (sends.insert_draft(conn, new_send(key=key), now=clock()).id for key in ("a", "b"))
        audience_choices.put(conn, first, CHOICE)
    return first, second


def test_a_date_has_the_choice_of_its_series_and_keeps_it(database: Database, clock: FakeClock) -> None:
    series, date = two(database, clock)
    with database.write() as conn:
        assert audience_choices.copy(conn, series, date)
        assert audience_choices.copy(conn, series, date)
        audience_choices.put(conn, date, {"groups": []})
        assert not audience_choices.copy(conn, "none", date)

    found = audience_choices.look(database, date)
    assert found is not None
    assert found.choice == CHOICE
    assert "1415" not in repr(found)


def test_whoever_takes_it_last_goes_on_and_ends_it_once(database: Database, clock: FakeClock) -> None:
    series, other = two(database, clock)
    with database.write() as conn:
        first, last = audience_choices.take(conn, series), audience_choices.take(conn, series)
        assert [audience_choices.is_taken(conn, series, each) for each in (first, last)] == [False, True]
        assert not audience_choices.finish(conn, series, first)
        assert audience_choices.finish(conn, series, last)
        assert not audience_choices.finish(conn, series, last)
        assert audience_choices.take(conn, series) == ""
        assert audience_choices.take(conn, other) == ""
        assert not audience_choices.is_taken(conn, series, last)


def test_it_goes_with_the_words_and_with_the_send(database: Database, clock: FakeClock) -> None:
    series, date = two(database, clock)
    with database.write() as conn:
        audience_choices.copy(conn, series, date)
        assert audience_choices.forget(conn) == 0
        conn.execute(table.update().where(table.c.id == series).values(body=None))
        assert audience_choices.forget(conn) == 1
        assert audience_choices.get(conn, series) is None
        conn.execute(table.delete().where(table.c.id == date))
        assert audience_choices.get(conn, date) is None
