"""The newest texts to one number: masked, and their words only for people who may read them."""

import pytest

from bot.access import Role, Who
from bot.features.delivery.ids import Action
from bot.features.delivery.listeners.recent import RecentListeners
from bot.features.delivery.recent import SHOWN, RecentTexts
from bot.slack.blocks.kit import Block
from bot.store import approvals
from bot.store.approvals import NewRequest
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from bot.store.tables import send as table
from tests.clock import FakeClock
from tests.fakes.people import permissions_of
from tests.fakes.slack import FakeRegistry
from tests.fakes.users import FakeUsers
from tests.features.delivery.samples import a_text, an_unknown_text, move
from tests.features.samples import NUMBER, words_in
from tests.features.slack_harness import ACCESS, ADA, APO, MAYA, SAM, SlackHarness, buttons

OTHER = "14155550101"


class Harness:
    def __init__(self, database: Database) -> None:
        self.database, self.clock, self.slack_harness = database, FakeClock(), SlackHarness()
        self.recent_listeners = RecentListeners(
            self.slack_harness.responder,
            RecentTexts(database, permissions_of(ACCESS)),
            FakeUsers(),
            self.clock,
        )  # type: ignore[arg-type] # in memory

    def text(self, key: str, number: str = NUMBER) -> str:
        self.clock.advance(minutes=1)
        return a_text(self.database, self.clock, key=key, number=number)

    def change(self, send_id: str, **values: object) -> None:
        with self.database.write() as conn:
            conn.execute(table.update().where(table.c.id == send_id).values(values))

    def show(self, who: Who = SAM, number: str = NUMBER) -> Block:
        self.recent_listeners.show(self.slack_harness.press({"type": "modal"}, number, who))
        assert self.slack_harness.ack == {}
        return self.slack_harness.windows.opened[-1]


@pytest.fixture
def harness(database: Database) -> Harness:
    return Harness(database)


def test_whoever_may_look_may_see_the_newest_texts(harness: Harness) -> None:
    registry = FakeRegistry()
    harness.recent_listeners.register(registry)  # type: ignore[arg-type] # a pretend registry
    assert registry.roles == {Action.RECENT: Role.VIEWER}


def test_the_newest_text_comes_first_with_state_time_and_sender(harness: Harness) -> None:
    first, second = harness.text("1"), harness.text("2")
    harness.text("3", OTHER)
    move(harness.database, harness.clock, first, SendState.CANCELLED)
    view = harness.show(MAYA)
    shown = words_in(view)
    assert "Texts sent to *•••0100* from Slack" in shown
    assert shown.index(second[:8]) < shown.index(first[:8])
    assert "*Text*, Today 09:02\n" in shown
    assert ":hourglass_flowing_sand: Queued" in shown
    assert "Cancelled, not sent" in shown
    assert shown.count("by <@U0MAYA>") == 2
    assert "Hello" not in shown
    assert NUMBER not in shown
    assert buttons(view) == {"outbox.show_text": [second, first]}


@pytest.mark.parametrize("who", [SAM, APO], ids=["another sender", "an approver"])
def test_of_other_peoples_texts_the_words_are_not_offered(harness: Harness, who: Who) -> None:
    own = harness.text("1")
    harness.change(own, user_id=who.user_id)
    others = harness.text("2")

    assert buttons(harness.show(who)) == {"outbox.show_text": [own]}
    assert buttons(harness.show(ADA)) == {"outbox.show_text": [others, own]}


def test_an_approver_may_read_what_they_were_asked_about(harness: Harness) -> None:
    text, _other = harness.text("1"), harness.text("2")
    asked = NewRequest(fingerprint="0" * 64, facts={}, expires_at=harness.clock())
    with harness.database.write() as conn:
        approvals.ask(conn, text, asked, now=harness.clock())

    assert buttons(harness.show(APO)) == {"outbox.show_text": [text]}
    assert buttons(harness.show(SAM)) == {}


def test_a_number_without_texts_is_told(harness: Harness) -> None:
    harness.text("1", OTHER)
    assert "No texts have been sent to this number from Slack." in words_in(harness.show())


def test_only_the_newest_are_shown_and_that_there_are_more(harness: Harness) -> None:
    ids = [harness.text(str(nth)) for nth in range(SHOWN + 1)]
    view = harness.show(MAYA)
    assert buttons(view)["outbox.show_text"] == ids[:0:-1]
    assert "Older texts aren't listed." in words_in(view)


def test_codes_and_texts_of_lists_are_told_apart_and_reasons_are_masked(harness: Harness) -> None:
    code, row = harness.text("1"), harness.text("2")
    harness.change(
        code, kind=SendKind.OTP.value, state="undelivered", report_error=f"no route to {NUMBER} <x>"
    )
    harness.change(row, parent_id="0" * 32, state="refused", outcome_sentence="Not a contact.")
    an_unknown_text(harness.database, harness.clock, key="3")
    shown = words_in(harness.show())
    assert "*One-time code*" in shown
    assert "Not delivered: no route to •••0100 &lt;x&gt;" in shown
    assert "*List text*" in shown
    assert "Not sent: Not a contact." in shown
