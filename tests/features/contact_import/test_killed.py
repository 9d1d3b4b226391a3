"""A process that dies again and again: nobody is added twice by us, and every row ends once."""

from random import Random

import pytest
from sqlalchemy import event

from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from bot.store.database import Database
from tests.chaos import sized
from tests.clock import FakeClock
from tests.features.contact_import.stand_ins import SmsIt
from tests.features.contact_import.works import Works, number, person
from tests.features.lists.stand_ins import Crash

pytestmark = pytest.mark.chaos

ROWS = sized(1_000, 5_000)
KILLS = sized(30, 150)
ENDED = {RowState.ADDED, RowState.UNKNOWN, RowState.REJECTED}


def a_danger(works: Works, chance: Random) -> None:
    """Let the process die soon: at a write, before or after its commit, or in the middle of an addition."""
    if chance.random() < 0.5:
        works.fragile.die_at = works.fragile.writes + chance.randint(1, 60)
        works.fragile.after = chance.random() < 0.5
    else:
        works.smsit.answers.extend([None] * chance.randint(0, 30))  # type: ignore[list-item] # as usual
        works.smsit.answers.append(chance.choice(["crash before", "crash after"]))


def test_whenever_it_dies_nobody_is_added_twice_and_every_row_ends(
    database: Database, clock: FakeClock
) -> None:
    # The machine does not die here, only the process: nothing need reach the disk.
    event.listen(database.engine, "connect", lambda conn, _: conn.execute("PRAGMA synchronous=OFF"))
    chance = Random(20)  # noqa: S311 - the same kills every time
    works = Works(database, clock, lanes=3, smsit=SmsIt("VIP"), job_seconds=25.0)
    import_id = works.confirmed(*(person(place) for place in range(1, ROWS + 1)), person(1), "12,,VIP")
    a_danger(works, chance)
    deaths = done = 0
    while waiting := len(works.jobs.waiting()):
        try:
            works.step(chance.randrange(waiting))
            clock.advance(seconds=5)
            works.tick()
        except Crash:
            deaths += 1
            works = Works(database, clock, lanes=3, smsit=works.smsit, slack=works.slack, job_seconds=25.0)
            works.smsit.answers.clear()
            if deaths < KILLS:
                a_danger(works, chance)
        before, done = done, works.done(import_id)
        assert done >= before
    works.fragile.die_at = None
    works.later()

    assert deaths == KILLS
    assert works.the(import_id).state is ImportState.DONE
    counts = works.counts(import_id)
    assert set(counts) <= ENDED
    assert sum(counts.values()) == ROWS + 2
    assert counts[RowState.REJECTED] == 2
    assert counts.get(RowState.UNKNOWN, 0) <= deaths
    assert max(works.smsit.asked.values()) == 1
    assert counts[RowState.ADDED] == len(works.smsit.groups["VIP"])
    unknown = {row.number for row in works.rows(import_id, RowState.UNKNOWN)}
    assert unknown.isdisjoint(works.smsit.groups["VIP"])
    assert {number(place) for place in range(1, ROWS + 1)} == unknown | set(works.smsit.groups["VIP"])
    assert len(works.returned()) == 1 + 2 + len(unknown)
