"""The start of an import: its rows are recorded, or the file is not there any more."""

import pytest

from bot.features.imports import start
from bot.features.imports.lanes import START
from bot.features.imports.saved_request import SavedRequest
from bot.store import contact_import_rows
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from tests.features.imports.harness import MAYA, Harness, number, person


def test_rows_are_recorded_page_by_page_in_the_order_of_the_file(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "PAGE", 2)
    import_id = harness.started(person(1), "12,Bo,VIP", person(3), "13,Cy,VIP", person(5))
    waiting = harness.rows(import_id, RowState.WAITING)
    rejected = harness.rows(import_id, RowState.REJECTED)
    assert [(row.place, row.line) for row in (*waiting, *rejected)] == [
        (1, 2),
        (3, 4),
        (5, 6),
        (2, 3),
        (4, 5),
    ]
    assert rejected[0].cells == ["12", "Bo", "VIP"]
    found = harness.the(import_id)
    assert (found.size, found.rejected, found.wave) == (3, 2, 1)
    assert found.source is not None
    source = SavedRequest.load(found.source, found.user_id)
    assert (source.file, source.headers) == (None, ("Phone", "Name", "Group"))
    assert number(1) not in repr(waiting)


def test_a_file_slack_does_not_give_is_asked_for_a_few_times(harness: Harness) -> None:
    import_id = harness.confirmed(person(1))
    harness.slack.files.clear()
    harness.uploads.forget_unused(0)
    for tries in range(1, start.MOST_TRIES):
        harness.step()
        ((_key, name, args, delay),) = harness.jobs.waiting()
        assert (name, args["tries"], delay) == (START, str(tries), 30.0)
    harness.run()
    assert harness.the(import_id).state is ImportState.CANCELLED
    assert (
        "Cancelled automatically. Upload the file again, or paste the rows: Slack didn't hand it over."
        in harness.text(import_id)
    )


def test_an_import_cancelled_before_it_began_leaves_nothing(harness: Harness) -> None:
    import_id = harness.confirmed(person(1))
    harness.decisions.cancel(import_id, MAYA)
    harness.run()
    assert harness.counts(import_id) == {}
    assert harness.the(import_id).state is ImportState.CANCELLED
    assert "of 1" not in harness.text(import_id)
    harness.upkeep.repair()
    assert harness.jobs.waiting() == []


def test_an_import_cancelled_while_its_rows_are_read_leaves_nothing(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = harness.confirmed(person(1))
    insert = contact_import_rows.insert

    def and_cancel(*args: object) -> None:
        insert(*args)  # type: ignore[arg-type] # as it was called
        monkeypatch.setattr(harness.start, "_begin", cancelled)

    def cancelled(*args: object) -> None:
        harness.decisions.cancel(import_id, MAYA)
        monkeypatch.undo()
        harness.start._begin(*args)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(contact_import_rows, "insert", and_cancel)
    harness.run()
    assert harness.counts(import_id) == {}


def test_an_import_that_is_gone_is_not_begun(harness: Harness) -> None:
    harness.start.run({"import_id": "0" * 32, "tries": "0", "why": "x"})
    assert harness.shown == {}
