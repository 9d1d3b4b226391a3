"""Whether it is quiet hours, at this moment, where somebody on a list may be."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.features.lists import quiet_hours
from bot.features.sends.quiet import Quiet
from bot.store.database import Database
from bot.store.sends import Send, rows
from bot.texting import number_places
from bot.texting.number_places import Place
from bot.texting.quiet_hours import Windows


def among(send: Send, numbers: Iterable[str], now: datetime, windows: Windows) -> Quiet | None:
    """Return what quiet hours say of some numbers (digits) of a list; none when all is well.

    All is well where somebody decided to send it in spite of them, too.
    """
    if not windows or send.quiet_override:
        return None
    return quiet_hours.judged(Counter(map(number_places.place, numbers)), now, timedelta(), windows)


def among_all(database: Database, send: Send, now: datetime, windows: Windows) -> Quiet | None:
    """Return what they say of all numbers of a list, which are read page by page; none when all is well."""
    if not windows or send.quiet_override:
        return None
    places: Counter[Place] = Counter()
    with database.read() as conn:
        size = rows.size(conn, send.id)
    for first in range(1, size + 1, rows.PAGE):
        with database.read() as conn:
            page = rows.numbers(conn, send.id, first, min(first + rows.PAGE - 1, size))
        places.update(map(number_places.place, page))
    return quiet_hours.judged(places, now, timedelta(), windows)
