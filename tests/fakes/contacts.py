"""The contact book and the groups the bot knows."""

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts import addressee
from bot.features.contacts.service import Addressed, Card
from bot.features.groups.service import GroupChoice
from bot.sandbox.smsit.account import Account
from tests.blind_orders import ORDER


class FakeContactBook:
    """The contact book, read straight from the pretend account."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.is_down = False

    def lookup(self, number: str) -> Card | None:
        if self.is_down:
            raise UserError("SMS-iT does not answer.")
        found = self.account.book.find(number)
        if found is None:
            return None
        return Card(number, found.name, tuple(row.group for row in found.rows), found.subscribed)

    def sees_numbers(self, _who: Who) -> bool:
        return True

    def as_seen_by(self, _who: Who, card: Card) -> Card:
        return card

    def suggest(self, text: str, _who: Who) -> tuple[Card, ...]:
        found = self.lookup(text)
        return () if found is None else (found,)

    def address(self, line: str, _who: Who) -> Addressed:
        if self.is_down:
            raise UserError("SMS-iT does not answer.")
        return addressee.address(line, self._named, ORDER)

    def _named(self, word: str) -> list[Card]:
        return [
            Card(each.number, each.name, ("VIP",), subscribed=True)
            for each in self.account.book.contacts
            if word in each.name
        ]

    def group_options(self, text: str) -> tuple[GroupChoice, ...]:
        return tuple(GroupChoice(each, "2 people") for each in self.account.groups if text in each)

    def groups_to_join(self, text: str) -> tuple[GroupChoice, ...]:
        return self.group_options(text)

    def group_to_join(self, value: str) -> str | None:
        return self.group_named(value)

    def group_named(self, value: str) -> str | None:
        return value if value in self.account.groups else None


class FakeKnownGroups:
    """Knows some groups by name, and one by a key because its name is long."""

    LONG = "x" * 151

    def __init__(self, *names: str) -> None:
        self.names = names

    def group_named(self, value: str) -> str | None:
        if value == "group-key:1":
            return self.LONG
        return value if value in self.names else None

    def groups_to_join(self, text: str) -> tuple[GroupChoice, ...]:
        typed = GroupChoice.typed(text)
        known = tuple(GroupChoice(name, "") for name in self.names if text.casefold() in name.casefold())
        return known if typed is None or text in self.names else (*known, typed)

    def group_to_join(self, value: str) -> str | None:
        return self.group_named(value)
