"""A list and all that carries it."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

from sqlalchemy import Connection

from bot.access import Role, Who
from bot.engine.attempts import Outcome, attempt_once, sweep
from bot.engine.batches.heartbeat import Heartbeat
from bot.engine.batches.runner import Runner
from bot.features.batches.service import Decisions
from bot.features.lists.batch import ListBatch, note
from bot.features.lists.decisions import RowDecisions
from bot.features.lists.ids import UnknownRowsRef
from bot.features.lists.lanes import CHUNK, RESULT, SETTLE, START, TIDY, Lanes
from bot.features.lists.moves import ListMoves
from bot.features.lists.pauses import Pauses
from bot.features.lists.start import Start
from bot.features.lists.upkeep import ListUpkeep
from bot.features.sends.ledger import LEFT_BEHIND, SendLedger, recorded
from bot.features.templates.service import WordsError
from bot.store import follow_ups, sends
from bot.store.database import Database
from bot.store.sends import NewSend, Send, SendKind, lists, new_rows, rows
from bot.store.sends.new_rows import NewRow
from bot.store.states import SendState
from bot.texting.quiet_hours import Window
from tests.clock import FakeClock
from tests.fakes.budgets import FakeBudgets
from tests.fakes.database import FragileDatabase
from tests.fakes.engine import FakeDatabaseEngine
from tests.fakes.people import access_of, permissions_of
from tests.fakes.sends import FakeSendService
from tests.fakes.smsit import FakeCarrier
from tests.features.rules import safeguards, send_rules

MAYA = Who("U0MAYA", "T0HARBOUR")
BOSS = Who("U0BOSS", "T0HARBOUR")
LATEST = timedelta(minutes=60)
FOLLOW_FOR = timedelta(hours=72)


class Harness:
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
        self.fragile = FragileDatabase(database)
        self.clock = clock
        self.jobs = FakeDatabaseEngine(database, "rows")
        self.carrier = FakeCarrier()
        self.send_service = FakeSendService()
        self.budgets = FakeBudgets(left=10**9)
        self.changed = self.words_lost = ""
        self.are_known = True
        self.shown: Counter[str] = Counter()
        database.on_outdated(self.show)
        self.stopping = False
        self.seconds = 0.0
        self.lanes = Lanes(self.jobs, lambda: lanes)
        self.pauses = Pauses(self.fragile, clock, self)
        self.heartbeat = Heartbeat(self.fragile, clock, note)
        rules = send_rules(windows=windows or {}, latest=LATEST, follow_for=FOLLOW_FOR)
        self.access = access = access_of(MAYA.team_id, {Role.ADMIN: [BOSS.user_id]})
        self.start = Start(
            self.fragile,
            self.lanes,
            self.send_service,
            clock,
            safeguards=safeguards(
                approvals=SimpleNamespace(changed=lambda _conn, _send: self.changed), wording=self
            ),
            series_people=SimpleNamespace(gather=lambda _send: self.are_known),
            rules=rules,
        )
        self.batch = ListBatch(
            self.fragile,
            self.pauses,
            clock,
            attempt_row=self.attempt,
            beat=self.heartbeat.beat,
            rules=rules,
        )
        self.runner = Runner(
            self.fragile,
            self.lanes,
            self.batch,
            take=lambda: not self.stopping,
            job_seconds=job_seconds,
            monotonic=lambda: self.seconds,
        )
        self.permissions = permissions_of(access)
        moves = ListMoves(self.lanes, self.permissions, rules, clock, wording=self)
        self.decisions = Decisions(self.fragile, self.lanes, moves)
        self.row_decisions = RowDecisions(
            self.fragile,
            self.lanes,
            self.budgets,
            self.permissions,
            rules,
            clock,
            lambda conn, send, now: follow_ups.start(conn, send.id, now, now + FOLLOW_FOR),
        )
        self.upkeep = ListUpkeep(
            self.fragile,
            self.lanes,
            clock,
            batch=self.batch,
            pauses=self.pauses,
            rules=rules,
        )
        self.handlers = {
            START: self.start.run,
            CHUNK: self.runner.run,
            TIDY: self.upkeep.tidy_one,
            SETTLE: self.row_decisions.run,
            RESULT: lambda _args: None,
        }

    def require_still(self, _conn: Connection, _kind: SendKind, _body: str, _channel: str | None) -> None:
        if self.words_lost:
            raise WordsError(self.words_lost)

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
            "to_phone": "",
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
            new_rows.insert(conn, draft, new, now)
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

    def about(self, list_id: str) -> UnknownRowsRef:
        """What the buttons for rows of unknown outcome carry at this moment."""
        with self.database.read() as conn:
            found = lists.unknown(conn, list_id)
        assert found.newest is not None
        return UnknownRowsRef(list_id, found.newest.isoformat(), found.count)

    def counts(self, list_id: str) -> Mapping[SendState, int]:
        with self.database.read() as conn:
            return lists.counts(conn, list_id)

    # --- time goes by

    def step(self, nth: int = 0) -> str:
        """Run one job to its end."""
        return self.jobs.step(self.handlers, nth)

    def run(self, most: int = 500) -> None:
        """Run every job until none waits."""
        self.jobs.run(self.handlers, most)

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
