"""Who is not reached: by the last texts of which the outcome is known, whatever lies between them."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.store import personal, sends
from bot.store.database import Database
from bot.store.sends import SendKind, new_rows, reach
from bot.store.sends.new_rows import NewRow
from bot.store.sends.reach import NotReached
from bot.store.states import SendState
from bot.store.tables import send
from tests.store.samples import NOON, a_draft, a_send_in, new_send

_S = SendState
NOT_A_CONTACT = {"outcome_code": "-6", "outcome_sentence": "It isn't valid."}
MET, MISSED, REFUSED = (_S.DELIVERED, {}), (_S.UNDELIVERED, {}), (_S.REFUSED, NOT_A_CONTACT)
UNKNOWN = tuple(
    (state, {}) for state in (_S.ACCEPTED, _S.UNKNOWN, _S.NO_NEWS, _S.SUPERSEDED, _S.SCHEDULED, _S.CANCELLED)
)
OTHERWISE = (_S.REFUSED, {"outcome_code": "-12"})
Outcome = tuple[SendState, dict[str, str]]


def text(database: Database, phone: str, *outcomes: Outcome) -> None:
    """Text a number, a minute after the other."""
    for nth, (state, more) in enumerate(outcomes):
        at = NOON + timedelta(minutes=nth)
        a_send_in(database, state, now=at, to_number=phone, **more)


def a_list(database: Database, *phones: str) -> str:
    draft = a_draft(database, kind=SendKind.LIST, to_number="")
    new = [NewRow(nth, nth, phone, "Hi", 2, 2) for nth, phone in enumerate(phones, start=1)]
    with database.write() as conn:
        new_rows.insert(conn, draft, new, NOON)
    return draft.id


def test_three_in_a_row_and_nothing_that_is_not_known(either: Database) -> None:
    text(either, "1", MISSED, REFUSED, *UNKNOWN, OTHERWISE, MISSED)
    text(either, "2", MISSED, MISSED, MET, MISSED)
    text(either, "3", MISSED, MISSED)
    text(either, "4", MET, MISSED, MISSED, MISSED, MET)
    list_id = a_list(either, "1", "1", "2", "9")
    with either.read() as conn:
        assert reach.among(conn, ("1", "2", "3", "4", "9")) == {"1"}
        assert reach.of_list(conn, list_id) == NotReached(2, 4)
        assert reach.count(conn) == 1
        [found] = reach.page(conn, 0, 10)
    assert (found.phone, found.name, found.why) == ("1", "Ada Lovelace", "")
    assert (found.since, found.last_at) == (NOON, NOON + timedelta(minutes=9))


def test_the_page_says_why_and_begins_with_who_was_tried_last(database: Database) -> None:
    text(database, "1", MISSED, MISSED, REFUSED)
    text(database, "2", MISSED, MISSED, MISSED, (_S.UNDELIVERED, {"report_error": "no such phone"}))
    with database.read() as conn:
        first, second = reach.page(conn, 0, 10)
        assert reach.page(conn, 1, 1) == (second,)
    assert [(first.phone, first.why), (second.phone, second.why)] == [
        ("2", "no such phone"),
        ("1", "It isn't valid."),
    ]


def test_who_was_forgotten_is_not_among_them(database: Database) -> None:
    text(database, "1", MISSED, MISSED, MISSED)
    with database.write() as conn:
        assert len(personal.SENDS.forget(conn, NOON + timedelta(days=1), "", 10)) == 3
        assert (reach.count(conn), reach.among(conn, ("1", ""))) == (0, frozenset())


@pytest.mark.parametrize("of_all", [True, False])
def test_what_arrived_is_not_looked_through(database: Database, *, of_all: bool) -> None:
    found = reach._found(None if of_all else send.c.to_phone.in_(["1", "2"]))
    with database.read() as conn:
        sql = select(found).compile(conn, compile_kwargs={"literal_binds": True})
        plan = [str(row[3]) for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    read = [each for each in plan if " send " in f"{each} " or " later " in each]
    assert [each.split(" INDEX ")[1].split()[0] for each in read] == ["ix_send_not_received", "ix_send_phone"]
    assert read[1].startswith("SEARCH later")


ANY = st.sampled_from((MET, MISSED, MISSED, REFUSED, OTHERWISE, *UNKNOWN))


@pytest.fixture(scope="module")
def one_database(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("reach") / "bot.db"
    shutil.copyfile(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@settings(max_examples=40)
@given(st.lists(st.lists(ANY, max_size=8), min_size=1, max_size=6))
def test_it_is_so_whatever_came_of_texts(one_database: Database, texts: list[list[Outcome]]) -> None:
    wanted = set()
    for nth, outcomes in enumerate(texts):
        known = [each != MET for each in outcomes if each in (MET, MISSED, REFUSED)]
        if len(known) >= reach.RUN and all(known[-reach.RUN :]):
            wanted.add(str(nth))
    with one_database.write() as conn:
        conn.execute(send.delete())
        for nth, outcomes in enumerate(texts):
            for at, (state, more) in enumerate(outcomes):
                a_row = sends.insert_draft(conn, new_send(to_number=str(nth)), now=NOON)
                values = {"state": state.value, "attempting_at": NOON + timedelta(seconds=at), **more}
                conn.execute(update(send).where(send.c.id == a_row.id).values(values))
        assert reach.among(conn, [str(nth) for nth in range(len(texts))]) == wanted
        assert {each.phone for each in reach.page(conn, 0, 10)} == wanted
