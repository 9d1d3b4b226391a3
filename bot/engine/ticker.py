"""What a process does for itself every few seconds."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

AT_ONCE: Final = 4
"""Runs that may overlap. When all of them take longer than the time between two, the next is left out."""


class Ticker:
    """Runs a job every so many seconds, on threads of its own; a slow run does not keep the next one back."""

    def __init__(self, job: Callable[[], object], seconds: float) -> None:
        self._job = job
        self._seconds = seconds
        self._stopping = threading.Event()
        self._places = threading.Semaphore(AT_ONCE)
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ticks")
        self._thread = threading.Thread(target=self._loop, name="ticker", daemon=True)

    def start(self) -> None:
        """Begin, with the first run after the first pause."""
        self._thread.start()

    def stop(self) -> None:
        """Begin no further run."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _loop(self) -> None:
        while not self._stopping.wait(self._seconds - time.time() % self._seconds):
            if self._places.acquire(blocking=False):
                self._pool.submit(self._run)

    def _run(self) -> None:
        try:
            self._job()
        finally:
            self._places.release()
