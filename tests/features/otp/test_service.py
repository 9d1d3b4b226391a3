"""From what somebody asked for to a code on its way: nothing beyond the limits, and nothing twice."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.errors import UserError
from bot.features.sends.preview import Funds
from bot.policy.model import Otp as Rules
from bot.smsit import Unavailable
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import SendKind
from tests.clock import FakeClock
from tests.features.contacts.rows import row
from tests.features.otp.harness import ADA, BOB, MAYA, PRIYA, PURPOSE, TOM, Harness
from tests.patience import PATIENCE_SECONDS
from tests.store import postgres
from tests.store.samples import new_send


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, clock: FakeClock) -> Iterator[Harness]:
    if request.param == "sqlite":
        yield Harness(request.getfixturevalue("database"), clock)
        return
    database = Database(postgres.without_rows())
    yield Harness(database, clock)
    database.close()


def refused(harness: Harness, **asked: str) -> str:
    with pytest.raises(UserError) as error:
        harness.checked(**asked)
    return error.value.sentence


def test_a_draft_says_all_that_is_known_and_nothing_is_sent(harness: Harness) -> None:
    ready = harness.checked(key="otp-1")
    assert harness.checked(key="otp-1").draft == ready.draft
    draft = ready.draft
    assert (draft.kind, draft.to_name, draft.to_number) == (SendKind.OTP, "Ada Lovelace", ADA)
    assert "%%Code%%" in (draft.body or "")
    assert "10 minutes" in (draft.body or "")
    assert ready.funds == Funds(1, 1, 100, 0)
    assert (harness.jobs, harness.account.made) == ([], [])


def test_what_cannot_be_sent_is_refused_before_anything_is_recorded(harness: Harness) -> None:
    harness.account.contacts += [row("Out", "14155550105", subscribed=False)]
    harness.do_not_text.add(BOB, "asked", MAYA)
    assert "do-not-text" in refused(harness, to=BOB)
    assert "/sms contacts add" in refused(harness, to="14155550199")
    assert "opted out" in refused(harness, to="14155550105")
    harness.account.balance = 0
    assert "This takes 1 credit, but the balance is" in refused(harness)
    harness.account.fails["get_contacts"] = Unavailable("getcontacts", "timeout")
    assert "no usable answer" in refused(harness)
    assert ADA not in refused(harness)


def test_a_confirmed_code_is_queued_once_however_often_it_is_confirmed(harness: Harness) -> None:
    send_id = harness.confirmed()
    harness.code_service.confirm(send_id, PURPOSE, MAYA)
    assert harness.jobs == [send_id]
    assert harness.stands(send_id) == ("queued", "making", None)
    found = harness.verification(send_id)
    assert (found.user_id, found.number, found.purpose, found.tries_left) == ("U0MAYA", ADA, PURPOSE, 3)


def test_only_ones_own_draft_of_a_code_can_be_confirmed(harness: Harness) -> None:
    ready = harness.checked()
    with harness.database.write() as conn:
        text = sends.insert_draft(conn, new_send(), now=harness.clock())
    for send_id, who in ((ready.draft.id, TOM), (text.id, MAYA), ("0" * 32, MAYA)):
        with pytest.raises(UserError, match="no longer"):
            harness.code_service.confirm(send_id, PURPOSE, who)
    with pytest.raises(UserError, match="choose another one"):
        harness.code_service.confirm(ready.draft.id, "x" * 61, MAYA)
    assert harness.jobs == []


def test_what_was_found_out_meanwhile_keeps_it_from_being_confirmed(harness: Harness) -> None:
    ready = harness.checked()
    harness.do_not_text.add(ADA, "asked", MAYA)
    with pytest.raises(UserError, match="do-not-text"):
        harness.code_service.confirm(ready.draft.id, PURPOSE, MAYA)
    with harness.database.read() as conn:
        assert sends.get(conn, ready.draft.id) == ready.draft
    harness.do_not_text.remove(ADA, "again", MAYA)
    harness.budgets.left = 0
    with pytest.raises(UserError, match="more than is left"):
        harness.code_service.confirm(ready.draft.id, PURPOSE, MAYA)
    harness.budgets.left = 10
    harness.code_service.confirm(ready.draft.id, PURPOSE, MAYA)
    assert harness.jobs == [ready.draft.id]


def test_one_number_gets_no_two_codes_in_a_minute_whoever_asks(harness: Harness) -> None:
    ready = harness.checked(TOM)
    harness.confirmed(MAYA)
    assert "in 60 seconds" in refused(harness, who=PRIYA)
    with pytest.raises(UserError, match="in 60 seconds"):
        harness.code_service.confirm(ready.draft.id, PURPOSE, TOM)
    harness.confirmed(MAYA, to=BOB)
    harness.clock.advance(seconds=59.8)
    assert "in 1 second." in refused(harness)
    harness.clock.advance(seconds=0.2)
    harness.confirmed(MAYA)


def test_a_code_sent_while_the_clock_ran_ahead_counts_for_its_own_day_and_keeps_nobody_waiting(
    database: Database, clock: FakeClock
) -> None:
    harness = Harness(database, clock, Rules(number_per_day=2, person_per_day=2))
    clock.advance(days=1)
    harness.confirmed()
    clock.advance(days=-1)
    harness.confirmed()
    assert "in 60 seconds" in refused(harness)
    clock.advance(seconds=60)
    harness.confirmed()
    clock.advance(seconds=60)
    assert "today, its daily limit" in refused(harness, who=TOM)
    clock.advance(days=1)
    harness.confirmed()
    clock.advance(seconds=60)
    assert "today, its daily limit" in refused(harness, who=TOM), "the one sent ahead counts here"


def test_a_code_of_a_process_whose_clock_is_a_little_ahead_is_waited_for(harness: Harness) -> None:
    harness.clock.advance(seconds=20)
    harness.confirmed()
    harness.clock.advance(seconds=-20)
    assert "in 80 seconds" in refused(harness)


def test_days_of_numbers_and_people_have_limits_and_end_at_the_accounts_midnight(
    database: Database, clock: FakeClock
) -> None:
    harness = Harness(database, clock, Rules(cooldown_seconds=0, number_per_day=2, person_per_day=3))
    harness.confirmed()
    harness.confirmed()
    assert "This number was already sent 2 codes today" in refused(harness, who=TOM)
    harness.confirmed(to=BOB)
    assert "You already sent 3 codes today" in refused(harness, to=BOB)
    harness.confirmed(TOM, to=BOB)
    clock.advance(hours=14, minutes=59)  # from nine in the morning
    assert "today" in refused(harness)
    clock.advance(minutes=1)
    harness.confirmed()


def test_what_never_went_out_may_be_asked_for_again_at_once(harness: Harness) -> None:
    harness.account.fails["generate_otp"] = Unavailable("generateOTP", "timeout")
    send_id, _ = harness.confirmed(), harness.run()
    assert harness.stands(send_id) == ("refused", "failed", "not_sent")
    harness.confirmed()


def test_a_newer_code_for_the_same_replaces_the_older_one(database: Database, clock: FakeClock) -> None:
    harness = Harness(database, clock, Rules(cooldown_seconds=0))
    old, code = harness.sent()
    other, _ = harness.sent(purpose="Address change")
    waiting = harness.confirmed()
    newest = harness.confirmed()
    assert harness.stands(old) == ("accepted", "failed", "replaced")
    assert harness.stands(other)[1] == "open"
    harness.run()
    assert harness.stands(waiting) == ("refused", "failed", "replaced")
    assert harness.stands(newest)[1] == "open"
    assert len(harness.account.texts) == 3
    harness.verify(old, code)
    assert harness.account.asked == []
    assert old in harness.shown


def test_purposes_of_the_policy_are_all_there_are(database: Database, clock: FakeClock) -> None:
    harness = Harness(database, clock, Rules(purposes=("Password reset",)))
    ready = harness.checked()
    with pytest.raises(UserError, match="no longer offered"):
        harness.code_service.confirm(ready.draft.id, "Anything", MAYA)
    harness.code_service.confirm(ready.draft.id, "Password reset", MAYA)


def test_many_who_confirm_at_once_keep_to_the_limits(either: Harness) -> None:
    drafts = [either.checked().draft.id for _ in range(6)]
    together = threading.Barrier(12)

    def confirm(send_id: str) -> bool:
        together.wait(PATIENCE_SECONDS)
        try:
            either.code_service.confirm(send_id, PURPOSE, MAYA)
        except UserError:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(confirm, drafts * 2))
    assert len(either.jobs) == 1
    # The one that won was pressed twice, and neither press is told anything else.
    assert found.count(True) == 2
