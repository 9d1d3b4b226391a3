import pytest

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.outbox import TextOut
from tests.sandbox.smsit.clock import NOON, SleepClock
from tests.sandbox.smsit.people import ADA, FROM, LOU, POLLY, SUE, to_contact, to_group


def test_a_text_leaves_at_once_and_is_paid(account: Account) -> None:
    account.call("smscontact", **to_contact(message=" Hello "))
    assert account.ledger == (TextOut(ADA, " Hello ", FROM, NOON, 1),)
    assert account.credits == 4999


def test_one_subscribed_group_is_enough_for_a_text(account: Account) -> None:
    assert account.call("smscontact", **to_contact(POLLY))["status"] == "0"


def test_the_alphanumeric_sender_is_what_the_phone_sees(account: Account) -> None:
    account.call("smscontact", **to_contact(alphasender="Harbour"))
    assert account.ledger[0].sender == "Harbour"


def test_a_contact_text_keeps_braces_and_placeholders(account: Account) -> None:
    account.call("smscontact", **to_contact(message="{Hi|Hello} %%Name%%"))
    assert account.ledger[0].body == "{Hi|Hello} %%Name%%"


def test_recurring_without_a_date_sends_once_now(account: Account) -> None:
    series = {"recurring": "1", "repeat": "Daily", "frequency": "1", "enddate": "01-12-2099 09:30"}
    account.call("smscontact", **to_contact(**series))
    account.call("smsgroup", **to_group(**series))
    assert [text.number for text in account.ledger] == [ADA, ADA, POLLY]
    assert account.scheduled == ()


def test_a_group_send_reaches_the_subscribed_with_their_names(account: Account) -> None:
    answer = account.call("smsgroup", **to_group("Newsletter", "Hi %%Name%%, {doors} open"))
    assert [text.body for text in account.ledger] == ["Hi Ada, doors open", "Hi Grace, doors open"]
    assert {text.group_sms_id for text in account.ledger} == {answer["status"]}


def test_rotation_uses_all_numbers_unless_the_sender_is_alphanumeric(account: Account) -> None:
    account.call("smsgroup", **to_group(rotate="1"))
    account.call("smsgroup", **to_group(rotate="1", alphasender="Harbour"))
    assert [text.sender for text in account.ledger] == [*account.sender_numbers[:2], "Harbour", "Harbour"]


def test_a_throttled_group_send_waits_between_texts(account: Account, clock: SleepClock) -> None:
    account.quirks.throttle_scale = 1.0
    pauses = []
    params = {"apikey": account.api_key, **to_group("Tuesday clinic", throttle="6")}
    for pause in account.work("smsgroup", params):
        pauses.append(pause)
        clock.advance(seconds=pause)
    assert pauses == [6.0, 6.0, 6.0]
    assert [(text.at - NOON).total_seconds() for text in account.ledger] == [0, 6, 12, 18]


def test_an_unthrottled_group_send_only_stops_to_let_others_in(clock: SleepClock) -> None:
    account = Account(clock=clock, contacts=600)
    params = {"apikey": account.api_key, **to_group("Newsletter", throttle="1")}
    assert set(account.work("smsgroup", params)) == {0.0}


def test_somebody_who_opts_out_during_a_group_send_was_on_the_list(account: Account) -> None:
    steps = account.work("smsgroup", {"apikey": account.api_key, **to_group("Tuesday clinic", throttle="2")})
    next(steps)
    account.opt_out(SUE)
    assert len(list(steps)) == 2
    assert [text.number for text in account.ledger][-2:] == [LOU, SUE]


def test_what_the_balance_no_longer_pays_for_stays_behind(account: Account) -> None:
    steps = account.work("smsgroup", {"apikey": account.api_key, **to_group("Tuesday clinic", throttle="2")})
    next(steps)
    account.set_credits(1)
    list(steps)
    assert len(account.ledger) == 2
    assert account.credits == 0


def test_an_unknown_endpoint_is_a_mistake_of_the_caller(account: Account) -> None:
    with pytest.raises(KeyError):
        account.call("smseverybody")


def test_an_account_that_may_not_send_is_told_so_like_a_wrong_key(account: Account) -> None:
    account.quirks.may_send = False
    assert account.call("smscontact", **to_contact())["status"] == "-1"
    assert account.call("getcreditbalance", type="1")["creditbalancenumber"] == "5000"


def test_a_series_needs_to_say_how_often(account: Account) -> None:
    assert account.call("smscontact", **to_contact(recurring="1"))["status"] == "-9"
    assert account.call("smscontact", **to_contact(recurring="1", repeat="Daily"))["status"] == "-10"
