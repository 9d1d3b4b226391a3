"""How a day off fares: each of its appointments, and whether its text reached the customer."""

from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b

from sqlalchemy import Connection

from bot.features.appointments import reach
from bot.features.appointments.reach import Reach
from bot.store import appointment_calls as calls
from bot.store import appointments, change_plans, sends
from bot.store.appointment_calls import PENDING, Call, CallState
from bot.store.appointments import Appointment
from bot.store.change_plans import ChangePlan, PlanRow
from bot.store.database import Database
from bot.store.sends import Send


class Fate(IntEnum):
    """What became of one appointment; what a person has to look at comes first."""

    UNKNOWN = 1
    REFUSED = 2
    LEFT = 3
    """It had changed since it was shown, and stays as it is."""
    PENDING = 4
    DONE = 5


@dataclass(frozen=True, slots=True)
class RowStory:
    """One appointment of the day, the call that was made for it, and the text that tells of that."""

    known: Appointment
    row: PlanRow
    call: Call | None
    notice: Send | None

    @property
    def fate(self) -> Fate:
        """What became of it."""
        if self.call is None:
            return Fate.LEFT
        if self.call.state in PENDING:
            return Fate.PENDING
        return {CallState.UNKNOWN: Fate.UNKNOWN, CallState.REFUSED: Fate.REFUSED}.get(
            self.call.state, Fate.DONE
        )

    @property
    def reach(self) -> Reach:
        """How far its text got."""
        return reach.of_send(self.notice)

    @property
    def is_to_call(self) -> bool:
        """Whether it was changed, and the customer may not know: no text reached them, and none will."""
        return self.fate is Fate.DONE and self.reach in {Reach.FAILED, Reach.NONE}


@dataclass(frozen=True, slots=True)
class DayStory:
    """A plan that was confirmed, and its appointments by their time."""

    plan: ChangePlan
    rows: tuple[RowStory, ...]

    @property
    def to_call(self) -> tuple[RowStory, ...]:
        """Whom to call."""
        return tuple(each for each in self.rows if each.is_to_call)

    def count(self, fate: Fate) -> int:
        """Return how many appointments ended so."""
        return sum(each.fate is fate for each in self.rows)

    def reached(self, how: Reach) -> int:
        """Return how far so many texts got."""
        return sum(each.notice is not None and each.reach is how for each in self.rows)

    @property
    def digest(self) -> str:
        """What differs when there is something else to say."""
        said = ",".join(f"{each.fate:d}{each.reach:d}" for each in self.rows)
        return blake2b(said.encode(), digest_size=16).hexdigest()


class DayStories:
    """Reads how days off fare, for whoever looks at one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look(self, plan_id: str) -> DayStory | None:
        """Return how a confirmed plan fares, as :func:`read`."""
        with self._database.read() as conn:
            return read(conn, plan_id)


def read(conn: Connection, plan_id: str) -> DayStory | None:
    """Return how a confirmed plan of a whole day fares; None when there is none."""
    plan = change_plans.get(conn, plan_id)
    if plan is None or plan.confirmed_at is None or plan.day is None:
        return None
    return of(conn, plan)


def of(conn: Connection, plan: ChangePlan) -> DayStory:
    """Return how a plan fares."""
    made = calls.of_ids(conn, [each.made_id for each in plan.rows if each.made_id])
    told = [each.notice_id for each in made.values() if each.notice_id]
    texts = {each.id: each for each in sends.get_many(conn, told)}
    known = {each.id: each for each in appointments.of_ids(conn, [row.appointment_id for row in plan.rows])}
    rows = []
    for row in plan.rows:
        call = made.get(row.made_id or "")
        notice = texts.get(call.notice_id or "") if call else None
        rows.append(RowStory(known[row.appointment_id], row, call, notice))
    return DayStory(plan, tuple(rows))
