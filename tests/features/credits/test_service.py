"""What is known of the account's balance without asking."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.credits.service import FRESH, Credits
from bot.smsit import CreditKind, Endpoint, SmsItError, Unavailable
from bot.store import Database
from tests.clock import FakeClock


class Account:
    """An account that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[CreditKind] = []
        self.fails: SmsItError | None = None

    def credit_balance(self, kind: CreditKind) -> int:
        self.asked.append(kind)
        if self.fails is not None:
            raise self.fails
        return 4998 if kind is CreditKind.SMS else 250


@pytest.fixture
def account() -> Account:
    return Account()


def test_the_last_balance_is_known_for_a_while_and_nobody_is_asked(
    account: Account, database: Database, clock: FakeClock
) -> None:
    credits_ = Credits(account, database, clock)  # type: ignore[arg-type]
    assert credits_.known() is None
    assert account.asked == []

    assert credits_.balances().sms == credits_.known() == 4998
    clock.advance(seconds=FRESH.total_seconds())
    assert credits_.known() == 4998
    clock.advance(seconds=1)
    assert credits_.known() is None
    assert account.asked == [CreditKind.SMS, CreditKind.VOICE]
    assert timedelta() < FRESH


def test_a_balance_that_was_not_given_is_not_known(account: Account, database: Database) -> None:
    account.fails = Unavailable(Endpoint.CREDIT_BALANCE, "no answer")
    credits_ = Credits(account, database)  # type: ignore[arg-type]

    with pytest.raises(UserError):
        credits_.sms_balance()
    assert credits_.known() is None
