"""What Slack delivers several times at once is done once: a sample of what `make chaos` goes through."""

from pathlib import Path

import pytest

from tests.crashes import matrix, redelivery
from tests.store import postgres

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("unmeasured")]


def test_three_deliveries_at_once_to_two_processes_are_one(tmp_path: Path) -> None:
    with matrix.opened(tmp_path, twins=True, DATABASE_URL=postgres.emptied()) as house:
        for kind in ("text now", "list", "appointment with reminder"):
            told = redelivery.told(house, kind, 3)
            assert told.is_right, told
