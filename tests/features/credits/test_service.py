"""What is known of the account's balance without asking, and when it is asked for."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import UserError
from bot.features.credits.jobs import BalanceReading
from bot.features.credits.service import FRESH, KEPT, Credits
from bot.smsit import CreditKind, Endpoint, SmsItError, Unavailable
from bot.store import Database, balances
from bot.store.balances import Sample
from tests.clock import START, FakeClock

UTC = ZoneInfo("UTC")


class Account:
    """An account that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[CreditKind] = []
        self.fails: SmsItError | None = None
        self.sms = 4998

    def credit_balance(self, kind: CreditKind, *, retry: bool = True) -> int:
        del retry
        self.asked.append(kind)
        if self.fails is not None:
            raise self.fails
        return self.sms if kind is CreditKind.SMS else 250


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def credits_(account: Account, database: Database, clock: FakeClock) -> Credits:
    return Credits(account, database, clock)  # type: ignore[arg-type] # in memory


def kept(database: Database) -> tuple[Sample, ...]:
    with database.read() as conn:
        return balances.since(conn, START - timedelta(days=99))


def test_the_last_balance_is_known_and_nobody_is_asked(account: Account, credits_: Credits) -> None:
    assert credits_.known() is None
    assert account.asked == []

    assert credits_.balances().sms == 4998

    assert credits_.known() == Sample(START, 4998)
    assert account.asked == [CreditKind.SMS, CreditKind.VOICE]


def test_a_balance_that_was_not_given_is_not_known(account: Account, credits_: Credits) -> None:
    account.fails = Unavailable(Endpoint.CREDIT_BALANCE, "no answer")

    with pytest.raises(UserError):
        credits_.sms_balance()
    assert not credits_.refresh()
    assert credits_.known() is None


def test_it_is_asked_for_again_only_when_it_is_old_and_told_whether_it_is_news(
    account: Account, credits_: Credits, clock: FakeClock
) -> None:
    assert credits_.refresh()
    clock.advance(seconds=FRESH.total_seconds())
    assert not credits_.refresh()
    assert len(account.asked) == 1

    clock.advance(seconds=1)
    assert not credits_.refresh()
    assert len(account.asked) == 2

    account.sms = 4000
    clock.advance(hours=1)
    assert credits_.refresh()


def test_what_was_read_is_written_down_once_and_other_processes_know_it(
    account: Account, credits_: Credits, database: Database, clock: FakeClock
) -> None:
    credits_.keep()
    assert kept(database) == ()
    credits_.sms_balance()
    assert kept(database) == ()

    credits_.keep()
    with database.write() as conn:
        balances.forget(conn, START + timedelta(days=1), 9)
    credits_.keep()
    assert kept(database) == ()

    clock.advance(minutes=1)
    account.sms = 4990
    credits_.sms_balance()
    credits_.keep()
    assert kept(database) == (Sample(clock(), 4990),)
    other = Credits(account, database, clock)  # type: ignore[arg-type] # in memory
    assert other.known() == Sample(clock(), 4990)


def test_every_hour_it_is_read_and_written_down(credits_: Credits, database: Database) -> None:
    BalanceReading(credits_).run({})

    assert kept(database) == (Sample(START, 4998),)


def test_the_outlook_goes_by_what_was_written_down_and_what_was_read_since(
    account: Account, credits_: Credits, database: Database, clock: FakeClock
) -> None:
    assert credits_.outlook(UTC) is None
    credits_.sms_balance()
    credits_.keep()
    clock.advance(days=2)
    account.sms = 3998
    credits_.sms_balance()

    found = credits_.outlook(UTC)

    assert found is not None
    assert (found.now, found.line, found.used, found.days_left) == (
        Sample(clock(), 3998),
        (4998, 4998, 3998),
        1000,
        7,
    )
    clock.advance(seconds=KEPT.total_seconds())
    credits_.forget()
    assert kept(database) == ()
