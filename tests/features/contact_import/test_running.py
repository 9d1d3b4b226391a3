"""An import under way: each row once, and what stops the others."""

from datetime import date

import pytest

from bot.engine.batches.runner import MOST_FAILURES, UNCLEAR_IN_A_ROW
from bot.errors import UserError
from bot.features.contact_import import batch
from bot.features.contact_import.lanes import CHUNK, RESULT
from bot.smsit import Endpoint, InvalidArgument, NotSent
from bot.smsit.codes import refusal
from bot.store import contact_import_rows
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from tests.clock import FakeClock
from tests.features.contact_import.columns_of import EVERYTHING
from tests.features.contact_import.stand_ins import TIMEOUT
from tests.features.contact_import.works import BOSS, MAYA, SAM, Works, number, person

UNREACHED = NotSent(Endpoint.ADD_CONTACT, "its server took no connection")
S = RowState


def test_every_row_is_added_with_all_that_is_known(works: Works) -> None:
    import_id = works.confirmed(
        f"{number(1)},Ann,ann@example.com,1981-06-25,VIP",
        f"{number(2)},,,,Gold",
        columns=EVERYTHING,
        titles="Phone,Name,Email,Birthday,Group",
    )
    works.run()
    assert works.smsit.details == {
        number(1): ("Ann", "ann@example.com", date(1981, 6, 25)),
        number(2): (None, None, None),
    }
    assert works.the(import_id).state is ImportState.DONE
    assert works.told == 1
    (ann, _bo) = works.rows(import_id, S.ADDED)
    assert (ann.name, ann.email, ann.birthday, ann.cells) == (None, None, None, None)


def test_what_sms_it_answers_is_what_becomes_of_a_row(works: Works) -> None:
    works.smsit.groups["VIP"] = {number(2): True, number(3): False}
    import_id = works.started(*(person(place) for place in range(1, 8)))
    works.smsit.answers.extend(
        [None, None, None, refusal(Endpoint.ADD_CONTACT, -6), InvalidArgument("email", "Write it."), TIMEOUT]  # type: ignore[list-item] # as usual
    )
    works.smsit.answers.append(ValueError("unforeseen"))
    works.run()
    counts = works.counts(import_id)
    assert counts == {S.ADDED: 1, S.THERE: 1, S.OPTED_OUT: 1, S.REFUSED: 2, S.UNKNOWN: 2}
    assert "7 of 7: 1 added, 1 there already, 1 opted out, 2 refused, 2 unknown" in works.text(import_id)


def test_the_answer_is_told_before_it_was_looked_up(works: Works) -> None:
    works.smsit.groups["VIP"] = {number(1): True}
    works.smsit.down = True
    import_id = works.confirmed(person(1))
    works.run()
    assert "1 of 1: 0 added, 1 there already or opted out" in works.text(import_id)


@pytest.mark.parametrize("code", [-1, -20])
def test_what_is_wrong_with_the_account_pauses_and_changes_no_row(works: Works, code: int) -> None:
    import_id = works.started(person(1), person(2))
    works.smsit.answers.append(refusal(Endpoint.ADD_CONTACT, code))
    works.run()
    assert works.the(import_id).state is ImportState.PAUSED
    assert works.counts(import_id) == {S.WAITING: 2}
    assert "Paused by the bot." in works.text(import_id)
    works.decisions.resume(import_id, MAYA, 1)
    works.run()
    assert works.counts(import_id) == {S.ADDED: 2}


def test_a_missing_group_pauses_an_import_that_is_all_about_it(works: Works) -> None:
    import_id = works.started(person(1, "Silver"), person(2, "Silver"), "12,,Gold")
    works.run()
    assert works.the(import_id).state is ImportState.PAUSED
    assert "no group of that name" in works.text(import_id)
    works.smsit.groups["Silver"] = {}
    works.decisions.resume(import_id, MAYA, 1)
    works.run()
    assert works.counts(import_id) == {S.ADDED: 2, S.REJECTED: 1}


def test_a_missing_group_among_others_is_refused_at_once(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "PAGE", 2)
    monkeypatch.setattr(contact_import_rows.refuse_group, "__defaults__", (2,))
    import_id = works.started(*(person(place, "Silver") for place in range(1, 6)), person(6))
    works.run()
    assert works.counts(import_id) == {S.ADDED: 1, S.REFUSED: 5}
    assert sum(works.smsit.asked.values()) == 2
    assert works.the(import_id).state is ImportState.DONE


def test_an_import_cancelled_meanwhile_is_not_paused(works: Works) -> None:
    import_id = works.started(person(1), person(2))
    works.smsit.answers.append(refusal(Endpoint.ADD_CONTACT, -1))
    works.smsit.meanwhile = lambda: works.decisions.cancel(import_id, MAYA)
    works.run()
    assert works.the(import_id).state is ImportState.CANCELLED
    assert works.counts(import_id) == {S.CANCELLED: 2}


def test_many_unclear_answers_in_a_row_pause(works: Works) -> None:
    import_id = works.started(*(person(place) for place in range(1, 9)))
    works.smsit.answers.extend([TIMEOUT] * UNCLEAR_IN_A_ROW)
    works.run()
    assert works.counts(import_id) == {S.UNKNOWN: 5, S.WAITING: 3}
    assert "no clear answer 5 times in a row" in works.text(import_id)


def test_a_row_that_did_not_leave_goes_later(works: Works) -> None:
    import_id = works.started(person(1))
    works.smsit.answers.append(UNREACHED)
    works.step()
    assert works.counts(import_id) == {S.WAITING: 1}
    assert [(name, delay) for _key, name, _args, delay in works.jobs.waiting()] == [
        (CHUNK, 0.0),
        (CHUNK, 5.0),
    ]
    works.step(1)
    assert works.counts(import_id) == {S.ADDED: 1}


def test_an_import_that_cannot_be_added_for_long_is_paused_and_loses_no_row(works: Works) -> None:
    import_id = works.started(person(1))
    works.jobs.end(works.jobs.waiting()[1][0])
    works.smsit.answers.extend([UNREACHED] * MOST_FAILURES)
    works.run()
    assert "could not be reached for half an hour" in works.text(import_id)
    assert works.the(import_id).state is ImportState.PAUSED
    works.decisions.resume(import_id, MAYA, 1)
    works.run()
    assert works.counts(import_id) == {S.ADDED: 1}


def test_a_row_that_waits_again_in_an_older_wave_is_not_forgotten(works: Works) -> None:
    import_id = works.started(person(1))
    works.smsit.answers.append(UNREACHED)

    def pressed() -> None:
        works.decisions.pause(import_id, MAYA, 1)
        works.decisions.resume(import_id, MAYA, 1)
        works.jobs.forget_all()  # the newer wave found nothing to do

    works.smsit.meanwhile = pressed
    works.step()
    ((_key, name, args, delay),) = works.jobs.waiting()
    assert (name, args["wave"], delay) == (CHUNK, "2", 5.0)
    works.run()
    assert works.counts(import_id) == {S.ADDED: 1}


def test_a_row_that_waits_again_after_a_pause_stays(works: Works) -> None:
    import_id = works.started(person(1))
    works.smsit.answers.append(UNREACHED)
    works.smsit.meanwhile = lambda: works.decisions.pause(import_id, MAYA, 1)
    works.run()
    assert works.counts(import_id) == {S.WAITING: 1}


def test_a_job_lets_others_have_their_turn(works: Works) -> None:
    import_id = works.started(*(person(place) for place in range(1, 31)))
    works.step()
    assert works.counts(import_id) == {S.ADDED: 10, S.WAITING: 20}
    assert [args["turn"] for _key, _name, args, _delay in works.jobs.waiting()] == ["0", "1"]


def test_nothing_begins_when_the_process_ends(works: Works) -> None:
    import_id = works.started(person(1))
    works.stopping = True
    works.step()
    assert works.counts(import_id) == {S.WAITING: 1}
    works.stopping = False
    works.run()
    assert works.counts(import_id) == {S.ADDED: 1}


def test_every_job_may_run_twice(works: Works) -> None:
    import_id = works.confirmed(*(person(place) for place in range(1, 20)), person(1))
    while works.jobs.waiting():
        _key, name, args, _delay = works.jobs.waiting()[0]
        works.handlers[name](args)
        works.step()
    assert works.counts(import_id) == {S.ADDED: 19, S.REJECTED: 1}
    assert max(works.smsit.asked.values()) == 1


def test_a_job_that_an_earlier_version_left_goes_on(works: Works) -> None:
    import_id = works.started(person(1))
    left = {"import_id": import_id, "wave": "1", "name": "0", "turn": "2", "failures": "1"}
    works.handlers[CHUNK](left)
    assert works.counts(import_id) == {S.ADDED: 1}
    keys = [key for key, _name, _args, _delay in works.jobs.waiting(CHUNK)]
    assert keys == [f"{import_id}:1:0:0", f"{import_id}:1:1:0"]


def test_a_late_answer_mends_what_was_called_unknown(works: Works, clock: FakeClock) -> None:
    import_id = works.started(person(1))

    def cut_off() -> None:
        clock.advance(minutes=5)
        works.upkeep.settle()
        assert works.counts(import_id) == {S.UNKNOWN: 1}

    works.smsit.meanwhile = cut_off
    works.run()
    assert works.counts(import_id) == {S.ADDED: 1}


# --- people decide


def test_a_paused_import_goes_on_where_it_was(works: Works) -> None:
    import_id = works.started(*(person(place) for place in range(1, 31)))
    works.step()
    works.decisions.pause(import_id, BOSS, 1)
    works.decisions.pause(import_id, BOSS, 1)
    works.run()
    assert works.counts(import_id) == {S.ADDED: 10, S.WAITING: 20}
    assert f"Paused by <@{BOSS.user_id}>" in works.text(import_id)
    for _ in range(2):
        works.decisions.resume(import_id, MAYA, 1)
    assert works.the(import_id).wave == 2
    works.run()
    assert works.counts(import_id) == {S.ADDED: 30}
    with pytest.raises(UserError, match="ended already"):
        works.decisions.cancel(import_id, MAYA)


def test_a_cancelled_import_leaves_the_rest(works: Works) -> None:
    import_id = works.started(*(person(place) for place in range(1, 31)))
    works.step()
    works.decisions.cancel(import_id, MAYA)
    works.decisions.cancel(import_id, MAYA)
    works.run()
    assert works.counts(import_id) == {S.ADDED: 10, S.CANCELLED: 20}
    assert f"Cancelled by <@{MAYA.user_id}>" in works.text(import_id)
    assert works.told == 1


@pytest.mark.parametrize(
    ("who", "wave", "said"), [(SAM, 1, "Only who started"), (MAYA, 0, "earlier moment")], ids=["SAM", "old"]
)
def test_presses_that_decide_nothing(works: Works, who: object, wave: int, said: str) -> None:
    import_id = works.started(person(1))
    with pytest.raises(UserError, match=said):
        works.decisions.pause(import_id, who, wave)  # type: ignore[arg-type] # a person
    with pytest.raises(UserError, match=said):
        works.decisions.resume(import_id, who, wave + 5)  # type: ignore[arg-type] # a person
    assert works.the(import_id).state is ImportState.RUNNING


def test_what_is_gone_or_does_not_run_cannot_be_paused(works: Works) -> None:
    with pytest.raises(UserError, match="no longer there"):
        works.decisions.pause("0" * 32, MAYA, 0)
    import_id = works.confirmed(person(1))
    with pytest.raises(UserError, match="does not run"):
        works.decisions.pause(import_id, MAYA, 0)
    assert works.batch.end("0" * 32) is False
    assert [name for _key, name, _args, _delay in works.jobs.waiting(RESULT)] == []
