"""Each date of a series becomes one send, once, whoever else is at it and whatever stopped in between."""

from dataclasses import fields
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Boolean, Column, Connection, Integer

from bot.errors import UserError
from bot.features.sends.holds import Hold
from bot.features.series import occurrences
from bot.store import audit, series
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import HeldBy, NewSend
from bot.store.states import SendState
from bot.store.tables import send as table
from bot.texting import recurrence
from bot.texting.recurrence import Cycle, Rule
from bot.texting.words import zone_or_utc
from tests.features.sends.harness import MAYA, NUMBER
from tests.features.series.harness import ZONE, Harness


def test_a_confirmed_series_waits_for_its_first_date_and_nothing_is_queued(harness: Harness) -> None:
    series_id = harness.begin()

    assert harness.the(series_id).state is SendState.REPEATING
    assert harness.far(series_id).next_at == harness.clock() + timedelta(hours=1)
    assert harness.jobs == []
    harness.come(minutes=59)
    assert harness.dates_of(series_id) == []


def test_one_that_was_asked_about_meanwhile_begins_when_it_is_approved(harness: Harness) -> None:
    start, rule = harness.clock() + timedelta(hours=1), Rule(Cycle.DAILY, times=3)
    kept = recurrence.kept(rule, start, recurrence.dates(rule, start, zone_or_utc(ZONE)), "")
    draft = harness.the(harness.draft(recurrence=recurrence.dump(kept)))
    harness.put(draft.id, SendState.AWAITING_APPROVAL)

    with harness.database.write() as conn:
        harness.send_service.hand_over(conn, draft)
        assert series.get(conn, draft.id) is None

    assert harness.the(draft.id).state is SendState.AWAITING_APPROVAL


def test_a_date_that_comes_is_a_send_of_its_own_which_waits_for_its_time(harness: Harness) -> None:
    series_id = harness.begin(add_to_group="VIP", to_name="Ada")

    harness.come(hours=1)
    harness.come(seconds=5)

    [made] = harness.dates_of(series_id)
    assert (made.state, made.held_by, made.send_at) == (SendState.SCHEDULED, HeldBy.BOT, made.goes_at)
    assert (made.to_number, made.to_name, made.body, made.credits) == (NUMBER, "Ada", "Hello", 1)
    assert (made.recurrence, made.add_to_group, made.hold_code) == (None, "VIP", None)
    far = harness.far(series_id)
    assert (far.made, far.last_id, far.missed) == (1, made.id, 0)
    assert far.next_at == made.send_at + timedelta(days=1) if made.send_at else False
    harness.come(days=1)
    assert [each.add_to_group for each in harness.dates_of(series_id)] == ["VIP", None]


def test_a_date_says_what_its_series_says_to_the_same_people(harness: Harness) -> None:
    told = {"to_phone": NUMBER, "alpha_sender": "HARBOUR", "throttle": 7, "rotate": True}
    series_id = harness.begin(**told)
    with harness.database.write() as conn:
        conn.execute(table.update().where(table.c.id == series_id).values(quiet_override="U0MAYA"))

    harness.come(hours=1)

    [made] = harness.dates_of(series_id)
    copied = (*told, "user_id", "team_id", "sender", "origin_channel", "zone", "quiet_override")
    for send in (made, harness.the(series_id)):
        assert {name: getattr(send, name) for name in copied} == told | {
            "user_id": "U0MAYA",
            "team_id": "T0HARBOUR",
            "sender": "14155550190",
            "origin_channel": "C0FRONT",
            "zone": ZONE,
            "quiet_override": "U0MAYA",
        }


def test_the_last_date_ends_it(harness: Harness) -> None:
    series_id = harness.begin(times=1)

    harness.come(hours=1)

    ended = harness.the(series_id)
    assert (ended.state, ended.outcome_code) == (SendState.ENDED, OutcomeCode.SERIES_DONE)
    assert harness.far(series_id).next_at is None
    assert len(harness.dates_of(series_id)) == 1


@pytest.mark.parametrize("late", [0, 1])
def test_of_dates_that_were_missed_only_the_newest_is_made(harness: Harness, late: int) -> None:
    series_id = harness.begin(times=9)

    harness.come(days=3, hours=1 + late)

    [made] = harness.dates_of(series_id)
    assert made.send_at == harness.clock() - timedelta(hours=late)
    far = harness.far(series_id)
    assert (far.made, far.missed, far.next_at) == (1, 3, made.send_at + timedelta(days=1))


def test_whoever_is_quicker_makes_it_and_nobody_else(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    series_id = harness.begin()
    harness.clock.advance(hours=1)
    seen: list[object] = []
    advance = series.advance

    def late(
        conn: Connection, series_status: series.Series, next_at: datetime | None, **values: object
    ) -> bool:
        if not seen:
            seen.append(series_status)
            assert advance(conn, series_status, next_at, **values)
        return advance(conn, series_status, next_at, **values)

    monkeypatch.setattr(series, "advance", late)
    harness.occurrences.make()

    assert [each.state for each in harness.dates_of(series_id)] == [SendState.DRAFT]  # left to who was first


def test_a_process_that_dies_before_it_goes_on_leaves_a_draft_that_is_taken_up(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    series_id = harness.begin()
    harness.clock.advance(hours=1)

    def dies(*_args: object, **_values: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(series, "advance", dies)
        with pytest.raises(KeyboardInterrupt):
            harness.occurrences.make()
    [draft] = harness.dates_of(series_id)
    harness.occurrences.make()

    [made] = harness.dates_of(series_id)
    assert (made.id, draft.state, made.state) == (draft.id, SendState.DRAFT, SendState.SCHEDULED)
    assert harness.far(series_id).made == 1


def test_what_a_budget_does_not_cover_asks_a_person(harness: Harness) -> None:
    series_id = harness.begin()
    harness.budgets.left = 0

    harness.come(hours=1)

    [made] = harness.dates_of(series_id)
    assert (made.state, made.hold_code) == (SendState.SCHEDULED, Hold.UNCHECKED)
    assert made.hold_sentence == "That is more than is left of the budget."


def test_words_that_may_not_go_out_any_more_pause_it_and_say_why(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    series_id = harness.begin()

    class Refusing:
        def require(self, *_about: object) -> None:
            raise UserError("Use a template.")

    monkeypatch.setattr(harness.send_service, "_wording", Refusing())
    harness.come(hours=1)

    far = harness.far(series_id)
    assert (far.paused_by, far.why, far.made) == (series.BOT, "Use a template.", 0)
    assert [each.state for each in harness.dates_of(series_id)] == [SendState.DRAFT]
    assert "Use a template." in str(harness.renderer.main(harness.the(series_id)).blocks)
    harness.come(days=2)
    assert len(harness.dates_of(series_id)) == 1


@pytest.mark.parametrize("gone", [{"body": None}, {"to_number": ""}], ids=["words", "number"])
def test_a_series_whose_words_or_number_are_gone_ends(harness: Harness, gone: dict[str, object]) -> None:
    series_id = harness.begin()
    with harness.database.write() as conn:
        conn.execute(table.update().where(table.c.id == series_id).values(gone))

    harness.come(hours=1)

    assert harness.dates_of(series_id) == []
    assert harness.the(series_id).outcome_code == OutcomeCode.SERIES_FORGOTTEN
    assert "no longer stored" in harness.renderer.main(harness.the(series_id)).text


def test_what_has_changed_since_it_was_approved_is_approved_anew(harness: Harness) -> None:
    series_id = harness.begin(draft=harness.group)
    harness.approvals.people = 10

    harness.come(hours=1)

    [made] = harness.dates_of(series_id)
    assert made.state is SendState.AWAITING_APPROVAL
    assert harness.approvals.asked == [(made.id, 12, "12 now")]
    assert harness.approvals.passed_on == [(series_id, made.id)]


def test_what_was_stopped_just_before_is_not_made(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    series_id = harness.begin()
    harness.clock.advance(hours=1)
    due = series.due

    def stopped(conn: Connection, now: datetime) -> tuple[str, ...]:
        found = due(conn, now)
        harness.service.stop(series_id, MAYA)
        return found

    monkeypatch.setattr(series, "due", stopped)
    harness.occurrences.make()

    assert harness.dates_of(series_id) == []


def test_what_happened_is_on_record(harness: Harness, database: Database) -> None:
    series_id = harness.begin(times=2)
    harness.come(hours=1)
    harness.come(days=1)

    with database.read() as conn:
        assert [each.kind for each in audit.of(conn, series_id, 9)] == ["confirmed", "repeating", "ended"]
        made = harness.dates_of(series_id)[0]
        assert [each.kind for each in audit.of(conn, made.id, 9)] == ["confirmed", "scheduled"]


def odd_value(column: Column[object]) -> object:
    if isinstance(column.type, Boolean):
        return True
    return 7 if isinstance(column.type, Integer) else "7"


def test_a_date_has_every_column_of_its_series_but_those_that_are_named(harness: Harness) -> None:
    """A column that somebody adds is copied, or named in the one place that says why it is not."""
    given = {each.name for each in fields(NewSend)}
    assert given == occurrences.OF_SERIES | occurrences.AGREED | occurrences.OWN
    odd: dict[str, object] = {}
    for column in table.columns:
        if column.name in occurrences.OF_SERIES - {"kind"}:
            odd[column.name] = (
                True if isinstance(column.type, Boolean) else 7 if isinstance(column.type, Integer) else "7"
            )
    odd |= {"zone": ZONE, "to_number": NUMBER, "to_phone": "14155550177"}
    series_id = harness.begin()
    with harness.database.write() as conn:
        conn.execute(table.update().where(table.c.id == series_id).values(odd))

    harness.come(hours=1)

    [made] = harness.dates_of(series_id)
    assert {name: getattr(made, name) for name in odd} == odd
    assert {name: getattr(made, name) for name in occurrences.AGREED} == {
        name: getattr(harness.the(series_id), name) for name in occurrences.AGREED
    }
