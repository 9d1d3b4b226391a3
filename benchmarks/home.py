"""How long it takes to draw Home when there is much to draw it from.

The file holds so many sends over a year as for the record, a tenth of them rows of lists of this very day;
what waits for its time, for a person and for approval; the balances of a month; and groups with so many
people. Home is drawn for who texts, for an approver, who sees everybody's, and for an admin, who decides
about them; the figure is the slowest drawing but one in a hundred. *Nothing new* is what the tick does while
people look at it and nothing happens.
"""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from figures import Figure
from history import ASKED, LEAST, LISTS, MANY, PEOPLE, filled, on_record
from runs import Budget, percentile, run, say
from sqlalchemy import Connection, select, text

from bot import settings
from bot.access import Who
from bot.app import Bot
from bot.demo import environment
from bot.features.home.listeners import HomeListeners
from bot.features.home.renderer import HomeTab
from bot.sandbox import Sandbox
from bot.store import Database, SendState, approvals, balances
from bot.store.approvals import NewRequest
from bot.store.balances import Sample
from bot.store.sends import SendKind
from bot.store.tables import contact_group, send
from bot.texting.clock import utc_now

CONTACTS, GROUPS = 100_000, 100
MOST_MS = 300.0
TODAYS = 62
"""Lists of today among those that the rows belong to: 50,000 rows."""
WAITING, TO_APPROVE, PAUSED = 2_000, 200, 20
TEAM = "T0HARBOUR"
WHO = {"who texts": "U0MAYA", "an approver": "U0LENA", "an admin": "U0TOM"}


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    return run(f"Home, from {MANY:,} sends and {CONTACTS:,} contacts", measure)


def measure() -> list[Figure]:
    """Return how long each drawing takes."""
    logging.disable()
    budget = Budget()
    with filled(budget) as database, Sandbox() as sandbox:
        with database.write() as conn:
            put_more(conn, utc_now())
        with opened(sandbox, database) as tab:
            tasks: dict[str, Callable[[], object]] = {
                f"Home of {name}": drawing(tab, user_id) for name, user_id in WHO.items()
            }
            tasks["the tick, nothing new"] = tab.desk.mark
            found = [each for name, task in tasks.items() for each in figures(name, task, budget)]
        return [on_record(database), *found]


def drawing(tab: HomeTab, user_id: str) -> Callable[[], object]:
    """Return what draws the tab of one person, and makes sure that everything stands there."""
    who = Who(user_id, TEAM)
    shown = str(tab.draw(who))
    lacks = [each for each in ("Needs attention", "Scheduled", "Today", "Balance") if each not in shown]
    if lacks:
        raise LookupError(f"nothing stands under {lacks}")
    return lambda: tab.draw(who)


def figures(name: str, task: Callable[[], object], budget: Budget) -> tuple[Figure, Figure]:
    """Return the time within which 99 of 100 were done, and the CPU time of one."""
    say(name)
    took, cpu = [], time.process_time()
    for _ in budget.rounds(ASKED, LEAST):
        began = time.perf_counter()
        task()
        took.append((time.perf_counter() - began) * 1000)
    each = (time.process_time() - cpu) * 1000 / len(took)
    p99 = percentile(took, 0.99)
    return (
        Figure(f"{name}, p99", round(p99, 2), "ms", f"< {MOST_MS:g}", ok=p99 < MOST_MS),
        Figure(f"{name}, CPU each", round(each, 2), "ms", "", ok=True),
    )


@contextmanager
def opened(sandbox: Sandbox, database: Database) -> Iterator[HomeTab]:
    """Give the Home tab of a whole bot on this database, which knows who is who in the workspace."""
    if database.path is None:
        raise LookupError("the sends are in a file")
    found = settings.load(None, environment(sandbox, database.path))
    bot = Bot(found)
    bot.start(clocks=False)
    while not bot.is_quiet():
        time.sleep(0.05)
    try:
        listeners = (each for feature in bot.features.built for each in feature.listeners)
        yield next(each.tab for each in listeners if isinstance(each, HomeListeners))
    finally:
        bot.stop()


def put_more(conn: Connection, now: datetime) -> None:
    """Put what Home shows beside the record."""
    say("and what waits")
    for person, mine in zip(PEOPLE, WHO.values(), strict=False):
        conn.execute(send.update().where(send.c.user_id == person).values(user_id=mine))
    conn.execute(send.update().where(send.c.parent_id.is_(None)).values(goes_at=send.c.created_at))
    for number in range(LISTS):  # those that the rows belong to
        goes_at = now if number < TODAYS else now - timedelta(days=1 + number % 360)
        sent = {"state": SendState.ACCEPTED.value, "goes_at": goes_at, "updated_at": now}
        conn.execute(send.update().where(send.c.id == f"{number:032x}").values(sent))
    row = conn.execute(select(send).where(send.c.parent_id.is_(None)).limit(1)).one()._asdict()
    conn.execute(send.insert(), list(waiting(row, now)))
    # A message, and no turn to draw it: nobody is at these.
    conn.execute(text("INSERT INTO message (subject_id) SELECT id FROM send WHERE key LIKE 'more-%'"))
    asked = select(send.c.id).where(send.c.state == SendState.AWAITING_APPROVAL.value)
    for send_id in conn.execute(asked).scalars().all():
        new = NewRequest(fingerprint="f", facts={}, expires_at=now + timedelta(days=1))
        approvals.ask(conn, send_id, new, now=now)
    for hours in range(30 * 24):
        balances.note(conn, Sample(now - timedelta(hours=hours), 5000 + 40 * hours))
    names = [f"Group {nth}" for nth in range(GROUPS)]
    conn.execute(
        contact_group.insert(),
        [
            {"name": name, "first_seen": now, "seen_at": now, "subscribed": CONTACTS // GROUPS}
            for name in names
        ],
    )


def waiting(row: dict[str, object], now: datetime) -> Iterator[dict[str, object]]:
    """Give what waits for its time, for a person and for approval."""
    nth = 0

    def another(state: SendState, **values: object) -> dict[str, object]:
        nonlocal nth
        nth += 1
        own = {"id": f"more{nth:028x}", "key": f"more-{nth}", "state": state.value, "parent_id": None}
        owner = list(WHO.values())[nth % len(WHO)]
        return row | own | {"user_id": owner, "created_at": now, "updated_at": now, "goes_at": now} | values

    a_list = {"kind": SendKind.LIST.value, "to_number": "", "to_phone": "", "to_name": "patients.csv"}
    for hours in range(WAITING):
        later = now + timedelta(hours=1 + hours)
        yield another(SendState.SCHEDULED, send_at=later, goes_at=later, held_by="bot", hold_code=None)
    for hours in range(PAUSED):
        early = now - timedelta(hours=hours)
        yield another(SendState.SCHEDULED, send_at=early, goes_at=early, held_by="bot", hold_code="late")
        yield another(SendState.PAUSED, **a_list)
    for _ in range(TO_APPROVE):
        yield another(SendState.AWAITING_APPROVAL, kind=SendKind.GROUP.value, to_name="VIP", people=300)


if __name__ == "__main__":
    sys.exit(main())
