"""Whose birthday a day is, among all contacts: each phone once. For threads that may wait."""

from dataclasses import dataclass
from datetime import date

from bot.access import Who
from bot.features.audiences.service import Audience, ContactReader, Everybody, Members
from bot.features.contacts.service import Search
from bot.texting import birthdays
from bot.texting.blind_order import BlindOrder


@dataclass(frozen=True, slots=True)
class People:
    """Reads the contacts, and gives people in a blind ``order``.

    ``region`` is the two-letter default for numbers without a country code.
    """

    everybody: Everybody
    region: str | None
    order: BlindOrder

    def of(self, day: date, who: Who) -> Audience:
        """Return whose birthday it is, and who of them can't be texted.

        Raises :exc:`UserError` when there are too many contacts, and when SMS-iT does not answer.
        """
        gathering = Members(self.region, self.order)
        for person in ContactReader(self.everybody, who, lambda _read: None).of(Search()):
            if person.birthday is not None and birthdays.coming(person.birthday, day) == day:
                gathering.meet(person)
        return gathering.audience()
