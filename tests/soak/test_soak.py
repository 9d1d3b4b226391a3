"""A short soak: what must be so at any speed. `make soak` takes the whole of it, and its figures."""

from pathlib import Path

import pytest

from bot.settings import Mode
from tests.soak.soak import Size, Soak

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("unmeasured")]

SHORT = Size(per_second=20, seconds=2, rows=100, restarts=2)


@pytest.mark.parametrize("mode", list(Mode), ids=str)
def test_nothing_is_lost_or_doubled_under_load_and_every_message_is_drawn(tmp_path: Path, mode: Mode) -> None:
    found = Soak(tmp_path, mode, waiting=False).run(SHORT)
    for load in (found.alone, found.beside_list):
        assert (load.commands, load.unacknowledged, load.refused) == (40, 0, 0)
        assert load.checks > 0
        assert load.drawn_seconds >= 0
    assert found.memory_after - found.memory_at_start == found.warmed + found.grown
    assert 0 <= found.memory_idle < found.memory_after
    assert (found.doubled, found.lost, found.undrawn) == (0, 0, 0)
    assert found.texts + found.asked >= 3 * SHORT.rows + SHORT.restarts
    assert found.asked <= SHORT.restarts
