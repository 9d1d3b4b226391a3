"""A claim takes no more than its limit however PostgreSQL sets about it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.store import Database, SendState, follow_ups
from tests.store import postgres
from tests.store.samples import NOON, a_send_in

# A few rows, known statistics and these turned off: PostgreSQL then runs a subquery once for each row of the
# table. Left alone it does so now and then, as when it has just counted the rows.
TURNED_OFF = ("hashjoin", "hashagg", "sort", "material")
LEASE = 30
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def database() -> Iterator[Database]:
    database = Database(postgres.without_rows())
    for _ in range(4):
        each = a_send_in(database, SendState.ACCEPTED)
        with database.write() as conn:
            follow_ups.start(conn, each.id, NOON, LATER)
    with database.write() as conn:
        conn.exec_driver_sql("ANALYZE")
    yield database
    database.close()


def test_follow_ups(database: Database) -> None:
    with database.write() as conn:
        for each in TURNED_OFF:
            conn.exec_driver_sql(f"SET LOCAL enable_{each} = off")
        assert len(follow_ups.claim_due(conn, LATER, LEASE, 1)) == 1
