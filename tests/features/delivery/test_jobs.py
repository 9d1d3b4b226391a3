"""The clock tick: what comes first, what waits, and what a silent SMS-iT may not hold up."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.features.delivery.due_parts import DueParts
from bot.features.delivery.jobs import Retention, Tick, Watch
from bot.features.delivery.reports import PAUSE_WHEN_DOWN
from bot.smsit import ContactReport, Endpoint
from bot.smsit.codes import refusal
from bot.store import batched_writes, sends
from bot.store.database import Database
from bot.store.looks import Looks
from bot.store.sends import SendKind
from bot.store.states import SendState
from bot.store.tables import follow_up, send
from tests.clock import FakeClock
from tests.counted import counted
from tests.fakes.poster import FakePoster
from tests.fakes.smsit import NO_REPORT, FakeReports
from tests.features.delivery.samples import a_watched_text, an_unknown_text, the
from tests.features.samples import NUMBER
from tests.patience import PATIENCE_SECONDS
from tests.store.samples import NOON, a_draft, a_send_in

OTHER = "14155550101"
PAUSE = PAUSE_WHEN_DOWN.total_seconds()


@pytest.fixture
def tick(watch: Watch) -> Tick:
    return Tick(watch.parts())


def polls(database: Database) -> list[int]:
    with database.read() as conn:
        return sorted(row.polls for row in conn.execute(follow_up.select()))


def test_a_part_that_breaks_does_not_keep_the_next_one_back(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    before = counted("smsit_bot_tick_seconds_count", result="broke")

    def breaks() -> None:
        raise ValueError("14155550100")

    Tick({"first": breaks, "second": lambda: done.append("second")}).run({})

    assert done == ["second"]
    assert counted("smsit_bot_tick_seconds_count", result="broke") == before + 1
    assert "clock part first broke: ValueError" in caplog.text
    assert "14155550100" not in caplog.text


def any_scheduled(database: Database, *names: str) -> DueParts:
    """Return what asks whether anything is scheduled, for the parts of these names."""
    return DueParts(Looks(dict.fromkeys(names, sends.SCHEDULED)), database, lambda: NOON)


def test_a_part_with_nothing_to_do_is_left_out_and_one_that_looks_elsewhere_runs(database: Database) -> None:
    done: list[str] = []
    tick = Tick(
        {"asked": lambda: done.append("asked"), "other": lambda: done.append("other")},
        any_scheduled(database, "asked"),
    )
    tick.run({})
    assert done == ["other"]
    a_send_in(database, SendState.SCHEDULED, send_at=NOON)
    tick.run({})
    assert done == ["other", "asked", "other"]


def test_what_one_part_makes_due_for_the_next_is_done_in_the_same_tick(database: Database) -> None:
    done: list[str] = []
    looks = Looks({"first": sends.SCHEDULED, "second": sends.ATTEMPTING, "third": sends.SCHEDULED})

    def first() -> None:
        done.append("first")
        with database.write() as conn:
            conn.execute(send.update().values(state=SendState.ATTEMPTING.value))

    a_send_in(database, SendState.SCHEDULED, send_at=NOON)
    parts = {
        "first": first,
        "second": lambda: done.append("second"),
        "third": lambda: done.append("third"),
    }
    Tick(parts, DueParts(looks, database, lambda: NOON)).run({})
    assert done == ["first", "second"]


def test_where_nobody_can_be_asked_everything_counts_as_due(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []
    what = any_scheduled(database, "one", "two")
    with database.write() as conn:
        conn.exec_driver_sql("ALTER TABLE send RENAME TO gone")
    Tick({"one": lambda: done.append("one"), "two": lambda: done.append("two")}, what).run({})
    assert done == ["one", "two"]
    assert caplog.text.count("the clock could not ask what is due") == 1


def test_a_part_that_takes_long_is_left_alone_and_the_others_run() -> None:
    begun, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def slow() -> None:
        done.append("slow")
        begun.set()
        assert go_on.wait(PATIENCE_SECONDS)

    tick = Tick({"hold": lambda: done.append("hold"), "slow": slow, "last": lambda: done.append("last")})
    first = threading.Thread(target=tick.run, args=({},))
    first.start()
    assert begun.wait(PATIENCE_SECONDS)

    tick.run({})

    assert done == ["hold", "slow", "hold", "last"]
    go_on.set()
    first.join(PATIENCE_SECONDS)
    tick.run({})
    assert done[-3:] == ["hold", "slow", "last"]


@pytest.mark.parametrize("count", [3, 4, 5])
def test_what_is_old_is_forgotten_in_portions_and_rows_go_after_their_list(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(batched_writes, "PORTION", 2)
    draft = a_draft(database, now=clock(), kind=SendKind.LIST)
    for line in range(count):
        a_send_in(database, SendState.DELIVERED, now=clock())
        a_draft(database, now=clock(), parent_id=draft.id, line=line)
    clock.advance(days=91)
    kept = a_draft(database, now=clock())

    Retention(database, clock, timedelta(days=90)).run({})

    with database.read() as conn:
        found = [(row.state, row.body is None) for row in conn.execute(send.select().order_by(send.c.body))]
        assert sends.get(conn, kept.id) == kept
    assert sorted(found) == [("delivered", True)] * count + [("draft", False)]


def test_messages_are_drawn_before_smsit_is_asked_and_after_it(watch: Watch) -> None:
    assert list(watch.parts()) == ["clock", "sweep", "show", "follow", "evidence", "show again"]


def test_what_is_learned_in_a_tick_is_shown_by_it(
    tick: Tick, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    text = a_watched_text(database, clock)
    clock.advance(seconds=10)

    tick.run({})

    assert the(database, text).state is SendState.DELIVERED
    assert poster.calls == ["post C0FRONT", "update C0FRONT"]


def test_smsit_is_asked_for_no_report_on_somebody_nobody_knows_any_more(
    tick: Tick, account: FakeReports, database: Database, clock: FakeClock
) -> None:
    text = a_watched_text(database, clock)
    with database.write() as conn:
        conn.execute(update(send).where(send.c.id == text).values(to_number="", to_phone=""))
    clock.advance(seconds=10)

    tick.run({})

    assert the(database, text).state is SendState.ACCEPTED
    assert account.asked == []


def test_a_silent_smsit_is_asked_one_question_in_half_a_minute(
    tick: Tick, account: FakeReports, poster: FakePoster, database: Database, clock: FakeClock
) -> None:
    account.says = account.has = NO_REPORT
    for number in range(3):
        a_watched_text(database, clock, key=f"watched {number}")
        an_unknown_text(database, clock, key=f"unknown {number}")
    clock.advance(seconds=10)

    for _ in range(6):
        tick.run({})
        clock.advance(seconds=PAUSE / 6)

    assert account.asked == ["report"]
    assert polls(database) == [0, 0, 1]
    assert len(poster.calls) == 6
    tick.run({})
    assert len(account.asked) == 2


def test_when_smsit_is_back_everything_is_asked(
    tick: Tick, account: FakeReports, database: Database, clock: FakeClock
) -> None:
    account.says = NO_REPORT
    watched = [a_watched_text(database, clock, key=f"watched {number}") for number in range(3)]
    unknown = an_unknown_text(database, clock, key="unknown")
    clock.advance(seconds=10)
    tick.run({})
    assert the(database, unknown).evidence is None

    account.says = ContactReport(status="delivered", error="")
    clock.advance(seconds=PAUSE)
    tick.run({})

    assert {the(database, each).state for each in watched} == {SendState.DELIVERED}
    assert the(database, unknown).evidence


def test_a_question_that_is_refused_is_no_silence(
    tick: Tick, account: FakeReports, database: Database, clock: FakeClock
) -> None:
    account.says = refusal(Endpoint.CONTACT_REPORT, -3)
    for number in range(3):
        a_watched_text(database, clock, key=str(number))
    clock.advance(seconds=10)

    tick.run({})

    assert account.asked == ["report"] * 3
    assert polls(database) == [1, 1, 1]


def test_a_text_whose_evidence_never_comes_does_not_keep_others_from_theirs(
    tick: Tick, account: FakeReports, database: Database, clock: FakeClock
) -> None:
    texts = [an_unknown_text(database, clock, key=number, number=number) for number in (NUMBER, OTHER)]
    account.silent_about_the_first = True

    for _ in range(2):
        tick.run({})
        clock.advance(seconds=PAUSE)

    assert sorted(the(database, each).evidence is not None for each in texts) == [False, True]


def test_an_account_that_is_refused_is_not_asked_for_all_evidence_again_and_again(
    tick: Tick, account: FakeReports, database: Database, clock: FakeClock
) -> None:
    account.says = refusal(Endpoint.CONTACT_REPORT, -1)
    for number in range(3):
        an_unknown_text(database, clock, key=str(number))

    for _ in range(6):
        tick.run({})
        clock.advance(seconds=PAUSE / 6)

    assert account.asked == ["report"]


def test_an_odd_evidence_does_not_keep_texts_from_being_followed(
    tick: Tick, account: FakeReports, database: Database, clock: FakeClock
) -> None:
    an_unknown_text(database, clock, key="unknown")
    account.has = NO_REPORT
    tick.run({})
    watched = a_watched_text(database, clock, key="watched")

    clock.advance(seconds=PAUSE)
    tick.run({})

    assert the(database, watched).state is SendState.DELIVERED
