"""Whoever gets the same words elsewhere within an hour is asked about, once for each that is found."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.sends import duplicate_checks
from bot.features.sends.duplicate_checks import LIST_NOT_NOW, LIST_TWICE, NOT_NOW, TWICE, DuplicateError
from bot.store import Database
from bot.store.sends import Send, SendKind, duplicates
from bot.store.sends.duplicates import InList
from bot.store.states import SendState
from tests.store.samples import NOON, a_send_in

AT = NOON + timedelta(hours=5)
WORDS = "Your table is ready"
ADA, SUE = "14155550100", "14155550101"


def waits(database: Database, **changes: object) -> Send:
    """Put a text before the others that waits for its time, and has not been attempted."""
    usual = {"attempting_at": None, "goes_at": AT}
    return a_send_in(database, SendState.SCHEDULED, **(usual | changes))


def a_list(database: Database, *numbers: str) -> Send:
    whole = waits(database, kind=SendKind.LIST.value, to_number="", body="Your %%thing%% is ready")
    for number in numbers:
        a_send_in(
            database,
            SendState.DRAFT,
            parent_id=whole.id,
            to_number=number,
            body=WORDS,
            attempting_at=None,
        )
    return whole


def required(database: Database, send: Send, message: str | None = None, told: str = "") -> None:
    with database.write() as conn:
        duplicate_checks.require(conn, send, message, AT, told)


def required_now(database: Database, send: Send) -> None:
    with database.write() as conn:
        duplicate_checks.require_now(conn, send, AT)


def test_a_text_is_asked_about_as_long_as_others_are_found_than_they_were_told_of(database: Database) -> None:
    first, own = waits(database), waits(database)

    with pytest.raises(DuplicateError) as asked:
        required(database, own)
    assert (asked.value.sentence, [each.id for each in asked.value.found]) == (TWICE, [first.id])
    assert asked.value.fingerprint == duplicates.fingerprint(asked.value.found)

    required(database, own, told=asked.value.fingerprint)
    second = waits(database, goes_at=AT + timedelta(minutes=5))
    with pytest.raises(DuplicateError) as again:
        required(database, own, told=asked.value.fingerprint)
    assert [each.id for each in again.value.found] == [second.id, first.id]


def test_the_words_it_would_say_are_compared_and_its_own_where_they_stay(database: Database) -> None:
    waits(database, body="Your taxi is here")
    own = waits(database)

    required(database, own)
    with pytest.raises(DuplicateError):
        required(database, own, "Your taxi is here")
    with pytest.raises(DuplicateError):
        required(database, waits(database), None)


def test_a_text_without_words_is_compared_as_one_with_none(database: Database) -> None:
    waits(database, body="")
    own = waits(database, body=None)

    with pytest.raises(DuplicateError):
        required(database, own)
    with pytest.raises(UserError, match=NOT_NOW):
        required_now(database, own)


def test_a_list_is_asked_about_as_long_as_others_are_found_than_they_were_told_of(database: Database) -> None:
    waits(database, to_number=ADA)
    whole = a_list(database, ADA, SUE)

    with pytest.raises(DuplicateError) as asked:
        required(database, whole)
    assert (asked.value.sentence, asked.value.found) == (LIST_TWICE.format(people="1 person"), ())
    with database.read() as conn:
        assert asked.value.fingerprint == duplicates.in_list(conn, whole.id, AT).fingerprint

    required(database, whole, told=asked.value.fingerprint)
    waits(database, to_number=SUE)
    with pytest.raises(DuplicateError) as again:
        required(database, whole, told=asked.value.fingerprint)
    assert again.value.sentence == LIST_TWICE.format(people="2 people")


def test_what_is_to_go_now_is_refused_while_another_goes_nearby(database: Database) -> None:
    own, whole = waits(database), a_list(database, ADA, SUE)

    with pytest.raises(UserError, match=NOT_NOW):  # the list has the same words for the same number
        required_now(database, own)
    with pytest.raises(UserError, match=LIST_NOT_NOW.format(people="1 person")):
        required_now(database, whole)


def test_nobody_gets_anything_twice_where_nothing_else_goes_nearby(database: Database) -> None:
    own, whole = waits(database), a_list(database, SUE)
    waits(database, goes_at=AT + timedelta(hours=1, seconds=1))

    for send in (own, whole):
        required(database, send)
        required_now(database, send)
    assert duplicate_checks.of_list(InList()) == ""


@pytest.mark.parametrize("kind", [SendKind.GROUP, SendKind.OTP])
def test_a_broadcast_and_a_code_are_let_through(database: Database, kind: SendKind) -> None:
    waits(database)
    other = waits(database, kind=kind.value)

    required(database, other)
    required_now(database, other)
