"""A list and all that carries it."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from bot.access import Role, Who
from bot.engine.attempts import Outcome, attempt_once, sweep
from bot.features.lists.decisions import Decisions
from bot.features.lists.ids import Doubtful
from bot.features.lists.lanes import CHUNK, RESULT, SETTLE, START, TIDY, Lanes
from bot.features.lists.pausing import Pausing
from bot.features.lists.progress import Progress
from bot.features.lists.running import Rules, Running
from bot.features.lists.upkeep import Upkeep
from bot.features.outbox.attempts import LEFT_BEHIND, SendLedger, recorded
from bot.store import follow_ups, sends
from bot.store.database import Database
from bot.store.sends import NewSend, Send, SendKind, lists, rows
from bot.store.sends.rows import NewRow
from bot.store.states import SendState
from bot.texting.quiet_hours import Window
from tests.clock import FakeClock
from tests.features.lists.stand_ins import Carrier, Fragile, Held, Jobs, Purse

MAYA = Who("U0MAYA", "T0HARBOUR")
BOSS = Who("U0BOSS", "T0HARBOUR")
LATEST = timedelta(minutes=60)
FOLLOW_FOR = timedelta(hours=72)


class Works:
    def __init__(
        self,
        database: Database,
        clock: FakeClock,
        *,
        lanes: int = 2,
        windows: Mapping[str | None, Window] | None = None,
        job_seconds: float = 0.0,
    ) -> None:
        self.database = database
        self.fragile = Fragile(database)
        self.clock = clock
        self.jobs = Jobs(database)
        self.carrier = Carrier()
        self.outbox = Held()
        self.budgets = Purse()
        self.changed = ""
        self.shown: Counter[str] = Counter()
        database.on_outdated(self.show)
        self.stopping = False
        self.seconds = 0.0
        self.lanes = Lanes(self.jobs, lanes)
        self.pausing = Pausing(self.fragile, clock)
        self.progress = Progress(self.fragile, clock)
        self.running = Running(
            self.fragile,
            self.lanes,
            self.pausing,
            clock,
            attempt_row=self.attempt,
            take=lambda: not self.stopping,
            beat=self.progress.beat,
            outbox=self.outbox,
            changed=lambda _conn, _send: self.changed,
            rules=Rules(windows or {}, LATEST, job_seconds),
            monotonic=lambda: self.seconds,
        )
        self.decisions = Decisions(
            self.fragile,
            self.lanes,
            clock,
            budgets=self.budgets,
            follow=lambda conn, send, now: follow_ups.start(conn, send.id, now, now + FOLLOW_FOR),
            allows=lambda who, _role: who == BOSS,
            quiet_role=Role.ADMIN,
        )
        self.upkeep = Upkeep(
            self.fragile,
            self.lanes,
            self.pausing,
            clock,
            finish=self.running.finish,
            latest=LATEST,
            follow_for=FOLLOW_FOR,
        )
        self.handlers = {
            START: self.running.start,
            CHUNK: self.running.chunk,
            TIDY: self.decisions.tidy,
            SETTLE: self.decisions.settle,
            RESULT: lambda _args: None,
        }

    def show(self, send_id: str) -> None:
        self.shown[send_id] += 1

    def attempt(self, row_id: str, wave: int) -> Outcome | None:
        ledger = SendLedger(limit_seconds=10, wave=wave)
        return recorded(attempt_once(self.fragile, ledger, row_id, self.carrier, clock=self.clock))

    # --- lists

    def a_list(self, count: int = 12, *, rejected: int = 0, **changes: object) -> str:
        """A draft with its rows."""
        usual: dict[str, object] = {
            "key": uuid4().hex,
            "team_id": MAYA.team_id,
            "user_id": MAYA.user_id,
            "to_number": "",
            "to_name": "customers.csv",
            "body": "Hi %%Name%%",
            "sender": "14155550190",
            "segments": 0,
            "credits": 0,
            "credits_upper": 0,
            "kind": SendKind.LIST,
            "people": 0,
            "zone": "America/Los_Angeles",
            "origin_channel": "C0FRONT",
        }
        new = [
            NewRow(place, place + 1, number(place), f"Hi {place}", segments=1, credits_upper=2)
            for place in range(1, count + 1)
        ]
        new += [
            NewRow(count + nth, count + 1 + nth, rejected="This number is too short.")
            for nth in range(1, rejected + 1)
        ]
        now = self.clock()
        with self.database.write() as conn:
            draft = sends.insert_draft(conn, NewSend(**(usual | changes)), now=now)
            rows.insert(conn, draft, new, now)
            rows.describe(conn, draft.id, rows.totals(conn, draft.id), 5000, now)
        return draft.id

    def queued(self, count: int = 12, **changes: object) -> str:
        """A list that was confirmed to go now."""
        list_id = self.a_list(count, **changes)
        with self.database.write() as conn:
            assert sends.move(conn, list_id, SendState.QUEUED, now=self.clock())
            self.lanes.start(conn, list_id, 0)
        return list_id

    def started(self, count: int = 12, **changes: object) -> str:
        """A list that runs, no row sent yet."""
        list_id = self.queued(count, **changes)
        self.step()
        assert self.the(list_id).state is SendState.RUNNING
        return list_id

    def the(self, send_id: str) -> Send:
        with self.database.read() as conn:
            found = sends.get(conn, send_id)
        assert found is not None
        return found

    def rows(self, list_id: str) -> tuple[Send, ...]:
        with self.database.read() as conn:
            return rows.page(conn, list_id, 1, rows.size(conn, list_id))

    def about(self, list_id: str) -> Doubtful:
        """What the buttons for rows of unknown outcome carry at this moment."""
        with self.database.read() as conn:
            found = lists.unknown(conn, list_id)
        assert found.newest is not None
        return Doubtful(list_id, found.newest.isoformat(), found.count)

    def counts(self, list_id: str) -> Mapping[SendState, int]:
        with self.database.read() as conn:
            return lists.counts(conn, list_id)

    # --- time goes by

    def step(self, nth: int = 0) -> str:
        """Run one job to its end, as the engine would."""
        key, name, args, _delay = self.jobs.waiting()[nth]
        self.handlers[name](args)
        self.jobs.end(key)
        return name

    def run(self, most: int = 500) -> None:
        """Run every job until none waits."""
        for _ in range(most):
            if not self.jobs.waiting():
                return
            self.step()
        raise AssertionError("the jobs never end")

    def sweep(self, moment: datetime | None = None) -> None:
        sweep(self.database, LEFT_BEHIND, lambda: moment or self.clock() + timedelta(minutes=5))

    def report(self, list_id: str, *states: SendState) -> None:
        """Let delivery reports come for the accepted rows, the last state for all that remain."""
        accepted = [row for row in self.rows(list_id) if row.state is SendState.ACCEPTED]
        with self.database.write() as conn:
            for nth, row in enumerate(accepted):
                sends.move(conn, row.id, states[min(nth, len(states) - 1)], now=self.clock())


def number(place: int) -> str:
    return f"1415555{place:04}"
