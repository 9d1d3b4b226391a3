"""Whatever is asked by a number is found however the number is spelt."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.store import (
    Database,
    SendState,
    appointments,
    do_not_text,
    sends,
    verification_counts,
    verifications,
)
from bot.store.appointments import NewAppointment, Search
from bot.store.verifications import NewVerification
from bot.texting import phones
from bot.texting.spellings import canonical, national_of, readings, without_code
from tests.store.samples import LATER, NOON, a_draft, a_send_in, the

SPELT = {
    "Argentina": ("5491123456789", "541123456789", "54111523456789"),
    "Mexico": ("525512345678", "5215512345678"),
    "Brazil": ("5511987654321", "551187654321"),
    "a zero kept": ("447700900123", "4407700900123"),
    "the way abroad kept": ("14155550112", "0014155550112"),
}
PAIRS = [(phone, each) for phone, *others in SPELT.values() for each in (phone, *others)]
TWO_WAYS = pytest.mark.parametrize(("phone", "spelt"), PAIRS)


def add(database: Database, number: str, reason: str = "asked") -> int:
    with database.write() as conn:
        return do_not_text.add(conn, {number: reason}, "U0MAYA", NOON)


@TWO_WAYS
def test_a_phone_is_on_the_list_in_every_spelling_and_once(
    database: Database, phone: str, spelt: str
) -> None:
    assert add(database, spelt) == 1
    assert add(database, phone, "again") == 0
    with database.read() as conn:
        assert do_not_text.listed(conn, (phone, spelt, "14155550199")) == {phone, spelt}
        assert do_not_text.is_listed(conn, phone)
        found = do_not_text.get(conn, spelt)
        assert found is not None
        assert (found.number, found.reason) == (phone, "asked")
        for ending in (spelt, phone[-4:]):
            assert do_not_text.page(conn, ending, offset=0, limit=5) == (found,)
    with database.write() as conn:
        assert do_not_text.remove(conn, spelt, "back", "U0ADA", LATER)
    with database.read() as conn:
        assert not do_not_text.is_listed(conn, phone)


def test_of_two_spellings_added_at_once_the_first_reason_is_kept(database: Database) -> None:
    with database.write() as conn:
        reasons = {"541123456789": "first", "5491123456789": "second"}
        assert do_not_text.add(conn, reasons, "U0MAYA", NOON) == 1
    with database.read() as conn:
        found = do_not_text.get(conn, "5491123456789")
        assert found is not None
        assert found.reason == "first"


@pytest.mark.parametrize("region", [None, "US", "GB"])
def test_digits_without_a_country_code_are_found_wherever_the_account_is(
    database: Database, region: str | None
) -> None:
    add(database, "14155550112")
    with database.read() as conn:
        spelt = ("4155550112", "04155550112", "0014155550112")
        assert do_not_text.listed(conn, spelt, region) == set(spelt)
        assert all(do_not_text.is_listed(conn, each, region) for each in spelt)


def test_brazils_ninth_digit_hides_nobody_who_is_listed(database: Database) -> None:
    add(database, "551123456789")
    with database.read() as conn:
        assert do_not_text.is_listed(conn, "5511923456789")


@TWO_WAYS
def test_texts_to_a_phone_are_found_by_each_spelling(either: Database, phone: str, spelt: str) -> None:
    sent = a_send_in(either, SendState.ACCEPTED, to_number=spelt, attempting_at=NOON)
    with either.read() as conn:
        for number in (phone, spelt):
            found = sends.latest_to(conn, None, number, now=NOON)
            assert found is not None
            assert (found.id, found.to_number, found.to_phone) == (sent.id, spelt, phone)
            assert [each.id for each in sends.newest_to(conn, number, 5)] == [sent.id]
        assert sends.has_newer(conn, phone, after=NOON - timedelta(seconds=1))
    with either.write() as conn:
        assert sends.supersede_older(conn, phone, before=LATER, now=LATER) == (sent.id,)
    assert the(either, sent.id).state is SendState.SUPERSEDED


CODES = ("65", "1", "44", "91", "41", "20", "39", "241", "212", "852", "970", "972", "7", "86", "55", "62")
PHONES = ("14155550112", "447911123456", "61412345678", "33612345678", "34612345678")
REGIONS = (None, "US", "GB", "DE", "AU", "FR", "IN")


@given(
    phone=st.sampled_from(PHONES),
    region=st.sampled_from(REGIONS),
    spell=st.sampled_from(
        (
            lambda phone, national: phone,
            lambda phone, national: f"00{phone}",
            lambda phone, national: national,
            lambda phone, national: f"0{national}",
        )
    ),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_listed_phone_is_found_wherever_the_account_is_and_however_smsit_keeps_it(
    database: Database, phone: str, region: str | None, spell: Callable[[str, str], str]
) -> None:
    """Without its country code it is found as well: nobody knows of which country it was meant."""
    kept = spell(phone, national_of(phone))
    with database.write() as conn:
        do_not_text.add(conn, {phone: "asked"}, "U0MAYA", NOON)
        assert do_not_text.listed(conn, [kept, "12125550199"], region) == {kept}
        assert do_not_text.is_listed(conn, kept, region)
        do_not_text.remove(conn, phone, "again", "U0TOM", NOON)
        assert do_not_text.listed(conn, [kept], region) == frozenset()
        assert not do_not_text.is_listed(conn, kept, region)


@given(
    st.builds("+{}{:07}".format, st.sampled_from(CODES), st.integers(0, 9_999_999))
    | st.from_regex(r"[0-9]{7,13}", fullmatch=True),
    st.sampled_from(("US", "SG", "DE", "IT", "IN", "CN", "BR", None)),
    st.integers(1, 9),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_whatever_was_typed_is_listed_in_the_very_same_way_and_however_it_is_written_and_nobody_else_is(
    database: Database, typed: str, region: str | None, by: int
) -> None:
    found = phones.readings(typed, region)
    assume(found)
    digits = found[0].digits
    other = f"{digits[:-1]}{(int(digits[-1]) + by) % 10}"
    assume(not set(readings(digits, region)) & set(readings(other, region)))
    kept = {digits, canonical(digits)}
    with database.write() as conn:
        do_not_text.add(conn, {digits: "asked"}, "U0MAYA", NOON)
        assert do_not_text.listed(conn, (*kept, other), region) >= kept
        assert all(do_not_text.is_listed(conn, each, region) for each in kept)
        if without_code(other, region) is None:  # else it may be this very number, of another country
            assert not do_not_text.is_listed(conn, other, region)
            assert other not in do_not_text.listed(conn, (other,), region)
        do_not_text.remove(conn, digits, "again", "U0TOM", NOON)


def test_a_number_with_its_country_code_is_nobody_elses(database: Database) -> None:
    """What ends like a listed phone is not taken for it."""
    with database.write() as conn:
        do_not_text.add(conn, {"14155550112": "asked"}, "U0MAYA", NOON)
        assert do_not_text.listed(conn, ["524155550112", "12125550112"], "US") == frozenset()


@TWO_WAYS
def test_codes_to_a_phone_are_counted_together(either: Database, phone: str, spelt: str) -> None:
    older, newer = (a_draft(either, to_number=number).id for number in (phone, spelt))
    with either.write() as conn:
        new = NewVerification(older, "U0MAYA", phone, canonical(phone), "Reset", 3)
        verifications.insert_making(conn, new, NOON)
        assert verification_counts.newest_to(conn, spelt, NOON) == NOON
        assert verification_counts.count_to(conn, spelt, NOON, NOON + timedelta(days=1)) == 1
        assert verifications.replace_older(
            conn, NewVerification(newer, "U0MAYA", spelt, canonical(spelt), "Reset", 3), LATER
        ) == (older,)


@TWO_WAYS
def test_appointments_of_a_phone_are_listed_by_each_spelling(
    either: Database, phone: str, spelt: str
) -> None:
    new = NewAppointment(
        key=spelt,
        team_id="T",
        user_id="U",
        number=spelt,
        phone=canonical(spelt),
        at=LATER,
        zone="UTC",
        sender="14155550000",
    )
    with either.write() as conn:
        made = appointments.insert_draft(conn, new, now=NOON)
        appointments.write(conn, made.id, now=NOON, status="confirmed")
    assert (made.number, made.phone) == (spelt, phone)
    with either.read() as conn:
        for digits in (phone, spelt, phone[-5:]):
            assert appointments.count(conn, Search(digits, digits), NOON) == 1
        assert appointments.count(conn, Search("14155550199", "14155550199"), NOON) == 0
