"""What the tables of a policy file about customers mean: one-time codes, contacts and appointments."""

from typing import Final

from bot.policy import texts
from bot.policy.model import Appointments, Contacts, Otp
from bot.policy.table import Table

MOST_MINUTES: Final = 60
MOST_TRIES: Final = 10
"""Whoever guesses at six hexadecimal characters that often is right once in 1.6 million codes."""
MOST_COOLDOWN_SECONDS: Final = 3600
MOST_OF_A_NUMBER: Final = 1000
MOST_OF_A_PERSON: Final = 10_000
MOST_A_SECOND: Final = 1000
MOST_REMINDER_HOURS: Final = 30 * 24


def otp(table: Table) -> Otp:
    """Read ``[otp]``."""
    table.has_only(
        ("text", "minutes", "tries", "cooldown_seconds", "number_per_day", "person_per_day", "purposes")
    )
    usual = Otp()
    cooldown = table.whole("cooldown_seconds", "seconds", 0, MOST_COOLDOWN_SECONDS)
    return Otp(
        text=texts.code_text(table, "text") or usual.text,
        minutes=table.whole("minutes", "minutes", 1, MOST_MINUTES) or usual.minutes,
        tries=table.whole("tries", "tries", 1, MOST_TRIES) or usual.tries,
        cooldown_seconds=usual.cooldown_seconds if cooldown is None else cooldown,
        number_per_day=table.whole("number_per_day", "codes", 1, MOST_OF_A_NUMBER) or usual.number_per_day,
        person_per_day=table.whole("person_per_day", "codes", 1, MOST_OF_A_PERSON) or usual.person_per_day,
        purposes=texts.purposes(table, "purposes"),
    )


def contacts(table: Table) -> Contacts:
    """Read ``[contacts]``."""
    table.has_only(("full_numbers", "export", "import_per_second"))
    usual = Contacts()
    return Contacts(
        full_numbers=table.role("full_numbers", usual.full_numbers),
        export=table.role("export", usual.export),
        import_per_second=table.whole("import_per_second", "contacts", 1, MOST_A_SECOND)
        or usual.import_per_second,
    )


def appointments(table: Table) -> Appointments:
    """Read ``[appointments]``."""
    table.has_only(("confirmation", "reminder", "reminder_hours"))
    usual = Appointments()
    return Appointments(
        confirmation=texts.appointment_text(table, "confirmation") or usual.confirmation,
        reminder=texts.appointment_text(table, "reminder") or usual.reminder,
        reminder_hours=table.whole("reminder_hours", "hours", 1, MOST_REMINDER_HOURS) or usual.reminder_hours,
    )
