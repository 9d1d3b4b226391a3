"""The bot in a process of its own, to be killed, on a database that is left."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from bot import run
from bot.app import Bot
from tests.flows.harness import POLLING_SECONDS, Harness
from tests.store import postgres

PROCESSES: Final = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])  # read once, not again after each kill


@contextmanager
def bot_process(folder: Path, given: Mapping[str, str], harness: Harness) -> Iterator[None]:
    """Run the bot on these settings until it is connected, and kill it at the end, whatever happened."""
    with started(folder, given):
        harness.wait_for(lambda: harness.sandbox.slack.connections)
        yield
    harness.wait_for(lambda: not harness.sandbox.slack.connections)


@contextmanager
def started(folder: Path, given: Mapping[str, str], name: str = "bot") -> Iterator[Callable[[], None]]:
    """Run the bot on these settings, and kill it at the end at the latest; give what does that."""
    env_file = folder / f"{name}.env"
    env_file.write_text("".join(f"{name}={value}\n" for name, value in given.items()), encoding="utf-8")
    process = PROCESSES.Process(target=_run, args=(str(folder), str(env_file)), daemon=True)
    process.start()

    def kill() -> None:
        process.kill()
        process.join()

    try:
        yield kill
    finally:
        kill()
        process.close()


def on_sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'bot.db'}"


def on_postgresql(_folder: Path) -> str:
    return postgres.emptied()


def _run(folder: str, env_file: str) -> None:
    os.chdir(folder)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    run.Bot = partial(Bot, polling_seconds=POLLING_SECONDS, edit_seconds=0)  # type: ignore[misc,assignment]  # as in the other tests
    run.run(env_file)
