"""The start of an import: its rows are recorded, or the file is not there any more."""

import pytest

from bot.features.contact_import import starting
from bot.features.contact_import.lanes import START
from bot.features.contact_import.source import Source
from bot.store import contact_import_rows
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from tests.features.contact_import.works import MAYA, Works, number, person


def test_rows_are_recorded_page_by_page_in_the_order_of_the_file(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "PAGE", 2)
    import_id = works.started(person(1), "12,Bo,VIP", person(3), "13,Cy,VIP", person(5))
    waiting = works.rows(import_id, RowState.WAITING)
    rejected = works.rows(import_id, RowState.REJECTED)
    assert [(row.place, row.line) for row in (*waiting, *rejected)] == [
        (1, 2),
        (3, 4),
        (5, 6),
        (2, 3),
        (4, 5),
    ]
    assert rejected[0].cells == ["12", "Bo", "VIP"]
    found = works.the(import_id)
    assert (found.size, found.rejected, found.wave) == (3, 2, 1)
    assert found.source is not None
    source = Source.load(found.source)
    assert (source.file, source.headers) == (None, ("Phone", "Name", "Group"))
    assert number(1) not in repr(waiting)


def test_a_file_slack_does_not_give_is_asked_for_a_few_times(works: Works) -> None:
    import_id = works.confirmed(person(1))
    works.slack.files.clear()
    works.sheets._kept.clear()
    for tries in range(1, starting.MOST_TRIES):
        works.step()
        ((_key, name, args, delay),) = works.jobs.waiting()
        assert (name, args["tries"], delay) == (START, str(tries), 30.0)
    works.run()
    assert works.the(import_id).state is ImportState.CANCELLED
    assert "Cancelled by the bot. Slack did not hand the file over." in works.text(import_id)


def test_an_import_cancelled_before_it_began_leaves_nothing(works: Works) -> None:
    import_id = works.confirmed(person(1))
    works.decisions.cancel(import_id, MAYA)
    works.run()
    assert works.counts(import_id) == {}
    assert works.the(import_id).state is ImportState.CANCELLED
    assert "of 1" not in works.text(import_id)
    works.upkeep.repair()
    assert works.jobs.waiting() == []


def test_an_import_cancelled_while_its_rows_are_read_leaves_nothing(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = works.confirmed(person(1))
    insert = contact_import_rows.insert

    def and_cancel(*args: object) -> None:
        insert(*args)  # type: ignore[arg-type] # as it was called
        monkeypatch.setattr(works.starting, "_begin", cancelled)

    def cancelled(*args: object) -> None:
        works.decisions.cancel(import_id, MAYA)
        monkeypatch.undo()
        works.starting._begin(*args)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(contact_import_rows, "insert", and_cancel)
    works.run()
    assert works.counts(import_id) == {}


def test_an_import_that_is_gone_is_not_begun(works: Works) -> None:
    works.starting.run({"import_id": "0" * 32, "tries": "0", "why": "x"})
    assert works.shown == {}
