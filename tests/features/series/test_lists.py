"""The dates of a list that repeats: each with rows of its own."""

import pytest

from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import SendKind, new_rows, rows
from bot.store.sends.new_rows import NewRow
from bot.store.states import SendState
from bot.store.tables import send as table
from tests.features.series.harness import Harness


def a_list(harness: Harness, count: int, rejected: int = 1) -> str:
    def draft(**values: object) -> str:
        told = {"to_number": "", "to_name": "customers.csv", "add_to_group": "VIP"}
        list_id = harness.draft(kind=SendKind.LIST, **told, **values)
        new = [
            NewRow(place, place, f"141555501{place:02}", f"Hi {place}", 1, 1) for place in range(1, count + 1)
        ]
        new += [
            NewRow(place, place, rejected="No number") for place in range(count + 1, count + 1 + rejected)
        ]
        with harness.database.write() as conn:
            new_rows.insert(conn, harness.the(list_id), new, harness.clock())
            rows.describe(conn, list_id, rows.totals(conn, list_id), 5000, harness.clock())
        return list_id

    return harness.begin(draft=draft)


@pytest.mark.parametrize(("page", "rejected"), [(2, 1), (4, 0)])
def test_a_list_is_made_with_rows_of_its_own_without_who_is_known_no_longer(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, page: int, rejected: int
) -> None:
    monkeypatch.setattr("bot.features.series.occurrences.PAGE", page)
    series_id = a_list(harness, 5, rejected)
    with harness.database.write() as conn:
        gone = table.update().where(table.c.key == f"{series_id}:2")
        conn.execute(gone.values(to_number="", body=None))

    harness.come(hours=1)

    [made] = harness.dates_of(series_id)
    assert (made.state, made.people, made.credits) == (SendState.SCHEDULED, 4, 4)
    with harness.database.read() as conn:
        assert sorted(rows.bodies(conn, made.id)) == ["Hi 1", "Hi 3", "Hi 4", "Hi 5"]
        assert len(list(rows.bodies(conn, series_id))) == 4
    harness.come(days=1)
    assert [each.add_to_group for each in harness.dates_of(series_id)] == ["VIP", "VIP"]


def test_a_list_of_which_nobody_is_left_ends(harness: Harness) -> None:
    series_id = a_list(harness, 1)
    with harness.database.write() as conn:
        conn.execute(table.update().where(table.c.key == f"{series_id}:1").values(to_number="", body=None))

    harness.come(hours=1)

    assert harness.the(series_id).outcome_code == OutcomeCode.SERIES_FORGOTTEN
