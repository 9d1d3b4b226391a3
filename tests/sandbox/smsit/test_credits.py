import pytest

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.credits import GSM, credits_for
from bot.sandbox.smsit.quirks import Billing
from bot.texting import gsm
from tests.sandbox.smsit.clock import SleepClock
from tests.sandbox.smsit.people import to_contact, to_group


@pytest.mark.parametrize(
    ("message", "documented", "family"),
    [
        ("a" * 160, 1, 1),
        ("a" * 161, 2, 2),
        ("é" * 160, 1, 3),
        ("ł" * 70, 1, 1),
        ("ł" * 71, 2, 2),
        ("a" * 3200, 20, 10),
        ("", 1, 1),
    ],
)
def test_a_text_costs_what_the_rule_says(message: str, documented: int, family: int) -> None:
    assert credits_for(message) == documented
    assert credits_for(message, Billing.FAMILY) == family


def test_the_alphabet_is_the_one_the_bot_counts_with() -> None:
    assert GSM == gsm.ALPHABET


def test_each_person_of_a_group_is_charged(account: Account) -> None:
    account.quirks.billing = Billing.FAMILY
    account.call("smsgroup", **to_group(message="é" * 71))
    assert account.credits == 5000 - 2 * 2


def test_a_group_must_be_affordable_as_a_whole(account: Account) -> None:
    account.set_credits(1)
    assert account.call("smsgroup", **to_group())["status"] == "-14"
    assert account.ledger == ()


def test_the_balance_told_lags_behind_sends(account: Account, clock: SleepClock) -> None:
    account.quirks.balance_lag = 10
    account.call("smscontact", **to_contact())
    clock.advance(seconds=9)
    assert account.call("getcreditbalance", type="1")["creditbalancenumber"] == "5000"
    assert account.credits == 4999
    clock.advance(seconds=1)
    assert account.call("getcreditbalance", type="1")["creditbalancenumber"] == "4999"
