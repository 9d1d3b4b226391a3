"""Drafts of assistants: whose they are, how many wait, and that each is taken once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.assistant.renderer import Renderer
from bot.features.assistant.service import (
    FULL,
    GONE,
    HOLDS,
    MARKS,
    MOST_WAITING,
    AssistantDrafts,
    Drafted,
    settle,
    worded,
)
from bot.store import Database, assistant_drafts, encryption
from bot.store.assistant_drafts import AssistantDraft, DraftState, draft_behind, send_key
from bot.store.encryption import DataKeyMissing
from bot.store.sends import SendKind
from bot.store.tables import assistant_draft
from tests.clock import FakeClock
from tests.store.samples import NOON

MAYA, TOM = Who("U0MAYA", "T0HARBOUR"), Who("U0TOM", "T0HARBOUR")
TEXT = Drafted("14155550100", "Ada Lovelace", "See you at ten.", is_typed=True)


@pytest.fixture
def drafts(database: Database, clock: FakeClock) -> AssistantDrafts:
    return AssistantDrafts(database, clock)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


def now(database: Database, draft: AssistantDraft) -> AssistantDraft:
    with database.read() as conn:
        found = assistant_drafts.get(conn, draft.id)
    assert found is not None
    return found


def test_the_same_words_to_the_same_number_are_one_draft_while_it_waits(drafts: AssistantDrafts) -> None:
    made = drafts.draft(TEXT, MAYA)

    assert drafts.draft(replace(TEXT, body=" See you at ten.\r\n"), MAYA) == made
    assert drafts.draft(TEXT, TOM).id != made.id
    drafts.discard(made.id, MAYA)
    assert drafts.draft(TEXT, MAYA).id != made.id


def test_the_same_words_to_others_are_drafts_of_their_own(drafts: AssistantDrafts) -> None:
    group = replace(TEXT, number="", name="VIP", kind=SendKind.GROUP)
    others = [
        replace(TEXT, name="VIP"),
        replace(TEXT, number="14155550101"),
        group,
        replace(group, name="Ada Lovelace"),
    ]

    assert len({drafts.draft(each, MAYA).id for each in others}) == len(others)


def test_nothing_is_drafted_once_words_are_encrypted_with_another_key(
    drafts: AssistantDrafts, database: Database
) -> None:
    drafts.draft(TEXT, MAYA)
    with database.engine.begin() as conn:  # as a command does while the assistant's process goes on
        encryption.note(conn, "another")
    with pytest.raises(DataKeyMissing):
        drafts.draft(replace(TEXT, body="Another text."), MAYA)


def test_a_send_tells_its_draft_whatever_was_pressed() -> None:
    assert draft_behind(send_key("a" * 32, "1700000000.1:press")) == "a" * 32
    assert draft_behind("key") is None


def test_no_more_wait_than_anybody_reads(drafts: AssistantDrafts) -> None:
    for nth in range(MOST_WAITING):
        drafts.draft(replace(TEXT, body=f"No. {nth}"), MAYA)
    with pytest.raises(UserError, match="20 are waiting") as refused:
        drafts.draft(TEXT, MAYA)
    assert refused.value.sentence == FULL
    assert drafts.draft(replace(TEXT, body="No. 3"), MAYA)
    assert drafts.draft(TEXT, TOM)


@pytest.mark.parametrize("body", ["", " \n ", "x" * 1601, "a\x00b", "a\x1b[2Jb", "\ud800", "\x85"])
def test_words_that_cannot_be_sent_are_not_drafted(drafts: AssistantDrafts, body: str) -> None:
    with pytest.raises(UserError):
        drafts.draft(replace(TEXT, body=body), MAYA)


def test_control_characters_are_named_and_lines_stay() -> None:
    assert worded("one\r\ntwo\tthree ") == "one\ntwo\tthree"
    with pytest.raises(UserError) as refused:
        worded("bell\x07")
    assert refused.value.sentence == MARKS


def test_a_draft_is_its_persons_alone(drafts: AssistantDrafts, database: Database) -> None:
    made = drafts.draft(TEXT, MAYA)
    assert drafts.waiting(made.id, MAYA) == made
    for draft_id, who in ((made.id, TOM), ("another", MAYA)):
        with pytest.raises(UserError) as refused:
            drafts.discard(draft_id, who)
        assert refused.value.sentence == GONE
    assert now(database, made).state is DraftState.WAITING


def test_one_that_nobody_reviewed_in_time_expires(
    drafts: AssistantDrafts, database: Database, clock: FakeClock
) -> None:
    made = drafts.draft(TEXT, MAYA)
    clock.advance(seconds=HOLDS.total_seconds() - 1)
    drafts.expire()
    assert drafts.waiting(made.id, MAYA)
    clock.advance(seconds=1)
    with pytest.raises(UserError):
        drafts.waiting(made.id, MAYA)
    assert drafts.draft(TEXT, MAYA).id != made.id  # the clock has not struck yet

    drafts.expire()

    assert now(database, made).state is DraftState.EXPIRED
    drafts.forget(timedelta(days=30))
    assert now(database, made)
    clock.advance(seconds=timedelta(days=31).total_seconds())
    drafts.forget(timedelta(days=30))
    assert Renderer(database).draw(made.id) is None


def taken(database: Database, key: str, clock: FakeClock) -> bool:
    with database.write() as conn:
        try:
            settle(conn, key, clock)
        except UserError:
            return False
    return True


def test_of_several_reviews_one_takes_the_draft(
    drafts: AssistantDrafts, database: Database, clock: FakeClock
) -> None:
    made = drafts.draft(TEXT, MAYA)
    assert taken(database, "sms-1", clock)  # came from no draft
    assert not taken(database, send_key("another", "1"), clock)

    assert taken(database, send_key(made.id, "1"), clock)

    assert not taken(database, send_key(made.id, "2"), clock)
    assert now(database, made).state is DraftState.CONFIRMED


def test_one_that_was_discarded_or_ran_out_is_taken_by_nobody(
    drafts: AssistantDrafts, database: Database, clock: FakeClock
) -> None:
    discarded, late = drafts.draft(TEXT, MAYA), drafts.draft(replace(TEXT, body="Later"), MAYA)
    drafts.discard(discarded.id, MAYA)
    assert not taken(database, send_key(discarded.id, "1"), clock)
    clock.advance(seconds=HOLDS.total_seconds())
    assert not taken(database, send_key(late.id, "1"), clock)
    assert now(database, late).state is DraftState.WAITING


def test_its_message_says_whom_it_is_to_and_never_the_words(
    drafts: AssistantDrafts, database: Database
) -> None:
    made = drafts.draft(TEXT, MAYA)
    draw = Renderer(database).draw
    waiting = draw(made.id)
    assert waiting is not None
    assert (waiting.channel, waiting.user_id, waiting.is_news) == (None, "U0MAYA", True)
    said = waiting.content.text + str(waiting.content.blocks)
    assert "Ada Lovelace (•••0100)" in said
    assert "Not sent · 1 segment · Expires <!date^" in said
    assert not [each for each in ("See you", "14155550100", "4155550100") if each in said]

    drafts.discard(made.id, MAYA)

    ended = draw(made.id)
    assert ended is not None
    assert not ended.is_news
    assert "Discarded. Nothing was sent." in ended.content.text
    assert "assistant.review" not in str(ended.content.blocks)


def test_the_message_about_somebody_who_was_erased_names_nobody(
    drafts: AssistantDrafts, database: Database
) -> None:
    made = drafts.draft(TEXT, MAYA)
    with database.write() as conn:
        conn.execute(
            assistant_draft.update().values(number="", name=None, body=None, state=DraftState.DISCARDED.value)
        )
    drawn = Renderer(database).draw(made.id)
    assert drawn is not None
    assert drawn.content.text == "An assistant drafted a text for you. Discarded. Nothing was sent."
    with pytest.raises(UserError):
        drafts.waiting(made.id, MAYA)
