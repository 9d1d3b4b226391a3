"""Who is erased is gone to the last byte; what happened, and everybody else, stays."""

from sqlalchemy import select

from bot.features.erasure.service import Erasure
from bot.store import Database
from bot.store.erasing.find import Person
from bot.store.tables import (
    contact_import,
    follow_up,
    message,
    send,
)
from tests.clock import FakeClock
from tests.features.erasure.filling import (
    OTHER,
    PHONE,
    SPELT,
    TRACES,
    a_text,
    an_other,
    emptied_columns,
    everything,
    fill,
    filled_columns,
    put,
    tables_held,
)


def state_of(database: Database, send_id: str) -> str | None:
    with database.read() as conn:
        found: str | None = conn.execute(select(send.c.state).where(send.c.id == send_id)).scalar()
    return found


def test_the_person_is_in_every_column_that_erasing_empties(database: Database, clock: FakeClock) -> None:
    """What this module fills is what there is to be erased: a new column has to be filled here too."""
    fill(database, clock())
    ours = {"send.token", "appointment_call.token", "contact_addition.token", "contact_import_row.token",
            "verification.code_hash", "contact_import_row.reason", "approval.fingerprint"}  # fmt: skip
    assert emptied_columns() - filled_columns(database) == ours


def test_nothing_of_them_is_left_in_any_row_or_byte(
    database: Database, clock: FakeClock, erasure: Erasure
) -> None:
    fill(database, clock())
    assert len(tables_held(database)) == 15

    record = erasure.erase(PHONE, "root")

    assert record is not None
    after = everything(database)
    assert [each for each in TRACES if each.casefold() in after.casefold()] == []
    assert erasure.settle()
    if database.path is not None:
        files = {each.name: each.read_bytes() for each in database.path.parent.glob("bot.db*")}
        assert set(files) >= {"bot.db", "bot.db-wal"}
        for name, held in files.items():
            assert [each for each in TRACES if each.encode() in held] == [], name


def test_what_happened_and_everybody_else_stays(
    database: Database, clock: FakeClock, erasure: Erasure
) -> None:
    fill(database, clock())
    before = [line for line in everything(database).splitlines() if not any(each in line for each in TRACES)]

    erasure.erase(PHONE, "root")

    after = everything(database)
    assert after.count("\nsend:") == 15
    bobs = [line for line in before if OTHER in line]
    assert len(bobs) == 14
    assert all(line in after for line in bobs)
    assert "people.csv" in after  # somebody else is in that list
    assert "c.csv" in after
    with database.read() as conn:
        assert (
            conn.execute(select(contact_import.c.source).where(contact_import.c.id == "7")).scalar() is None
        )
        assert conn.execute(select(follow_up)).all() == []
    assert state_of(database, "1accepted") == "no_news"
    assert state_of(database, "1unknown") == "unknown"
    assert state_of(database, "1") == "delivered"


def test_nobody_abroad_is_erased_who_has_the_same_digits_as_somebody_at_home() -> None:
    """A number of Singapore, and one in Minnesota as it is written without its country code."""
    abroad, home = "6517347766", "16517347766"
    assert Person(abroad, "US").owns(abroad, abroad)
    assert not Person(home, "US").owns(abroad, abroad)
    assert not Person(abroad, "US").owns(abroad, home)
    for number, phone in ((abroad, home), ("4155550112", "4155550112"), ("04155550112", "")):
        one = home if phone == home else "14155550112"
        assert Person(one, "US").owns(number, phone)


def test_messages_that_stand_somewhere_are_drawn_again_and_no_others(
    database: Database, clock: FakeClock, erasure: Erasure
) -> None:
    fill(database, clock())
    put(database, message, clock(), subject_id="1refused", purpose="send", version=0, shown_version=0)

    erasure.erase(PHONE, "root")

    with database.read() as conn:
        outdated = {
            row.subject_id for row in conn.execute(select(message)) if row.version > row.shown_version
        }
    assert outdated == {"1", "4", "8", "8c"}


def test_the_survey_says_how_much_there_is_and_changes_nothing(
    database: Database, clock: FakeClock, erasure: Erasure
) -> None:
    fill(database, clock())
    before = everything(database)

    seen = erasure.look(PHONE)

    assert seen.counts == {
        "text": 9,
        "code": 1,
        "appointment": 2,
        "added contact": 1,
        "import row": 4,
        "assistant's draft": 2,
        "workflow step": 1,
        "choice of people": 1,
        "broadcast": 1,
        "do-not-text record": 1,
        "own number": 1,
    }
    assert (seen.cancelled, seen.busy, seen.mentions) == (0, 0, 0)
    assert seen.channels == {"C0FRONT": 2}
    assert everything(database) == before


class TestMentions:
    def test_words_to_others_that_say_the_number_are_counted_and_stay(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        a_text(database, clock(), "1", body=f"You are {PHONE}")
        for nth, spelt in enumerate(SPELT):
            an_other(database, clock(), f"2{nth}", body=f"Call {spelt} at ten.")
        an_other(database, clock(), "3", body="Call 415-555-0888.")

        assert erasure.look(PHONE).mentions == len(SPELT)
        erasure.erase(PHONE, "root")
        assert erasure.look(PHONE).mentions == len(SPELT)
