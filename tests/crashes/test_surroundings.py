"""A database that fails, and a clock that jumps: a sample of what `make chaos` goes through."""

from pathlib import Path

import pytest

from tests.crashes import matrix, surroundings
from tests.store import postgres

ASKED = {
    "held": {"an hour on", "a day on"},
    "moved": frozenset[str](),
    "birthday": surroundings.JUMPS.keys(),
}
"""By which jumps a text's time is over, or comes only after the policy has switched it off."""

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("unmeasured")]


def test_a_file_that_cannot_be_written_to_loses_nothing_and_people_are_told(tmp_path: Path) -> None:
    with matrix.opened(tmp_path) as house:
        for name, trouble in surroundings.ON_SQLITE.items():
            for kind in ("text now", "cancelled"):
                told = surroundings.troubled(house, kind, trouble)
                assert told.is_right, (name, told)
                assert not told.asked, (name, told)
        told = surroundings.troubled(house, "step of a workflow", surroundings.ON_SQLITE["read-only"])
        assert told.is_right, told


def test_a_postgresql_that_is_restarted_loses_nothing_and_people_are_told(tmp_path: Path) -> None:
    with matrix.opened(tmp_path, DATABASE_URL=postgres.emptied()) as house:
        told = surroundings.troubled(house, "text now", surroundings.away)
        assert told.is_right, told


@pytest.mark.parametrize("kind", ["held", "moved", "birthday"])
def test_a_clock_that_jumps_loses_and_doubles_nothing(tmp_path: Path, kind: str) -> None:
    with matrix.opened(tmp_path) as house:
        for name, jump in surroundings.JUMPS.items():
            told = surroundings.jumped(house, kind, jump)
            assert told.is_right, (name, told)
            assert told.asked is (name in ASKED[kind]), name
