"""What an assistant drafted: its person reviews it in Slack, and it is one text at most, or none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.access import Who
from bot.features.assistant.service import GONE, AssistantDrafts, Drafted, Listed
from bot.features.contacts.service import Search
from bot.features.do_not_text.service import DoNotText
from bot.sandbox.slack.model import Delivery, Lane, Message
from bot.store.assistant_drafts import AssistantDraft
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from bot.store.tables import assistant_draft
from tests.flows.harness import ADA, GRACE, NOBODY, Harness, words_in
from tests.flows.people import DIRECT
from tests.patience import wait_until

pytestmark = pytest.mark.measured

MAYA = Who("U0MAYA", "T0HARBOUR")
BODY = "Your results are in. Please call us."


@pytest.fixture
def house(harness: Harness) -> Iterator[Harness]:
    yield harness
    with harness.bot.database.write() as conn:
        conn.execute(assistant_draft.delete())  # the same words again are another draft in the next story
    harness.quiet()


@contextmanager
def beside(house: Harness) -> Iterator[AssistantDrafts]:
    """What the process beside the bot has: the same database, and no way to tell the bot."""
    database = Database(f"sqlite:///{house.bot.database.path}")
    try:
        yield AssistantDrafts(database, house.clock)
    finally:
        database.close()


def drafted(house: Harness, number: str = ADA, body: str = BODY, *, is_typed: bool = False) -> AssistantDraft:
    with beside(house) as drafts:
        return drafts.draft(Drafted(number, "Ada Lovelace" if number == ADA else None, body, is_typed), MAYA)


def shown(house: Harness) -> Message:
    house.tick(seconds=5)
    return house.message("An assistant drafted a text", DIRECT)


def reviewed(house: Harness, about: Message) -> str:
    assert house.maya.press("Review", message=about)
    house.wait_for(lambda: house.maya.title not in {"", "Checking"})
    return house.shown()


def state(house: Harness, draft: AssistantDraft) -> str:
    with house.bot.database.read() as conn:
        asked = select(assistant_draft.c.state).where(assistant_draft.c.id == draft.id)
        return str(conn.execute(asked).scalar_one())


def ended(house: Harness, said: str) -> None:
    house.wait_for(lambda: any(said in each.text for each in house.messages(DIRECT)))


def test_a_draft_is_reviewed_and_goes_out_as_one_text(house: Harness) -> None:
    draft = drafted(house)
    about = shown(house)
    assert "Ada Lovelace (•••0100)" in about.text
    assert BODY not in str(about)

    said = reviewed(house, about)

    assert house.maya.title == "Review text"
    assert BODY in said
    assert house.texts == []
    answer = house.maya.submit()
    assert answer.acked
    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, BODY)]
    assert state(house, draft) == "confirmed"
    ended(house, "You confirmed this.")
    assert house.sandbox.slack.redeliver(answer).acked
    house.quiet()
    assert len(house.texts) == 1


def test_a_review_that_was_opened_before_sends_nothing_once_the_draft_ended(house: Harness) -> None:
    draft = drafted(house)
    reviewed(house, shown(house))
    with beside(house) as drafts:
        drafts.discard(draft.id, MAYA)

    house.maya.submit()

    house.wait_for(lambda: GONE in house.shown())
    house.quiet()
    assert house.texts == []
    assert state(house, draft) == "discarded"


def test_two_reviews_of_one_draft_are_one_text(house: Harness) -> None:
    drafted(house)
    about = shown(house)
    reviewed(house, about)
    first = house.maya.view
    assert first is not None
    house.maya.close()
    reviewed(house, about)
    second = house.maya.submit()
    house.until(SendState.ACCEPTED)
    house.tick(hours=2)  # past the time in which the same text is asked about
    assert second.delivery is not None
    payload = second.delivery.payload
    view = {**payload["view"], "private_metadata": first.view["private_metadata"]}

    answer = house.sandbox.slack.courier.deliver(Delivery(Lane.INTERACTIVE, {**payload, "view": view}))

    assert GONE in words_in(answer.body)
    house.quiet()
    assert house.texts == [(ADA, BODY)]


def test_a_draft_is_discarded_and_nothing_goes_out(house: Harness) -> None:
    draft = drafted(house)
    about = shown(house)

    assert house.maya.press("Discard", message=about)

    wait_until(lambda: state(house, draft) == "discarded")
    ended(house, "Discarded. Nothing was sent.")
    assert house.texts == []


def test_a_draft_that_nobody_reviews_expires(house: Harness) -> None:
    draft = drafted(house)
    shown(house)

    house.tick(hours=24)

    assert state(house, draft) == "expired"
    ended(house, "Expired. Nothing was sent.")
    assert house.texts == []


def test_whom_the_bot_must_not_text_by_then_is_not_texted(house: Harness) -> None:
    drafted(house, NOBODY)
    about = shown(house)
    listed = DoNotText(house.bot.database, house.clock, "US")
    listed.add(NOBODY, "asked", MAYA)
    try:
        said = reviewed(house, about)
    finally:
        listed.remove(NOBODY, "a test", MAYA)
    assert house.maya.title == "Not possible"
    assert "is on the do-not-text list" in said
    assert house.texts == []


def test_a_number_that_is_none_is_told_in_the_window(house: Harness) -> None:
    drafted(house, "123")
    reviewed(house, shown(house))
    assert house.maya.title == "Not possible"


def test_somebody_new_is_added_to_a_group_first(house: Harness) -> None:
    drafted(house, NOBODY, is_typed=True)

    said = reviewed(house, shown(house))

    assert "isn't in your contacts yet" in said
    assert "415-555-0999" in said.replace("\N{NON-BREAKING HYPHEN}", "-")


def test_one_that_ended_before_it_was_shown_is_not_told(house: Harness) -> None:
    draft = drafted(house)
    with beside(house) as drafts:
        drafts.discard(draft.id, MAYA)
    house.tick(seconds=5)
    house.quiet()
    assert not [each for each in house.messages(DIRECT) if "assistant" in each.text]


def test_a_draft_of_somebody_else_is_nobodys_to_see(house: Harness) -> None:
    text = Drafted(ADA, "Ada Lovelace", BODY, is_typed=False)
    with beside(house) as drafts:
        drafts.draft(text, replace(MAYA, user_id="U0PRIYA"))
    house.tick(seconds=5)
    house.message("An assistant drafted a text", DIRECT, house.person("U0PRIYA"))
    assert not [each for each in house.messages(DIRECT) if "assistant" in each.text]


def drafted_for(house: Harness, user_id: str, group: str = "VIP") -> Message:
    broadcast = Drafted("", group, "Hello %%Name%%, we open late.", kind=SendKind.GROUP)
    with beside(house) as drafts:
        drafts.draft(broadcast, replace(MAYA, user_id=user_id))
    house.tick(seconds=5)
    return house.message(f"An assistant drafted a broadcast to *{group}*", DIRECT, house.person(user_id))


def test_a_broadcast_is_reviewed_and_goes_out_once(house: Harness) -> None:
    about = drafted_for(house, "U0MAYA")

    said = reviewed(house, about)

    assert house.maya.title == "Review broadcast", said
    assert "we open late" in said
    assert house.texts == []
    answer = house.maya.submit()
    assert answer.acked
    house.wait_for(lambda: house.texts)
    ended(house, "You confirmed this.")
    house.quiet()
    numbers = [number for number, _body in house.texts]
    assert len(numbers) == len(set(numbers)) > 1
    assert house.sandbox.slack.redeliver(answer).acked
    house.quiet()
    assert len(house.texts) == len(numbers)


def test_a_broadcast_takes_the_role_that_broadcasts_take(house: Harness) -> None:
    about = drafted_for(house, "U0PRIYA")
    priya = house.person("U0PRIYA")

    priya.press("Review", message=about)

    house.message("You need the *broadcaster* role to send a broadcast", DIRECT, priya)
    assert priya.view is None
    assert house.texts == []


def listed_for(house: Harness, listed: Listed, user_id: str = "U0MAYA") -> Message:
    drafted = Drafted("", None, "Your code is %%Code%%.", kind=SendKind.LIST, listed=listed)
    if listed.search is not None:
        drafted = replace(drafted, body="Hello %%Name%%, we open late.")
    with beside(house) as drafts:
        drafts.draft(drafted, replace(MAYA, user_id=user_id))
    house.tick(seconds=5)
    return house.message("An assistant drafted a list for", DIRECT, house.person(user_id))


def test_a_list_is_reviewed_as_any_list_and_goes_out_once(house: Harness) -> None:
    rows = ((ADA, ("A1",)), (GRACE, ("B2",)), (ADA, ("C3",)))
    about = listed_for(house, Listed(("Code",), rows))
    assert "3 recipients" in about.text

    said = reviewed(house, about)

    assert house.maya.title == "Review list", said
    assert "Your code is A1." in said
    assert house.texts == []
    answer = house.maya.submit()
    assert answer.acked
    house.wait_for(lambda: len(house.texts) == 2)
    ended(house, "You confirmed this.")
    assert house.sandbox.slack.redeliver(answer).acked
    house.quiet()
    assert sorted(house.texts) == [(ADA, "Your code is A1."), (GRACE, "Your code is B2.")]


def test_people_whom_an_assistant_found_are_looked_up_anew(house: Harness) -> None:
    about = listed_for(house, Listed(search=Search(name="Lovelace")))
    assert "people found in contacts" in about.text
    said = reviewed(house, about)
    assert house.maya.title == "Review list", said
    assert "Hello Ada, we open late." in said
    assert house.texts == []


def test_a_list_takes_the_role_that_lists_take(house: Harness) -> None:
    about = listed_for(house, Listed(("Code",), ((ADA, ("A1",)),)), "U0PRIYA")
    priya = house.person("U0PRIYA")
    priya.press("Review", message=about)
    house.message("You need the *broadcaster* role to text a list", DIRECT, priya)
    assert priya.view is None
