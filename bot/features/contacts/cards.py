"""One card for each person, from SMS-iT's rows of one contact *and group* each. Pure."""

from collections.abc import Iterable

from bot.features.contacts.addressee import Card
from bot.smsit import Contact
from bot.texting.phones import MAX_E164_DIGITS
from bot.texting.spellings import identity


def merge(rows: Iterable[Contact], region: str | None = None) -> tuple[Card, ...]:
    """Return one card per phone from rows of one contact and group each, in the order first met.

    Of several spellings the card has the first that is subscribed, for that is the one a text reaches. Rows
    without a digit, or with more than a phone number has, are nobody who could be texted.
    """
    by_number: dict[str, list[Contact]] = {}
    for row in rows:
        if 0 < len(row.number) <= MAX_E164_DIGITS:
            by_number.setdefault(identity(row.number, region), []).append(row)
    return tuple(
        Card(
            number=next((row.number for row in same if row.subscribed), same[0].number),
            name=next((row.name for row in same if row.name), ""),
            groups=tuple(dict.fromkeys(row.group for row in same if row.group)),
            subscribed=any(row.subscribed for row in same),
        )
        for same in by_number.values()
    )
