"""What is written down of everything that is no send: calls about appointments, contacts, the list."""

import pytest

from bot.store import (
    Database,
    appointment_call_transitions,
    appointment_calls,
    appointments,
    audit,
    contact_additions,
    do_not_text,
)
from bot.store.appointment_calls import Call, CallState, NewCall
from bot.store.appointments import NewAppointment, Status
from bot.store.audit import Event, Subject
from bot.store.contact_additions import AddState, NewAddition
from tests.store.samples import LATER, NOON, TOKEN

DRAFT = NewAppointment(
    key="key",
    team_id="T0HARBOUR",
    user_id="U0MAYA",
    number="14155550100",
    phone="14155550100",
    at=LATER,
    zone="Europe/London",
    sender="14155550190",
)
NEW = NewAddition(key="key", user_id="U0MAYA", number="14155550177", group_name="VIP")


def told(
    database: Database, subject: Subject, subject_id: str
) -> list[tuple[str, str | None, dict[str, object]]]:
    with database.read() as conn:
        found = audit.of(conn, subject_id, 100)
    assert {each.subject for each in found} <= {subject}
    return [(each.kind, each.user_id, dict(each.facts)) for each in found]


def asked_for(database: Database) -> Call | None:
    with database.write() as conn:
        known = appointments.insert_draft(conn, DRAFT, now=NOON)
        new = NewCall(known.id, None, "U0MAYA", NOON, Status.CONFIRMED)
        return appointment_calls.insert(conn, new, now=NOON)


def attempted(database: Database, call: Call, to: CallState, code: str | None = None) -> Call:
    with database.write() as conn:
        assert appointment_call_transitions.claim(conn, call.id, token=TOKEN, now=NOON) is not None
        record = appointment_call_transitions.record
        assert record(conn, call.id, token=TOKEN, to=to, now=LATER, code=code, sentence="No answer from Ada.")
        found = appointment_calls.get(conn, call.id)
    assert found is not None
    return found


def test_a_call_about_an_appointment_is_written_down_from_who_asked_to_who_settled_it(
    either: Database,
) -> None:
    call = asked_for(either)
    assert call is not None
    assert asked_for(either) is None  # delivered again
    seen = attempted(either, call, CallState.UNKNOWN, "timeout")
    with either.write() as conn:
        assert appointment_call_transitions.again(conn, seen, who="U0TOM", now=LATER) == 1
        assert appointment_call_transitions.again(conn, seen, who="U0SAM", now=LATER) is None
        assert appointment_call_transitions.claim(conn, call.id, token=TOKEN, now=LATER) is not None
        assert appointment_call_transitions.put_back(conn, call.id, token=TOKEN, now=LATER, sentence=None)
    second = attempted(either, call, CallState.UNKNOWN)
    with either.write() as conn:
        assert appointment_call_transitions.settle(conn, second, CallState.REFUSED, who="U0LENA", now=LATER)
        assert not appointment_call_transitions.settle(
            conn, second, CallState.ACCEPTED, who="U0SAM", now=LATER
        )
    assert told(either, Subject.CALL, call.id) == [
        (Event.ASKED_FOR, "U0MAYA", {"appointment": call.appointment_id, "status": "confirmed"}),
        ("attempting", None, {}),
        ("unknown", None, {"outcome_code": "timeout"}),
        ("queued", "U0TOM", {}),
        ("attempting", None, {}),
        ("queued", None, {}),
        ("attempting", None, {}),
        ("unknown", None, {}),
        ("refused", "U0LENA", {}),
    ]


@pytest.mark.parametrize(("code", "kept"), [("-7", {"outcome_code": "-7"}), ("Ask Ada: 14155550100", {})])
def test_the_code_of_a_call_is_written_down_and_nobodys_words(
    database: Database, code: str, kept: dict[str, object]
) -> None:
    call = asked_for(database)
    assert call is not None
    attempted(database, call, CallState.REFUSED, code)
    assert told(database, Subject.CALL, call.id)[-1] == ("refused", None, kept)


def test_a_contact_that_is_added_by_hand_is_written_down(either: Database) -> None:
    with either.write() as conn:
        row = contact_additions.insert(conn, NEW, now=NOON)
        assert contact_additions.insert(conn, NEW, now=NOON) == row  # delivered again
        claimed = contact_additions.claim(conn, row.id, token=TOKEN, now=NOON)
        assert claimed is not None
        assert contact_additions.claim(conn, row.id, token=TOKEN, now=NOON) is None
        assert contact_additions.record(conn, claimed, AddState.UNKNOWN, "No answer.", now=LATER)
        unknown = contact_additions.get(conn, row.id)
        assert unknown is not None
        assert contact_additions.again(conn, unknown, who="U0TOM", now=LATER)
        assert not contact_additions.settle(conn, unknown, AddState.ADDED, None, who="U0SAM", now=LATER)
    assert told(either, Subject.ADDITION, row.id) == [
        (Event.ASKED_FOR, "U0MAYA", {}),
        ("attempting", None, {}),
        ("unknown", None, {}),
        ("waiting", "U0TOM", {}),
    ]


def test_who_changed_the_do_not_text_list_is_written_down_and_no_number(either: Database) -> None:
    numbers = {"14155550100": "asked by phone", "14155550101": "asked by phone"}
    with either.write() as conn:
        assert do_not_text.add(conn, numbers, "U0LENA", NOON) == len(numbers)
        assert do_not_text.add(conn, numbers, "U0SAM", NOON) == 0  # they are on it
        assert do_not_text.remove(conn, "14155550100", "by mistake", "U0LENA", LATER)
        assert not do_not_text.remove(conn, "14155550100", "by mistake", "U0SAM", LATER)
    assert told(either, Subject.DO_NOT_TEXT, "list") == [
        (Event.LISTED, "U0LENA", {"numbers": 2}),
        (Event.UNLISTED, "U0LENA", {"numbers": 1}),
    ]
