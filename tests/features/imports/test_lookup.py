"""What became of rows is learned by asking, never by adding again."""

import pytest

from bot.features.imports import lookup
from bot.features.imports.lanes import CHUNK, RESULT, START
from bot.features.imports.lookup import Lookup
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from bot.texting.spellings import common
from tests.clock import FakeClock
from tests.fakes.database import Crash
from tests.fakes.smsit_contacts import SUBSCRIBED, TIMEOUT
from tests.features.imports.harness import LIMIT, MAYA, Harness, number, person

S = RowState


def cut_off(harness: Harness, how: str, *lines: str) -> str:
    """An import whose first row was cut off by a crash."""
    import_id = harness.started(*lines or (person(1),))
    harness.smsit.replies.append(how)
    with pytest.raises(Crash):
        harness.step()
    return import_id


def test_a_row_cut_off_after_its_addition_counts_as_added(harness: Harness, clock: FakeClock) -> None:
    import_id = cut_off(harness, "crash after")
    harness.run()
    harness.tick()
    assert harness.counts(import_id) == {S.ATTEMPTING: 1}
    clock.advance(seconds=81)
    harness.tick()
    assert harness.counts(import_id) == {S.ADDED: 1}
    harness.run()
    assert harness.the(import_id).state is ImportState.DONE
    assert harness.smsit.asked == {(number(1), "VIP"): 1}


def test_a_row_cut_off_before_is_not_known_and_not_added_again(harness: Harness, clock: FakeClock) -> None:
    import_id = cut_off(harness, "crash before", person(1), person(2))
    harness.run()
    clock.advance(seconds=81)
    harness.tick()
    harness.run()
    assert harness.counts(import_id) == {S.UNKNOWN: 1, S.ADDED: 1}
    assert harness.returned()[1][-2:] == ["Unconfirmed", lookup.CUT_OFF]
    assert harness.smsit.groups["VIP"] == {number(2): True}


def test_somebody_who_opted_out_is_told_as_that(harness: Harness, clock: FakeClock) -> None:
    import_id = cut_off(harness, "crash before")
    harness.smsit.groups["VIP"] = {number(1): False}
    clock.advance(seconds=81)
    harness.tick()
    assert harness.counts(import_id) == {S.OPTED_OUT: 1}


def test_while_sms_it_is_down_a_row_cut_off_waits_for_a_while(harness: Harness, clock: FakeClock) -> None:
    import_id = cut_off(harness, "crash after")
    harness.smsit.down = True
    clock.advance(seconds=81)
    harness.tick()
    assert harness.counts(import_id) == {S.ATTEMPTING: 1}
    clock.advance(minutes=11)
    harness.tick()
    assert harness.counts(import_id) == {S.UNKNOWN: 1}


def test_a_row_decided_meanwhile_is_left_alone(harness: Harness, clock: FakeClock) -> None:
    import_id = cut_off(harness, "crash before")
    clock.advance(seconds=81)
    (row,) = harness.rows(import_id, S.ATTEMPTING)
    harness.lookup._write(row, (S.UNKNOWN, None))
    harness.lookup._write(row, (S.ADDED, None))
    assert harness.counts(import_id) == {S.UNKNOWN: 1}


def test_unclear_answers_are_looked_up_at_the_end(harness: Harness) -> None:
    import_id = harness.started(person(1), person(2))
    harness.smsit.replies.extend(["slow", TIMEOUT])
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 1, S.UNKNOWN: 1}


def test_somebody_who_opted_out_of_all_is_told_as_that_though_never_in_the_group(harness: Harness) -> None:
    import_id = harness.started(person(1), person(2), person(3))
    harness.smsit.groups["Gold"] = {number(1): False, number(2): True}
    harness.smsit.replies.extend([SUBSCRIBED] * 3)
    harness.run()
    assert harness.counts(import_id) == {S.OPTED_OUT: 1, S.PRESENT: 2}
    assert harness.returned()[1][-2:] == ["Opted out", lookup.OPTED_OUT_OF_ALL]


def test_looking_up_ends_with_the_process_or_with_sms_it(harness: Harness, clock: FakeClock) -> None:
    import_id = harness.started(person(1), person(2))
    harness.smsit.groups["VIP"] = dict.fromkeys((number(1), number(2)), True)
    for _ in range(2):
        harness.step()
    quiet = Lookup(
        harness.database, harness.smsit, clock, limit=LIMIT, take=lambda: False, beat=harness.heartbeat.beat
    )
    quiet.look_up(import_id)
    assert harness.smsit.looked_up == []
    harness.smsit.down = True
    harness.lookup.look_up(import_id)
    assert harness.smsit.looked_up == [common(number(1))]


# --- what the clock finds standing still


def test_a_lost_start_is_made_up_for_and_no_sooner_than_needed(harness: Harness, clock: FakeClock) -> None:
    import_id = harness.confirmed(person(1))
    harness.jobs.forget_all()
    harness.tick()
    assert harness.jobs.waiting() == []
    clock.advance(minutes=9)
    harness.tick()
    harness.tick()
    assert len(harness.jobs.waiting(START)) == 1
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 1}


def test_lost_lanes_are_made_up_for(harness: Harness, clock: FakeClock) -> None:
    import_id = harness.started(person(1))
    harness.jobs.forget_all()
    harness.tick()
    assert harness.jobs.waiting() == []
    clock.advance(minutes=9)
    harness.tick()
    assert {args["wave"] for _key, _name, args, _delay in harness.jobs.waiting(CHUNK)} == {"2"}
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 1}


def test_a_lost_end_is_made_up_for(harness: Harness, clock: FakeClock) -> None:
    import_id = harness.started(person(1))
    for _ in range(2):
        harness.step()
    harness.jobs.forget_all()
    harness.later()
    assert harness.the(import_id).state is ImportState.DONE
    assert harness.told == 1


def test_an_import_paused_at_the_wrong_moment_is_not_set_going(
    harness: Harness, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = harness.started(person(1))
    harness.jobs.forget_all()
    clock.advance(minutes=9)
    end = harness.batch.end

    def and_pause(each: str) -> bool:
        harness.decisions.pause(each, MAYA, 1)
        return end(each)

    monkeypatch.setattr(harness.batch, "end", and_pause)
    harness.tick()
    assert harness.jobs.waiting() == []
    harness.later()
    assert harness.the(import_id).state is ImportState.PAUSED


def test_a_cancelled_import_waits_for_what_is_in_flight(harness: Harness, clock: FakeClock) -> None:
    import_id = cut_off(harness, "crash after", person(1), person(2))
    harness.decisions.cancel(import_id, MAYA)
    harness.step(1)
    harness.step(1)
    assert harness.counts(import_id) == {S.ATTEMPTING: 1, S.CANCELLED: 1}
    assert [(args["tries"], delay) for _key, _name, args, delay in harness.jobs.waiting(RESULT)] == [
        ("1", 20.0)
    ]
    clock.advance(seconds=81)
    harness.tick()
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 1, S.CANCELLED: 1}
    assert harness.returned()[1][-2] == "Not tried"


def test_a_cancelled_import_whose_end_was_lost_is_ended(harness: Harness, clock: FakeClock) -> None:
    import_id = harness.started(person(1))
    harness.decisions.cancel(import_id, MAYA)
    harness.jobs.forget_all()
    harness.later()
    assert harness.counts(import_id) == {S.CANCELLED: 1}
    assert harness.told == 1


def test_an_import_nobody_goes_on_with_is_cancelled_and_its_rows_go_back(
    harness: Harness, clock: FakeClock
) -> None:
    import_id = harness.started(person(1))
    harness.decisions.pause(import_id, MAYA, 1)
    harness.run()
    clock.advance(hours=7 * 24)
    harness.tick()
    assert harness.the(import_id).state is ImportState.PAUSED
    clock.advance(seconds=1)
    harness.tick()
    harness.run()
    assert harness.counts(import_id) == {S.CANCELLED: 1}
    assert "Cancelled automatically. It was paused for a week." in harness.text(import_id)
    assert harness.returned()[1][-2] == "Not tried"


def test_an_import_set_going_at_the_last_moment_is_not_cancelled(
    harness: Harness, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = harness.started(person(1))
    harness.decisions.pause(import_id, MAYA, 1)
    harness.run()
    paused = harness.the(import_id)
    harness.decisions.resume(import_id, MAYA, 1)
    monkeypatch.setattr(harness.upkeep, "looked_after", lambda _conn: (paused,))
    clock.advance(hours=8 * 24)
    harness.upkeep.repair()
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 1}
