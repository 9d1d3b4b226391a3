"""The same words to the same number within an hour, and what is none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.store import Database, SendState, sends
from bot.store.sends import Send, SendKind, duplicates
from bot.store.sends.duplicates import Duplicate, InList
from bot.store.tables import send
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.store import postgres
from tests.store.samples import NOON, a_send_in, new_send

WORDS, PHONE = "Your table is ready", "14155550100"
AN_HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=1)


def sent(database: Database, state: SendState = SendState.ACCEPTED, **changes: object) -> Send:
    return a_send_in(database, state, **changes)


def found(database: Database, at: timedelta = timedelta(), **changes: str) -> list[str]:
    wanted = {"phone": PHONE, "body": WORDS} | changes
    with database.write() as conn:
        twice = duplicates.found(conn, wanted["phone"], wanted["body"], NOON + at, but=wanted.get("but", ""))
    return [each.id for each in twice]


def test_the_one_that_went_last_comes_first(either: Database) -> None:
    ids = [sent(either, attempting_at=NOON - timedelta(minutes=minutes)).id for minutes in (50, 5, 20)]
    assert found(either) == [ids[1], ids[2], ids[0]]
    assert found(either, but=ids[1]) == [ids[2], ids[0]]


@pytest.mark.parametrize("away", [-AN_HOUR, AN_HOUR])
def test_an_hour_counts_to_its_last_moment_before_and_after(either: Database, away: timedelta) -> None:
    there = sent(either)
    assert found(either, at=away) == [there.id]
    assert found(either, at=away + (MOMENT if away > timedelta() else -MOMENT)) == []


def test_what_waits_counts_at_the_time_it_goes(either: Database) -> None:
    tomorrow = timedelta(days=1)
    waits = sent(either, SendState.SCHEDULED, attempting_at=None, goes_at=NOON + tomorrow)
    assert found(either) == []
    assert found(either, at=tomorrow) == [waits.id]


def test_what_went_late_counts_at_the_time_it_went(database: Database) -> None:
    sent(database, goes_at=NOON - 3 * AN_HOUR)
    with database.read() as conn:
        assert [each.at for each in duplicates.found(conn, PHONE, WORDS, NOON)] == [NOON]
    assert found(database, at=-3 * AN_HOUR) == []


@pytest.mark.parametrize("state", list(SendState), ids=str)
def test_only_what_goes_or_may_have_gone_counts(database: Database, state: SendState) -> None:
    there = sent(database, state)
    never = {
        SendState.DRAFT,
        SendState.REJECTED,
        SendState.EXPIRED,
        SendState.CANCELLED,
        SendState.REFUSED,
        SendState.ENDED,
    }
    assert found(database) == ([] if state in never else [there.id])


def test_a_row_of_a_list_counts(database: Database) -> None:
    row = sent(database, parent_id="f" * 32)
    assert found(database) == [row.id]


@pytest.mark.parametrize("state", list(SendState), ids=str)
def test_a_row_that_waits_for_its_turn_counts_while_its_list_goes_on(
    either: Database, state: SendState
) -> None:
    of = a_send_in(
        either, state, kind=SendKind.LIST.value, to_number="", to_phone="", goes_at=NOON, attempting_at=None
    )
    row = sent(either, SendState.DRAFT, parent_id=of.id, attempting_at=None)
    goes_on = state in {
        SendState.AWAITING_APPROVAL,
        SendState.SCHEDULED,
        SendState.QUEUED,
        SendState.RUNNING,
        SendState.PAUSED,
    }
    assert found(either) == ([row.id] if goes_on else [])


@pytest.mark.parametrize("goes_at", [None, NOON + 2 * AN_HOUR])
def test_a_row_that_waits_counts_at_its_own_time_or_else_at_that_of_its_list(
    database: Database, goes_at: datetime | None
) -> None:
    of = sent(database, SendState.RUNNING, kind=SendKind.LIST.value, to_phone="", goes_at=NOON)
    sent(database, SendState.DRAFT, parent_id=of.id, attempting_at=None, goes_at=goes_at)
    with database.read() as conn:
        twice = duplicates.found(conn, PHONE, WORDS, goes_at or NOON)
    assert [each.at for each in twice] == [goes_at or NOON]


def test_a_row_that_was_refused_does_not_count_while_its_list_goes_on(database: Database) -> None:
    of = sent(database, SendState.RUNNING, kind=SendKind.LIST.value, to_phone="", goes_at=NOON)
    sent(database, SendState.REFUSED, parent_id=of.id)
    assert found(database) == []


def test_a_fingerprint_is_that_of_which_there_are_in_any_order(database: Database) -> None:
    there = [Duplicate(each * 32, SendState.ACCEPTED, NOON) for each in "abc"]
    assert duplicates.fingerprint(()) == ""
    assert duplicates.fingerprint(there) == duplicates.fingerprint(there[::-1])
    assert len({duplicates.fingerprint(there[:count]) for count in range(4)}) == 4


@pytest.mark.parametrize("body", [f"{WORDS} ", "Your  table\nis ready", "Your ta\u200bble is ready\ufeff"])
def test_words_that_read_the_same_count(either: Database, body: str) -> None:
    there = sent(either, body=body)
    assert found(either) == [there.id]


@pytest.mark.parametrize(
    "changes",
    [
        {"body": "Your table is waiting"},
        {"body": None},
        {"to_number": "14155550101", "to_phone": "14155550101"},
        {"kind": SendKind.OTP.value},
    ],
)
def test_other_words_another_number_and_a_code_do_not_count(
    database: Database, changes: dict[str, object]
) -> None:
    sent(database, **changes)
    assert found(database) == []


@pytest.mark.parametrize(
    ("state", "age"), [(SendState.DRAFT, -MOMENT), (SendState.ACCEPTED, MOMENT)], ids=["drafts", "what was"]
)
def test_however_many_drafts_and_older_texts_hide_nothing(
    database: Database, state: SendState, age: timedelta
) -> None:
    there = sent(database)
    other = {"state": state.value, "body": "Something else", "created_at": NOON - age}
    with database.write() as conn:
        row = dict(conn.execute(send.select()).mappings().one()) | other
        names = (f"{nth:032}" for nth in range(1000))
        conn.execute(insert(send), [row | {"id": each, "key": each} for each in names])
    assert found(database) == [there.id]


def test_only_so_many_are_told_apart(database: Database) -> None:
    for _ in range(duplicates.MOST + 2):
        sent(database)
    assert len(found(database)) == duplicates.MOST


def test_rows_of_a_list_are_counted_that_have_one_elsewhere(either: Database) -> None:
    def a_list(state: SendState) -> str:
        return a_send_in(either, state, kind=SendKind.LIST.value, to_number="", to_phone="", goes_at=NOON).id

    def row(of: str, number: str, **changes: object) -> None:
        told = {"parent_id": of, "to_number": number, "attempting_at": None} | changes
        sent(either, SendState.DRAFT, **told)

    new, running, over = a_list(SendState.DRAFT), a_list(SendState.RUNNING), a_list(SendState.CANCELLED)
    numbers = [f"1415555010{nth}" for nth in range(5)]
    for number in numbers:
        row(new, number)
    words = f" {WORDS}\u200b"
    sent(either, to_number=numbers[0], attempting_at=NOON - AN_HOUR)
    sent(either, SendState.UNKNOWN, to_number=numbers[0], attempting_at=NOON - AN_HOUR)
    sent(either, SendState.REFUSED, to_number=numbers[0], parent_id=new)
    row(running, numbers[1], goes_at=NOON + AN_HOUR, body=words)
    row(over, numbers[2])
    sent(either, to_number=numbers[3], body="Something else")
    sent(either, to_number=numbers[3], kind=SendKind.OTP.value)
    sent(either, to_number=numbers[4], attempting_at=NOON - timedelta(hours=2))
    with either.read() as conn:
        there = duplicates.in_list(conn, new, NOON)
        assert there.people == 2
        nobody = duplicates.in_list(conn, running, NOON)
        assert nobody == InList(), "a draft of a list that nobody confirmed"
        assert duplicates.in_list(conn, new, NOON + timedelta(days=1)) == InList()
    sent(either, to_number=numbers[0], attempting_at=NOON - AN_HOUR)
    with either.read() as conn:
        more = duplicates.in_list(conn, new, NOON)
        assert more.people == there.people
        assert more.fingerprint != there.fingerprint


def test_of_very_many_that_get_the_words_of_a_list_only_that_they_are_many_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "TOLD_APART", 2)
    a_list = a_send_in(database, SendState.DRAFT, kind=SendKind.LIST.value, to_number="", to_phone="").id
    numbers = [f"1415555010{nth}" for nth in range(5)]
    for number in numbers:
        sent(database, SendState.DRAFT, parent_id=a_list, to_number=number, attempting_at=None)
    seen = []
    for number in numbers:
        sent(database, to_number=number)
        with database.read() as conn:
            seen.append(duplicates.in_list(conn, a_list, NOON))
            assert duplicates.in_list(conn, a_list, NOON, quickly=True).people == min(len(seen), 3)
    assert [each.people for each in seen] == [1, 2, 3, 4, 5]
    first, second, *many = (each.fingerprint for each in seen)
    assert len({first, second, *many}) == 3
    assert len(set(many)) == 1


def test_on_postgresql_one_looks_after_the_other() -> None:
    """Two who confirm at the same moment: the second looks when the first has committed, and sees it."""
    database = Database(postgres.without_rows())
    with ThreadPoolExecutor(1) as pool:
        with database.write() as conn:
            duplicates.look_alone(conn, PHONE)
            other = pool.submit(_look, database, PHONE)
            assert _look(database, "14155550199") == [], "another number waits for nobody"
            wait_until(lambda: postgres.somebody_waits(conn))
            draft = sends.insert_draft(conn, new_send(body=WORDS), now=NOON)
            assert sends.move(conn, draft.id, SendState.QUEUED, now=NOON, goes_at=NOON)
        assert other.result(PATIENCE_SECONDS) == [draft.id]
    database.close()


def test_on_postgresql_a_list_and_a_text_to_one_number_look_one_after_the_other() -> None:
    database = Database(postgres.without_rows())
    with ThreadPoolExecutor(2) as pool:
        with database.write() as conn:
            duplicates.look_alone_at_all(conn)
            one = pool.submit(_look, database, PHONE)
            wait_until(lambda: postgres.somebody_waits(conn))
            draft = sends.insert_draft(conn, new_send(body=WORDS), now=NOON)
            assert sends.move(conn, draft.id, SendState.QUEUED, now=NOON, goes_at=NOON)
        assert one.result(PATIENCE_SECONDS) == [draft.id]
        with database.write() as conn:
            duplicates.look_alone(conn, PHONE)
            a_list = pool.submit(_look_at_all, database)
            wait_until(lambda: postgres.somebody_waits(conn))
            assert not a_list.done()
        a_list.result(PATIENCE_SECONDS)
    database.close()


def _look_at_all(database: Database) -> None:
    with database.write() as conn:
        duplicates.look_alone_at_all(conn)


def _look(database: Database, phone: str) -> list[str]:
    with database.write() as conn:
        duplicates.look_alone(conn, phone)
        return [each.id for each in duplicates.found(conn, phone, WORDS, NOON)]
