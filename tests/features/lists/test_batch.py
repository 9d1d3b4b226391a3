"""Carrying a list: every row once, in blocks."""

from bot.engine.attempts import NotSent, Refused
from bot.features.lists.lanes import CHUNK, Block
from bot.features.sends.weekly import ROW, Weekly
from bot.policy.model import Limits
from bot.store import messages
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import lists
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.lists.harness import MAYA as WHO
from tests.features.lists.harness import Harness, number
from tests.store.samples import a_send_in


def block(list_id: str) -> Block:
    return Block(batch_id=list_id, wave=0, first=1, stride=6, size=6)


def test_every_row_is_texted_once_and_the_list_is_sent(harness: Harness) -> None:
    list_id = harness.queued(13, rejected=2)
    harness.run()
    assert sorted(harness.carrier.texted) == [number(place) for place in range(1, 14)]
    assert harness.the(list_id).state is SendState.ACCEPTED
    assert harness.counts(list_id) == {SendState.ACCEPTED: 13}


def test_whoever_got_enough_since_the_review_is_left_out_and_counted(harness: Harness) -> None:
    harness.batch._weekly = Weekly(Limits(person_per_week=1))
    list_id = harness.queued(6)
    a_send_in(harness.database, SendState.ACCEPTED, now=harness.clock(), to_number=number(3))

    harness.run()

    assert sorted(harness.carrier.texted) == [number(place) for place in (1, 2, 4, 5, 6)]
    assert harness.the(list_id).state is SendState.ACCEPTED
    assert harness.counts(list_id) == {SendState.ACCEPTED: 5}
    with harness.database.read() as conn:
        assert lists.rejected(conn, list_id, 10) == ((4, ROW),)


def test_a_list_runs_on_as_many_lanes_as_it_may_and_no_more(harness: Harness) -> None:
    list_id = harness.queued(13)
    harness.step()
    firsts = [args["first"] for _key, _name, args, _delay in harness.jobs.waiting()]
    assert firsts == ["1", "4"]
    harness.step()
    assert len(harness.jobs.waiting()) == 2
    harness.run()
    assert harness.counts(list_id) == {SendState.ACCEPTED: 13}


def test_a_job_goes_on_for_a_while_before_others_get_its_thread(harness: Harness) -> None:
    harness = Harness(harness.database, harness.clock, lanes=1, job_seconds=60.0)
    list_id = harness.started(13)
    harness.step()
    assert harness.jobs.waiting() == []
    assert harness.the(list_id).state is SendState.ACCEPTED


def test_a_slow_job_lets_others_have_its_thread_in_the_middle_of_a_block(harness: Harness) -> None:
    harness = Harness(harness.database, harness.clock, lanes=1, job_seconds=10.0)
    list_id = harness.started(6)
    for texted in (1, 2, 3):
        harness.carrier.meanwhile = lambda: setattr(harness, "seconds", harness.seconds + 10)
        harness.step()
        assert len(harness.carrier.texted) == texted
        assert len(harness.jobs.waiting()) == 1
    harness.run()
    assert harness.counts(list_id) == {SendState.ACCEPTED: 6}
    assert len(harness.carrier.texted) == 6


def test_a_list_shorter_than_a_block_has_one_lane(harness: Harness) -> None:
    harness.queued(2)
    harness.step()
    assert len(harness.jobs.waiting()) == 1


def test_a_started_list_gets_its_details(harness: Harness) -> None:
    list_id = harness.started()
    with harness.database.read() as conn:
        assert messages.get(conn, list_id, Purpose.DETAILS) is not None


def test_starting_twice_starts_once(harness: Harness) -> None:
    list_id = harness.queued()
    job = {"send_id": list_id}
    harness.start.run(job)
    before = harness.jobs.waiting()
    harness.start.run(job)
    assert harness.jobs.waiting() == before


def test_a_list_that_is_gone_is_not_started(harness: Harness) -> None:
    harness.start.run({"send_id": "0" * 32})
    assert harness.jobs.waiting() == []


def test_a_list_whose_people_another_process_gathers_is_not_begun(harness: Harness) -> None:
    list_id = harness.queued(2)
    harness.are_known = False
    harness.start.run({"send_id": list_id})
    assert harness.the(list_id).state is SendState.QUEUED
    harness.are_known = True
    harness.start.run({"send_id": list_id})
    assert harness.the(list_id).state is SendState.RUNNING


def test_rows_that_did_not_leave_are_tried_again_later(harness: Harness) -> None:
    list_id = harness.started(3)
    harness.carrier.replies.extend([NotSent("no way through"), NotSent("no way through")])
    harness.step()
    assert [delay for *_job, delay in harness.jobs.waiting()] == [5.0]
    harness.step()
    assert [delay for *_job, delay in harness.jobs.waiting()] == [15.0]
    harness.run()
    assert harness.carrier.texted == [number(1), number(2), number(3)]
    assert harness.the(list_id).state is SendState.ACCEPTED


def test_a_refused_row_does_not_stop_the_others(harness: Harness) -> None:
    list_id = harness.queued(6)
    harness.carrier.replies.append(Refused("-6", "not a contact"))
    harness.run()
    assert harness.counts(list_id) == {SendState.REFUSED: 1, SendState.ACCEPTED: 5}


def test_a_process_that_stops_leaves_the_rest_to_the_next(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.stopping = True
    harness.step()
    harness.step()
    assert harness.carrier.texted == []
    assert len(harness.jobs.waiting()) == 2
    harness.stopping = False
    harness.run()
    assert harness.counts(list_id) == {SendState.ACCEPTED: 6}


def test_a_job_of_an_earlier_wave_does_nothing(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.decisions.pause(list_id, WHO, 0)
    harness.decisions.resume(list_id, WHO, 0)
    harness.handlers[CHUNK](block(list_id).args())
    assert harness.carrier.texted == []


def test_a_row_put_back_after_the_list_was_set_going_anew_goes_at_once(
    database: Database, clock: FakeClock, small_blocks: None
) -> None:
    harness = Harness(database, clock, lanes=1)
    list_id = harness.started(12)

    def set_going_anew() -> None:
        harness.decisions.pause(list_id, WHO, 0)
        harness.decisions.resume(list_id, WHO, 0)
        harness.run()  # the new wave passes the row, which is being attempted

    harness.carrier.meanwhile = set_going_anew
    harness.carrier.replies.extend([NotSent()])
    harness.step()
    ((_key, _name, args, delay),) = harness.jobs.waiting()
    assert (args["wave"], args["first"], delay) == ("1", "1", 5.0)
    harness.carrier.replies.append(NotSent())
    harness.run()
    assert harness.counts(list_id) == {SendState.ACCEPTED: 12}
    assert harness.the(list_id).state is SendState.ACCEPTED
    assert len(harness.carrier.texted) == 12


def test_a_job_that_an_earlier_version_left_goes_on(harness: Harness) -> None:
    list_id = harness.started(6)
    left = {"send_id": list_id, "wave": "0", "first": "4", "stride": "3", "size": "6"}
    harness.handlers[CHUNK](left | {"turn": "2", "failures": "1", "stray": ":0a"})
    assert harness.carrier.texted == [number(4), number(5), number(6)]
    keys = [key for key, _name, _args, _delay in harness.jobs.waiting()]
    assert keys == [f"{list_id}:0:1:0", f"{list_id}:0:4:0"]


def test_a_job_of_a_list_that_is_gone_does_nothing(harness: Harness) -> None:
    harness.handlers[CHUNK](block("0" * 32).args())
    assert harness.jobs.waiting() == []


def test_a_row_somebody_else_has_is_passed_over(harness: Harness) -> None:
    list_id = harness.started(3)
    first = harness.rows(list_id)[0]

    def somebody_else() -> None:
        harness.carrier.meanwhile = list
        second = harness.rows(list_id)[1]
        harness.attempt(second.id)

    harness.carrier.meanwhile = somebody_else
    harness.run()
    assert first.id == harness.rows(list_id)[0].id
    assert sorted(harness.carrier.texted) == [number(1), number(2), number(3)]


def test_a_list_ends_once(harness: Harness) -> None:
    list_id = harness.queued(3)
    harness.run()
    assert not harness.batch.finish(list_id)


def test_figures_are_drawn_every_two_seconds_at_most(harness: Harness, clock: FakeClock) -> None:
    list_id = harness.started(6)
    before = harness.shown[list_id]
    harness.step()
    assert harness.shown[list_id] == before + 1
    clock.advance(seconds=2)
    harness.step()
    assert harness.shown[list_id] == before + 3  # one for progress, one for the end
