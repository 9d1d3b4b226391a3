"""Whatever somebody tries through Slack, a code verifies at most once, and only by who had it sent."""

import itertools
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt import BoltRequest

from bot.features.otp.views.verify import VerifyState
from bot.sandbox.smsit.faults import Fault
from bot.slack.incoming import metadata
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.verifications import Stage
from tests.chaos import sized
from tests.flows.codes import Codes, member, opened
from tests.flows.harness import ADA, GRACE, Harness
from tests.flows.staff import MAYA, TOM
from tests.patience import PATIENCE_SECONDS

GUESSES, BY_SLACK = sized(1_000, 10_000), 100
OTHERS = "Only <@U0MAYA>, who sent this code, can verify it."


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house")) as shared:
        shared.sandbox.smsit.quirks.otp_single_use = False  # the worst case: SMS-iT says yes for ever
        yield shared


@pytest.fixture
def codes(harness: Harness) -> Codes:
    return Codes(harness)


@dataclass
class Forger:
    """Sends submissions of its own making to the bot, as nobody's client would."""

    codes: Codes
    payload: dict[str, Any]
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def submit(self, send: Send, typed: str, who: str = MAYA) -> str:
        """Type a code into the form of a send in somebody's name; the words of what is answered."""
        payload = deepcopy(self.payload)
        payload["trigger_id"] = f"forged.{next(self._numbers)}.{who}"
        payload["user"]["id"] = who
        payload["view"]["private_metadata"] = metadata.dump(VerifyState(send.id))
        payload["view"] = self.codes.harness.bot.seals.sealed(payload["view"], who)
        for actions in payload["view"]["state"]["values"].values():
            for element in actions.values():
                element["value"] = typed
        answer = self.codes.harness.bot.bolt.dispatch(BoltRequest(body=payload, mode="socket_mode"))
        assert answer.status == 200
        return answer.body


def forger(codes: Codes, send: Send) -> Forger:
    """Fill in the form of a send once, wrongly, to see what a submission looks like."""
    codes.ask(send)
    codes.harness.maya.fill("Code", "?")
    answer = codes.harness.maya.submit()
    assert answer.delivery is not None
    codes.harness.maya.close()
    return Forger(codes, answer.delivery.payload)


def nobody_is_verified(codes: Codes, *sent: Send) -> bool:
    return all(codes.verification(each).state is not Stage.VERIFIED for each in sent)


@pytest.mark.chaos
def test_thousands_of_guesses_verify_nobody_and_smsit_is_never_asked(codes: Codes) -> None:
    sent, other = codes.send(), codes.send(GRACE)
    code, before = codes.code(), codes.calls("validateOtp")
    guesses = (f"{number:06x}" for number in itertools.count(0xABCDEF) if f"{number:06x}" != code)
    forged = forger(codes, sent)
    said = [forged.submit(sent, guess) for guess in itertools.islice(guesses, BY_SLACK // 2)]
    assert ["attempts left" in each or "attempt left" in each for each in said[:3]] == [True, True, False]
    assert all("too many wrong attempts" in each for each in said[2:])
    said = [forged.submit(other, guess, TOM) for guess in itertools.islice(guesses, BY_SLACK // 2)]
    assert all("Not done" in each for each in said)
    for nth, guess in enumerate(itertools.islice(guesses, GUESSES - BY_SLACK)):
        codes.verifier.compare(sent.id, member(MAYA), guess, f"guess {nth}")
    assert codes.stands(sent) == (Stage.FAILED, "tries")
    assert codes.verification(other).tries_left == 3
    assert codes.calls("validateOtp") == before


@pytest.mark.parametrize(
    ("to", "purpose", "who"),
    [(GRACE, "Password reset", MAYA), (ADA, "Address change", MAYA), (ADA, "Password reset", TOM)],
    ids=["number", "purpose", "requester"],
)
def test_a_code_that_is_right_for_another_does_not_verify_this_one_though_smsit_would_say_yes(
    codes: Codes, to: str, purpose: str, who: str
) -> None:
    sent = codes.send()
    other = codes.send(to, purpose, who)
    code = codes.code(to)
    assert codes.smsit.call("validateOtp", otp=code)["status"] == "Success"
    before = codes.calls("validateOtp")
    assert "That's not the code.* 2 attempts left" in codes.verify(sent, code)
    assert codes.calls("validateOtp") == before
    assert nobody_is_verified(codes, sent, other)
    assert "Verified." in codes.verify(other, code, who)
    assert codes.stands(sent) == (Stage.OPEN, None)


def test_the_right_code_of_somebody_else_verifies_nobody_by_whatever_window(codes: Codes) -> None:
    sent, toms = codes.send(), codes.send(GRACE, who=TOM)
    forged = forger(codes, sent)
    for who, which, code in ((TOM, sent, codes.code()), (MAYA, toms, codes.code(GRACE))):
        assert "can verify it" in forged.submit(which, code, who)
        assert codes.verification(which).tries_left == 3
        assert codes.stands(which) == (Stage.OPEN, None)


def test_a_code_that_verified_is_no_use_any_more(codes: Codes) -> None:
    sent = codes.send()
    code, forged = codes.code(), forger(codes, sent)
    assert "Verified." in codes.verify(sent, code)
    before = codes.calls("validateOtp")
    decided = codes.verification(sent)
    for _ in range(20):
        assert "Verified" in forged.submit(sent, code)
        assert "can verify it" in forged.submit(sent, code, TOM)
    newer = codes.send()
    assert "2 attempts left" in forged.submit(newer, code)
    assert codes.verification(sent) == decided
    assert codes.stands(newer) == (Stage.OPEN, None)
    assert codes.calls("validateOtp") == before


def test_of_all_who_race_for_one_code_the_requester_is_verified_once_and_nobody_else(
    codes: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "bot.slack.outgoing.loading_view.SHOW_TRIES", 1
    )  # these windows are on nobody's screen
    sent = codes.send()
    code, forged, before = codes.code(), forger(codes, sent), codes.calls("validateOtp")
    people = [MAYA, TOM] * 6
    together = threading.Barrier(len(people))

    def race(who: str) -> str:
        together.wait(PATIENCE_SECONDS)
        return forged.submit(sent, code, who)

    with ThreadPoolExecutor(len(people)) as pool:
        said = list(zip(people, pool.map(race, people), strict=True))
    codes.message(sent, "*Verified* by <@U0MAYA>")
    assert all("can verify it" in each for who, each in said if who == TOM)
    assert codes.calls("validateOtp") == before + 1
    assert codes.verification(sent).tries_left == 2


def test_a_forged_press_sends_no_code_again(codes: Codes) -> None:
    codes.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    sent = codes.send(until=SendState.UNKNOWN)
    texts, before = codes.harness.texts, codes.calls("generateOTP")
    codes.harness.bot.services.decisions.send_again(sent.id, member(MAYA), 0)
    codes.until(SendState.UNKNOWN)
    codes.harness.wait_for_database(lambda: codes.newest().wave == 1)
    codes.message(sent, "this code is no longer needed")
    assert codes.calls("generateOTP") == before
    assert codes.harness.texts == texts
