"""Sends found again, page by page, by whatever is known of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bot.store import Database, SendState
from bot.store.sends import Send, SendKind, history
from bot.store.sends.history import Found, Place, Towards, Wanted
from bot.store.tables import send
from tests.store.samples import NOON, a_draft

PEOPLE = ("U0MAYA", "U0LENA", "U0TOM")
CHANNELS = ("C0FRONT", "C0SALES", None)
PHONES = ("14155550100", "14155550101")
STATES = (SendState.DELIVERED, SendState.REFUSED, SendState.DRAFT, SendState.UNKNOWN)
GROUPS = ("VIP", "Physio")
COUNT = 60


@pytest.fixture(scope="module")
def filled(migrated_file, tmp_path_factory):  # noqa: ANN001,ANN201 - fixtures
    path = tmp_path_factory.mktemp("history") / "bot.db"
    path.write_bytes(migrated_file.read_bytes())
    database = Database(f"sqlite:///{path}")
    fill(database)
    yield database
    database.close()


def fill(database: Database) -> None:
    """Put in every sort of send, several at the same moment, rows of lists among them."""
    like = a_draft(database)
    with database.write() as conn:
        row = conn.execute(send.select().where(send.c.id == like.id)).one()._asdict()
        conn.execute(send.delete())
        conn.execute(send.insert(), [row | a_row(nth) for nth in range(COUNT)])


def a_row(nth: int) -> dict[str, object]:
    kind = list(SendKind)[nth % 5]
    many = kind in {SendKind.GROUP, SendKind.LIST}
    return {
        "id": UUID(int=(nth * 7919) % 100_003).hex,
        "key": str(nth),
        "kind": kind.value,
        "state": STATES[nth % 4].value,
        "user_id": PEOPLE[nth % 3],
        "origin_channel": CHANNELS[(nth // 2) % 3],
        "to_phone": "" if many else PHONES[(nth // 3) % 2],
        "to_number": "" if many else PHONES[(nth // 3) % 2],
        "to_name": GROUPS[(nth // 7) % 2] if many else "Ada",
        "body": f"text {nth}",
        "parent_id": "f" * 32 if nth % 11 == 3 else None,
        "created_at": NOON + timedelta(minutes=nth // 4),
        "updated_at": NOON,
    }


def maybe(values: tuple[str | None, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *(value for value in values if value)])


WANTED = st.builds(
    Wanted,
    user_id=maybe(PEOPLE),
    channel=maybe(CHANNELS),
    phone=maybe(PHONES),
    group=maybe(GROUPS),
    kinds=st.frozensets(st.sampled_from(SendKind), max_size=2),
    states=st.frozensets(st.sampled_from(STATES), max_size=2),
    since=st.none() | st.integers(0, 15).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    before=st.none() | st.integers(0, 15).map(lambda minutes: NOON + timedelta(minutes=minutes)),
)


def everything(database: Database) -> list[Send]:
    with database.read() as conn:
        rows = conn.execute(send.select())
        return sorted(map(history.from_row, rows), key=lambda each: (each.created_at, each.id), reverse=True)


def fits(each: Send, wanted: Wanted) -> bool:
    return all(
        (
            each.state is not SendState.DRAFT,
            each.parent_id is None or bool(wanted.phone),
            wanted.user_id in {"", each.user_id},
            wanted.channel in {"", each.origin_channel},
            wanted.phone in {"", each.to_phone},
            not wanted.group
            or (each.to_name == wanted.group and each.kind in {SendKind.GROUP, SendKind.LIST}),
            not wanted.kinds or each.kind in wanted.kinds,
            not wanted.states or each.state in wanted.states,
            wanted.since is None or each.created_at >= wanted.since,
            wanted.before is None or each.created_at < wanted.before,
        )
    )


def pages(database: Database, wanted: Wanted, size: int) -> Iterator[Found]:
    behind = None
    while True:
        with database.read() as conn:
            found = history.page(conn, wanted, size, behind=behind)
        yield found
        if found.more:
            behind = Place(found.sends[-1].created_at, found.sends[-1].id)
        elif found.ended is not None:
            behind = found.ended
        else:
            return


@given(WANTED, st.integers(1, 20))
@settings(deadline=None)
def test_all_pages_together_hold_what_is_wanted_and_nothing_else(
    filled: Database, wanted: Wanted, size: int
) -> None:
    found = list(pages(filled, wanted, size))
    assert [each.id for page in found for each in page.sends] == [
        each.id for each in everything(filled) if fits(each, wanted)
    ]
    assert all(len(page.sends) == size for page in found[:-1])
    assert all(page.ended is None for page in found)


@given(WANTED, st.integers(1, 20))
@settings(deadline=None)
def test_the_way_back_leads_over_the_same_pages(filled: Database, wanted: Wanted, size: int) -> None:
    there = [page.sends for page in pages(filled, wanted, size) if page.sends]
    for earlier, later in pairwise(there):
        behind = Place(later[0].created_at, later[0].id)
        with filled.read() as conn:
            back = history.page(conn, wanted, size, behind=behind, towards=Towards.NEWER)
        assert back.sends == earlier
        assert back.more == (earlier is not there[0])


@given(WANTED, st.integers(1, 8), st.sampled_from(["", "3", "EXT 1"]), st.sampled_from(["", "0101"]))
@settings(deadline=None)
def test_what_is_looked_for_inside_is_found_however_little_is_read_at_a_time(
    filled: Database, wanted: Wanted, size: int, words: str, part: str
) -> None:
    wanted = replace(wanted, words=words, part=part)

    def look(each: Send) -> bool:
        return words.casefold() in (each.body or "") and part in each.to_phone

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(history, "MOST_READ", 7)
        patched.setattr(history, "_CHUNK", 3)
        patched.setattr(history, "MOST_SEARCHED", 5)
        found = list(pages(filled, wanted, size))
    assert [each.id for page in found for each in page.sends] == [
        each.id for each in everything(filled) if fits(each, wanted) and look(each)
    ]


def test_nothing_is_shown_that_is_not_allowed(filled: Database) -> None:
    with filled.read() as conn:
        found = history.page(conn, Wanted(), COUNT, allowed=lambda each: each.user_id == "U0TOM")
    assert found.sends == tuple(each for each in everything(filled) if fits(each, Wanted(user_id="U0TOM")))
    assert not found.more


def test_a_search_that_ended_early_says_where(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_SEARCHED", 10)
    on_record = [each for each in everything(filled) if fits(each, Wanted())]
    with filled.read() as conn:
        found = history.page(conn, Wanted(channel="C0NONE"), 5)
    assert found == Found((), ended=Place(on_record[9].created_at, on_record[9].id))


def test_both_databases_page_alike(either: Database) -> None:
    fill(either)
    for wanted in (Wanted(), Wanted(user_id="U0MAYA"), Wanted(phone=PHONES[0]), Wanted(group="VIP")):
        found = [each.id for page in pages(either, wanted, 4) for each in page.sends]
        assert found == [each.id for each in everything(either) if fits(each, wanted)]
    with either.read() as conn:
        assert history.owners(conn, 10) == tuple(sorted(PEOPLE))
        assert history.owners(conn, 2) == tuple(sorted(PEOPLE))[:2]


def test_a_place_is_where_a_send_stands(filled: Database) -> None:
    newest = everything(filled)[0]
    with filled.read() as conn:
        assert history.place_of(conn, newest.id) == Place(newest.created_at, newest.id)
        assert history.place_of(conn, "0" * 31 + "z") is None


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "ix_send_record"),
        (Wanted(channel="C0FRONT", states=frozenset({SendState.REFUSED})), "ix_send_record"),
        (Wanted(kinds=frozenset({SendKind.GROUP}), since=NOON, before=NOON), "ix_send_record"),
        (Wanted(group="VIP"), "ix_send_name"),
        (Wanted(user_id="U0MAYA"), "ix_send_user"),
        (Wanted(phone=PHONES[0]), "ix_send_phone"),
    ],
)
def test_each_question_goes_by_an_index(filled: Database, wanted: Wanted, index: str) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def keep(_conn, _cursor, statement, parameters, _context, _many) -> None:  # noqa: ANN001 - SQLAlchemy's own
        asked.append((statement, parameters))

    event.listen(filled.engine, "before_cursor_execute", keep)
    with filled.read() as conn:
        history.page(conn, wanted, 5, behind=Place(NOON, "a" * 32))
    event.remove(filled.engine, "before_cursor_execute", keep)
    statement, parameters = next(each for each in asked if "searched" in each[0])
    with filled.read() as conn:
        plan = [str(row[3]) for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert any(index in line for line in plan), plan
    assert not any(line.startswith("SCAN send") for line in plan), plan
