"""One person from all their rows."""

from datetime import timedelta

from bot.features.contacts.person import Person, person
from tests.features.contacts.entries import ADA, DAY, entry


def test_a_person_takes_what_any_row_knows() -> None:
    rows = [
        entry(ADA, "", "B", subscribed=False, source="", created=DAY),
        entry(ADA, "Ada", "A", email="ada@example.com", source="Kiosk", created=DAY - timedelta(days=1)),
        entry(ADA, "Ada", "B", source="SMS", carrier="Verizon"),
    ]
    assert person(rows) == Person(
        number=ADA,
        name="Ada",
        groups=("A", "B"),
        left=(),
        subscribed=True,
        email="ada@example.com",
        birthday=None,
        sources=("Kiosk", "SMS"),
        carrier="Verizon",
        since=DAY - timedelta(days=1),
    )
