"""What was not added goes back to who started it, can be mended, and is imported again as it is."""

from datetime import timedelta

import pytest

from bot.features.batches.results import MOST_TRIES
from bot.features.contact_import import columns, result_view, results
from bot.features.contact_import.columns import Columns
from bot.features.contact_import.lanes import RESULT
from bot.features.contact_import.retention import Forgetting
from bot.policy.model import Limits
from bot.slack.poster import NotThere, Unreachable
from bot.smsit import Endpoint
from bot.smsit.codes import refusal
from bot.store import contact_import_rows, contact_imports
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from bot.texting.tables import sheet
from tests.clock import FakeClock
from tests.features.contact_import.stand_ins import TIMEOUT
from tests.features.contact_import.works import MAYA, Works, number, person

LONG = timedelta(days=30)
REFUSAL = refusal(Endpoint.ADD_CONTACT, -6)


def ended(works: Works) -> str:
    """An import of which a row was refused, one left out, and one is not known."""
    import_id = works.started("(415) 555-0001,=cmd(),VIP", "12,Bo,VIP", person(3), person(4))
    works.smsit.answers.extend([REFUSAL, TIMEOUT])
    works.run()
    assert works.the(import_id).state is ImportState.DONE
    return import_id


def test_what_was_not_added_comes_back_with_its_cells_and_the_reason(works: Works) -> None:
    ended(works)
    titles, refused, left_out, unknown = works.returned()
    assert titles == ["Line", "Phone", "Name", "Group", "Outcome", "Reason"]
    assert refused == ["2", "(415) 555-0001", "'=cmd()", "VIP", "refused", REFUSAL.sentence]
    assert left_out[:5] == ["3", "12", "Bo", "VIP", "left out"]
    assert "too short" in left_out[5]
    assert unknown[:5] == ["4", number(3), "Ann 3", "VIP", "not known"]
    ((to, told),) = works.slack.posts
    assert (to, works.slack.uploads[0][:2]) == (MAYA.user_id, ("D0MAYA", "7.7"))
    assert told.startswith("3 rows of your import of people.csv")


def test_the_file_can_be_imported_again(works: Works) -> None:
    ended(works)
    found = sheet.read(works.slack.uploads[0][2], Limits(), "US")
    assert columns.guess(found) == Columns(number=(1,), name=(2,), group=(3,))


def test_the_result_is_handed_out_though_nobody_has_time_to_count_groups(works: Works) -> None:
    works.busy = True
    ended(works)
    assert (works.told, len(works.slack.uploads)) == (1, 1)


def test_when_all_were_added_nobody_is_bothered(works: Works) -> None:
    import_id = works.confirmed(person(1))
    works.run()
    assert works.slack.posts == []
    assert "goes to" not in works.text(import_id)


def test_one_row_is_told_as_one(works: Works) -> None:
    works.confirmed("12,Bo,VIP", person(1))
    works.run()
    assert works.slack.posts[0][1].startswith("1 row of your import of people.csv")
    assert "was not added" in works.slack.posts[0][1]


def test_long_files_are_read_page_by_page(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "PAGE", 2)
    monkeypatch.setattr(contact_import_rows.reported, "__defaults__", (2,))
    monkeypatch.setattr(contact_import_rows.cancel, "__defaults__", (2,))
    import_id = works.started(*(person(place) for place in range(1, 5)), "12,Bo,VIP")
    works.decisions.cancel(import_id, MAYA)
    works.run()
    assert [line[0] for line in works.returned()] == ["Line", "2", "3", "4", "5", "6"]
    assert works.returned()[1][-1] == result_view.NOT_TRIED


def test_what_slack_did_not_take_is_tried_again_a_few_times(works: Works) -> None:
    works.slack.refuse = Unreachable("down")
    import_id = works.started("12,Bo,VIP", person(1))
    while not (again := works.jobs.waiting(RESULT)) or again[0][2]["why"] != results.AGAIN:
        works.step()
    assert [(args["tries"], delay) for _key, _name, args, delay in again] == [("1", 60.0)]
    works.slack.refuse = None
    works.run()
    assert works.told == 1
    assert len(works.slack.uploads) == 1
    works.slack.refuse = Unreachable("down")
    works.results.run({"import_id": import_id, "why": results.AGAIN, "tries": str(MOST_TRIES - 1)})
    assert works.jobs.waiting() == []


def test_who_cannot_be_reached_is_not_tried_again(works: Works) -> None:
    works.slack.refuse = NotThere("not_in_channel")
    works.confirmed("12,Bo,VIP", person(1))
    works.run()
    assert len(works.slack.posts) == 1


def test_an_end_cut_off_by_a_crash_is_handed_out_after_all(works: Works) -> None:
    import_id = works.started("12,Bo,VIP", person(1))
    for _ in range(2):
        works.step()
    hand_out, works.results._hand_out = works.results._hand_out, lambda *_: 1 / 0  # type: ignore[method-assign,assignment] # dies
    with pytest.raises(ZeroDivisionError):
        works.step()
    works.results._hand_out = hand_out  # type: ignore[method-assign] # as it was
    assert works.the(import_id).state is ImportState.DONE
    works.run()
    assert len(works.slack.uploads) == 1


def test_an_import_paused_or_set_going_before_its_end_is_not_ended(works: Works) -> None:
    import_id = works.started(person(1))
    for _ in range(2):
        works.step()
    works.decisions.pause(import_id, MAYA, 1)
    works.step()
    assert works.the(import_id).state is ImportState.PAUSED
    works.decisions.resume(import_id, MAYA, 1)
    works.results.run({"import_id": import_id, "why": "1", "tries": "0"})
    assert works.the(import_id).state is ImportState.RUNNING
    works.run()
    assert works.the(import_id).state is ImportState.DONE


def test_an_import_paused_while_rows_are_looked_up_is_not_ended(works: Works) -> None:
    works.smsit.groups["VIP"] = {number(1): True}
    import_id = works.started(person(1))
    for _ in range(2):
        works.step()
    look_up = works.settling.look_up

    def and_pause(each: str) -> None:
        look_up(each)
        works.decisions.pause(each, MAYA, 1)

    works.settling.look_up = and_pause  # type: ignore[method-assign] # meanwhile
    works.step()
    assert (works.the(import_id).state, works.told) == (ImportState.PAUSED, 0)


def test_an_import_that_is_gone_has_no_end(works: Works) -> None:
    works.results.run({"import_id": "0" * 32, "why": "1", "tries": "0"})
    assert works.slack.posts == []


# --- forgetting


def test_people_are_forgotten_when_their_time_is_over(
    works: Works, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.contact_import.retention.PAGE", 2)
    monkeypatch.setattr(contact_import_rows.forget, "__defaults__", (2,))
    forgetting = Forgetting(works.database, clock, LONG)
    old = ended(works)
    waits = works.started(person(1))
    clock.advance(days=29)
    assert forgetting.run() == 0
    clock.advance(days=2)
    assert forgetting.run() == 4
    assert forgetting.run() == 0
    for state in RowState:
        for row in works.rows(old, state):
            assert (row.number, row.name, row.cells) == (None, None, None)
    assert works.the(old).source is None
    assert works.rows(waits, RowState.WAITING)[0].number == number(1)
    assert "4 of" not in works.text(old)
    works.results._hand_out(works.the(old))
    assert len(works.slack.uploads) == 1
    with works.database.read() as conn:
        assert [each.id for each in contact_imports.under_way(conn)] == [waits]
