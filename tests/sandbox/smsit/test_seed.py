import re

import pytest

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.seed import _numbers
from tests.sandbox.smsit.clock import SleepClock

FICTIONAL = re.compile(
    r"1\d{3}55501\d\d|447700900\d{3}|614915701\d\d|493023125\d{3}|61[2378](5550|7010)\d{4}"
)


def test_the_clinic_has_some_hundreds_of_contacts_in_about_ten_groups() -> None:
    account = Account()
    assert len(account.book.contacts) == 300
    assert {"VIP", "VIP 2", "Tuesday clinic", "Tuesday clinic evening", "Waiting list"} <= set(account.groups)
    assert all(account.book.members(group) for group in account.groups if group != "Waiting list")
    assert account.book.members("Waiting list") == ()


def test_some_have_opted_out_and_some_told_little() -> None:
    contacts = Account().book.contacts
    assert 5 < sum(not contact.subscribed for contact in contacts) < 30
    assert any(not contact.name for contact in contacts)
    assert any(not contact.email for contact in contacts)
    assert any(contact.birthday for contact in contacts)
    assert {contact.number[:2] for contact in contacts} >= {"44", "49", "61"}


def test_the_same_seed_makes_the_same_people() -> None:
    def people(seed: int) -> list[tuple[str, str]]:
        book = Account(clock=SleepClock(), seed=seed, contacts=50).book
        return [(row.contact.name, row.group) for group in book.groups for row in book.members(group)]

    assert people(1) == people(1) != people(2)


def test_only_two_people_are_called_alex_kim() -> None:
    names = [contact.name for contact in Account(contacts=2000).book.contacts]
    assert names.count("Alex Kim") == 2


@pytest.mark.parametrize("count", [0, 8, 9, 7000])
def test_there_are_as_many_contacts_as_asked_for(count: int) -> None:
    assert len(Account(contacts=count).book.contacts) == max(8, count)


def test_every_number_is_fictional_and_used_once() -> None:
    account = Account(contacts=0)
    numbers = [*_numbers(), *account.sender_numbers, *(contact.number for contact in account.book.contacts)]
    assert len(numbers) == len(set(numbers)) > 100_000
    assert all(FICTIONAL.fullmatch(number) for number in numbers)
