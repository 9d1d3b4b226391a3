"""Whatever anybody tries, a code verifies once at most, by who asked for it, within its tries and time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.access import Who
from bot.errors import UserError
from bot.features.otp.verification import Right, Settled, Wrong
from bot.policy.model import Otp as Rules
from bot.store import verifications
from bot.store.database import Database
from bot.store.verifications import Stage
from tests.clock import FakeClock
from tests.features.otp.harness import ADA, BOB, MAYA, PRIYA, PURPOSE, TOM, Harness
from tests.patience import PATIENCE_SECONDS
from tests.store import postgres

GUESSES = 1_000
"""The flow tests make a thousand through the whole bot, and ten thousand with `make chaos`."""


def test_guesses_verify_nobody_and_have_nothing_drawn_once_the_tries_are_used_up(harness: Harness) -> None:
    send_id, code = harness.sent()
    guesses = (f"{number:02}{code[-4:]}" for number in range(GUESSES))
    found = [harness.compare(send_id, guess) for guess in guesses if guess != code]
    assert found[:2] == [Wrong(2), Wrong(1)]
    assert all(isinstance(answer, Settled) for answer in found[2:])
    assert harness.stands(send_id) == ("accepted", "failed", "tries")
    assert harness.account.asked == []
    assert harness.shown.count(send_id) == len(("confirmed", "sent", *found[:3])), (
        "drawn though nothing changed"
    )


def test_others_may_guess_for_ever_and_the_requester_still_has_every_try(harness: Harness) -> None:
    send_id, code = harness.sent()
    for who in (TOM, PRIYA):
        for guess in ("000000", code) * 50:
            with pytest.raises(UserError, match="Only <@U0MAYA>"):
                harness.compare(send_id, guess, who)
    assert harness.verification(send_id).tries_left == 3
    harness.verify(send_id, code)
    assert harness.stands(send_id)[1] == "verified"


def test_the_same_code_verifies_once_however_often_it_is_typed(harness: Harness) -> None:
    send_id, code = harness.sent()
    for _ in range(50):
        harness.verify(send_id, code)
    newer = harness.clock.advance(minutes=1) and harness.sent()[0]
    harness.verify(newer, code)
    assert harness.account.asked == [code]
    assert harness.stands(newer)[1] == "open"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_two_who_race_for_one_code_the_requester_wins_once_and_nobody_else(
    kind: str, request: pytest.FixtureRequest, clock: FakeClock
) -> None:
    if kind == "sqlite":
        harness = Harness(request.getfixturevalue("database"), clock)
    else:
        harness = Harness(Database(postgres.without_rows()), clock)
    send_id, code = harness.sent()
    people = [MAYA, TOM] * 6
    together = threading.Barrier(len(people))

    def race(who: Who) -> object:
        together.wait(PATIENCE_SECONDS)
        try:
            return harness.verify(send_id, code, who)
        except UserError:
            return None

    with ThreadPoolExecutor(len(people)) as pool:
        found = list(zip(people, pool.map(race, people), strict=True))
    harness.database.close()
    assert harness.account.asked == [code]
    assert all(answer is None for who, answer in found if who == TOM)
    assert sum(isinstance(answer, verifications.Verification) for _who, answer in found) == 1


@dataclass
class Sent:
    """A code that went out, and what may still become of it."""

    code: str
    who: Who
    tries: int = 3
    until: object = None
    is_verified: bool = False
    typed: set[str] = field(default_factory=set)


PEOPLE = st.sampled_from((MAYA, TOM))
NUMBERS = st.sampled_from((ADA, BOB))
PURPOSES = st.sampled_from((PURPOSE, "Address change"))


class CodesMachine(RuleBasedStateMachine):
    """People send codes and type codes of their own, of others and of nobody, in any order."""

    database: Database

    @initialize()
    def open(self) -> None:
        """Begin without codes; the rows of earlier examples are bound to other sends."""
        self.clock = FakeClock()
        with self.database.write() as conn:
            conn.exec_driver_sql("DELETE FROM send")
        rules = Rules(cooldown_seconds=0, number_per_day=1000, person_per_day=1000)
        self.harness = Harness(self.database, self.clock, rules)
        self.codes: dict[str, Sent] = {}

    @rule(who=PEOPLE, to=NUMBERS, purpose=PURPOSES)
    def send(self, who: Who, to: str, purpose: str) -> None:
        send_id, code = self.harness.sent(who, to, purpose)
        self.codes[send_id] = Sent(code, who)

    @rule(minutes=st.integers(1, 6))
    def wait(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)
        self.harness.upkeep.expire()

    @rule(
        which=st.integers(0, 9), whose=st.integers(0, 10), who=PEOPLE, upper=st.booleans(), key=st.integers()
    )
    def type(self, which: int, whose: int, who: Who, *, upper: bool, key: int) -> None:
        """Type the code of one send, or one of nobody, into the form of another."""
        if not self.codes:
            return
        ids = list(self.codes)
        send_id = ids[which % len(ids)]
        code = self.codes[ids[whose % len(ids)]].code if whose < 10 else "000000"
        before = self.harness.verification(send_id)
        counts = before.state is Stage.OPEN and not before.is_over(self.clock())
        may = counts and who == self.codes[send_id].who and code == self.codes[send_id].code
        try:
            answer = self.harness.compare(
                send_id, code.upper() if upper else code, who, key=f"{send_id}{key}"
            )
        except UserError:
            assert who != self.codes[send_id].who
            assert self.harness.verification(send_id) == before
            return
        assert who == self.codes[send_id].who
        assert isinstance(answer, Right) <= may
        if isinstance(answer, Right):
            self.harness.verifier.ask(send_id, answer.code)
            assert not self.codes[send_id].is_verified
            self.codes[send_id].is_verified = True
        elif counts:
            assert before.tries_left - self.harness.verification(send_id).tries_left <= 1

    @invariant()
    def nobody_is_verified_otherwise(self) -> None:
        for send_id, sent in getattr(self, "codes", {}).items():
            found = self.harness.verification(send_id)
            assert (found.state is Stage.VERIFIED) == sent.is_verified
            assert (found.code_hash is not None) == (found.state is Stage.OPEN)
            assert 0 <= found.tries_left <= 3


def test_any_order_of_sending_and_typing_verifies_only_the_right_code(database: Database) -> None:
    class Here(CodesMachine):
        pass

    Here.database = database
    test = Here.TestCase
    test.settings = settings(max_examples=25, stateful_step_count=15)
    test().runTest()
