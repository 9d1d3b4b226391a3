"""What is no longer needed of appointments is forgotten: old texts, and what nobody confirmed."""

from datetime import timedelta

from bot.features.appointments.retention import DRAFT_KEPT, Forgetting
from bot.store import appointments
from tests.features.appointments.office import DAY, NEXT_DAY, Office

KEEP = timedelta(days=30)


def kept(office: Office, appointment_id: str) -> bool:
    with office.database.read() as conn:
        return appointments.get(conn, appointment_id) is not None


def test_the_texts_of_old_appointments_are_forgotten_and_nothing_else_of_them(office: Office) -> None:
    old, coming = office.with_texts("old"), office.with_texts("coming", at=NEXT_DAY + KEEP)
    forgetting = Forgetting(office.database, office.clock, KEEP)
    office.clock.advance(seconds=(DAY + KEEP - office.clock()).total_seconds())
    forgetting.run()
    assert office.the(old).reminder_text is not None

    office.clock.advance(seconds=1)
    forgetting.run()

    emptied = office.the(old)
    assert (emptied.reminder_text, emptied.confirmation_text) == (None, None)
    assert (emptied.name, emptied.status) == ("Ada Lovelace", office.the(coming).status)
    assert office.the(coming).reminder_text is not None


def test_what_nobody_confirmed_is_forgotten_after_a_day(office: Office) -> None:
    draft, asked = office.check("draft").draft.id, office.ask("asked")
    forgetting = Forgetting(office.database, office.clock, KEEP)
    office.clock.advance(seconds=DRAFT_KEPT.total_seconds())
    forgetting.run()
    assert kept(office, draft)

    office.clock.advance(seconds=1)
    forgetting.run()

    assert not kept(office, draft)
    assert kept(office, asked)
