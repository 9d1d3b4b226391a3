"""Entries of SMS-iT's contact list, with what groups and names are read from."""

from datetime import datetime

from bot.smsit import Contact

LONG_AGO = datetime(2020, 1, 1)  # noqa: DTZ001 - as SMS-iT tells it, without a zone


def row(
    name: str,
    number: str,
    group: str = "VIP",
    *,
    subscribed: bool = True,
    created: datetime | None = None,
    id_: str = "1",
) -> Contact:
    return Contact(
        id_, name, None, "", number, group, subscribed=subscribed, source="", carrier="", created=created
    )


ADA = row("Ada Lovelace", "14155550100")
ADA_TOO = row("Ada Lovelace", "14155550100", "Patients")
ADA_BYRON = row("Ada Byron", "14155550102")
MARY_ANN = row("Mary Ann Lee", "14155550103")
MARY = row("Mary", "14155550104")
ALEX, ALEX_TOO = row("Alex Kim", "14155550110"), row("alex  kim", "14155550111")
NAMELESS = row("", "14155550199")
