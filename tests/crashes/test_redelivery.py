"""What Slack delivers several times at once is done once: a sample of what `make chaos` goes through."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store.tables import birthday_day, birthday_text
from tests.crashes import matrix, redelivery
from tests.store import postgres

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("unmeasured")]


def test_two_processes_prepare_birthday_texts_once_and_text_once(tmp_path: Path) -> None:
    with matrix.opened(tmp_path, twins=True, DATABASE_URL=postgres.emptied()) as house:
        for _ in range(2):
            told = house.cell("birthday", None)
            assert told.is_right, told
            assert not told.asked, told
        with house.harness.bot.database.read() as conn:
            days = conn.execute(select(birthday_day.c.day, birthday_day.c.state)).all()
            texts = conn.execute(select(birthday_text.c.send_id)).all()
        assert [each.state for each in days] == ["held"]
        assert len(texts) == len({*texts}) == 2


def test_three_deliveries_at_once_to_two_processes_are_one(tmp_path: Path) -> None:
    with matrix.opened(tmp_path, twins=True, DATABASE_URL=postgres.emptied()) as house:
        for kind in ("text now", "list", "appointment with reminder"):
            told = redelivery.told(house, kind, 3)
            assert told.is_right, told
