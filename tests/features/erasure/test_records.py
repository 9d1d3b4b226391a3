"""The record of an erasure names nobody, and tells once it is finished."""

import pytest
from sqlalchemy import update

from bot.features.erasure.service import Erasure
from bot.store import Database
from bot.store.number_hashes import KeyMissing
from bot.store.tables import (
    send,
)
from tests.clock import FakeClock
from tests.features.erasure.filling import (
    OTHER,
    PHONE,
    a_text,
    everything,
    fill,
)


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
