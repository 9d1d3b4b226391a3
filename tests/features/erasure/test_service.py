"""Who is erased is gone to the last byte; what happened, and everybody else, stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.features.erasure.service import Erasure
from bot.store import Database, series
from bot.store.erasing import empty
from bot.store.erasing.find import Person
from bot.store.number_hashes import KeyMissing
from bot.store.tables import (
    appointment_call,
    contact_addition,
    contact_import,
    contact_import_row,
    follow_up,
    message,
    send,
    verification,
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

LONGEST_AHEAD = timedelta(days=30)


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


class TestRecords:
    def test_an_erasure_is_recorded_without_who_it_was(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        fill(database, clock())

        record = erasure.erase(PHONE, "root")

        assert record is not None
        assert record.counts == {
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
        assert (record.done_by, record.begun_at, record.finished_at) == ("root", clock(), clock())
        assert erasure.records() == (record,)
        assert erasure.records(PHONE) == (record,)
        assert erasure.records(OTHER) == ()

    def test_who_is_not_kept_is_recorded_too(self, erasure: Erasure) -> None:
        record = erasure.erase(PHONE, "root")

        assert record is not None
        assert record.counts == {}

    def test_what_did_not_end_goes_on_under_the_same_record(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        a_text(database, clock(), "1")
        a_text(database, clock(), "2", state="attempting")
        assert erasure.erase(PHONE, "root") is None
        (unfinished,) = erasure.records()
        assert (unfinished.finished_at, unfinished.counts) == (None, {"text": 1})
        assert PHONE in everything(database)
        with database.write() as conn:
            conn.execute(update(send).where(send.c.id == "2").values(state="accepted"))

        record = erasure.erase(PHONE, "ops")

        assert record is not None
        assert (record.id, record.counts) == (unfinished.id, {"text": 2})

    def test_without_a_key_nothing_is_erased(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        assert database.path is None or database.path.exists()
        fill(database, clock())
        before = everything(database)
        url = database.engine.url.render_as_string(hide_password=False)
        keyless = Database(url)

        with pytest.raises(KeyMissing):
            Erasure(keyless, clock, "US").erase(PHONE, "root")

        assert not Erasure(keyless, clock, "US").is_ready()
        keyless.close()
        assert everything(database) == before
        assert erasure.is_ready()


class TestWaiting:
    @pytest.mark.parametrize("state", ["awaiting_approval", "scheduled", "queued"])
    def test_what_waits_is_cancelled_and_says_why(
        self, database: Database, clock: FakeClock, erasure: Erasure, state: str
    ) -> None:
        a_text(database, clock(), "1", state=state)
        assert erasure.look(PHONE).cancelled == 1

        assert erasure.erase(PHONE, "root") is not None

        with database.read() as conn:
            row = conn.execute(select(send)).one()
        assert (row.state, row.outcome_code, row.body, row.to_number) == ("cancelled", "erased", None, "")
        assert row.outcome_sentence == empty.NOT_SENT

    def test_a_series_ends_and_never_comes_again(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        a_text(database, clock(), "1", state="repeating")
        with database.write() as conn:
            series.begin(conn, "1", clock() + timedelta(days=1))
        assert erasure.look(PHONE).cancelled == 1

        assert erasure.erase(PHONE, "root") is not None

        assert state_of(database, "1") == "ended"
        with database.read() as conn:
            assert series.due(conn, clock() + timedelta(days=9)) == ()

    def test_one_that_may_have_gone_out_before_is_unknown_once_more(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        a_text(database, clock(), "1", state="queued", risked=1)

        assert erasure.erase(PHONE, "root") is not None
        assert state_of(database, "1") == "unknown"

    def test_a_draft_is_gone_and_a_row_of_a_list_is_never_sent(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        a_text(database, clock(), "1", state="draft")
        an_other(database, clock(), "4", kind="list", state="running", to_number="", to_phone="")
        a_text(database, clock(), "4:1", parent_id="4", state="draft")
        an_other(database, clock(), "4:2", parent_id="4", state="draft")

        assert erasure.erase(PHONE, "root") is not None

        assert [state_of(database, each) for each in ("1", "4", "4:1", "4:2")] == [
            None,
            "running",
            "cancelled",
            "draft",
        ]

    def test_a_row_that_waits_to_be_imported_never_is(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        put(database, contact_import, clock(), id="6", key="6", state="running")
        put(database, contact_import_row, clock(), import_id="6", place=1, number=PHONE, state="waiting")
        put(database, contact_import_row, clock(), import_id="6", place=2, number=PHONE, state="attempting")
        assert erasure.look(PHONE).cancelled == 1
        assert erasure.look(PHONE).busy == 1

        assert erasure.erase(PHONE, "root") is None

        with database.read() as conn:
            rows = conn.execute(select(contact_import_row).order_by(contact_import_row.c.place)).all()
        assert [(row.state, row.number) for row in rows] == [("cancelled", None), ("attempting", PHONE)]

    def test_a_code_that_still_counts_ends(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        a_text(database, clock(), "3", kind="otp")
        put(
            database,
            verification,
            clock(),
            send_id="3",
            number=PHONE,
            phone=PHONE,
            state="open",
            code_hash="h",
        )

        assert erasure.erase(PHONE, "root") is not None

        with database.read() as conn:
            row = conn.execute(select(verification)).one()
        assert (row.state, row.reason, row.number, row.code_hash) == ("failed", "expired", "", None)

    def test_what_is_being_done_stands_in_the_way(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        fill(database, clock())
        with database.write() as conn:
            conn.execute(update(appointment_call).values(state="attempting"))
            conn.execute(update(contact_addition).values(state="waiting"))
            conn.execute(update(verification).values(state="checking"))
        put(database, contact_import, clock(), id="13", key="13", state="queued")

        assert erasure.look(PHONE).busy == 4
        assert erasure.erase(PHONE, "root") is None

    def test_what_smsit_holds_is_told_until_its_last_time(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        ahead = clock() + LONGEST_AHEAD
        a_text(database, clock(), "1", state="scheduled_at_smsit", send_at=ahead)
        a_text(database, clock(), "2", state="scheduled_at_smsit", send_at=clock() - LONGEST_AHEAD)
        an_other(database, clock(), "3", state="scheduled_at_smsit", send_at=ahead)

        assert [(each.id, each.at) for each in erasure.look(PHONE).texts_at_smsit] == [("1", ahead)]


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
