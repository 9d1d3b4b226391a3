"""All that is known of a caller, as one person may see it."""

from datetime import timedelta

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.caller.lookup import Candidates, fault, find
from bot.smsit import Endpoint, Unavailable
from bot.store import SendState, appointment_calls, appointments
from bot.store.appointment_calls import NewCall
from bot.store.appointments import NewAppointment, Status
from bot.store.tables import appointment_call as table
from tests.every import every
from tests.features.caller.harness import (
    ADA,
    GRACE,
    MAYA,
    NOBODY,
    PRIYA,
    SAM,
    TOM,
    Harness,
    asked,
    failed,
    verified,
)
from tests.features.contacts.rows import row

_S = SendState


def book(harness: Harness, days: float, who: Who = MAYA, status: Status = Status.UNCONFIRMED) -> str:
    """An appointment of Ada's in so many days, which SMS-iT took."""
    now = harness.clock()
    new = NewAppointment(
        key=f"{days}",
        team_id=who.team_id,
        user_id=who.user_id,
        number=ADA,
        phone=ADA,
        name="Ada",
        at=now + timedelta(days=days),
        zone="UTC",
        sender="14155550190",
    )
    with harness.database.write() as conn:
        draft = appointments.insert_draft(conn, new, now=now)
        call = appointment_calls.insert(
            conn, NewCall(draft.id, None, who.user_id, at=draft.at, status=status), now=now
        )
        assert call is not None
        conn.execute(table.update().where(table.c.id == call.id).values(state="accepted"))
        appointments.write(conn, draft.id, now=now, status=status.value)
    return draft.id


def test_a_stranger_is_shown_as_one(harness: Harness) -> None:
    found = harness.passport(NOBODY)
    assert (found.name, found.card, found.trouble) == ("", None, "")
    assert (found.code.verified, found.code.newer, found.code.opening) == (None, None, None)
    assert (found.texts, found.refusals, found.appointment, found.do_not_text) == ((), (), None, None)
    assert not found.unreachable
    assert not found.may_move


def test_a_typed_number_is_nobody_at_home_who_has_the_same_digits(harness: Harness) -> None:
    """A number of Singapore, and one in Minnesota as it is written without its country code."""
    abroad, home = "6517347766", "16517347766"
    harness.account.contacts.append(row("Ole", home))
    harness.text(_S.DELIVERED, home)
    verified(harness.database, harness.clock(), number=home)

    found = harness.passport(abroad)

    assert (found.card, found.texts, found.code.verified, found.code.opening) == (None, (), None, None)
    assert harness.passport(home).code.opening is not None
    verified(harness.database, harness.clock(), number=abroad)
    assert harness.passport(abroad).code.opening is not None


def test_the_name_is_smsits_and_else_the_last_one_known_here(harness: Harness) -> None:
    assert harness.passport().name == "Ada Lovelace"
    harness.text(_S.DELIVERED, NOBODY, to_name="Nell")
    assert harness.passport(NOBODY).name == "Nell"


def test_everything_known_here_is_shown_when_smsit_does_not_answer(harness: Harness) -> None:
    verified(harness.database, harness.clock())
    harness.account.fails["get_contacts"] = Unavailable(Endpoint.GET_CONTACTS, "timeout")
    found = harness.passport()
    assert found.card is None
    assert found.trouble
    assert found.code.verified is not None


def test_who_verified_and_what_came_after_are_told_apart(harness: Harness) -> None:
    first = verified(harness.database, harness.clock())
    harness.clock.advance(minutes=1)
    last = failed(harness.database, harness.clock(), MAYA)
    code = harness.passport().code
    assert code.verified is not None
    assert code.newer is not None
    assert (code.verified.send_id, code.newer.send_id) == (first, last)

    harness.clock.advance(minutes=1)
    newest = verified(harness.database, harness.clock(), MAYA)
    code = harness.passport().code
    assert code.verified is not None
    assert (code.verified.send_id, code.newer) == (newest, None)


@pytest.mark.parametrize(("who", "reads"), [(PRIYA, True), (TOM, True), (MAYA, False), (SAM, False)])
def test_what_a_code_was_for_is_for_whoever_sent_it_and_for_admins(
    harness: Harness, who: Who, *, reads: bool
) -> None:
    send_id = asked(harness.database, harness.clock())
    assert harness.passport(who=who).code.purposes == (frozenset({send_id}) if reads else frozenset())


def test_whoever_lost_the_role_is_promised_nothing_that_a_code_opened(harness: Harness) -> None:
    verified(harness.database, harness.clock(), PRIYA)
    verified(harness.database, harness.clock(), SAM, GRACE)
    assert harness.passport(who=PRIYA).code.opening is not None
    assert len(harness.passports.openings(PRIYA)) == 1
    assert harness.passport(GRACE, SAM).code.opening is None
    assert harness.passports.openings(SAM) == ()


def test_the_newest_texts_and_what_was_refused_earlier_are_shown(harness: Harness) -> None:
    refused = harness.text(_S.REFUSED)
    newest = [harness.text(each) for each in (_S.DELIVERED, _S.UNDELIVERED, _S.ACCEPTED)][::-1]
    harness.text(_S.DELIVERED, GRACE)
    found = harness.passport()
    assert [each.id for each in found.texts] == newest
    assert [each.id for each in found.refusals] == [refused]


def test_the_do_not_text_list_says_why_to_those_who_may_send(harness: Harness) -> None:
    harness.do_not_text.add(ADA, "asked us to stop", MAYA)
    to_sender, to_viewer = harness.passport().do_not_text, harness.passport(who=SAM).do_not_text
    assert to_sender is not None
    assert to_sender.entry is not None
    assert to_sender.entry.reason == "asked us to stop"
    assert to_viewer is not None
    assert to_viewer.entry is None


def test_the_do_not_text_list_is_asked_about_the_number_as_smsit_keeps_it_too(harness: Harness) -> None:
    harness.do_not_text.add("447400123456", "asked us to stop", MAYA)
    assert harness.passport("07400123456").do_not_text is not None
    assert harness.passport("17400123456").do_not_text is None


def test_the_next_appointment_is_the_first_one_ahead_that_stands(harness: Harness) -> None:
    book(harness, -1)
    book(harness, 1, status=Status.CANCELLED)
    book(harness, 3)
    coming = book(harness, 2)
    found = harness.passport().appointment
    assert found is not None
    assert found.known.id == coming


def test_an_appointment_is_moved_by_its_owner_by_role_and_after_a_code(harness: Harness) -> None:
    book(harness, 1)
    may = {each.user_id for each in (MAYA, TOM, PRIYA, SAM) if harness.passport(who=each).may_move}
    assert may == {"U0MAYA", "U0TOM"}
    verified(harness.database, harness.clock())
    assert harness.passport(who=PRIYA).may_move
    harness.clock.advance(minutes=10)
    assert not harness.passport(who=PRIYA).may_move


def test_three_in_a_row_that_did_not_arrive_make_a_caller_unreachable(harness: Harness) -> None:
    for count in (1, 2, 3):
        assert not harness.passport(NOBODY).unreachable, count
        harness.text(_S.UNDELIVERED, NOBODY)
    assert harness.passport(NOBODY).unreachable
    harness.text(_S.DELIVERED, NOBODY)
    assert not harness.passport(NOBODY).unreachable


class TestWhoIsMeant:
    def test_a_name_of_one_and_a_number_are_answers(self, harness: Harness) -> None:
        assert find("ada", PRIYA, harness.contacts.suggest) == Candidates(ADA, kept=True)
        assert find("+1 415 555 0999", PRIYA, harness.contacts.suggest) == Candidates(NOBODY)

    def test_a_name_of_several_is_a_question(self, harness: Harness) -> None:
        harness.account.contacts.append(row("Ada Byron", NOBODY))
        assert len(find("ada", PRIYA, harness.contacts.suggest).choices) == 2

    def test_a_name_of_nobody_says_what_to_do(self, harness: Harness) -> None:
        with pytest.raises(UserError, match="Check the name"):
            find("zelda", PRIYA, harness.contacts.suggest)

    @every(
        ("typed", "wrong"),
        [
            ("1415", "1415 is too short for a phone number."),
            ("0100", "0100 is too short for a phone number."),
            ("+1 415-555-0100", ""),
            ("24 Hour Fitness", ""),
            ("ada", ""),
        ],
    )
    def test_figures_that_are_no_whole_number_are_no_caller(self, typed: str, wrong: str) -> None:
        assert fault(typed, "US") == wrong
