"""Texts an assistant drafted, in the database: each ends once, whoever is quicker."""

from dataclasses import fields, replace
from datetime import timedelta

from sqlalchemy import select

from bot.store import assistant_drafts
from bot.store.assistant_drafts import AssistantDraft, DraftState, NewDraft
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.tables import assistant_draft, message
from tests.clock import START

NEW = NewDraft(
    kind=SendKind.CONTACT,
    team_id="T0HARBOUR",
    user_id="U0MAYA",
    number="14155550100",
    name="Ada Lovelace",
    body="See you at ten.",
    is_typed=True,
    expires_at=START + timedelta(days=1),
)
LATER = START + timedelta(hours=1)


def drafted(database: Database, new: NewDraft = NEW) -> AssistantDraft:
    with database.write() as conn:
        return assistant_drafts.insert_new(conn, new, now=START)


def ended(database: Database, draft_id: str, to: DraftState = DraftState.DISCARDED) -> bool:
    with database.write() as conn:
        return assistant_drafts.end(conn, draft_id, to, now=LATER)


def version(database: Database, draft_id: str) -> int:
    with database.read() as conn:
        asked = select(message.c.version).where(message.c.subject_id == draft_id)
        return int(conn.execute(asked).scalar_one())


def test_columns_are_fields() -> None:
    assert [each.name for each in fields(AssistantDraft)] == [each.name for each in assistant_draft.c]


def test_a_draft_is_kept_with_its_message_and_ends_once(either: Database) -> None:
    made = drafted(either)
    with either.read() as conn:
        assert assistant_drafts.get(conn, made.id) == made
        assert assistant_drafts.get(conn, "another") is None
    assert (made.state, made.body, made.created_at, version(either, made.id)) == (
        DraftState.WAITING,
        "See you at ten.",
        START,
        1,
    )

    assert ended(either, made.id, DraftState.CONFIRMED)
    assert not ended(either, made.id)

    with either.read() as conn:
        found = assistant_drafts.get(conn, made.id)
    assert found == replace(made, state=DraftState.CONFIRMED, updated_at=LATER)
    assert version(either, made.id) == 2


def test_what_waits_is_counted_and_found_by_its_words_and_number(either: Database) -> None:
    made = drafted(either)
    drafted(either, replace(NEW, user_id="U0TOM"))
    over = drafted(either, replace(NEW, body="Another"))
    ended(either, over.id)
    with either.read() as conn:
        assert assistant_drafts.count_waiting(conn, "U0MAYA") == 1
        assert assistant_drafts.waiting_like(conn, NEW) == made
        for other in (replace(NEW, body="Another"), replace(NEW, number="1"), replace(NEW, user_id="U0SAM")):
            assert assistant_drafts.waiting_like(conn, other) is None


def test_a_broadcast_is_the_same_by_its_group(either: Database) -> None:
    vip = replace(NEW, kind=SendKind.GROUP, number="", name="VIP")
    made = drafted(either, vip)
    assert made.kind is SendKind.GROUP
    with either.read() as conn:
        assert assistant_drafts.waiting_like(conn, vip) == made
        for other in (NEW, replace(vip, name="Physio")):
            assert assistant_drafts.waiting_like(conn, other) is None


def test_those_whose_time_is_over_are_found_and_old_ones_forgotten(either: Database) -> None:
    made = drafted(either)
    drafted(either, replace(NEW, expires_at=NEW.expires_at + timedelta(hours=1)))
    with either.write() as conn:
        assert assistant_drafts.expired(conn, NEW.expires_at - timedelta(seconds=1), 10) == ()
        assert assistant_drafts.expired(conn, NEW.expires_at, 10) == (made.id,)
        assert assistant_drafts.forget(conn, START, 10) == 0
        assert assistant_drafts.forget(conn, LATER, 1) == 1


def test_the_key_of_a_send_tells_which_draft_it_came_from() -> None:
    key = assistant_drafts.send_key("a" * 32, "sms-" + "f" * 32)

    assert assistant_drafts.draft_behind(key) == "a" * 32
    assert len(key) <= 255
    assert assistant_drafts.draft_behind("sms-" + "f" * 32) is None
