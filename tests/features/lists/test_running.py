"""Carrying a list: every row once, in blocks."""

from bot.engine.attempts import NotSent, Refused
from bot.features.lists.lanes import CHUNK, Block
from bot.store import messages
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.lists.works import MAYA as WHO
from tests.features.lists.works import Works, number


def block(list_id: str) -> Block:
    return Block(batch_id=list_id, wave=0, first=1, stride=6, size=6)


def test_every_row_is_texted_once_and_the_list_is_sent(works: Works) -> None:
    list_id = works.queued(13, rejected=2)
    works.run()
    assert sorted(works.carrier.texted) == [number(place) for place in range(1, 14)]
    assert works.the(list_id).state is SendState.ACCEPTED
    assert works.counts(list_id) == {SendState.ACCEPTED: 13}


def test_a_list_runs_on_as_many_lanes_as_it_may_and_no_more(works: Works) -> None:
    list_id = works.queued(13)
    works.step()
    firsts = [args["first"] for _key, _name, args, _delay in works.jobs.waiting()]
    assert firsts == ["1", "4"]
    works.step()
    assert len(works.jobs.waiting()) == 2
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 13}


def test_a_job_goes_on_for_a_while_before_others_get_its_thread(works: Works) -> None:
    works = Works(works.database, works.clock, lanes=1, job_seconds=60.0)
    list_id = works.started(13)
    works.step()
    assert works.jobs.waiting() == []
    assert works.the(list_id).state is SendState.ACCEPTED


def test_a_slow_job_lets_others_have_its_thread_in_the_middle_of_a_block(works: Works) -> None:
    works = Works(works.database, works.clock, lanes=1, job_seconds=10.0)
    list_id = works.started(6)
    for texted in (1, 2, 3):
        works.carrier.meanwhile = lambda: setattr(works, "seconds", works.seconds + 10)
        works.step()
        assert len(works.carrier.texted) == texted
        assert len(works.jobs.waiting()) == 1
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 6}
    assert len(works.carrier.texted) == 6


def test_a_list_shorter_than_a_block_has_one_lane(works: Works) -> None:
    works.queued(2)
    works.step()
    assert len(works.jobs.waiting()) == 1


def test_a_started_list_gets_its_details(works: Works) -> None:
    list_id = works.started()
    with works.database.read() as conn:
        assert messages.get(conn, list_id, Purpose.DETAILS) is not None


def test_starting_twice_starts_once(works: Works) -> None:
    list_id = works.queued()
    job = {"send_id": list_id}
    works.starting.run(job)
    before = works.jobs.waiting()
    works.starting.run(job)
    assert works.jobs.waiting() == before


def test_a_list_that_is_gone_is_not_started(works: Works) -> None:
    works.starting.run({"send_id": "0" * 32})
    assert works.jobs.waiting() == []


def test_rows_that_did_not_leave_are_tried_again_later(works: Works) -> None:
    list_id = works.started(3)
    works.carrier.answers.extend([NotSent("no way through"), NotSent("no way through")])
    works.step()
    assert [delay for *_job, delay in works.jobs.waiting()] == [5.0]
    works.step()
    assert [delay for *_job, delay in works.jobs.waiting()] == [15.0]
    works.run()
    assert works.carrier.texted == [number(1), number(2), number(3)]
    assert works.the(list_id).state is SendState.ACCEPTED


def test_a_refused_row_does_not_stop_the_others(works: Works) -> None:
    list_id = works.queued(6)
    works.carrier.answers.append(Refused("-6", "not a contact"))
    works.run()
    assert works.counts(list_id) == {SendState.REFUSED: 1, SendState.ACCEPTED: 5}


def test_a_process_that_stops_leaves_the_rest_to_the_next(works: Works) -> None:
    list_id = works.started(6)
    works.stopping = True
    works.step()
    works.step()
    assert works.carrier.texted == []
    assert len(works.jobs.waiting()) == 2
    works.stopping = False
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 6}


def test_a_job_of_an_earlier_wave_does_nothing(works: Works) -> None:
    list_id = works.started(6)
    works.decisions.pause(list_id, WHO, 0)
    works.decisions.resume(list_id, WHO, 0)
    works.handlers[CHUNK](block(list_id).args())
    assert works.carrier.texted == []


def test_a_row_put_back_after_the_list_was_set_going_anew_goes_at_once(
    database: Database, clock: FakeClock, small_blocks: None
) -> None:
    works = Works(database, clock, lanes=1)
    list_id = works.started(12)

    def set_going_anew() -> None:
        works.decisions.pause(list_id, WHO, 0)
        works.decisions.resume(list_id, WHO, 0)
        works.run()  # the new wave passes the row, which is being attempted

    works.carrier.meanwhile = set_going_anew
    works.carrier.answers.extend([NotSent()])
    works.step()
    ((_key, _name, args, delay),) = works.jobs.waiting()
    assert (args["wave"], args["first"], delay) == ("1", "1", 5.0)
    works.carrier.answers.append(NotSent())
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 12}
    assert works.the(list_id).state is SendState.ACCEPTED
    assert len(works.carrier.texted) == 12


def test_a_job_that_an_earlier_version_left_goes_on(works: Works) -> None:
    list_id = works.started(6)
    left = {"send_id": list_id, "wave": "0", "first": "4", "stride": "3", "size": "6"}
    works.handlers[CHUNK](left | {"turn": "2", "failures": "1", "stray": ":0a"})
    assert works.carrier.texted == [number(4), number(5), number(6)]
    keys = [key for key, _name, _args, _delay in works.jobs.waiting()]
    assert keys == [f"{list_id}:0:1:0", f"{list_id}:0:4:0"]


def test_a_job_of_a_list_that_is_gone_does_nothing(works: Works) -> None:
    works.handlers[CHUNK](block("0" * 32).args())
    assert works.jobs.waiting() == []


def test_a_row_somebody_else_has_is_passed_over(works: Works) -> None:
    list_id = works.started(3)
    first = works.rows(list_id)[0]

    def somebody_else() -> None:
        works.carrier.meanwhile = list
        second = works.rows(list_id)[1]
        works.attempt(second.id)

    works.carrier.meanwhile = somebody_else
    works.run()
    assert first.id == works.rows(list_id)[0].id
    assert sorted(works.carrier.texted) == [number(1), number(2), number(3)]


def test_a_list_ends_once(works: Works) -> None:
    list_id = works.queued(3)
    works.run()
    assert not works.batch.finish(list_id)


def test_figures_are_drawn_every_two_seconds_at_most(works: Works, clock: FakeClock) -> None:
    list_id = works.started(6)
    before = works.shown[list_id]
    works.step()
    assert works.shown[list_id] == before + 1
    clock.advance(seconds=2)
    works.step()
    assert works.shown[list_id] == before + 3  # one for progress, one for the end
