"""A batch whose rows come out as a test says, with its lanes and its jobs."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Self

from sqlalchemy import Connection

from bot.engine.batches import lanes
from bot.engine.batches.runner import Came, Runner, Trouble
from bot.store.database import Database

JOB_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(lanes.Share):
    """A few places of a batch; its lane has one more share after it, or none."""

    place: int
    stray: bool = False

    @property
    def key(self) -> str:
        return f"{self.batch_id}:{self.wave}:{self.place}:{self.turn}:{self.stray}"

    @property
    def after(self) -> Self | None:
        return replace(self, place=self.place + 2, turn=0, failures=0) if self.place < 2 else None

    def args(self) -> dict[str, str]:
        names = ("batch_id", "wave", "turn", "failures", "place", "stray")
        return {name: str(getattr(self, name)) for name in names}

    def taken_over(self, wave: int) -> Self:
        return replace(self, wave=wave, turn=0, failures=0, stray=True)


class Jobs:
    """An engine that hands over its jobs one by one, the first of those that wait."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.waiting: deque[tuple[Mapping[str, str], float]] = deque()
        self.within: list[Connection] = []

    def enqueue(
        self,
        conn: Connection,
        name: str,
        args: Mapping[str, str],
        *,
        key: str,
        queue: str,
        delay: float = 0.0,
    ) -> None:
        assert (name, queue) == ("some.chunk", "some")
        assert conn.in_transaction()
        if key not in self.keys:
            self.keys.add(key)
            self.waiting.append((args, delay))
            self.within.append(conn)


class Lanes(lanes.Lanes[Share]):
    queue = "some"
    chunk = "some.chunk"

    def firsts(self, conn: Connection, batch_id: str, wave: int) -> Iterator[Share]:
        assert conn.in_transaction()
        return (Share(batch_id=batch_id, wave=wave, place=nth) for nth in range(self._most()))

    def share(self, args: Mapping[str, str]) -> Share:
        numbers = {name: int(args[name]) for name in ("wave", "turn", "failures", "place")}
        return Share(batch_id=args["batch_id"], stray=args["stray"] == "True", **numbers)


class Rows:
    """A batch of ten rows a share. ``comes`` holds what comes of the next ones; nothing in it: done."""

    def __init__(self) -> None:
        self.left = dict.fromkeys(range(4), 10)
        self.comes: deque[Came] = deque()
        self.in_wave: int | None = 0
        self.paused: list[tuple[Trouble, int]] = []
        self.may_pause = True
        self.beats = self.finished = 0
        self.meanwhile: Callable[[], object] = list
        self.had_their_turn: list[tuple[int, int]] = []
        """The place and the row of each, in order."""

    def rows(self, share: Share) -> Iterator[int] | None:
        return iter(range(self.left[share.place])) if self.in_wave == share.wave else None

    def attempt(self, row: int, share: Share) -> Came:
        self.meanwhile()
        self.had_their_turn.append((share.place, row))
        came = self.comes.popleft() if self.comes else Came.DONE
        if came in {Came.DONE, Came.UNCLEAR, Came.PASSED}:
            self.left[share.place] -= 1
        return came

    def beat(self, batch_id: str) -> None:
        assert batch_id == "B"
        self.beats += 1

    def wave(self, conn: Connection, batch_id: str) -> int | None:
        assert (conn.in_transaction(), batch_id) == (True, "B")
        return self.in_wave

    def pause(self, batch_id: str, trouble: Trouble, times: int) -> bool:
        assert batch_id == "B"
        self.paused.append((trouble, times))
        return self.may_pause

    def finish(self, batch_id: str) -> bool:
        assert batch_id == "B"
        self.finished += 1
        return True


class Machine:
    def __init__(self, database: Database, *, most: int = 1, job_seconds: float = JOB_SECONDS) -> None:
        self.jobs, self.batch = Jobs(), Rows()
        self.lanes = Lanes(self.jobs, lambda: most)  # type: ignore[arg-type] # as far as lanes need one
        self.stopping = False
        self.seconds = count()
        self.runner = Runner(
            database,
            self.lanes,
            self.batch,
            take=lambda: not self.stopping,
            job_seconds=job_seconds,
            monotonic=lambda: float(next(self.seconds)),
        )
        with database.write() as conn:
            self.lanes.launch(conn, "B", 0)
            self.lanes.launch(conn, "B", 0)  # the same wave again does nothing

    def step(self) -> None:
        args, _delay = self.jobs.waiting.popleft()
        self.runner.run(args)

    @property
    def delays(self) -> list[float]:
        return [delay for _args, delay in self.jobs.waiting]

    @property
    def done(self) -> int:
        return 40 - sum(self.batch.left.values())
