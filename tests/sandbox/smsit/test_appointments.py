import pytest

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.calendar import JUNK, read_date
from tests.sandbox.smsit.people import ADA, GRACE

AT = "01-12-2026 09:30"
ARABIC = "".join(chr(0x660 + int(digit)) for digit in ADA)


def add(account: Account, number: str = ADA, at: str = AT, status: str = "1") -> object:
    return account.call("addappointment", number=number, apptdate=at, status=status)["status"]


def test_an_appointment_is_kept_in_wall_clock_time(account: Account) -> None:
    add(account)
    (appointment,) = account.appointments
    assert (appointment.number, appointment.at, appointment.status) == (ADA, read_date(AT), "Confirmed")


def test_a_contact_has_one_appointment_at_a_time(account: Account) -> None:
    assert [add(account), add(account), add(account, at="01-12-2026 10:30")] == ["0", "-8", "0"]
    assert add(account, GRACE) == "0"


def test_another_appointment_at_that_time_exists_already_whatever_its_status(account: Account) -> None:
    assert [add(account), *(add(account, status=status) for status in "0123")] == ["0", *["-8"] * 4]
    (appointment,) = account.appointments
    assert appointment.status == "Confirmed"


@pytest.mark.parametrize("status", ["0", "1", "2", "3"])
def test_any_status_can_be_recorded_of_a_time_that_is_over(account: Account, status: str) -> None:
    assert add(account, at="01-12-2019 09:30", status=status) == "0"


@pytest.mark.parametrize("number", [ARABIC, "1415555010²", "+14155550100", "1415 5550100"])
def test_digits_are_the_ten_of_ascii(account: Account, number: str) -> None:
    assert add(account, number) == "-3"
    assert add(account, at=f"{ARABIC[-2:]}-12-2026 09:30") == "0"
    assert account.appointments[0].at == JUNK


def test_or_another_status_changes_the_appointment(account: Account) -> None:
    account.quirks.appointment_changes = True
    assert [add(account), add(account, status="2"), add(account, status="2")] == ["0", "0", "-8"]
    (appointment,) = account.appointments
    assert appointment.status == "Cancelled"
