import re

from bot.sandbox.smsit.account import Account
from tests.sandbox.smsit.clock import SleepClock


def made(account: Account) -> str:
    return str(account.call("generateOTP")["otp"])


def test_a_code_is_six_lower_case_hexadecimal_characters(account: Account) -> None:
    codes = {made(account) for _ in range(20)}
    assert len(codes) == 20
    assert all(re.fullmatch("[0-9a-f]{6}", code) for code in codes)


def test_making_a_code_sends_nothing(account: Account) -> None:
    made(account)
    assert account.ledger == ()
    assert account.credits == 5000


def test_a_code_is_good_once(account: Account) -> None:
    code = made(account)
    assert account.call("validateOtp", otp=code)["status"] == "Success"
    assert account.call("validateOtp", otp=code)["status"] == "-2"


def test_a_code_may_be_good_many_times(account: Account) -> None:
    account.quirks.otp_single_use = False
    code = made(account)
    assert [account.call("validateOtp", OTP=code)["status"] for _ in range(2)] == ["Success", "Success"]


def test_a_code_expires(account: Account, clock: SleepClock) -> None:
    code = made(account)
    clock.advance(seconds=600)
    assert account.call("validateOtp", otp=code)["status"] == "-2"


def test_a_code_may_cost_credits(account: Account) -> None:
    account.quirks.otp_cost = 3
    account.set_credits(4)
    made(account)
    assert account.credits == 1
    assert account.call("generateOTP")["status"] == "-2"


def test_success_may_be_a_word_or_a_number(account: Account) -> None:
    account.quirks.otp_success = "0"
    answer = account.call("generateOTP")

    assert answer["status"] == "0"
    assert account.call("validateOtp", otp=str(answer["otp"]))["status"] == "0"


def test_every_code_made_can_be_looked_for(account: Account) -> None:
    codes = [made(account) for _ in range(3)]
    account.call("validateOtp", otp=codes[0])

    assert account.codes == tuple(codes)
    assert not [code for code in codes if code in repr(account._otps)]
