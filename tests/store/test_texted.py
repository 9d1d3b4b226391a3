"""Who got a text lately, by the record: to a number, as a row of a list, in a group that was texted."""

from datetime import timedelta

import pytest

from bot.store import Database, SendState
from bot.store.sends import HeldBy, SendKind, texted
from tests.store.samples import NOON, a_send_in
from tests.store.test_rows import a_list, put_list

S = SendState
ADA, GRACE = "14155550100", "14155550101"
BEFORE = NOON - timedelta(days=1)
GROUP = {"kind": SendKind.GROUP, "to_number": "", "to_phone": "", "to_name": "VIP"}


def got(database: Database, *phones: str) -> set[str]:
    with database.read() as conn:
        return set(texted.since(conn, phones, BEFORE))


def groups(database: Database) -> tuple[str, ...]:
    with database.read() as conn:
        return texted.groups_since(conn, BEFORE)


OUT = {S.ATTEMPTING, S.ACCEPTED, S.UNKNOWN, S.DELIVERED, S.NO_NEWS, S.SUPERSEDED, S.QUEUED}


@pytest.mark.parametrize("state", S)
def test_what_may_have_arrived_counts(either: Database, state: SendState) -> None:
    a_send_in(either, state, to_number=ADA)
    a_send_in(either, state, **GROUP)
    assert got(either, ADA, GRACE) == ({ADA} if state in OUT else set())
    assert groups(either) == (("VIP",) if state in OUT else ())


def test_what_is_longer_ago_does_not(either: Database) -> None:
    a_send_in(either, S.DELIVERED, to_number=ADA, attempting_at=BEFORE - timedelta(seconds=1))
    a_send_in(either, S.DELIVERED, attempting_at=BEFORE - timedelta(seconds=1), **GROUP)
    assert got(either, ADA) == set()
    assert groups(either) == ()


@pytest.mark.parametrize("ends", [None, NOON])
def test_what_smsit_holds_counts_at_its_times(either: Database, ends: object) -> None:
    long_ago = BEFORE - timedelta(days=9)
    held = {"held_by": HeldBy.SMSIT.value, "attempting_at": long_ago, "ends_at": ends}
    a_send_in(either, S.SCHEDULED_AT_SMSIT, to_number=ADA, send_at=NOON if ends is None else long_ago, **held)
    a_send_in(either, S.SCHEDULED_AT_SMSIT, to_number=GRACE, send_at=long_ago, **held | {"ends_at": None})
    assert got(either, ADA, GRACE) == {ADA}


@pytest.mark.parametrize(("state", "counts"), [(S.RUNNING, True), (S.PAUSED, True), (S.DRAFT, False)])
def test_rows_that_have_their_turn_soon_count(either: Database, state: SendState, counts: object) -> None:
    put_list(either, a_list(either, 1), state)
    assert bool(got(either, "14155550001", ADA)) is counts
