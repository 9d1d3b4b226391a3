"""What is no longer needed of appointments is forgotten: old texts, and what nobody confirmed."""

from datetime import timedelta

from bot.features.appointments.decisions import Move
from bot.features.appointments.retention import DRAFT_KEPT, Retention
from bot.features.sends.submission import Submission
from bot.store import appointments
from bot.store.tables import change_plan
from tests.features.appointments.harness import DAY, LONDON, MAYA, NEXT_DAY, Harness

KEEP = timedelta(days=30)


def kept(harness: Harness, appointment_id: str) -> bool:
    with harness.database.read() as conn:
        return appointments.get(conn, appointment_id) is not None


def test_the_texts_of_old_appointments_are_forgotten_and_nothing_else_of_them(harness: Harness) -> None:
    old, coming = harness.with_texts("old"), harness.with_texts("coming", at=NEXT_DAY + KEEP)
    forgetting = Retention(harness.database, harness.clock, KEEP)
    harness.clock.advance(seconds=(DAY + KEEP - harness.clock()).total_seconds())
    forgetting.run()
    assert harness.the(old).reminder_text is not None

    harness.clock.advance(seconds=1)
    forgetting.run()

    emptied = harness.the(old)
    assert (emptied.reminder_text, emptied.confirmation_text) == (None, None)
    assert (emptied.name, emptied.status) == ("Ada Lovelace", harness.the(coming).status)
    assert harness.the(coming).reminder_text is not None


def test_what_nobody_confirmed_is_forgotten_after_a_day(harness: Harness) -> None:
    draft, asked = harness.check("draft").draft.id, harness.ask("asked")
    forgetting = Retention(harness.database, harness.clock, KEEP)
    harness.clock.advance(seconds=DRAFT_KEPT.total_seconds())
    forgetting.run()
    assert kept(harness, draft)

    harness.clock.advance(seconds=1)
    forgetting.run()

    assert not kept(harness, draft)
    assert kept(harness, asked)


def test_words_about_changes_and_what_was_reviewed_are_forgotten_too(harness: Harness) -> None:
    booked = harness.book()
    harness.decisions.cancel(harness.about(booked), MAYA, "Sorry %%Name%%")
    harness.run()
    review = Submission(Move(harness.about(harness.book("other")), NEXT_DAY), MAYA, None, "review", LONDON)
    harness.moves.check(review)
    forgetting = Retention(harness.database, harness.clock, KEEP)
    harness.clock.advance(seconds=DRAFT_KEPT.total_seconds())
    forgetting.run()
    assert plans(harness) == 1
    harness.clock.advance(seconds=1)
    forgetting.run()
    assert plans(harness) == 0

    harness.clock.advance(seconds=(DAY + KEEP - harness.clock()).total_seconds())
    forgetting.run()
    assert harness.last(booked).notice == "Sorry %%Name%%"
    harness.clock.advance(seconds=1)
    forgetting.run()
    assert harness.last(booked).notice is None


def plans(harness: Harness) -> int:
    with harness.database.read() as conn:
        return len(conn.execute(change_plan.select()).all())
