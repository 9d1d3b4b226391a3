"""One attempt of a send: claimed by one of two, its outcome written while it is still its own."""

from datetime import timedelta

import pytest

from bot.store import Database, SendState, sends
from bot.store.launches import Launch
from bot.store.sends import SendKind
from tests.store.samples import LATER, NOON, TOKEN, a_send_in, the, version_of


def test_one_claim_of_two_wins(either: Database) -> None:
    queued, other = (a_send_in(either, SendState.QUEUED, token=None) for _ in range(2))
    with either.write() as conn:
        claims = [
            sends.claim(conn, queued.id, token=token, now=LATER, limit_seconds=35) for token in ("one", "two")
        ]
        assert version_of(conn, queued.id) == 0  # an attempt lasts a moment; nobody needs to read it
    assert [each is not None for each in claims] == [True, False]
    found = the(either, queued.id)
    assert (found.token, found.attempting_at, found.attempt_limit_seconds) == ("one", LATER, 35)
    assert the(either, other.id) == other


@pytest.mark.parametrize(
    ("state", "wave", "claimed"),
    [
        (SendState.RUNNING, 2, True),
        (SendState.ACCEPTED, 2, True),
        (SendState.RUNNING, 1, False),
        (SendState.RUNNING, 3, False),
        (SendState.PAUSED, 2, False),
        (SendState.CANCELLED, 2, False),
    ],
)
def test_a_row_is_claimed_only_while_its_own_list_goes_on_in_that_wave(
    either: Database, state: SendState, wave: int, *, claimed: bool
) -> None:
    going = {"kind": SendKind.LIST.value, "wave": wave}
    for other_wave in range(1, 4):  # what other lists do is nothing to it
        a_send_in(either, SendState.RUNNING, **going | {"wave": other_wave})
    own = a_send_in(either, state, **going | {"wave": 2})
    row, next_row = (a_send_in(either, SendState.QUEUED, parent_id=own.id, line=nth) for nth in range(2))
    with either.write() as conn:
        found = sends.claim(conn, row.id, token="one", now=LATER, limit_seconds=35, wave=wave)
    assert (found is not None) is claimed
    assert the(either, row.id).state is (SendState.ATTEMPTING if claimed else SendState.QUEUED)
    assert the(either, next_row.id) == next_row


def test_a_late_answer_mends_unknown(either: Database) -> None:
    unknown = a_send_in(either, SendState.UNKNOWN)
    with either.write() as conn:
        assert sends.record(conn, unknown.id, token=TOKEN, to=SendState.ACCEPTED, now=LATER)
    found = the(either, unknown.id)
    assert (found.state, found.updated_at) == (SendState.ACCEPTED, LATER)


@pytest.mark.parametrize(
    ("state", "token"),
    [(SendState.ATTEMPTING, "other"), (SendState.ACCEPTED, TOKEN), (SendState.QUEUED, TOKEN)],
)
def test_an_answer_that_is_no_longer_awaited_is_dropped(
    database: Database, state: SendState, token: str
) -> None:
    each = a_send_in(database, state)
    with database.write() as conn:
        assert not sends.record(conn, each.id, token=token, to=SendState.REFUSED, now=LATER)
    assert the(database, each.id) == each


def test_put_back_counts(either: Database) -> None:
    each = a_send_in(either, SendState.ATTEMPTING)
    with either.write() as conn:
        assert not sends.put_back(conn, each.id, token="other", now=LATER)
        assert sends.put_back(conn, each.id, token=TOKEN, now=LATER, outcome_sentence="No connection.")
        assert not sends.put_back(conn, each.id, token=TOKEN, now=LATER)
    found = the(either, each.id)
    assert (found.state, found.attempts, found.wave) == (SendState.QUEUED, 1, 1)
    assert found.outcome_sentence == "No connection."
    assert found.updated_at == LATER


def test_sending_again_by_a_persons_word_is_no_put_back(database: Database) -> None:
    each = a_send_in(database, SendState.UNKNOWN)
    with database.write() as conn:
        assert sends.move(conn, each.id, SendState.QUEUED, now=LATER, decided_by="U0MAYA")
    assert (the(database, each.id).attempts, the(database, each.id).decided_by) == (0, "U0MAYA")


def test_an_attempt_is_stale_after_its_own_limit_and_a_margin(either: Database) -> None:
    quick = a_send_in(either, SendState.ATTEMPTING, attempt_limit_seconds=30)
    slow = a_send_in(either, SendState.ATTEMPTING, attempt_limit_seconds=1800)
    a_send_in(either, SendState.UNKNOWN)

    def stale(seconds: float) -> set[str]:
        with either.read() as conn:
            return {
                each.id for each in sends.stale_attempts(conn, NOON + timedelta(seconds=seconds), Launch())
            }

    assert stale(60) == set()
    assert stale(61) == {quick.id}
    assert stale(1_831) == {quick.id, slow.id}


def test_an_attempt_of_an_earlier_launch_is_stale_at_once_but_not_one_to_a_group(either: Database) -> None:
    token, later = Launch(3, outlives=True).token(), Launch(3, outlives=True)
    more = {"attempt_limit_seconds": 30, "token": token}
    one = a_send_in(either, SendState.ATTEMPTING, **more)
    a_send_in(either, SendState.ATTEMPTING, kind=SendKind.GROUP.value, **more)
    with either.read() as conn:
        found = sends.stale_attempts(conn, NOON + timedelta(seconds=1), later)
        in_time = sends.stale_attempts(conn, NOON + timedelta(seconds=61), later)
    assert [each.id for each in found] == [one.id]
    assert len(in_time) == 2


def test_an_attempt_without_a_limit_has_the_margin_only(database: Database) -> None:
    each = a_send_in(database, SendState.ATTEMPTING, attempt_limit_seconds=None)
    with database.read() as conn:
        found = sends.stale_attempts(conn, LATER, Launch(), margin=timedelta(seconds=1))
    assert [found_one.id for found_one in found] == [each.id]


def test_the_limit_counts_from_when_it_began_whatever_was_written_since(database: Database) -> None:
    each = a_send_in(database, SendState.ATTEMPTING, attempting_at=NOON, updated_at=LATER)
    unclear = a_send_in(database, SendState.ATTEMPTING, attempting_at=None, updated_at=LATER)
    with database.read() as conn:
        soon = sends.stale_attempts(conn, NOON + timedelta(seconds=61), Launch())
        later = sends.stale_attempts(conn, LATER + timedelta(seconds=61), Launch())
    assert [found.id for found in soon] == [each.id]
    assert {found.id for found in later} == {each.id, unclear.id}
