"""An import under way: each row once, and what stops the others."""

from datetime import date

import pytest

from bot.engine.batches.runner import MOST_FAILURES, UNCLEAR_IN_A_ROW
from bot.errors import UserError
from bot.features.imports import batch
from bot.features.imports.lanes import CHUNK, RESULT
from bot.smsit import Endpoint, InvalidArgument, NotSent
from bot.smsit.codes import refusal
from bot.store import contact_import_rows
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import TIMEOUT
from tests.features.imports.columns_of import EVERYTHING
from tests.features.imports.harness import BOSS, MAYA, SAM, Harness, number, person

UNREACHED = NotSent(Endpoint.ADD_CONTACT, "its server refused the connection")
S = RowState


def test_every_row_is_added_with_all_that_is_known(harness: Harness) -> None:
    import_id = harness.confirmed(
        f"{number(1)},Ann,ann@example.com,1981-06-25,VIP",
        f"{number(2)},,,,Gold",
        columns=EVERYTHING,
        titles="Phone,Name,Email,Birthday,Group",
    )
    harness.run()
    assert harness.smsit.details == {
        number(1): ("Ann", "ann@example.com", date(1981, 6, 25)),
        number(2): (None, None, None),
    }
    assert harness.the(import_id).state is ImportState.DONE
    assert harness.told == 1
    (ann, _bo) = harness.rows(import_id, S.ADDED)
    assert (ann.name, ann.email, ann.birthday, ann.cells) == (None, None, None, None)


def test_what_sms_it_answers_is_what_becomes_of_a_row(harness: Harness) -> None:
    harness.smsit.groups["VIP"] = {number(2): True, number(3): False}
    import_id = harness.started(*(person(place) for place in range(1, 8)))
    harness.smsit.replies.extend(
        [None, None, None, refusal(Endpoint.ADD_CONTACT, -6), InvalidArgument("email", "Write it."), TIMEOUT]  # type: ignore[list-item] # as usual
    )
    harness.smsit.replies.append(ValueError("unforeseen"))
    harness.run()
    counts = harness.counts(import_id)
    assert counts == {S.ADDED: 1, S.THERE: 1, S.OPTED_OUT: 1, S.REFUSED: 2, S.UNKNOWN: 2}
    assert "7 of 7 rows: 1 added, 1 already there, 1 opted out, 2 refused, 2 unconfirmed" in harness.text(
        import_id
    )


def test_the_answer_is_told_before_it_was_looked_up(harness: Harness) -> None:
    harness.smsit.groups["VIP"] = {number(1): True}
    harness.smsit.down = True
    import_id = harness.confirmed(person(1))
    harness.run()
    assert "1 of 1 row: 0 added, 1 already there or opted out" in harness.text(import_id)


@pytest.mark.parametrize("code", [-1, -20])
def test_what_is_wrong_with_the_account_pauses_and_changes_no_row(harness: Harness, code: int) -> None:
    import_id = harness.started(person(1), person(2))
    harness.smsit.replies.append(refusal(Endpoint.ADD_CONTACT, code))
    harness.run()
    assert harness.the(import_id).state is ImportState.PAUSED
    assert harness.counts(import_id) == {S.WAITING: 2}
    assert "Paused automatically." in harness.text(import_id)
    harness.decisions.resume(import_id, MAYA, 1)
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 2}


def test_a_missing_group_pauses_an_import_that_is_all_about_it(harness: Harness) -> None:
    import_id = harness.started(person(1, "Silver"), person(2, "Silver"), "12,,Gold")
    harness.run()
    assert harness.the(import_id).state is ImportState.PAUSED
    assert "SMS-iT has no group of that name" in harness.text(import_id)
    harness.smsit.groups["Silver"] = {}
    harness.decisions.resume(import_id, MAYA, 1)
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 2, S.REJECTED: 1}


def test_a_missing_group_among_others_is_refused_at_once(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "PAGE", 2)
    monkeypatch.setattr(contact_import_rows.refuse_group, "__defaults__", (2,))
    import_id = harness.started(*(person(place, "Silver") for place in range(1, 6)), person(6))
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 1, S.REFUSED: 5}
    assert sum(harness.smsit.asked.values()) == 2
    assert harness.the(import_id).state is ImportState.DONE


@pytest.mark.parametrize(
    ("groups", "code"), [(("VIP", "VIP"), -1), (("Silver", "Silver", "VIP"), -5), (("Silver", "Silver"), -5)]
)
def test_no_other_lane_tries_what_was_refused_for_all(
    harness: Harness, groups: tuple[str, ...], code: int
) -> None:
    import_id = harness.started(*(person(place, group) for place, group in enumerate(groups, 1)))
    harness.smsit.replies.append(refusal(Endpoint.ADD_CONTACT, code))
    first = harness.attempts.claim(import_id, 1)
    assert first is not None
    harness.attempts.make(first)
    following = harness.attempts.claim(import_id, 1)
    assert (following.group_name if following else None) == (groups[2] if len(groups) > 2 else None)


def test_an_import_cancelled_meanwhile_is_not_paused(harness: Harness) -> None:
    import_id = harness.started(person(1), person(2))
    harness.smsit.replies.append(refusal(Endpoint.ADD_CONTACT, -1))
    harness.smsit.meanwhile = lambda: harness.decisions.cancel(import_id, MAYA)
    harness.run()
    assert harness.the(import_id).state is ImportState.CANCELLED
    assert harness.counts(import_id) == {S.CANCELLED: 2}


def test_many_unclear_answers_in_a_row_pause(harness: Harness) -> None:
    import_id = harness.started(*(person(place) for place in range(1, 9)))
    harness.smsit.replies.extend([TIMEOUT] * UNCLEAR_IN_A_ROW)
    harness.run()
    assert harness.counts(import_id) == {S.UNKNOWN: 5, S.WAITING: 3}
    assert "5 unclear replies in a row" in harness.text(import_id)


def test_a_row_that_did_not_leave_goes_later(harness: Harness) -> None:
    import_id = harness.started(person(1))
    harness.smsit.replies.append(UNREACHED)
    harness.step()
    assert harness.counts(import_id) == {S.WAITING: 1}
    assert [(name, delay) for _key, name, _args, delay in harness.jobs.waiting()] == [
        (CHUNK, 0.0),
        (CHUNK, 5.0),
    ]
    harness.step(1)
    assert harness.counts(import_id) == {S.ADDED: 1}


def test_an_import_that_cannot_be_added_for_long_is_paused_and_loses_no_row(harness: Harness) -> None:
    import_id = harness.started(person(1))
    harness.jobs.end(harness.jobs.waiting()[1][0])
    harness.smsit.replies.extend([UNREACHED] * MOST_FAILURES)
    harness.run()
    assert "We couldn't reach SMS-iT for half an hour" in harness.text(import_id)
    assert harness.the(import_id).state is ImportState.PAUSED
    harness.decisions.resume(import_id, MAYA, 1)
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 1}


def test_a_row_that_waits_again_in_an_older_wave_is_not_forgotten(harness: Harness) -> None:
    import_id = harness.started(person(1))
    harness.smsit.replies.append(UNREACHED)

    def pressed() -> None:
        harness.decisions.pause(import_id, MAYA, 1)
        harness.decisions.resume(import_id, MAYA, 1)
        harness.jobs.forget_all()  # the newer wave found nothing to do

    harness.smsit.meanwhile = pressed
    harness.step()
    ((_key, name, args, delay),) = harness.jobs.waiting()
    assert (name, args["wave"], delay) == (CHUNK, "2", 5.0)
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 1}


def test_a_row_that_waits_again_after_a_pause_stays(harness: Harness) -> None:
    import_id = harness.started(person(1))
    harness.smsit.replies.append(UNREACHED)
    harness.smsit.meanwhile = lambda: harness.decisions.pause(import_id, MAYA, 1)
    harness.run()
    assert harness.counts(import_id) == {S.WAITING: 1}


def test_a_job_lets_others_have_their_turn(harness: Harness) -> None:
    import_id = harness.started(*(person(place) for place in range(1, 31)))
    harness.step()
    assert harness.counts(import_id) == {S.ADDED: 10, S.WAITING: 20}
    assert [args["turn"] for _key, _name, args, _delay in harness.jobs.waiting()] == ["0", "1"]


def test_nothing_begins_when_the_process_ends(harness: Harness) -> None:
    import_id = harness.started(person(1))
    harness.stopping = True
    harness.step()
    assert harness.counts(import_id) == {S.WAITING: 1}
    harness.stopping = False
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 1}


def test_every_job_may_run_twice(harness: Harness) -> None:
    import_id = harness.confirmed(*(person(place) for place in range(1, 20)), person(1))
    while harness.jobs.waiting():
        _key, name, args, _delay = harness.jobs.waiting()[0]
        harness.handlers[name](args)
        harness.step()
    assert harness.counts(import_id) == {S.ADDED: 19, S.REJECTED: 1}
    assert max(harness.smsit.asked.values()) == 1


def test_a_job_that_an_earlier_version_left_goes_on(harness: Harness) -> None:
    import_id = harness.started(person(1))
    left = {"import_id": import_id, "wave": "1", "name": "0", "turn": "2", "failures": "1"}
    harness.handlers[CHUNK](left)
    assert harness.counts(import_id) == {S.ADDED: 1}
    keys = [key for key, _name, _args, _delay in harness.jobs.waiting(CHUNK)]
    assert keys == [f"{import_id}:1:0:0", f"{import_id}:1:1:0"]


def test_a_late_answer_mends_what_was_called_unknown(harness: Harness, clock: FakeClock) -> None:
    import_id = harness.started(person(1))

    def cut_off() -> None:
        clock.advance(minutes=5)
        harness.upkeep.settle()
        assert harness.counts(import_id) == {S.UNKNOWN: 1}

    harness.smsit.meanwhile = cut_off
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 1}


# --- people decide


def test_a_paused_import_goes_on_where_it_was(harness: Harness) -> None:
    import_id = harness.started(*(person(place) for place in range(1, 31)))
    harness.step()
    harness.decisions.pause(import_id, BOSS, 1)
    harness.decisions.pause(import_id, BOSS, 1)
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 10, S.WAITING: 20}
    assert f"Paused by <@{BOSS.user_id}>" in harness.text(import_id)
    for _ in range(2):
        harness.decisions.resume(import_id, MAYA, 1)
    assert harness.the(import_id).wave == 2
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 30}
    with pytest.raises(UserError, match="already ended"):
        harness.decisions.cancel(import_id, MAYA)


def test_a_cancelled_import_leaves_the_rest(harness: Harness) -> None:
    import_id = harness.started(*(person(place) for place in range(1, 31)))
    harness.step()
    harness.decisions.cancel(import_id, MAYA)
    harness.decisions.cancel(import_id, MAYA)
    harness.run()
    assert harness.counts(import_id) == {S.ADDED: 10, S.CANCELLED: 20}
    assert f"Cancelled by <@{MAYA.user_id}>" in harness.text(import_id)
    assert harness.told == 1


@pytest.mark.parametrize(
    ("who", "wave", "said"),
    [(SAM, 1, "You need the \\*broadcaster\\* role"), (MAYA, 0, "out of date")],
    ids=["SAM", "old"],
)
def test_presses_that_decide_nothing(harness: Harness, who: object, wave: int, said: str) -> None:
    import_id = harness.started(person(1))
    with pytest.raises(UserError, match=said):
        harness.decisions.pause(import_id, who, wave)  # type: ignore[arg-type] # a person
    with pytest.raises(UserError, match=said):
        harness.decisions.resume(import_id, who, wave + 5)  # type: ignore[arg-type] # a person
    assert harness.the(import_id).state is ImportState.RUNNING


def test_what_is_gone_or_does_not_run_cannot_be_paused(harness: Harness) -> None:
    with pytest.raises(UserError, match="no longer available"):
        harness.decisions.pause("0" * 32, MAYA, 0)
    import_id = harness.confirmed(person(1))
    with pytest.raises(UserError, match="isn't running"):
        harness.decisions.pause(import_id, MAYA, 0)
    assert harness.batch.end("0" * 32) is False
    assert [name for _key, name, _args, _delay in harness.jobs.waiting(RESULT)] == []
