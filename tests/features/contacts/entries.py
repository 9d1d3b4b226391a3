"""Entries of SMS-iT's contact list, with all that searches, additions and exports look at."""

from datetime import date, datetime

from bot.smsit import Contact

DAY = datetime(2021, 3, 12, 11, 2)  # noqa: DTZ001 - as SMS-iT tells it, without a zone
BORN = date(1985, 12, 10)


def entry(
    number: str,
    name: str = "",
    group: str = "VIP",
    *,
    subscribed: bool = True,
    email: str = "",
    source: str = "SMS",
    birthday: date | None = None,
    created: datetime = DAY,
    carrier: str = "",
) -> Contact:
    return Contact(
        "1",
        name,
        birthday,
        email,
        number,
        group,
        subscribed=subscribed,
        source=source,
        carrier=carrier,
        created=created,
    )


ADA = "14155550100"
GRACE = "14155550101"
NORA = "14155550120"
PEOPLE = (
    entry(ADA, "Ada Lovelace", email="ada@example.com", birthday=BORN),
    entry(GRACE, "Grace Hopper", "VIP 2"),
    entry(ADA, "Ada Lovelace", "Newsletter", subscribed=False, email="ada@example.com", birthday=BORN),
    entry(NORA, "Nora Quiet", "Newsletter", subscribed=False, source="Kiosk"),
)
