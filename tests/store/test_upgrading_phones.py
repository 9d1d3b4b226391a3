"""What was stored before phones had one form is found by it afterwards, and every record stays true."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import bindparam, inspect, text

from bot.store import Database, do_not_text, schema
from bot.store.tables import UtcTime
from bot.store.tables import do_not_text as table
from tests.store.samples import NOON
from tests.store.test_database import run_alembic
from tests.store.test_upgrading import a_row

AR, AR_SPELT = "5491123456789", "541123456789"
MX, MX_SPELT = "525512345678", "5215512345678"
US = "14155550100"


def insert(database: Database, name: str, *rows: Mapping[str, Any]) -> None:
    with database.write() as conn:
        for row in rows:
            columns = ", ".join(row)
            places = ", ".join(f":{each}" for each in row)
            times = [
                bindparam(each, type_=UtcTime()) for each, value in row.items() if isinstance(value, datetime)
            ]
            statement = text(f"INSERT INTO {name} ({columns}) VALUES ({places})")  # noqa: S608 -- constants
            conn.execute(statement.bindparams(*times), row)


def before(database: Database) -> None:
    run_alembic(database, lambda config: command.upgrade(config, "0003"))


def a_record(number: str, *, days: int, removed: bool = False, by: str = "U0MAYA") -> Mapping[str, Any]:
    gone = {"removed_by": "U0ADA", "removed_at": NOON, "removal_reason": "back"} if removed else {}
    record = {
        "number": number,
        "reason": f"{number}, {days}",
        "added_by": by,
        "added_at": NOON + timedelta(days),
    }
    return {**record, **gone}


def phones(database: Database, name: str, number: str, phone: str) -> dict[str, str]:
    with database.read() as conn:
        found = conn.execute(text(f"SELECT {number}, {phone} FROM {name}"))  # noqa: S608 -- constants
        return {row[0]: row[1] for row in found}


def a_code(send_id: str, number: str) -> Mapping[str, Any]:
    own = {"send_id": send_id, "user_id": "U", "number": number, "purpose": "p", "state": "open"}
    return {**own, "tries_left": 3, "created_at": NOON}


def an_appointment(own_id: str, number: str) -> Mapping[str, Any]:
    words = dict.fromkeys(("team_id", "user_id", "status", "zone", "sender"), "x")
    times = dict.fromkeys(("at", "created_at", "updated_at"), NOON)
    return {"id": own_id, "key": own_id, "number": number, **words, **times}


def test_every_table_gets_the_one_form_and_keeps_the_number_as_it_was(fresh: Database) -> None:
    before(fresh)
    numbers = {US: US, AR_SPELT: AR, MX_SPELT: MX, AR: AR, "": "", "12": "12"}
    for place, number in enumerate(numbers):
        for each in (f"s{place}", f"t{place}"):
            insert(fresh, "send", a_row(each) | {"to_number": number})
        insert(fresh, "verification", a_code(f"s{place}", number))
        insert(fresh, "appointment", an_appointment(f"a{place}", number))

    fresh.migrate()

    assert phones(fresh, "send", "to_number", "to_phone") == numbers
    assert phones(fresh, "verification", "number", "phone") == numbers
    assert phones(fresh, "appointment", "number", "phone") == numbers
    with fresh.read() as conn:
        count = text("SELECT count(*) FROM send WHERE to_phone = :phone")
        assert conn.execute(count, {"phone": AR}).scalar() == 4


@pytest.mark.parametrize(
    ("records", "reason", "listed"),
    [
        ((a_record(AR_SPELT, days=2), a_record(AR, days=1)), f"{AR}, 1", 1),
        ((a_record(AR_SPELT, days=1), a_record(AR, days=2)), f"{AR_SPELT}, 1", 1),
        ((a_record(AR_SPELT, days=2), a_record(AR, days=1, removed=True)), f"{AR_SPELT}, 2", 1),
        ((a_record(AR_SPELT, days=1, removed=True), a_record(AR, days=2)), f"{AR}, 2", 1),
        (
            (a_record(AR_SPELT, days=1, removed=True), a_record(AR, days=2, removed=True)),
            f"{AR_SPELT}, 1",
            False,
        ),
        ((a_record(AR_SPELT, days=1),), f"{AR_SPELT}, 1", 1),
    ],
)
def test_of_two_records_of_one_phone_the_one_on_the_list_stays_and_then_the_oldest(
    fresh: Database, records: tuple[Mapping[str, Any], ...], reason: str, listed: int
) -> None:
    before(fresh)
    with fresh.write() as conn:
        for record in (*records, a_record(US, days=3)):
            conn.execute(table.insert().values(**record))

    fresh.migrate()

    with fresh.read() as conn:
        found = do_not_text.get(conn, AR_SPELT)
        assert found is not None
        assert (found.number, found.reason, found.is_listed) == (AR, reason, bool(listed))
        assert [each.number for each in do_not_text.page(conn, "", offset=0, limit=9)] == [US, AR][
            : 1 + listed
        ]


def test_more_numbers_than_are_held_in_memory_at_once_are_all_rewritten(
    fresh: Database, small_portions: int
) -> None:
    before(fresh)
    numbers = [f"54112345{last:04}" for last in range(3 * small_portions + 1)]
    with fresh.write() as conn:
        conn.execute(table.insert(), [dict(a_record(number, days=0)) for number in numbers])

    fresh.migrate()

    with fresh.read() as conn:
        assert len(do_not_text.listed(conn, numbers)) == len(numbers)
        assert do_not_text.count(conn) == len(numbers)
        assert do_not_text.get(conn, "549112345" + numbers[-1][-4:]) is not None


def test_the_way_back_leaves_the_tables_of_before(fresh: Database) -> None:
    fresh.migrate()
    run_alembic(fresh, lambda config: command.downgrade(config, "0003"))
    indexes = {each["name"] for each in inspect(fresh.engine).get_indexes("send")}
    assert "ix_send_number" in indexes
    assert "ix_send_phone" not in indexes
    assert "to_phone" not in {each["name"] for each in inspect(fresh.engine).get_columns("send")}
    fresh.migrate()
    with fresh.read() as conn:
        assert schema.current(conn) == schema.HEAD
