"""Quiet hours of a list that goes out, and how long it takes. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.features.sends import quiet as of_sends
from bot.features.sends.quiet import Quiet
from bot.texting import words
from bot.texting.number_places import Place
from bot.texting.quiet_hours import Windows


def duration(people: int, per_second: int) -> timedelta:
    """Return how long a list takes at this many texts a second, if nothing holds it up."""
    return timedelta(seconds=people / per_second)


def judged(places: Mapping[Place, int], begins: datetime, lasts: timedelta, windows: Windows) -> Quiet | None:
    """Return the worst that quiet hours say between the first text and the last; none when all is well."""
    return of_sends.judged(places, (begins,), lasts, windows)


def sentence(quiet: Quiet) -> str:
    """Return why a list waits, without a time: whoever shows it adds that in the reader's zone."""
    people = words.pluralize(quiet.people, "recipient")
    return f"It's quiet hours for {people} (estimated from area codes)."
