"""The processes that share a PostgreSQL: which of them hold a slot, and whether one looks dead.

On SQLite the kernel lets go of what a dead process held, so there is nothing to look for.
"""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.finding import Finding, look, ok
from bot.engine.slot_holders import Holder, holders
from bot.logs import kind_of
from bot.texting import words

NAME: Final = "Processes"
SILENT: Final = timedelta(minutes=1)
"""Each looks at its slot every five seconds: who hasn't for so long doesn't run, or its machine is gone."""


def findings(engine: Engine) -> Iterator[Finding]:
    """Look at who holds a slot in a database on PostgreSQL that can be used."""
    try:
        with engine.connect() as connection:
            found = holders(connection)
    except SQLAlchemyError as error:
        yield look(
            NAME,
            f"who holds a slot can't be looked up: {kind_of(error)}",
            "Let the bot's database user read pg_locks and pg_stat_activity.",
        )
        return
    if not found:
        yield ok(NAME, "none is running")
    for each in found:
        yield _told(each)


def _told(holder: Holder) -> Finding:
    where = f" from {holder.address}" if holder.address else ""
    since = f" since {holder.since.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if holder.since else ""
    said = f"slot {holder.slot} is held{where}{since}"
    if holder.silence is None or holder.silence <= SILENT:
        return ok(NAME, said)
    return look(
        NAME,
        f"{said}, and its process has been silent for {words.about(holder.silence)}",
        "Stop that process if it hangs. If its machine is gone, run SELECT "
        f"pg_terminate_backend({holder.pid}) in the database: another process takes over its jobs then.",
    )
