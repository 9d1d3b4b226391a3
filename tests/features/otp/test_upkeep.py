"""The clock ends what nobody ends any more."""

import pytest

from bot.engine.attempts import sweep
from bot.features.sends.ledger import LEFT_BEHIND
from bot.store import sends
from bot.store.states import SendState
from tests.features.otp.harness import BOB, Harness


def test_codes_expire_and_lose_their_hash(harness: Harness) -> None:
    send_id, _ = harness.sent()
    harness.clock.advance(minutes=9)
    later, _ = harness.sent(to=BOB)
    harness.clock.advance(minutes=1)
    harness.shown.clear()
    harness.upkeep.expire()
    assert harness.stands(send_id) == ("accepted", "failed", "expired")
    assert harness.verification(send_id).code_hash is None
    assert harness.stands(later)[1] == "open"
    assert harness.shown == [send_id]


def test_a_right_code_nobody_was_asked_about_verifies_nobody(harness: Harness) -> None:
    send_id, code = harness.sent()
    harness.compare(send_id, code)
    harness.clock.advance(seconds=64)
    harness.upkeep.expire()
    assert harness.stands(send_id)[1] == "checking"
    harness.clock.advance(seconds=1)
    harness.upkeep.expire()
    assert harness.stands(send_id) == ("accepted", "failed", "unclear")


class Killed(BaseException):
    """The process ends here."""


def kill() -> None:
    raise Killed


@pytest.mark.parametrize(
    ("call", "stands"),
    [
        ("generate_otp", ("refused", "failed", "not_sent")),
        ("send_to_contact", ("unknown", "open", None)),
    ],
)
def test_a_process_that_dies_leaves_nothing_in_doubt_but_a_text(
    harness: Harness, call: str, stands: tuple[str, str, str | None]
) -> None:
    send_id = harness.confirmed()
    harness.account.before[call] = kill
    with pytest.raises(Killed):
        harness.run()
    harness.upkeep.expire()
    assert harness.send(send_id).state is SendState.ATTEMPTING
    harness.clock.advance(minutes=5)
    sweep(harness.database, LEFT_BEHIND, harness.clock)
    harness.upkeep.expire()
    assert harness.stands(send_id) == stands
    assert "interrupted" in (harness.send(send_id).outcome_code or "")


def test_a_cancelled_code_is_over(harness: Harness) -> None:
    send_id = harness.confirmed()
    harness.upkeep.expire()
    assert harness.stands(send_id) == ("queued", "making", None)
    with harness.database.write() as conn:
        sends.move(conn, send_id, SendState.CANCELLED, now=harness.clock())
    harness.upkeep.expire()
    assert harness.stands(send_id) == ("cancelled", "failed", "not_sent")


def test_one_that_may_have_gone_out_before_stays_unknown(harness: Harness) -> None:
    send_id = harness.confirmed()
    with harness.database.write() as conn:
        sends.claim(conn, send_id, token="t", now=harness.clock(), limit_seconds=1)
        sends.record(conn, send_id, token="t", to=SendState.UNKNOWN, now=harness.clock(), risked=1)
    harness.upkeep.expire()
    assert harness.stands(send_id) == ("unknown", "failed", "not_sent")


def test_what_ended_while_the_clock_looked_stays_as_it_is(harness: Harness) -> None:
    verified, code = harness.sent()
    harness.verify(verified, code)
    locked, _ = harness.sent(to=BOB)
    for _ in range(3):
        harness.compare(locked, "000000")
    harness.clock.advance(hours=1)
    with harness.database.write() as conn:
        assert not harness.upkeep._end(conn, verified)
        assert not harness.upkeep._end(conn, locked)
        assert not harness.upkeep._end(conn, "0" * 32)
    assert (harness.stands(verified)[1], harness.stands(locked)[2]) == ("verified", "tries")
