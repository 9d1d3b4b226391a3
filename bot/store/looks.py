"""Whether anything is due, asked in one statement for all that runs by the clock.

Every few seconds some twenty parts of the bot want to know whether there is anything for them to do, and
nearly always there is not. A statement costs a process ten times what it costs the database, so one asks for
all of them. Each part then asks again for what it found, by a query of its own: the one its look is made of.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, literal_column, or_, select

from bot.store.prepared import Prepared

NOW: Final = "now"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Whether one of these queries finds a row.

    Their parameters are moments: :data:`NOW`, and those of ``ago`` by name, so long before now, or after it
    where that is negative. A name means one moment in all looks there are.
    """

    queries: tuple[Select[*tuple[Any, ...]], ...]
    ago: Mapping[str, timedelta]


def look(*queries: Select[*tuple[Any, ...]], **ago: timedelta) -> Look:
    """Return whether one of these queries finds a row, as :class:`Look` says."""
    return Look(queries, ago)


class Looks:
    """Several looks, made at once. Raises ValueError where one name means two moments."""

    def __init__(self, looks: Mapping[str, Look]) -> None:
        self._ago: dict[str, timedelta] = {}
        for each in looks.values():
            for name, ago in each.ago.items():
                if self._ago.setdefault(name, ago) != ago:
                    raise ValueError(f"{name} is two moments")
        places = {each: place for place, each in enumerate(dict.fromkeys(looks.values()))}
        self._places = {name: places[each] for name, each in looks.items()}
        self._statement = Prepared(select(*(_finds(each).label(f"look_{at}") for each, at in places.items())))

    @property
    def names(self) -> Collection[str]:
        """The names of all of them."""
        return self._places.keys()

    def due(self, conn: Connection, now: datetime) -> Collection[str]:
        """Return the names of the looks that find something, in a transaction that sees one moment."""
        moments = {NOW: now} | {name: now - ago for name, ago in self._ago.items()}
        found = self._statement.row(conn, moments)
        return () if found is None else [name for name, place in self._places.items() if found[place]]


def _finds(each: Look) -> Any:  # noqa: ANN401 - a condition
    one: ColumnElement[int] = literal_column("1")
    bare = (query.order_by(None).with_only_columns(one, maintain_column_froms=True) for query in each.queries)
    return or_(*(query.exists() for query in bare))
