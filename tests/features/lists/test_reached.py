"""A list without those whom texts don't reach: counted in its review, left out by one press."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.lists.reached import NOT_REACHED, Reached
from bot.features.lists.service import ListService
from bot.features.lists.views import confirmation as confirmation_view
from bot.features.lists.views import reached as reached_view
from bot.features.lists.views.confirmation import Shown
from bot.sandbox.slack.blocks import problems_in_view
from bot.store import sends
from bot.store.database import Database
from bot.store.sends.reach import NotReached
from bot.store.states import SendState
from tests.clock import START, FakeClock
from tests.features.arrived import missed
from tests.features.lists.harness import MAYA, number
from tests.features.lists.test_service import Harness
from tests.features.samples import words_in
from tests.features.slack_harness import buttons


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> Harness:
    return Harness(database, clock)


def without(harness: Harness, ready: Shown, service: ListService | None = None) -> Shown:
    asked = Reached(harness.database).request(ready.draft.id, MAYA, "list-2")
    return (service or harness.service()).check(asked, harness.told.append)


def test_they_are_counted_with_what_they_cost_and_left_out(harness: Harness) -> None:
    missed(harness.database, number(2))
    ready = harness.check(group="VIP", channel="C0FRONT")
    assert ready.own.not_reached == NotReached(1, 1)

    found = without(harness, ready)
    assert (found.draft.people, found.draft.credits, found.own.not_reached) == (2, 2, NotReached())
    assert found.own.reasons[0] == (NOT_REACHED, 1)
    assert found.own.rejected == 2
    rows = harness.rows(found.draft.id)
    assert [row.body for row in rows] == ["Hi Ada, you owe 10", None, None, "Hi Sue, you owe 3"]
    assert [row.line for row in rows] == [2, 3, 4, 5]
    assert [row.to_name for row in rows if row.body] == ["Ada", "Sue"]
    was, draft = ready.draft, found.draft
    assert (draft.to_name, draft.body, draft.add_to_group) == (was.to_name, was.body, "VIP")
    assert draft.id != was.id
    assert without(harness, ready).draft.id == draft.id  # Slack delivered the press again


def test_texts_that_were_made_of_a_template_need_not_be_values_of_one(harness: Harness) -> None:
    missed(harness.database, number(2))
    harness.account.file = b"Phone,Name\n+14155550001,Ada\n+14155550002,Grace\n"
    ready = harness.check(message="See https://example.com, %%Name%%!\nBye")
    service = harness.service()
    strict = SimpleNamespace(only_values=True, require=lambda *_given: None)
    service._safeguards = replace(service._safeguards, wording=strict)  # type: ignore[arg-type] # as strict as any
    assert without(harness, ready, service).draft.people == 1


@pytest.mark.parametrize("who", [MAYA, Who("U0TOM", "T0HARBOUR")])
def test_only_ones_own_draft(harness: Harness, who: Who) -> None:
    ready = harness.check()
    if who is MAYA:
        with harness.database.write() as conn:
            sends.move(conn, ready.draft.id, SendState.QUEUED, now=harness.clock())
    with pytest.raises(UserError, match="no longer available"):
        Reached(harness.database).request(ready.draft.id, who, "key")


def test_the_review_offers_it_and_counts_every_date(harness: Harness) -> None:
    missed(harness.database, number(2))
    view = confirmation_view.confirmation(harness.check(), now=START)
    assert problems_in_view(view) == []
    assert "*1 of 3* hasn't received the last three texts." in words_in(view)
    assert "Leave out 1, save 1 credit" in words_in(view)
    said = words_in({"blocks": [*reached_view.not_reached(NotReached(41, 82), 1312, 10)]})
    assert "*41 of 1,312* haven't received the last three texts." in said
    assert "Leave out 41, save 820 credits" in said


def test_where_nobody_would_be_left_there_is_nothing_to_press(harness: Harness) -> None:
    missed(harness.database, number(1), number(2), number(3))
    view = confirmation_view.confirmation(harness.check(), now=START)
    assert "*3 of 3* haven't received the last three texts." in words_in(view)
    assert "list.only_reached" not in buttons(view)
    assert reached_view.others("id", 1)["text"]["text"] == "Send to the other person"
