"""Each typed method of the client against the pretend SMS-iT: what is sent is what arrives."""

from datetime import date, datetime, timedelta

from bot.sandbox.smsit.account import Account
from bot.smsit import AppointmentStatus, CreditKind, Recurrence, Repeat, Schedule, SmsItClient
from tests.contract.conftest import ZONE
from tests.sandbox.smsit.clock import SleepClock
from tests.sandbox.smsit.people import ADA, FROM, GRACE, LOU, NOBODY

TEXT = "Zażółć & 1+1=2\nsecond line"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_a_contact_is_added_with_all_that_is_known(client: SmsItClient, account: Account) -> None:
    client.add_contact(NOBODY, "Staff", name="Zoe King", email="zoe@example.com", birthday=date(1990, 5, 4))
    (contact,) = client.get_contacts(number=NOBODY)
    assert (contact.name, contact.email, contact.birthday) == (
        "Zoe King",
        "zoe@example.com",
        date(1990, 5, 4),
    )
    assert (contact.number, contact.group, contact.subscribed) == (NOBODY, "Staff", True)
    assert contact.created == account.local_now()


def test_searching_for_nobody_finds_nobody(client: SmsItClient) -> None:
    assert client.get_contacts(name="Nobody of this name") == ()


def test_subscribed_means_subscribed(client: SmsItClient) -> None:
    assert all(contact.subscribed for contact in client.get_contacts(subscribed=True))
    assert not any(contact.subscribed for contact in client.get_contacts(subscribed=False))


def test_paging_gives_every_row_once(client: SmsItClient, account: Account) -> None:
    rows = [(contact.number, contact.group) for contact in client.iter_contacts(page_size=3)]
    assert len(rows) == len(set(rows)) == sum(len(account.book.members(group)) for group in account.groups)


def test_a_text_goes_out_and_is_reported(client: SmsItClient, account: Account, clock: SleepClock) -> None:
    assert not client.send_to_contact(FROM, ADA, TEXT).scheduled
    assert [(text.number, text.body, text.sender) for text in account.ledger] == [(ADA, TEXT, FROM)]
    clock.advance(seconds=60)
    assert client.contact_report(ADA).status == "delivered"


def test_a_failure_is_reported_in_the_carriers_words(client: SmsItClient, clock: SleepClock) -> None:
    client.send_to_contact(FROM, LOU, TEXT)
    clock.advance(seconds=60)
    report = client.contact_report(LOU)
    assert (report.status, report.error) == ("undelivered", "Landline or unreachable carrier")


def test_a_scheduled_text_goes_out_at_the_instant_meant(
    client: SmsItClient,
    account: Account,
    clock: SleepClock,
) -> None:
    start = local("2026-03-07 09:30")
    clocks_change = Recurrence(Repeat.DAILY, 1, local("2026-03-09 09:30"))
    assert client.send_to_contact(FROM, ADA, TEXT, schedule=Schedule(start, clocks_change)).scheduled
    clock.advance(seconds=timedelta(days=10).total_seconds())
    assert [text.at for text in account.ledger] == [
        start,
        local("2026-03-08 09:30"),
        local("2026-03-09 09:30"),
    ]


def test_a_group_text_goes_to_everybody_and_is_reported(
    client: SmsItClient,
    account: Account,
    clock: SleepClock,
) -> None:
    sent = client.send_to_group(FROM, "Newsletter", "Hi %%Name%%", recipients=2, rotate=True, throttle=2)
    assert sent.group_sms_id is not None
    assert [(text.number, text.body) for text in account.ledger] == [(ADA, "Hi Ada"), (GRACE, "Hi Grace")]
    clock.advance(seconds=60)
    report = client.group_report(sent.group_sms_id)
    assert (report.successful, report.failed) == (2, 0)


def test_a_scheduled_group_text_has_no_id(client: SmsItClient, account: Account) -> None:
    schedule = Schedule(local("2026-04-01 09:30"))
    assert client.send_to_group(FROM, "VIP", TEXT, recipients=2, schedule=schedule).group_sms_id is None
    assert [pending.due for pending in account.scheduled] == [schedule.start]


def test_both_balances_are_told(client: SmsItClient) -> None:
    assert (client.credit_balance(), client.credit_balance(CreditKind.VOICE)) == (5000, 250)


def test_an_appointment_is_made_in_wall_clock_time(client: SmsItClient, account: Account) -> None:
    client.add_appointment(ADA, local("2026-12-01 09:30"), AppointmentStatus.CONFIRMED)
    (appointment,) = account.appointments
    assert (f"{appointment.at:%Y-%m-%d %H:%M}", appointment.status) == ("2026-12-01 09:30", "Confirmed")


def test_a_code_is_valid_once(client: SmsItClient) -> None:
    code = client.generate_otp().code
    assert [client.validate_otp(code), client.validate_otp(code)] == [True, False]
