"""A list for people of the contacts tells whoever writes to them no number that they don't see elsewhere."""

import pytest

from tests.flows import outgoing
from tests.flows.crowds import PEOPLE, Crowds
from tests.flows.harness import Harness
from tests.flows.listing import CONFIRMATION, csv
from tests.flows.test_hidden_numbers import POLICY as HIDING
from tests.flows.test_lists_results import direct, table

pytestmark = pytest.mark.measured

POLICY = HIDING.replace("sender", "broadcaster")
GROUP, FOUND = "Potters", ["14155563100", "14155563101"]


@pytest.fixture
def shop(under_policy: Harness) -> Crowds:
    found = Crowds(under_policy.fresh())
    found.group(GROUP, FOUND)
    return found


def told(sent: list[object]) -> list[str]:
    """What of their numbers went to Slack."""
    return outgoing.anywhere(sent, frozenset(FOUND))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Is %%Number%% yours?", "Remove %%Number%%: only people who see full numbers can use it."),
        (
            "Is %%email%% or %%Number|this%% yours?",
            "Remove %%email%% and %%Number%%: only people who see full numbers can use them.",
        ),
    ],
)
def test_fields_that_hold_what_is_hidden_are_refused_beside_the_message(
    shop: Crowds, sent: list[object], text: str, says: str
) -> None:
    form = shop.crowd([GROUP], text)
    assert form.submit().acked
    shop.harness.wait_for(lambda: says in shop.harness.shown())

    assert form.title == PEOPLE
    assert told(sent) == []
    form.close()


def test_the_results_of_a_list_have_the_numbers_as_their_reader_sees_them(
    shop: Crowds, sent: list[object]
) -> None:
    form = shop.crowd([GROUP], "Hi %%Name%%, born on %%Birthday|some day%%")
    assert shop.confirmation(form)
    assert form.title == CONFIRMATION
    form.submit()
    send = shop.ended()

    shop.thread(f"with masked numbers. <@{send.user_id}> gets a copy as a direct message.")
    mine = direct(shop, shop.maya)
    above = [each.text for each in shop.maya.sees("@smsit") if send.id[:8] in each.text]
    assert sorted(row[1] for row in table(shop.file_of(mine))[1:]) == ["•••3100", "•••3101"]
    assert "Numbers are masked." in above[-1]
    assert sorted(number for number, _words in shop.harness.texts) == FOUND
    assert told(sent) == []


def test_a_list_of_numbers_somebody_has_may_hold_them(shop: Crowds) -> None:
    shop.ready(csv("Name,Number", *(f"Pat,{each}" for each in FOUND)), "Is %%Number%% yours?")

    assert f"Is {FOUND[0]} yours?" in shop.harness.shown()
    shop.maya.close()
