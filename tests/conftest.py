"""What every test may ask for; and the same Hypothesis examples every time, none too slow for a busy machine.

`--hypothesis-profile=search` looks further and `few` less far. The longest tests begin first, so that none is
left at the end.
"""

import gc
import importlib
import logging
import os
import pkgutil
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

import bot
from bot import logs
from tests.clock import FakeClock
from tests.quick_disk import use_memory
from tests.quick_statements import share_statements
from tests.quick_tables import put_tables

gc.disable()  # until all is collected, see there
use_memory()
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
"""For jsonschema, which else compiles its grammars of addresses for three seconds, and none is asked for."""

FIRST: Final = "gw0"
"""Which of the processes that share the files out begins first."""

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", parent=settings.get_profile("steady"), derandomize=False, max_examples=5_000
)
settings.register_profile("few", parent=settings.get_profile("steady"), max_examples=10)
settings.load_profile("steady")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Collect with neither coverage nor the garbage collector at work, which this file has switched off.

    What runs when `bot` is imported is to be measured, so that comes first, in one process for all. And what
    is collected stays to the end: looking through it again and again for garbage finds none. The process that
    only hands out files to others collects nothing.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None and getattr(session.config.option, "dist", "no") != "no":
        gc.enable()
        return (yield)
    if Coverage.current() is not None and worker in {None, FIRST}:
        for module in pkgutil.walk_packages(bot.__path__, "bot."):
            if not module.name.endswith((".__main__", ".migrations.env")):  # these act when they are imported
                importlib.import_module(module.name)
    share_statements()
    put_tables()
    try:
        with _nothing_measured():
            return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


LONG: Final = ("/flows/", "/browser/", "/service/", "/engine/")


def _turn(item: pytest.Item) -> int:
    """Workers take whole files, so the mark stands for a file: ``pytestmark = pytest.mark.long``."""
    if item.get_closest_marker("long"):
        return 0
    return 1 if any(folder in item.path.as_posix() for folder in LONG) else 2


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Leave coverage out of what Hypothesis tries, and of what is marked so: the same lines a hundred times.

    It would take twice as long. A line that nothing else reaches deserves an example of its own, and
    `fail_under` asks for one. Servers that other tests ask too stay measured: a thread that comes by while
    coverage is stopped is never measured again.
    """
    repeats = any(item.get_closest_marker(each) for each in ("hypothesis", "unmeasured"))
    tracing = sys.gettrace()
    if not repeats or tracing is None:
        return (yield)
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracing)


@pytest.fixture(scope="module", autouse=True)
def _levels() -> dict[str, int]:
    """Tell the levels of what is loud: once for each file, for there are hundreds of loggers."""
    return {logger.name: logger.level for logger in logs.loud()}


@pytest.fixture(autouse=True)
def _logging_as_before(_levels: dict[str, int]) -> Iterator[None]:
    """Undo what a test that starts the whole program does to everybody's logging."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    if root.handlers != handlers:
        root.handlers[:] = handlers
        root.setLevel(level)
        for logger in logs.loud():
            logger.setLevel(_levels.get(logger.name, logging.NOTSET))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="module")
def unmeasured() -> Iterator[None]:
    """Leave coverage out of work on many thousands: it doubles the time and sees nothing new."""
    with _nothing_measured():
        yield


@pytest.fixture(scope="module", autouse=True)
def _measured_where_it_tells(request: pytest.FixtureRequest) -> None:
    """Leave coverage out of most stories, in Slack and on the page: they go where other tests have been.

    A file that is the only one to reach something says so: ``pytestmark = pytest.mark.measured``.
    """
    is_story = any(folder in request.path.as_posix() for folder in ("/flows/", "/browser/"))
    if is_story and request.node.get_closest_marker("measured") is None:
        request.getfixturevalue("unmeasured")


@contextmanager
def _nothing_measured() -> Iterator[None]:
    """Stop all that measure: in a worker there are two, and where one stops the one below goes on."""
    stopped: list[Coverage] = []
    while (measuring := Coverage.current()) is not None:
        measuring.stop()
        stopped.append(measuring)
    try:
        yield
    finally:
        for measuring in reversed(stopped):
            measuring.start()
