"""Appointments and the calls about them, on both databases."""

import threading
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.store import Database, appointment_call_transitions, appointments
from bot.store import appointment_calls as calls
from bot.store.appointment_calls import Call, CallState, NewCall
from bot.store.appointments import Appointment, NewAppointment, Search, Status
from bot.store.tables import appointment, appointment_call
from bot.texting.spellings import canonical
from tests.store.samples import LATER, NOON, TOKEN

HOUR = timedelta(hours=1)
DAY = NOON + timedelta(days=3)


def new(key: str = "key", **changes: object) -> NewAppointment:
    usual: dict[str, object] = {
        "key": key,
        "team_id": "T0HARBOUR",
        "user_id": "U0MAYA",
        "number": "14155550100",
        "name": "Ada Lovelace",
        "at": DAY,
        "zone": "Europe/London",
        "sender": "14155550190",
    }
    given = usual | changes
    return NewAppointment(**({"phone": canonical(str(given["number"]))} | given))


def draft(database: Database, key: str = "key", **changes: object) -> Appointment:
    with database.write() as conn:
        return appointments.insert_draft(conn, new(key, **changes), now=NOON)


def call(database: Database, known: Appointment, after: Call | None = None, **changes: object) -> Call:
    with database.write() as conn:
        wanted = NewCall(known.id, after, "U0MAYA", known.at, Status.CONFIRMED)
        made = calls.insert(conn, replace(wanted, **changes), now=NOON)
    assert made is not None
    return made


def settled(database: Database, made: Call, to: CallState = CallState.ACCEPTED) -> Call:
    with database.write() as conn:
        assert appointment_call_transitions.claim(conn, made.id, token=TOKEN, now=NOON)
        assert appointment_call_transitions.record(conn, made.id, token=TOKEN, to=to, now=LATER)
        found = calls.get(conn, made.id)
    assert found is not None
    return found


def booked(database: Database, key: str, **changes: object) -> Appointment:
    known = draft(database, key, **changes)
    settled(database, call(database, known))
    with database.write() as conn:
        appointments.write(conn, known.id, now=LATER, status=Status.CONFIRMED.value)
    return known


def test_the_fields_are_the_columns() -> None:
    assert [each.name for each in fields(Appointment)] == [each.name for each in appointment.c]
    assert [each.name for each in fields(Call)] == [each.name for each in appointment_call.c]


def test_asking_twice_writes_down_once(either: Database) -> None:
    first, again = draft(either), draft(either, name="Grace")
    assert (first, first.status, first.name) == (again, None, "Ada Lovelace")
    with either.read() as conn:
        assert appointments.get(conn, first.id) == first
        assert appointments.get(conn, "none") is None


def test_a_call_has_one_successor(either: Database) -> None:
    known = draft(either)
    first = call(either, known)
    second = call(either, known, first)
    assert second.created_at > first.created_at
    with either.write() as conn:
        assert calls.insert(conn, NewCall(known.id, first, "U0TOM", DAY, Status.CANCELLED), now=NOON) is None
        assert calls.insert(conn, NewCall(known.id, None, "U0TOM", DAY, Status.CANCELLED), now=NOON) is None
        assert calls.history(conn, known.id) == (first, second)
        assert calls.newest(conn, (known.id, "none")) == {known.id: second}


def test_a_call_is_claimed_once(either: Database) -> None:
    made = call(either, draft(either))
    with either.write() as conn:
        claimed = appointment_call_transitions.claim(conn, made.id, token=TOKEN, now=LATER)
        assert appointment_call_transitions.claim(conn, made.id, token="b" * 32, now=LATER) is None
    assert claimed is not None
    assert (claimed.state, claimed.token, claimed.attempting_at) == (CallState.ATTEMPTING, TOKEN, LATER)
    with either.read() as conn:
        assert calls.pending(conn) == (claimed,)


def test_many_who_decide_at_once_make_one_call(either: Database) -> None:
    known = draft(either)
    first = settled(either, call(either, known))
    gate, made = threading.Barrier(4), list[Call]()

    def decide(who: str) -> None:
        gate.wait()
        with either.write() as conn:
            appointments.get(conn, known.id, lock=True)
            found = calls.insert(conn, NewCall(known.id, first, who, DAY, Status.CANCELLED), now=LATER)
            if found is not None:
                made.append(found)

    threads = [threading.Thread(target=decide, args=(f"U{nth}",)) for nth in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(made) == 1
    with either.read() as conn:
        assert calls.history(conn, known.id) == (first, made[0])


def test_only_the_token_s_owner_records_and_a_late_answer_mends(either: Database) -> None:
    made = call(either, draft(either))
    with either.write() as conn:
        appointment_call_transitions.claim(conn, made.id, token=TOKEN, now=NOON)
        assert not appointment_call_transitions.record(
            conn, made.id, token="b" * 32, to=CallState.REFUSED, now=LATER
        )
        assert appointment_call_transitions.record(
            conn, made.id, token=TOKEN, to=CallState.UNKNOWN, now=LATER, code="timeout"
        )
        assert not appointment_call_transitions.put_back(conn, made.id, token=TOKEN, now=LATER, sentence=None)
        assert appointment_call_transitions.record(
            conn, made.id, token=TOKEN, to=CallState.ACCEPTED, now=LATER
        )
        assert not appointment_call_transitions.record(
            conn, made.id, token=TOKEN, to=CallState.REFUSED, now=LATER
        )
        calls.note(conn, made.id, "Said.")
        found = calls.get(conn, made.id)
        assert calls.get(conn, "none") is None
    assert found is not None
    assert (found.state, found.outcome_code, found.outcome_sentence) == (CallState.ACCEPTED, None, "Said.")


def test_what_told_nothing_is_queued_again(either: Database) -> None:
    made = call(either, draft(either))
    with either.write() as conn:
        appointment_call_transitions.claim(conn, made.id, token=TOKEN, now=NOON)
        assert appointment_call_transitions.put_back(conn, made.id, token=TOKEN, now=LATER, sentence="Down.")
        found = calls.get(conn, made.id)
        assert found is not None
        assert (found.state, found.attempts, found.wave) == (CallState.QUEUED, 1, 1)
        assert found.outcome_sentence == "Down."
        assert appointment_call_transitions.requeue(conn, found, now=LATER) == 2
        assert appointment_call_transitions.requeue(conn, found, now=LATER) is None


def test_a_person_settles_it_once(either: Database) -> None:
    unknown = settled(either, call(either, draft(either)), CallState.UNKNOWN)
    with either.write() as conn:
        assert appointment_call_transitions.settle(conn, unknown, CallState.ACCEPTED, who="U0TOM", now=LATER)
        assert not appointment_call_transitions.settle(
            conn, unknown, CallState.REFUSED, who="U0MAYA", now=LATER
        )
        assert appointment_call_transitions.again(conn, unknown, who="U0MAYA", now=LATER) is None
        assert not appointment_call_transitions.record(
            conn, unknown.id, token=TOKEN, to=CallState.REFUSED, now=LATER
        )


@pytest.mark.parametrize(("state", "decided"), [(CallState.UNKNOWN, "U0TOM"), (CallState.REFUSED, None)])
def test_tried_again_it_remembers_what_may_have_been_taken(
    either: Database, state: CallState, decided: str | None
) -> None:
    stopped = settled(either, call(either, draft(either)), state)
    with either.write() as conn:
        assert appointment_call_transitions.again(conn, stopped, who="U0TOM", now=LATER) == 1
        found = calls.get(conn, stopped.id)
    assert found is not None
    assert (found.state, found.decided_by) == (CallState.QUEUED, decided)


def names(database: Database, wanted: Search, **page: int) -> list[str | None]:
    with database.read() as conn:
        found = appointments.page(conn, wanted, NOON, **({"offset": 0, "limit": 10} | page))
        assert appointments.count(conn, wanted, NOON) >= len(found)
    return [each.name for each in found]


def test_listing_tells_coming_from_past_and_finds_people(either: Database) -> None:
    booked(either, "1", name="Ada", at=NOON + 2 * HOUR)
    booked(either, "2", name="Grace 50%", at=NOON + HOUR, number="447700900123")
    booked(either, "3", name="Past", at=NOON - HOUR)
    booked(either, "4", name="Long past", at=NOON - 2 * HOUR)
    draft(either, "5", name="Draft")
    unclear = draft(either, "6", name="Unclear", at=NOON + 3 * HOUR)
    settled(either, call(either, unclear), CallState.UNKNOWN)
    refused = draft(either, "7", name="Refused")
    settled(either, call(either, refused), CallState.REFUSED)

    assert names(either, Search()) == ["Grace 50%", "Ada", "Unclear"]
    assert names(either, Search(), offset=1, limit=1) == ["Ada"]
    assert names(either, Search(past=True)) == ["Past", "Long past"]
    assert names(either, Search("0%")) == ["Grace 50%"]
    assert names(either, Search("aDA")) == ["Ada"]
    assert names(either, Search("7700", "7700")) == ["Grace 50%"]


def test_one_at_that_time_is_one_smsit_took(either: Database) -> None:
    known = booked(either, "1")
    draft(either, "2")
    with either.read() as conn:
        found = appointments.at_that_time(conn, known.number, DAY)
        assert found is not None
        assert found.id == known.id
        assert appointments.at_that_time(conn, known.number, DAY, without=known.id) is None
        assert appointments.at_that_time(conn, known.number, DAY + HOUR) is None
        assert appointments.at_that_time(conn, "1", DAY) is None


def test_old_texts_are_forgotten_and_coming_ones_kept(either: Database) -> None:
    texts = {"reminder_text": "Hi", "confirmation_text": "Hello"}
    old = booked(either, "1", at=NOON - HOUR, **texts)
    coming = booked(either, "2", **texts)
    with either.write() as conn:
        assert appointments.forget_texts(conn, NOON, 10) == 0  # changed since
        assert appointments.forget_texts(conn, LATER + HOUR, 10) == 1
        assert appointments.forget_texts(conn, LATER + HOUR, 10) == 0
        emptied, kept = appointments.get(conn, old.id), appointments.get(conn, coming.id)
    assert emptied is not None
    assert (emptied.reminder_text, emptied.confirmation_text) == (None, None)
    assert kept is not None
    assert kept.reminder_text == "Hi"


def test_drafts_nobody_confirmed_are_deleted(either: Database) -> None:
    draft(either, "1")
    draft(either, "2")
    kept = booked(either, "3")
    with either.write() as conn:
        assert appointments.purge_drafts(conn, NOON, 10) == 0
        assert appointments.purge_drafts(conn, LATER, 1) == 1
        assert appointments.purge_drafts(conn, LATER, 10) == 1
        assert appointments.get(conn, kept.id) is not None


def test_people_do_not_show_in_what_is_logged() -> None:
    shown = repr(new(reminder_text="words", confirmation_text="words")) + repr(Search("Ada", "1415"))
    assert not any(each in shown for each in ("Ada", "14155550100", "words", "1415'"))
