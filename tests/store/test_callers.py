"""What codes say of a caller, on both databases."""

from datetime import timedelta

from bot.store import Database, SendState, callers, verifications
from bot.store.verifications import NewVerification, Verification
from tests.store.samples import LATER, NOON, a_send_in

ADA, GRACE = "14155550100", "14155550101"


def a_code(
    database: Database, number: str = ADA, who: str = "U0MAYA", *, minutes: int = 0, opens: int | None = None
) -> str:
    """A code asked for so many minutes after noon; one that ``opens`` for so many minutes was verified."""
    now = NOON + timedelta(minutes=minutes)
    send_id = a_send_in(database, SendState.DELIVERED, now=now).id
    with database.write() as conn:
        verifications.insert_making(conn, NewVerification(send_id, who, number, number, "Refund", 3), now)
        assert verifications.open_(conn, send_id, "f" * 64, LATER)
        if opens is not None:
            assert verifications.check(conn, send_id, LATER)
            assert verifications.verify(conn, send_id, now, now + timedelta(minutes=opens))
    return send_id


def ids(found: tuple[Verification, ...]) -> list[str]:
    return [each.send_id for each in found]


def test_the_newest_codes_to_a_phone_and_the_last_that_verified_it(either: Database) -> None:
    with either.read() as conn:
        assert callers.last_verified(conn, ADA) is None
    first, verified = a_code(either), a_code(either, minutes=1, opens=10)
    last = a_code(either, minutes=2)
    a_code(either, GRACE, minutes=3, opens=10)
    with either.read() as conn:
        assert ids(callers.codes_to(conn, ADA, 2)) == [last, verified]
        assert ids(callers.codes_to(conn, ADA, 9)) == [last, verified, first]
        found = callers.last_verified(conn, ADA)
    assert found is not None
    assert found.send_id == verified


def test_what_opens_is_a_persons_own_and_ends_at_its_time(either: Database) -> None:
    a_code(either)
    longer, shorter = a_code(either, opens=10), a_code(either, GRACE, opens=5)
    theirs = a_code(either, who="U0TOM", opens=10)
    with either.read() as conn:
        found = callers.opening(conn, "U0MAYA", NOON, 9)
        assert ids(found) == [longer, shorter]
        assert {each.name for each in found} == {"Ada Lovelace"}
        assert ids(callers.opening(conn, "U0MAYA", NOON + timedelta(minutes=5), 9)) == [longer]
        assert ids(callers.opening(conn, "U0TOM", NOON, 9)) == [theirs]
        assert callers.opening(conn, "U0MAYA", NOON + timedelta(minutes=10), 9) == ()
