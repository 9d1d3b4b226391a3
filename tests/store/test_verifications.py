"""Verifications on both databases: along their stages only, tries exact, and one winner of every race."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.store import Database, SendState, sends, verification_counts, verifications
from bot.store.verifications import NewVerification, Reason, Stage, Verification
from bot.texting.spellings import canonical
from tests.patience import PATIENCE_SECONDS
from tests.store.samples import LATER, NOON, a_draft, a_send_in, version_of

MAYA, NUMBER, PURPOSE = "U0MAYA", "14155550100", "Password reset"
HASH = "f" * 64


def new(send_id: str, **changes: object) -> NewVerification:
    usual: dict[str, object] = {"user_id": MAYA, "number": NUMBER, "purpose": PURPOSE, "tries_left": 3}
    given = usual | changes
    return NewVerification(send_id=send_id, **({"phone": canonical(str(given["number"]))} | given))


MIDNIGHT = NOON + timedelta(hours=12)


def a_code(database: Database, *, now: datetime = NOON, is_open: bool = True, **changes: object) -> str:
    send_id = a_send_in(database, SendState.QUEUED).id
    with database.write() as conn:
        verifications.insert_making(conn, new(send_id, **changes), now)
        if is_open:
            assert verifications.open_(conn, send_id, HASH, now + timedelta(minutes=10))
    return send_id


def the(database: Database, send_id: str) -> Verification:
    with database.read() as conn:
        found = verifications.get(conn, send_id)
    assert found is not None
    return found


def at_once(database: Database, work: Callable[[Connection], object], times: int = 8) -> list[object]:
    """Do the same in as many transactions at the same moment."""
    together = threading.Barrier(times)

    def one(_number: int) -> object:
        together.wait(PATIENCE_SECONDS)
        with database.write() as conn:
            return work(conn)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_there_is_none_without_one(either: Database) -> None:
    with either.write() as conn:
        assert verifications.get(conn, "0" * 32) is None
        assert verifications.hold(conn, "0" * 32) is None


def test_a_code_goes_from_making_to_verified_and_its_hash_is_gone_on_the_way(either: Database) -> None:
    send_id = a_code(either, is_open=False)
    assert the(either, send_id) == Verification(
        send_id, MAYA, NUMBER, PURPOSE, Stage.MAKING, None, 3, NOON, None, None, None, NUMBER, "Ada Lovelace"
    )
    with either.write() as conn:
        assert verifications.open_(conn, send_id, HASH, LATER)
        assert not verifications.open_(conn, send_id, HASH, LATER)
    assert (the(either, send_id).state, the(either, send_id).code_hash) == (Stage.OPEN, HASH)

    with either.write() as conn:
        assert verifications.check(conn, send_id, LATER + timedelta(minutes=1))
        assert not verifications.check(conn, send_id, LATER)
    checking = the(either, send_id)
    assert (checking.state, checking.code_hash, checking.tries_left) == (Stage.CHECKING, None, 2)
    assert not checking.is_over(LATER)
    assert checking.is_over(LATER + timedelta(minutes=1))

    with either.write() as conn:
        assert verifications.verify(conn, send_id, LATER)
        assert not verifications.verify(conn, send_id, NOON)
        assert not verifications.fail(conn, send_id, Reason.UNCLEAR, NOON, only_from=Stage.CHECKING)
    assert (the(either, send_id).state, the(either, send_id).decided_at) == (Stage.VERIFIED, LATER)


def test_wrong_codes_use_up_the_tries_and_then_the_code(either: Database) -> None:
    send_id = a_code(either)
    with either.write() as conn:
        before = version_of(conn, send_id)
        assert [verifications.take_try(conn, send_id, LATER) for _ in range(4)] == [2, 1, 0, 0]
        assert version_of(conn, send_id) > before
    locked = the(either, send_id)
    assert (locked.state, locked.reason, locked.code_hash) == (Stage.FAILED, Reason.TRIES, None)
    assert locked.decided_at == LATER


def test_what_failed_stays_so(either: Database) -> None:
    send_id = a_code(either)
    with either.write() as conn:
        assert verifications.fail(conn, send_id, Reason.EXPIRED, NOON, only_from=Stage.OPEN)
        assert not verifications.fail(conn, send_id, Reason.TRIES, LATER, only_from=Stage.OPEN)
        assert not verifications.check(conn, send_id, LATER)
        assert not verifications.verify(conn, send_id, LATER)
        assert not verifications.open_(conn, send_id, HASH, LATER)
    assert (the(either, send_id).reason, the(either, send_id).decided_at) == (Reason.EXPIRED, NOON)


def test_a_newer_code_takes_the_place_of_older_ones_for_the_same(either: Database) -> None:
    same, unmade = a_code(either), a_code(either, is_open=False)
    others = [
        a_code(either, user_id="U0TOM"),
        a_code(either, number="14155550101"),
        a_code(either, purpose="Address change"),
    ]
    right = a_code(either)
    newest = a_draft(either).id
    with either.write() as conn:
        verifications.check(conn, right, LATER)
        assert verifications.replace_older(conn, new(newest), LATER) == tuple(sorted((same, unmade)))
    for each in (same, unmade):
        assert (the(either, each).state, the(either, each).reason) == (Stage.FAILED, Reason.REPLACED)
        assert the(either, each).code_hash is None
    assert {the(either, each).state for each in others} == {Stage.OPEN}
    assert the(either, right).state is Stage.CHECKING


def test_what_provably_did_not_go_out_counts_towards_the_person_only(either: Database) -> None:
    first = a_code(either)
    second = a_code(either, now=LATER)
    a_code(either, user_id="U0TOM", number="14155550101")
    with either.write() as conn:
        assert verification_counts.newest_to(conn, NUMBER, LATER) == LATER
        assert verification_counts.newest_to(conn, NUMBER, NOON) == NOON
        assert verification_counts.count_to(conn, NUMBER, NOON, MIDNIGHT) == 2
        assert verification_counts.count_to(conn, NUMBER, LATER, MIDNIGHT) == 1
        assert verification_counts.count_to(conn, NUMBER, NOON, LATER) == 1
        verifications.fail(conn, second, Reason.NOT_SENT, LATER, only_from=Stage.OPEN)
        verifications.fail(conn, first, Reason.TRIES, LATER, only_from=Stage.OPEN)
        assert verification_counts.newest_to(conn, NUMBER, LATER) == NOON
        assert verification_counts.count_to(conn, NUMBER, NOON, MIDNIGHT) == 1
        assert verification_counts.count_of(conn, MAYA, NOON, MIDNIGHT) == 2
        assert verification_counts.count_of(conn, MAYA, LATER, MIDNIGHT) == 1
        assert verification_counts.newest_to(conn, "14155550199", LATER) is None


def test_the_open_and_the_newest_ones_of_a_person(either: Database) -> None:
    first, second = a_code(either), a_code(either, now=LATER)
    theirs = a_code(either, now=LATER + timedelta(minutes=1), user_id="U0TOM")
    unmade = a_code(either, now=NOON - timedelta(hours=1), is_open=False)
    with either.read() as conn:

        def open_ids(now: datetime) -> list[str]:
            return [each.send_id for each in verifications.open_of(conn, MAYA, now, 5)]

        assert open_ids(LATER) == [second, first]
        assert open_ids(NOON + timedelta(minutes=10)) == [second]
        assert [each.send_id for each in verifications.open_of(conn, MAYA, LATER, 1)] == [second]
        mine = [each.send_id for each in verifications.recent(conn, MAYA, 5)]
        assert mine == [second, first, unmade]
        assert [each.send_id for each in verifications.recent(conn, None, 2)] == [theirs, second]


def test_the_clock_finds_what_is_over_and_what_has_no_code_yet(either: Database) -> None:
    due, unmade = a_code(either), a_code(either, is_open=False)
    over = a_code(either)
    a_code(either, now=LATER)
    with either.write() as conn:
        verifications.fail(conn, over, Reason.TRIES, NOON, only_from=Stage.OPEN)
    with either.read() as conn:
        found = verifications.unfinished(conn, NOON + timedelta(minutes=10))
    assert {each.send_id for each in found} == {due, unmade}


def test_it_goes_with_its_send(either: Database) -> None:
    draft = a_draft(either).id
    with either.write() as conn:
        verifications.insert_making(conn, new(draft), NOON)
        assert sends.purge_drafts(conn, LATER) == 1
        assert verifications.get(conn, draft) is None


def test_of_many_right_codes_at_once_one_wins(either: Database) -> None:
    send_id = a_code(either)

    def type_it(conn: Connection) -> bool:
        held = verifications.hold(conn, send_id)
        return held is not None and held.state is Stage.OPEN and verifications.check(conn, send_id, LATER)

    assert sorted(map(bool, at_once(either, type_it))) == [False] * 7 + [True]


def test_of_many_wrong_codes_at_once_each_takes_one_try(either: Database) -> None:
    send_id = a_code(either, tries_left=20)
    found = at_once(either, lambda conn: verifications.take_try(conn, send_id, LATER))
    assert sorted(map(int, map(str, found))) == list(range(12, 20))


def test_limits_hold_for_many_at_once(either: Database) -> None:
    drafts = [a_draft(either).id for _ in range(8)]
    mine = iter(drafts)
    lock = threading.Lock()

    def confirm(conn: Connection) -> bool:
        verifications.lock(conn)
        if verification_counts.count_to(conn, NUMBER, NOON, MIDNIGHT) >= 3:
            return False
        with lock:
            draft = next(mine)
        verifications.insert_making(conn, new(draft), NOON)
        return True

    assert at_once(either, confirm).count(True) == 3


def test_nothing_personal_is_in_a_repr(either: Database) -> None:
    shown = repr(the(either, a_code(either))) + repr(new("0"))
    assert not any(each in shown for each in (NUMBER, PURPOSE, HASH))
