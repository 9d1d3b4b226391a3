from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.scheduling import read_date
from tests.sandbox.smsit.people import ADA, GRACE

AT = "01-12-2026 09:30"


def add(account: Account, number: str = ADA, at: str = AT, status: str = "1") -> object:
    return account.call("addappointment", number=number, apptdate=at, status=status)["status"]


def test_an_appointment_is_kept_in_wall_clock_time(account: Account) -> None:
    add(account)
    (appointment,) = account.appointments
    assert (appointment.number, appointment.at, appointment.status) == (ADA, read_date(AT), "Confirmed")


def test_a_contact_has_one_appointment_at_a_time(account: Account) -> None:
    assert [add(account), add(account), add(account, at="01-12-2026 10:30")] == ["0", "-8", "0"]
    assert add(account, GRACE) == "0"


def test_another_status_changes_the_appointment(account: Account) -> None:
    assert [add(account), add(account, status="2"), add(account, status="2")] == ["0", "0", "-8"]
    (appointment,) = account.appointments
    assert appointment.status == "Cancelled"


def test_or_it_exists_already_whatever_its_status(account: Account) -> None:
    account.quirks.appointment_once = True
    assert [add(account), add(account, status="2"), add(account)] == ["0", "-8", "-8"]
    (appointment,) = account.appointments
    assert appointment.status == "Confirmed"
