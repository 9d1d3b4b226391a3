"""What became of rows is learned by asking, never by adding again."""

import pytest

from bot.features.contact_import import settling
from bot.features.contact_import.lanes import CHUNK, RESULT, START
from bot.features.contact_import.settling import Settling
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from bot.texting.spellings import common
from tests.clock import FakeClock
from tests.features.contact_import.stand_ins import SUBSCRIBED, TIMEOUT
from tests.features.contact_import.works import LIMIT, MAYA, Works, number, person
from tests.features.lists.stand_ins import Crash

S = RowState


def cut_off(works: Works, how: str, *lines: str) -> str:
    """An import whose first row was cut off by a crash."""
    import_id = works.started(*lines or (person(1),))
    works.smsit.answers.append(how)
    with pytest.raises(Crash):
        works.step()
    return import_id


def test_a_row_cut_off_after_its_addition_counts_as_added(works: Works, clock: FakeClock) -> None:
    import_id = cut_off(works, "crash after")
    works.run()
    works.tick()
    assert works.counts(import_id) == {S.ATTEMPTING: 1}
    clock.advance(seconds=81)
    works.tick()
    assert works.counts(import_id) == {S.ADDED: 1}
    works.run()
    assert works.the(import_id).state is ImportState.DONE
    assert works.smsit.asked == {(number(1), "VIP"): 1}


def test_a_row_cut_off_before_is_not_known_and_not_added_again(works: Works, clock: FakeClock) -> None:
    import_id = cut_off(works, "crash before", person(1), person(2))
    works.run()
    clock.advance(seconds=81)
    works.tick()
    works.run()
    assert works.counts(import_id) == {S.UNKNOWN: 1, S.ADDED: 1}
    assert works.returned()[1][-2:] == ["not known", settling.CUT_OFF]
    assert works.smsit.groups["VIP"] == {number(2): True}


def test_somebody_who_opted_out_is_told_as_that(works: Works, clock: FakeClock) -> None:
    import_id = cut_off(works, "crash before")
    works.smsit.groups["VIP"] = {number(1): False}
    clock.advance(seconds=81)
    works.tick()
    assert works.counts(import_id) == {S.OPTED_OUT: 1}


def test_while_sms_it_is_down_a_row_cut_off_waits_for_a_while(works: Works, clock: FakeClock) -> None:
    import_id = cut_off(works, "crash after")
    works.smsit.down = True
    clock.advance(seconds=81)
    works.tick()
    assert works.counts(import_id) == {S.ATTEMPTING: 1}
    clock.advance(minutes=11)
    works.tick()
    assert works.counts(import_id) == {S.UNKNOWN: 1}


def test_a_row_decided_meanwhile_is_left_alone(works: Works, clock: FakeClock) -> None:
    import_id = cut_off(works, "crash before")
    clock.advance(seconds=81)
    (row,) = works.rows(import_id, S.ATTEMPTING)
    works.settling._write(row, (S.UNKNOWN, None))
    works.settling._write(row, (S.ADDED, None))
    assert works.counts(import_id) == {S.UNKNOWN: 1}


def test_unclear_answers_are_looked_up_at_the_end(works: Works) -> None:
    import_id = works.started(person(1), person(2))
    works.smsit.answers.extend(["slow", TIMEOUT])
    works.run()
    assert works.counts(import_id) == {S.ADDED: 1, S.UNKNOWN: 1}


def test_somebody_who_opted_out_of_all_is_told_as_that_though_never_in_the_group(works: Works) -> None:
    import_id = works.started(person(1), person(2), person(3))
    works.smsit.groups["Gold"] = {number(1): False, number(2): True}
    works.smsit.answers.extend([SUBSCRIBED] * 3)
    works.run()
    assert works.counts(import_id) == {S.OPTED_OUT: 1, S.PRESENT: 2}
    assert works.returned()[1][-2:] == ["opted out", settling.OPTED_OUT_OF_ALL]


def test_looking_up_ends_with_the_process_or_with_sms_it(works: Works, clock: FakeClock) -> None:
    import_id = works.started(person(1), person(2))
    works.smsit.groups["VIP"] = dict.fromkeys((number(1), number(2)), True)
    for _ in range(2):
        works.step()
    quiet = Settling(
        works.database, works.smsit, clock, limit=LIMIT, take=lambda: False, beat=works.progress.beat
    )
    quiet.look_up(import_id)
    assert works.smsit.looked_up == []
    works.smsit.down = True
    works.settling.look_up(import_id)
    assert works.smsit.looked_up == [common(number(1))]


# --- what the clock finds standing still


def test_a_lost_start_is_made_up_for_and_no_sooner_than_needed(works: Works, clock: FakeClock) -> None:
    import_id = works.confirmed(person(1))
    works.jobs.forget_all()
    works.tick()
    assert works.jobs.waiting() == []
    clock.advance(minutes=9)
    works.tick()
    works.tick()
    assert len(works.jobs.waiting(START)) == 1
    works.run()
    assert works.counts(import_id) == {S.ADDED: 1}


def test_lost_lanes_are_made_up_for(works: Works, clock: FakeClock) -> None:
    import_id = works.started(person(1))
    works.jobs.forget_all()
    works.tick()
    assert works.jobs.waiting() == []
    clock.advance(minutes=9)
    works.tick()
    assert {args["wave"] for _key, _name, args, _delay in works.jobs.waiting(CHUNK)} == {"2"}
    works.run()
    assert works.counts(import_id) == {S.ADDED: 1}


def test_a_lost_end_is_made_up_for(works: Works, clock: FakeClock) -> None:
    import_id = works.started(person(1))
    for _ in range(2):
        works.step()
    works.jobs.forget_all()
    works.later()
    assert works.the(import_id).state is ImportState.DONE
    assert works.told == 1


def test_an_import_paused_at_the_wrong_moment_is_not_set_going(
    works: Works, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = works.started(person(1))
    works.jobs.forget_all()
    clock.advance(minutes=9)
    finish = works.running.finish

    def and_pause(each: str) -> bool:
        works.imports.pause(each, MAYA, 1)
        return finish(each)

    monkeypatch.setattr(works.running, "finish", and_pause)
    works.tick()
    assert works.jobs.waiting() == []
    works.later()
    assert works.the(import_id).state is ImportState.PAUSED


def test_a_cancelled_import_waits_for_what_is_in_flight(works: Works, clock: FakeClock) -> None:
    import_id = cut_off(works, "crash after", person(1), person(2))
    works.imports.cancel(import_id, MAYA)
    works.step(1)
    works.step(1)
    assert works.counts(import_id) == {S.ATTEMPTING: 1, S.CANCELLED: 1}
    assert [(args["tries"], delay) for _key, _name, args, delay in works.jobs.waiting(RESULT)] == [
        ("1", 20.0)
    ]
    clock.advance(seconds=81)
    works.tick()
    works.run()
    assert works.counts(import_id) == {S.ADDED: 1, S.CANCELLED: 1}
    assert works.returned()[1][-2] == "not tried"


def test_a_cancelled_import_whose_end_was_lost_is_ended(works: Works, clock: FakeClock) -> None:
    import_id = works.started(person(1))
    works.imports.cancel(import_id, MAYA)
    works.jobs.forget_all()
    works.later()
    assert works.counts(import_id) == {S.CANCELLED: 1}
    assert works.told == 1


def test_an_import_nobody_goes_on_with_is_cancelled_and_its_rows_go_back(
    works: Works, clock: FakeClock
) -> None:
    import_id = works.started(person(1))
    works.imports.pause(import_id, MAYA, 1)
    works.run()
    clock.advance(hours=7 * 24)
    works.tick()
    assert works.the(import_id).state is ImportState.PAUSED
    clock.advance(seconds=1)
    works.tick()
    works.run()
    assert works.counts(import_id) == {S.CANCELLED: 1}
    assert "Cancelled by the bot. It was paused for a week." in works.text(import_id)
    assert works.returned()[1][-2] == "not tried"


def test_an_import_set_going_at_the_last_moment_is_not_cancelled(
    works: Works, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = works.started(person(1))
    works.imports.pause(import_id, MAYA, 1)
    works.run()
    paused = works.the(import_id)
    works.imports.resume(import_id, MAYA, 1)
    monkeypatch.setattr(works.upkeep, "_looked_after", lambda: (paused,))
    clock.advance(hours=8 * 24)
    works.upkeep.repair()
    works.run()
    assert works.counts(import_id) == {S.ADDED: 1}
