"""What was not added goes back to who started it, can be mended, and is imported again as it is."""

from datetime import timedelta

import pytest

from bot.features.batches.results import MOST_TRIES
from bot.features.imports import columns, results
from bot.features.imports.columns import Columns
from bot.features.imports.lanes import RESULT
from bot.features.imports.retention import Retention
from bot.features.imports.views import result as result_view
from bot.policy.model import Limits
from bot.slack.outgoing.posting_errors import NotThere, Unreachable
from bot.smsit import Endpoint
from bot.smsit.codes import refusal
from bot.store import contact_import_rows, contact_imports
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from bot.texting.tables import sheet
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import TIMEOUT
from tests.features.imports.harness import MAYA, Harness, number, person

LONG = timedelta(days=30)
REFUSAL = refusal(Endpoint.ADD_CONTACT, -6)


def ended(harness: Harness) -> str:
    """An import of which a row was refused, one left out, and one is not known."""
    import_id = harness.started("(415) 555-0001,=cmd(),VIP", "12,Bo,VIP", person(3), person(4))
    harness.smsit.replies.extend([REFUSAL, TIMEOUT])
    harness.run()
    assert harness.the(import_id).state is ImportState.DONE
    return import_id


def test_what_was_not_added_comes_back_with_its_cells_and_the_reason(harness: Harness) -> None:
    ended(harness)
    titles, refused, left_out, unknown = harness.returned()
    assert titles == ["Line", "Phone", "Name", "Group", "Outcome", "Reason"]
    assert refused == ["2", "(415) 555-0001", "'=cmd()", "VIP", "Refused", REFUSAL.sentence]
    assert left_out[:5] == ["3", "12", "Bo", "VIP", "Skipped"]
    assert "too short" in left_out[5]
    assert unknown[:5] == ["4", number(3), "Ann 3", "VIP", "Unconfirmed"]
    ((to, told),) = harness.slack.posts
    assert (to, harness.slack.uploads[0][:2]) == (MAYA.user_id, ("D0MAYA", "7.7"))
    assert told.startswith("3 rows of your import of people.csv")


def test_the_file_can_be_imported_again(harness: Harness) -> None:
    ended(harness)
    found = sheet.read(harness.slack.uploads[0][2], Limits(), "US")
    assert columns.guess(found) == Columns(number=(1,), name=(2,), group=(3,))


def test_the_result_is_handed_out_though_nobody_has_time_to_count_groups(harness: Harness) -> None:
    harness.busy = True
    ended(harness)
    assert (harness.told, len(harness.slack.uploads)) == (1, 1)


def test_when_all_were_added_nobody_is_bothered(harness: Harness) -> None:
    import_id = harness.confirmed(person(1))
    harness.run()
    assert harness.slack.posts == []
    assert "goes to" not in harness.text(import_id)


def test_one_row_is_told_as_one(harness: Harness) -> None:
    harness.confirmed("12,Bo,VIP", person(1))
    harness.run()
    assert harness.slack.posts[0][1].startswith("1 row of your import of people.csv")
    assert "wasn't added" in harness.slack.posts[0][1]


def test_long_files_are_read_page_by_page(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "PAGE", 2)
    monkeypatch.setattr(contact_import_rows.reported, "__defaults__", (2,))
    monkeypatch.setattr(contact_import_rows.cancel, "__defaults__", (2,))
    import_id = harness.started(*(person(place) for place in range(1, 5)), "12,Bo,VIP")
    harness.decisions.cancel(import_id, MAYA)
    harness.run()
    assert [line[0] for line in harness.returned()] == ["Line", "2", "3", "4", "5", "6"]
    assert harness.returned()[1][-1] == result_view.NOT_TRIED


def test_what_slack_did_not_take_is_tried_again_a_few_times(harness: Harness) -> None:
    harness.slack.refuse = Unreachable("down")
    import_id = harness.started("12,Bo,VIP", person(1))
    while not (again := harness.jobs.waiting(RESULT)) or again[0][2]["why"] != results.AGAIN:
        harness.step()
    assert [(args["tries"], delay) for _key, _name, args, delay in again] == [("1", 60.0)]
    harness.slack.refuse = None
    harness.run()
    assert harness.told == 1
    assert len(harness.slack.uploads) == 1
    harness.slack.refuse = Unreachable("down")
    harness.results.run({"import_id": import_id, "why": results.AGAIN, "tries": str(MOST_TRIES - 1)})
    assert harness.jobs.waiting() == []


def test_who_cannot_be_reached_is_not_tried_again(harness: Harness) -> None:
    harness.slack.refuse = NotThere("not_in_channel")
    harness.confirmed("12,Bo,VIP", person(1))
    harness.run()
    assert len(harness.slack.posts) == 1


def test_an_end_cut_off_by_a_crash_is_handed_out_after_all(harness: Harness) -> None:
    import_id = harness.started("12,Bo,VIP", person(1))
    for _ in range(2):
        harness.step()
    hand_out, harness.results._hand_out = harness.results._hand_out, lambda *_: 1 / 0  # type: ignore[method-assign,assignment] # dies
    with pytest.raises(ZeroDivisionError):
        harness.step()
    harness.results._hand_out = hand_out  # type: ignore[method-assign] # as it was
    assert harness.the(import_id).state is ImportState.DONE
    harness.run()
    assert len(harness.slack.uploads) == 1


def test_an_import_paused_or_set_going_before_its_end_is_not_ended(harness: Harness) -> None:
    import_id = harness.started(person(1))
    for _ in range(2):
        harness.step()
    harness.decisions.pause(import_id, MAYA, 1)
    harness.step()
    assert harness.the(import_id).state is ImportState.PAUSED
    harness.decisions.resume(import_id, MAYA, 1)
    harness.results.run({"import_id": import_id, "why": "1", "tries": "0"})
    assert harness.the(import_id).state is ImportState.RUNNING
    harness.run()
    assert harness.the(import_id).state is ImportState.DONE


def test_an_import_paused_while_rows_are_looked_up_is_not_ended(harness: Harness) -> None:
    harness.smsit.groups["VIP"] = {number(1): True}
    import_id = harness.started(person(1))
    for _ in range(2):
        harness.step()
    look_up = harness.lookup.look_up

    def and_pause(each: str) -> None:
        look_up(each)
        harness.decisions.pause(each, MAYA, 1)

    harness.lookup.look_up = and_pause  # type: ignore[method-assign] # meanwhile
    harness.step()
    assert (harness.the(import_id).state, harness.told) == (ImportState.PAUSED, 0)


def test_an_import_that_is_gone_has_no_end(harness: Harness) -> None:
    harness.results.run({"import_id": "0" * 32, "why": "1", "tries": "0"})
    assert harness.slack.posts == []


# --- forgetting


def test_people_are_forgotten_when_their_time_is_over(
    harness: Harness, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.imports.retention.PAGE", 2)
    monkeypatch.setattr(contact_import_rows.forget, "__defaults__", (2,))
    forgetting = Retention(harness.database, clock, LONG)
    old = ended(harness)
    waits = harness.started(person(1))
    clock.advance(days=29)
    assert forgetting.run() == 0
    clock.advance(days=2)
    assert forgetting.run() == 4
    assert forgetting.run() == 0
    for state in RowState:
        for row in harness.rows(old, state):
            assert (row.number, row.name, row.cells) == (None, None, None)
    assert harness.the(old).source is None
    assert harness.rows(waits, RowState.WAITING)[0].number == number(1)
    assert "4 of" not in harness.text(old)
    harness.results._hand_out(harness.the(old))
    assert len(harness.slack.uploads) == 1
    with harness.database.read() as conn:
        assert [each.id for each in contact_imports.under_way(conn)] == [waits]
