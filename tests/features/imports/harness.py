"""An import and all that carries it, on one database. A new one on the same database is a new process."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from bot.access import Role, Who
from bot.engine.batches.heartbeat import Heartbeat
from bot.engine.batches.runner import Runner
from bot.errors import TooBusy
from bot.features.batches.results import Results
from bot.features.batches.service import Decisions
from bot.features.imports.attempts import Attempts
from bot.features.imports.batch import ImportBatch, note
from bot.features.imports.columns import Columns
from bot.features.imports.entries import Choice
from bot.features.imports.lanes import CHUNK, QUEUE, RESULT, START, Lanes
from bot.features.imports.lookup import Lookup
from bot.features.imports.moves import ImportMoves
from bot.features.imports.preparation import Preparation
from bot.features.imports.renderer import Renderer
from bot.features.imports.results import ImportResults
from bot.features.imports.service import Imports, Request
from bot.features.imports.start import Start
from bot.features.imports.upkeep import ImportUpkeep
from bot.features.imports.views.figures import Figures
from bot.policy.model import Limits
from bot.slack.outgoing.uploads import Uploads
from bot.store import contact_import_rows as rows
from bot.store import contact_imports
from bot.store.contact_import_rows import ImportRow, RowState
from bot.store.contact_imports import ContactImport, ImportState
from bot.store.database import Database
from bot.texting.tables.uploads import UploadedFile
from tests.clock import FakeClock
from tests.fakes.contacts import FakeKnownGroups
from tests.fakes.database import FragileDatabase
from tests.fakes.engine import FakeDatabaseEngine
from tests.fakes.people import access_of, permissions_of
from tests.fakes.slack import FakeFiles
from tests.fakes.smsit_contacts import FakeContactClient

MAYA = Who("U0MAYA", "T0HARBOUR")
BOSS = Who("U0BOSS", "T0HARBOUR")
SAM = Who("U0SAM", "T0HARBOUR")
LIMIT = timedelta(seconds=80)
SIMPLE = Columns(number=(0,), name=(1,), group=(2,))
TITLES = "Phone,Name,Group"


class Harness:
    def __init__(
        self,
        database: Database,
        clock: FakeClock,
        *,
        lanes: int = 2,
        smsit: FakeContactClient | None = None,
        slack: FakeFiles | None = None,
        job_seconds: float = 10.0,
    ) -> None:
        self.database = database
        self.fragile = FragileDatabase(database)
        self.clock = clock
        self.jobs = FakeDatabaseEngine(database, QUEUE)
        self.smsit = smsit or FakeContactClient("VIP", "Gold")
        self.slack = slack or FakeFiles()
        self.shown: Counter[str] = Counter()
        database.on_outdated(self.show)
        self.told = 0
        self.busy = False
        self.stopping = False
        self.seconds = 0.0
        self.lanes = Lanes(self.jobs, lambda: lanes)
        known = FakeKnownGroups("VIP", "Gold")
        uploads = Uploads(self.slack.download, limits=Limits(), region="US")
        self.uploads = uploads
        self.preparation = Preparation(uploads, known, clock)
        self.imports = Imports(self.fragile, self.lanes, clock)
        moves = ImportMoves(
            self.lanes, permissions_of(access_of(MAYA.team_id, {Role.ADMIN: [BOSS.user_id]})), clock
        )
        self.decisions = Decisions(self.fragile, self.lanes, moves)
        self.start = Start(self.fragile, self.lanes, self.preparation, clock)
        self.heartbeat = Heartbeat(self.fragile, clock, note)
        self.attempts = Attempts(self.fragile, self.smsit, clock)
        self.batch = ImportBatch(self.fragile, self.lanes, self.attempts, self.heartbeat, clock)
        self.runner = Runner(
            self.fragile,
            self.lanes,
            self.batch,
            take=self.take,
            job_seconds=job_seconds,
            monotonic=self.monotonic,
        )
        self.lookup = Lookup(
            self.fragile, self.smsit, clock, limit=LIMIT, take=self.take, beat=self.heartbeat.beat
        )
        self.results = ImportResults(
            self.fragile,
            self.lanes,
            self.lookup,
            Results(self.slack, self.slack.post),
            clock,
            after=self.after,
        )
        self.upkeep = ImportUpkeep(self.fragile, self.lanes, clock, batch=self.batch, lookup=self.lookup)
        self.renderer = Renderer(database)
        self.handlers = {
            START: self.start.run,
            CHUNK: self.runner.run,
            RESULT: self.results.run,
        }

    def show(self, import_id: str) -> None:
        self.shown[import_id] += 1

    def after(self) -> None:
        self.told += 1
        if self.busy:
            raise TooBusy

    def take(self) -> bool:
        return not self.stopping

    def monotonic(self) -> float:
        """A second goes by with every row."""
        self.seconds += 1
        return self.seconds

    # --- files and what is confirmed of them

    def file(self, *lines: str, titles: str = TITLES) -> UploadedFile:
        """A file at FakeFiles with these rows."""
        content = "\n".join((titles, *lines)).encode()
        file_id = f"F{len(self.slack.files)}"
        self.slack.files[file_id] = content
        return UploadedFile(file_id, "people.csv", len(content), MAYA.user_id)

    def confirmed(self, *lines: str, columns: Columns = SIMPLE, group: str = "", titles: str = TITLES) -> str:
        """An import somebody confirmed; nothing of it has run."""
        file = self.file(*lines, titles=titles)
        good = len(self.preparation.plan(file, Choice(columns, group)).good)
        request = Request(file, Choice(columns, group), good, len(lines) - good, "C0FRONT", file.id)
        self.imports.confirm(request, MAYA)
        return self.newest

    @property
    def newest(self) -> str:
        with self.database.read() as conn:
            return max(contact_imports.under_way(conn), key=lambda each: int(each.key.removeprefix("F"))).id

    def started(self, *lines: str, **more: object) -> str:
        """An import whose rows are recorded, none added yet."""
        import_id = self.confirmed(*lines, **more)  # type: ignore[arg-type] # as it is asked for
        self.step()
        assert self.the(import_id).state is ImportState.RUNNING
        return import_id

    def the(self, import_id: str) -> ContactImport:
        with self.database.read() as conn:
            found = contact_imports.get(conn, import_id)
        assert found is not None
        return found

    def counts(self, import_id: str) -> Mapping[RowState, int]:
        with self.database.read() as conn:
            return rows.counts(conn, import_id)

    def done(self, import_id: str) -> int:
        return Figures(self.counts(import_id), 0, 0).done

    def rows(self, import_id: str, state: RowState) -> tuple[ImportRow, ...]:
        with self.database.read() as conn:
            return rows.in_state(conn, import_id, state, 10_000)

    def text(self, import_id: str) -> str:
        drawn = self.renderer.draw(import_id)
        assert drawn is not None
        return drawn.content.text

    def returned(self) -> list[list[str]]:
        """The newest result file."""
        return list(csv.reader(io.StringIO(self.slack.uploads[-1][2].decode("utf-8-sig"))))

    # --- time goes by

    def step(self, nth: int = 0) -> str:
        """Run one job to its end."""
        return self.jobs.step(self.handlers, nth)

    def run(self, most: int = 500) -> None:
        """Run every job until none waits."""
        self.jobs.run(self.handlers, most)

    def tick(self) -> None:
        for part in self.upkeep.parts().values():
            part()

    def later(self) -> None:
        """Let so much time go by that what was cut off is looked up, and what stands still is set going."""
        for _ in range(3):
            self.clock.advance(minutes=9)
            self.tick()
            self.run()


def number(place: int) -> str:
    return f"1415555{place:04}"


def person(place: int, group: str = "VIP") -> str:
    return f"{number(place)},Ann {place},{group}"


__all__ = ["BOSS", "MAYA", "SAM", "Harness", "Role", "number", "person"]
