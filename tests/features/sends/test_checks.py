"""All who look at a text right before it goes: the first that finds something says so."""

import pytest
from sqlalchemy import Connection

from bot.engine.attempts import Refused
from bot.features.sends.checks import Held, Look, TextChecks
from bot.store.database import Database
from bot.store.sends import Send
from tests.features.samples import a_send

OVER, OFF = Refused("over", "it is over."), Refused("off", "it was called off.")


class Finds:
    def __init__(self, found: Look, why: Refused | None = None) -> None:
        self.found, self.why = found, why
        self.asked = 0

    def look(self, send: Send) -> Look:
        assert send == a_send()
        self.asked += 1
        return self.found

    def stands_in(self, conn: Connection, send: Send) -> Refused | None:
        assert (conn.in_transaction(), send) == (True, a_send())
        return self.why


@pytest.mark.parametrize("found", [OVER, Held()])
def test_who_comes_first_is_heard_and_the_rest_not_asked(database: Database, found: Look) -> None:
    last = Finds(OFF, OFF)
    checks = TextChecks(Finds(None), Finds(found, OVER))
    checks.add(last)
    assert checks.look(a_send()) == found
    assert last.asked == 0
    with database.write() as conn:
        assert checks.stands_in(conn, a_send()) == OVER


def test_where_nobody_finds_anything_a_text_may_go(database: Database) -> None:
    checks = TextChecks(Finds(None))
    assert checks.look(a_send()) is None
    with database.write() as conn:
        assert checks.stands_in(conn, a_send()) is None
        assert TextChecks().stands_in(conn, a_send()) is None


def test_who_is_added_later_is_heard_where_nobody_before_finds_anything(database: Database) -> None:
    checks = TextChecks(Finds(None))
    checks.add(Finds(OVER, OFF))
    assert checks.look(a_send()) == OVER
    with database.write() as conn:
        assert checks.stands_in(conn, a_send()) == OFF
