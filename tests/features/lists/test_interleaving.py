"""Whatever people press while a list runs, in whatever order, and however often Slack says it again."""

from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.attempts import Accepted, NotSent, Refused, Unknown
from bot.errors import UserError
from bot.features.lists import lanes
from bot.store.database import Database
from bot.store.states import SendState
from bot.store.tables import send
from tests.chaos import sized
from tests.clock import FakeClock
from tests.fakes.database import Crash
from tests.features.lists.harness import MAYA, Harness

pytestmark = [pytest.mark.long, pytest.mark.chaos]

ROWS = 7
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("job"), st.integers(0, 5)),
        st.tuples(st.just("pause"), st.integers(0, 3)),
        st.tuples(st.just("resume"), st.integers(0, 3)),
        st.tuples(st.just("cancel"), st.just(0)),
        st.tuples(st.just("tick"), st.integers(0, 1)),
        st.tuples(st.just("sweep"), st.just(0)),
    ),
    max_size=25,
)
OUTCOMES = st.lists(
    st.sampled_from([Accepted(), NotSent(), Refused("-6", "no"), Unknown("timeout"), Crash()]), max_size=12
)
OVER = {SendState.ACCEPTED, SendState.REFUSED, SendState.UNKNOWN, SendState.CANCELLED}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Database:
    path = tmp_path_factory.mktemp("shared") / "bot.db"
    path.write_bytes(migrated_file.read_bytes())
    return Database(f"sqlite:///{path}")


@pytest.fixture(scope="module", autouse=True)
def tiny_blocks() -> object:
    usual, lanes.BLOCK = lanes.BLOCK, 2
    yield
    lanes.BLOCK = usual


def do(harness: Harness, list_id: str, what: str, which: int) -> None:
    match what:
        case "job":
            waiting = harness.jobs.waiting()
            if waiting:
                harness.step(which % len(waiting))
        case "pause":
            harness.decisions.pause(list_id, MAYA, which)
        case "resume":
            harness.decisions.resume(list_id, MAYA, which)
        case "cancel":
            harness.decisions.cancel(list_id, MAYA)
        case "tick":
            harness.clock.advance(minutes=9 * which)
            harness.upkeep.repair()
            harness.upkeep.settle()
            harness.upkeep.tidy()
        case _:
            harness.sweep()


def to_the_end(harness: Harness, list_id: str) -> None:
    """Resume what is paused and run what waits, until the list has ended."""
    for _ in range(300):
        found = harness.the(list_id)
        if found.state is SendState.PAUSED:
            harness.decisions.resume(list_id, MAYA, found.wave)
        while harness.jobs.waiting():
            with suppress(Crash):
                harness.step()
        harness.sweep()
        harness.clock.advance(minutes=9)
        harness.upkeep.repair()
        harness.upkeep.tidy()
        if (
            harness.the(list_id).state in {SendState.ACCEPTED, SendState.CANCELLED}
            and not harness.jobs.waiting()
        ):
            return
    raise AssertionError("the list never ends")


@settings(max_examples=sized(50, 2_000))
@given(steps=STEPS, outcomes=OUTCOMES)
def test_no_number_gets_two_texts_and_every_row_ends(
    shared: Database, steps: list[tuple[str, int]], outcomes: list[object]
) -> None:
    harness = Harness(shared, FakeClock())
    harness.jobs.forget_all()
    with shared.write() as conn:
        conn.execute(send.delete())  # the lists of earlier examples would be looked after as well
    list_id = harness.queued(ROWS)
    harness.carrier.replies.extend(outcomes)
    for what, which in steps:
        with suppress(UserError, Crash):
            do(harness, list_id, what, which)
    to_the_end(harness, list_id)

    assert max(Counter(harness.carrier.texted).values(), default=0) <= 1
    counts = harness.counts(list_id)
    assert set(counts) <= OVER
    assert sum(counts.values()) == ROWS
    texted = set(harness.carrier.texted)
    for row in harness.rows(list_id):
        if row.state in {SendState.REFUSED, SendState.CANCELLED}:
            assert row.to_number not in texted
        if row.state is SendState.ACCEPTED:
            assert row.to_number in texted
    if harness.the(list_id).state is not SendState.CANCELLED:
        assert SendState.CANCELLED not in counts
