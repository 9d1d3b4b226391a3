from concurrent.futures import ThreadPoolExecutor

from bot.sandbox.smsit.account import Account
from tests.sandbox.smsit.people import to_contact


def test_calls_from_many_threads_are_all_counted(account: Account) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: account.call("smscontact", **to_contact())["status"], range(200)))
    assert answers == ["0"] * 200
    assert len(account.ledger) == 200
    assert account.credits == 4800
