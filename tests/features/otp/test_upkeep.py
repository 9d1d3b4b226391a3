"""The clock ends what nobody ends any more."""

import pytest

from bot.engine.attempts import sweep
from bot.features.outbox.attempts import LEFT_BEHIND
from bot.store import sends
from bot.store.states import SendState
from tests.features.otp.world import BOB, World


def test_codes_expire_and_lose_their_hash(world: World) -> None:
    send_id, _ = world.sent()
    world.clock.advance(minutes=9)
    later, _ = world.sent(to=BOB)
    world.clock.advance(minutes=1)
    world.shown.clear()
    world.upkeep.expire()
    assert world.stands(send_id) == ("accepted", "failed", "expired")
    assert world.verification(send_id).code_hash is None
    assert world.stands(later)[1] == "open"
    assert world.shown == [send_id]


def test_a_right_code_nobody_was_asked_about_verifies_nobody(world: World) -> None:
    send_id, code = world.sent()
    world.compare(send_id, code)
    world.clock.advance(seconds=64)
    world.upkeep.expire()
    assert world.stands(send_id)[1] == "checking"
    world.clock.advance(seconds=1)
    world.upkeep.expire()
    assert world.stands(send_id) == ("accepted", "failed", "unclear")


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
    world: World, call: str, stands: tuple[str, str, str | None]
) -> None:
    send_id = world.confirmed()
    world.account.before[call] = kill
    with pytest.raises(Killed):
        world.run()
    world.upkeep.expire()
    assert world.send(send_id).state is SendState.ATTEMPTING
    world.clock.advance(minutes=5)
    sweep(world.database, LEFT_BEHIND, world.clock)
    world.upkeep.expire()
    assert world.stands(send_id) == stands
    assert "interrupted" in (world.send(send_id).outcome_code or "")


def test_a_cancelled_code_is_over(world: World) -> None:
    send_id = world.confirmed()
    world.upkeep.expire()
    assert world.stands(send_id) == ("queued", "making", None)
    with world.database.write() as conn:
        sends.move(conn, send_id, SendState.CANCELLED, now=world.clock())
    world.upkeep.expire()
    assert world.stands(send_id) == ("cancelled", "failed", "not_sent")


def test_one_that_may_have_gone_out_before_stays_unknown(world: World) -> None:
    send_id = world.confirmed()
    with world.database.write() as conn:
        sends.claim(conn, send_id, token="t", now=world.clock(), limit_seconds=1)
        sends.record(conn, send_id, token="t", to=SendState.UNKNOWN, now=world.clock(), risked=1)
    world.upkeep.expire()
    assert world.stands(send_id) == ("unknown", "failed", "not_sent")


def test_what_ended_while_the_clock_looked_stays_as_it_is(world: World) -> None:
    verified, code = world.sent()
    world.verify(verified, code)
    locked, _ = world.sent(to=BOB)
    for _ in range(3):
        world.compare(locked, "000000")
    world.clock.advance(hours=1)
    with world.database.write() as conn:
        assert not world.upkeep._end(conn, verified)
        assert not world.upkeep._end(conn, locked)
        assert not world.upkeep._end(conn, "0" * 32)
    assert (world.stands(verified)[1], world.stands(locked)[2]) == ("verified", "tries")
