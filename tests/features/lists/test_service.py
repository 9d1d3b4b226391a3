"""Making a draft of a list: every row rendered, measured or left out, and the cost exact to the credit."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from bot.features.sends.preview import Funds
from bot.policy.model import Limits
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from bot.store.tables import send
from bot.texting.quiet_hours import Window
from bot.texting.tables.table import Row, Table
from tests.clock import FakeClock
from tests.features.lists.draft_harness import FIRST_ID, LEFT, Harness
from tests.features.lists.harness import number


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> Harness:
    return Harness(database, clock)


def test_every_row_gets_its_own_words(harness: Harness) -> None:
    ready = harness.check()
    found = harness.rows(ready.draft.id)
    assert [row.body for row in found] == [
        "Hi Ada, you owe 10",
        "Hi Grace, you owe 200",
        None,
        "Hi Sue, you owe 3",
    ]
    assert [row.line for row in found] == [2, 3, 4, 5]
    assert [row.to_number for row in found] == [number(1), number(2), "", number(3)]
    assert [row.state for row in found].count(SendState.DRAFT) == 3


def test_what_a_person_should_know_before(harness: Harness) -> None:
    harness.account.spoken_for = 100
    ready = harness.check()
    assert (ready.draft.kind, ready.draft.people, ready.draft.to_name) == (SendKind.LIST, 3, "customers.csv")
    assert (ready.draft.credits, ready.draft.credits_upper, ready.draft.segments) == (3, 3, 1)
    assert (ready.own.rejected, ready.own.first_rejected[0][0]) == (1, 4)
    assert [sample.line for sample in ready.own.samples] == [2, 3, 5]
    assert ready.funds == Funds(3, 3, 5000, 100)
    assert ready.approval == ("3 people",)
    assert ready.budgets == (LEFT,)
    assert ready.quiet is None
    assert ready.own.lasts == timedelta(seconds=0.6)
    assert (ready.draft.held_by, ready.draft.send_at, ready.draft.body) == (
        HeldBy.NONE,
        None,
        "Hi %%name%%, you owe %%Amount%%",
    )


def test_the_cost_is_the_sum_over_the_rendered_rows(harness: Harness) -> None:
    harness.account.file = (
        f"Phone,Name\n+14155550001,{'x' * 200}\n+14155550002,é\n+14155550003,Ada\n".encode()
    )
    ready = harness.check(message="%%Name%%")
    assert (ready.draft.credits, ready.draft.segments) == (4, 2)
    assert ready.draft.credits_upper == sum(row.credits_upper for row in harness.rows(ready.draft.id))


def test_the_same_request_again_gives_the_same_draft(harness: Harness) -> None:
    first, again = harness.check(), harness.check()
    assert first.draft.id == again.draft.id
    with harness.database.read() as conn:
        assert conn.execute(select(func.count()).select_from(send)).scalar_one() == 5


def test_a_list_that_was_confirmed_is_not_made_again(harness: Harness) -> None:
    ready = harness.check()
    with harness.database.write() as conn:
        sends.move(conn, ready.draft.id, SendState.QUEUED, now=harness.clock())
    assert "already been confirmed" in harness.refused()


def test_it_says_how_far_it_is(harness: Harness) -> None:
    harness.check()
    assert harness.told == [
        "Reading the list …",
        "Looking for opt-outs …",
        "4 of 4 rows ready…",
        "Checking the balance …",
    ]


def test_pasted_numbers_are_a_list(harness: Harness) -> None:
    ready = harness.check(file=None, pasted="+14155550001, +14155550002\n+14155550003", message="Hello")
    assert (ready.draft.people, ready.draft.to_name) == (3, "Pasted list")
    assert [row.line for row in harness.rows(ready.draft.id)] == [1, 1, 2]


def test_a_list_for_later_is_held_by_the_bot(harness: Harness) -> None:
    later = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    ready = harness.check(at=later)
    assert (ready.draft.held_by, ready.draft.send_at) == (HeldBy.BOT, later)


def test_a_field_without_a_column_is_told_with_the_columns_there_are(harness: Harness) -> None:
    said = harness.refused(message="Hi %%Surname%%")
    assert "%%Surname%%" in said
    assert "Phone, Name, Amount" in said


def test_a_file_that_cannot_be_used_is_told(harness: Harness) -> None:
    harness.account.file = b"PK\x03\x04"
    assert "CSV" in harness.refused()


def test_a_name_as_the_sender_reaches_some_countries_only(harness: Harness) -> None:
    harness.account.file = b"Phone\n+14155550001\n+447700900123\n"
    ready = harness.check(message="Hello", alpha_sender="HarbourSt")
    assert ready.own.first_rejected[0][0] == 2
    assert ready.draft.people == 1


def test_numbers_to_be_added_to_a_group_take_their_names_along(harness: Harness) -> None:
    ready = harness.check(group="VIP")
    found = [row for row in harness.rows(ready.draft.id) if row.state is SendState.DRAFT]
    assert [(row.to_name, row.add_to_group) for row in found] == [
        ("Ada", "VIP"),
        ("Grace", "VIP"),
        ("Sue", "VIP"),
    ]
    harness.account.file = b"Phone\n+14155550001\n"
    other = harness.check("list-2", message="Hi", group="VIP")
    assert harness.rows(other.draft.id)[0].to_name is None


def test_a_balance_that_does_not_cover_it_is_refused(harness: Harness) -> None:
    harness.account.balance, harness.account.spoken_for = 10, 8
    assert "This takes 3 credits, but the balance is" in harness.refused()


def test_quiet_hours_are_judged_to_the_last_text(harness: Harness) -> None:
    harness.windows = {"US": Window(time(21), time(8))}
    assert harness.check().quiet is None
    evening = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)  # half past eight in California
    harness.limits = Limits(list_per_second=1)
    assert harness.check("list-2", at=evening).quiet is None
    night = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    quiet = harness.check("list-3", at=night).quiet
    assert quiet is not None
    assert (quiet.people, quiet.begins_later) == (3, False)


def test_rows_are_written_a_page_at_a_time(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.features.lists.row_texts.PAGE", 2)
    ready = harness.check()
    assert harness.told[2:4] == ["2 of 4 rows ready…", "4 of 4 rows ready…"]
    assert ready.draft.people == 3


def test_what_did_not_arrive_is_sent_again_with_the_words_it_had(harness: Harness) -> None:
    words = "Dear Ada, 50% off, says %%Name%%"
    harness.failed = Table(("Text",), (Row(5, number(1), {"Text": words}, number(1)),), (), "Text")
    ready = harness.check(
        file=None, message="Dear %%Name%%, 50% off", again_of=FIRST_ID, called="customers.csv, again"
    )
    [row] = harness.rows(ready.draft.id)
    assert (row.body, row.line, row.to_number) == (words, 5, number(1))
    draft = ready.draft
    assert (draft.to_name, draft.body) == ("customers.csv, again", "Dear %%Name%%, 50% off")
    assert draft.again_of == FIRST_ID
    assert not ready.own.of_people
    assert "Looking for opt-outs …" in harness.told  # some may have opted out since
