"""Processes that are killed in the middle of their work: no text goes twice, no send is lost."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import func, select

from bot.store import Database, SendState
from bot.store.outcome_codes import OutcomeCode
from bot.store.tables import send
from tests.chaos import sized
from tests.engine import crash_worker
from tests.engine.crash_worker import SENDS
from tests.flows.processes import PROCESSES
from tests.patience import wait_until

pytestmark = [pytest.mark.chaos, pytest.mark.unmeasured]

KILLS = sized(6, 30)
WORKERS = 2
SLOWEST_SECONDS = 0.06
OPEN = {SendState.QUEUED, SendState.ATTEMPTING}


class Counting(ThreadingHTTPServer):
    """Counts the texts to each number. Takes its time before and after, so that kills hit both."""

    daemon_threads = True
    request_queue_size = 128  # with the usual five a connection is reset where the machine is slow

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.texts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def count(self, number: str) -> None:
        with self._lock:
            self.texts[number] += 1

    def handle_error(self, *_args: object) -> None:
        """Say nothing: a killed client is what this is about."""


class Handler(BaseHTTPRequestHandler):
    server: Counting

    def do_POST(self) -> None:
        number = self.rfile.read(int(self.headers["Content-Length"])).decode()
        pause = threading.Event()
        pause.wait(random.uniform(0, SLOWEST_SECONDS))  # noqa: S311 -- no secret
        self.server.count(number)
        pause.wait(random.uniform(0, SLOWEST_SECONDS))  # noqa: S311 -- no secret
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def counting() -> Iterator[Counting]:
    server = Counting()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def workers(url: str, port: int) -> Iterator[list[BaseProcess]]:
    running = [started(url, port) for _ in range(WORKERS)]
    try:
        yield running
    finally:
        for each in running:
            each.kill()
            each.join()


def started(url: str, port: int) -> BaseProcess:
    process = PROCESSES.Process(target=crash_worker.main, args=(url, port), daemon=True)
    process.start()
    return process


def states(database: Database) -> list[tuple[str, SendState]]:
    with database.read() as conn:
        rows = conn.execute(select(send.c.to_number, send.c.state))
        return [(number, SendState(state)) for number, state in rows]


def is_over(database: Database) -> bool:
    """Tell whether all is settled: some may have died before they were counted."""
    settled = select(func.count()).select_from(send).where(send.c.state.not_in([each.value for each in OPEN]))
    with database.read() as conn:
        return conn.execute(settled).scalar_one() == SENDS


def seldom() -> bool:
    """Have what is waited for be asked less and less often: the processes need the database."""
    return False


def why_unknown(database: Database) -> Counter[str]:
    with database.read() as conn:
        rows = conn.execute(select(send.c.outcome_code).where(send.c.state == SendState.UNKNOWN.value))
        return Counter(rows.scalars())


def test_no_text_goes_twice_however_often_a_process_is_killed(sqlite_url: str, counting: Counting) -> None:
    database = Database(sqlite_url)
    database.migrate()
    dice = random.Random(7)  # noqa: S311 -- no secret
    with workers(sqlite_url, counting.server_port) as running:
        for kill in range(KILLS):
            goal = int((kill + 1) * dice.uniform(0.7, 0.9) * SENDS / KILLS)
            wait_until(lambda goal=goal: counting.texts.total() >= goal or is_over(database), seldom)  # type: ignore[misc]
            victim = running.pop(dice.randrange(WORKERS))
            victim.kill()
            victim.join()
            running.append(started(sqlite_url, counting.server_port))
        wait_until(lambda: is_over(database), seldom)
    found = states(database)
    unknown = why_unknown(database)
    database.close()
    assert len(found) == SENDS
    assert {number: texts for number, texts in counting.texts.items() if texts > 1} == {}
    assert {state for _, state in found} <= {SendState.ACCEPTED, SendState.UNKNOWN}
    assert all(counting.texts[number] == 1 for number, state in found if state is SendState.ACCEPTED)
    assert unknown.keys() <= {OutcomeCode.INTERRUPTED}
    assert unknown.total() <= KILLS * 4  # at most what ran at a kill
