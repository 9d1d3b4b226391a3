"""What people decide about series: once, by those who may, and of the date they saw."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.sends import repeats
from bot.features.series.listeners import PAUSED as PAUSED_NOTE
from bot.features.series.service import MOVED_ON, NO_SERIES, OVER, PAUSED
from bot.features.series.views import message as view
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.store import audit, series
from bot.store.outcome_codes import OutcomeCode
from bot.store.states import SendState
from bot.store.tables import send as table
from bot.texting.recurrence import Cycle
from tests.features.samples import words_in
from tests.features.sends.harness import MAYA
from tests.features.series.harness import Harness
from tests.features.slack_harness import buttons

TOM, PRIYA = Who("U0TOM", "T0HARBOUR"), Who("U0PRIYA", "T0HARBOUR")


def test_skipping_leaves_out_the_date_that_was_seen_once(harness: Harness) -> None:
    series_id = harness.begin()
    seen, at = harness.seen(series_id), harness.far(series_id).next_at
    assert at is not None

    harness.service.skip(series_id, seen, MAYA)
    with pytest.raises(UserError, match=MOVED_ON):
        harness.service.skip(series_id, seen, MAYA)

    assert harness.far(series_id).next_at == at + timedelta(days=1)
    assert harness.far(series_id).skipped == 1
    with harness.database.read() as conn:
        assert audit.of(conn, series_id, 9)[-1].kind == "skipped"


def test_skipping_the_last_date_ends_it(harness: Harness) -> None:
    series_id = harness.begin(times=1)

    harness.service.skip(series_id, harness.seen(series_id), MAYA)

    assert harness.the(series_id).outcome_code == OutcomeCode.SERIES_DONE
    with pytest.raises(UserError, match=OVER):
        harness.service.skip(series_id, "", MAYA)


def test_somebody_else_who_was_quicker_is_not_overtaken(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    series_id = harness.begin()
    monkeypatch.setattr(series, "advance", lambda *_args, **_values: False)

    with pytest.raises(UserError, match=MOVED_ON):
        harness.service.skip(series_id, harness.seen(series_id), MAYA)


def test_a_paused_series_stands_still_and_is_resumed_with_what_is_ahead(harness: Harness) -> None:
    series_id = harness.begin(times=9)
    first = harness.far(series_id).next_at
    assert first is not None
    harness.service.pause(series_id, TOM)
    harness.service.pause(series_id, MAYA)
    assert harness.far(series_id).paused_by == "U0TOM"
    with pytest.raises(UserError, match=PAUSED):
        harness.service.skip(series_id, harness.seen(series_id), MAYA)

    harness.come(days=2)
    assert harness.dates_of(series_id) == []
    assert harness.series_status(series_id).coming[0] == first + timedelta(days=2)
    harness.service.resume(series_id, MAYA)
    harness.service.resume(series_id, MAYA)

    assert harness.far(series_id).next_at == first + timedelta(days=2)


def test_one_resumed_when_all_is_over_ends(harness: Harness) -> None:
    series_id = harness.begin(times=2)
    harness.service.pause(series_id, MAYA)
    harness.clock.advance(days=5)

    harness.service.resume(series_id, MAYA)

    assert harness.the(series_id).outcome_code == OutcomeCode.SERIES_DONE


def test_stopping_ends_it_and_twice_is_once(harness: Harness) -> None:
    series_id = harness.begin()
    harness.come(hours=1)

    harness.service.stop(series_id, TOM)
    harness.service.stop(series_id, MAYA)

    ended = harness.the(series_id)
    assert (ended.state, ended.decided_by) == (SendState.ENDED, "U0TOM")
    assert harness.dates_of(series_id)[0].state is SendState.SCHEDULED
    harness.come(days=3)
    assert len(harness.dates_of(series_id)) == 1
    for change in (harness.service.pause, harness.service.resume):
        with pytest.raises(UserError, match=OVER):
            change(series_id, MAYA)


def test_a_series_is_changed_by_its_owner_and_by_those_the_policy_names(harness: Harness) -> None:
    series_id, of_group = harness.begin(), harness.begin(draft=harness.group, key="group")
    harness.roles["U0MAYA"].discard(next(role for role in harness.roles["U0MAYA"] if role == "broadcaster"))

    for change in (
        harness.service.pause,
        harness.service.resume,
        harness.service.stop,
        harness.service.theirs,
    ):
        with pytest.raises(UserError, match="because it's <@U0MAYA>'s"):
            change(series_id, PRIYA)
        with pytest.raises(UserError, match=r"You need the \*broadcaster\* role to change this series"):
            change(of_group, MAYA)


def test_what_does_not_repeat_is_no_series(harness: Harness) -> None:
    with pytest.raises(UserError, match=NO_SERIES):
        harness.service.editable(harness.draft(), MAYA)


def test_one_that_moved_on_meanwhile_does_not_begin(harness: Harness) -> None:
    series_id = harness.begin()
    kept = harness.series_status(series_id).kept

    with harness.database.write() as conn:
        repeats.begin(conn, harness.the(series_id), kept, SendState.AWAITING_APPROVAL, {}, harness.clock())

    assert harness.far(series_id).made == 0


class TestEditing:
    """What is confirmed in place of a series ends it."""

    def test_the_new_one_ends_the_old_one_when_it_begins(self, harness: Harness) -> None:
        old = harness.begin()

        new = harness.begin(replaces=old, key="new")

        assert harness.the(new).state is SendState.REPEATING
        assert harness.the(old).outcome_code == OutcomeCode.SERIES_REPLACED
        assert "the series has a new message" in harness.renderer.main(harness.the(old)).text

    def test_one_that_is_to_be_approved_ends_it_later_or_not_at_all(self, harness: Harness) -> None:
        old = harness.begin()
        harness.approvals.people = 0

        new = harness.begin(replaces=old, key="new")

        assert harness.the(new).state is SendState.AWAITING_APPROVAL
        assert harness.the(old).state is SendState.REPEATING
        harness.service.stop(old, MAYA)
        with (
            pytest.raises(UserError, match="this was to replace has ended"),
            harness.database.write() as conn,
        ):
            harness.send_service.release(conn, harness.the(new))
        assert harness.the(new).state is SendState.AWAITING_APPROVAL

    def test_one_that_waits_for_approval_gives_way_when_its_successor_is_confirmed(
        self, harness: Harness
    ) -> None:
        running = harness.begin()
        harness.approvals.people = 0
        waiting = harness.begin(replaces=running, key="waiting")
        with harness.database.write() as conn:
            changed = table.update().where(table.c.id == waiting)
            conn.execute(changed.values(touched_by=["U0PRIYA"]))

        new = harness.begin(replaces=waiting, key="new", who=TOM, body="Hello again")

        withdrawn = harness.the(waiting)
        assert (withdrawn.state, withdrawn.outcome_code) == (SendState.CANCELLED, OutcomeCode.SERIES_REPLACED)
        assert "Edited by <@U0TOM>; the series has a new message" in harness.renderer.main(withdrawn).text
        assert harness.approvals.asked[-1] == (new, 1, "Hello again for Hello")
        assert harness.the(new).touched_by == ["U0MAYA", "U0PRIYA"]
        assert harness.the(running).state is SendState.REPEATING
        with harness.database.write() as conn:
            harness.send_service.release(conn, harness.the(new))
        assert harness.the(new).state is SendState.REPEATING
        assert harness.the(running).outcome_code == OutcomeCode.SERIES_REPLACED

    def test_of_two_who_edit_one_that_waits_the_second_is_told(self, harness: Harness) -> None:
        harness.approvals.people = 0
        waiting = harness.begin()
        first = harness.begin(replaces=waiting, key="first")

        with pytest.raises(UserError, match="in the meantime"):
            harness.begin(replaces=waiting, key="second", who=TOM)

        assert harness.the(first).touched_by is None
        assert [each for each, *_rest in harness.approvals.asked] == [waiting, first]
        with harness.database.write() as conn, pytest.raises(UserError, match="in the meantime"):
            repeats.withdraw(
                conn,
                replace(harness.the(waiting), state=SendState.AWAITING_APPROVAL),  # as it was read before
                harness.the(first),
                harness.clock(),
            )

    def test_nobody_replaces_what_is_not_theirs(self, harness: Harness) -> None:
        old = harness.begin(user_id="U0MAYA")
        with harness.database.write() as conn:
            from_tom = {"user_id": "U0TOM"}
            conn.exec_driver_sql(f"UPDATE send SET user_id = '{from_tom['user_id']}' WHERE id = '{old}'")  # noqa: S608 -- our own id

        with pytest.raises(UserError, match="because it's <@U0TOM>'s"):
            harness.begin(replaces=old, key="new")

        assert harness.the(old).state is SendState.REPEATING


class TestSlack:
    """The message, the modal and their buttons."""

    def test_slack_takes_them_in_every_state(self, harness: Harness) -> None:
        for cycle in Cycle:
            series_id = harness.begin(cycle=cycle, times=2, key=cycle.value)
            steps = (
                lambda: None,
                lambda: harness.service.pause(series_id, MAYA),  # noqa: B023 -- called in this round
                lambda: harness.service.stop(series_id, MAYA),  # noqa: B023 -- likewise
            )
            for step in steps:
                step()
                drawn = harness.renderer.main(harness.the(series_id))
                assert problems_in_message({"text": drawn.text, "blocks": list(drawn.blocks)}) == []
                assert problems_in_view(view.series(harness.series_status(series_id), harness.clock())) == []

    def test_before_it_begins_it_says_what_is_to_come(self, harness: Harness) -> None:
        harness.approvals.people = 0
        series_id = harness.begin()

        said = harness.renderer.main(harness.the(series_id))
        assert "Awaiting approval, every day" in said.text
        assert "Next: " in words_in(said.blocks)
        harness.decisions.cancel(series_id, MAYA)
        assert (
            "Cancelled, not sent, every day (by <@U0MAYA>)"
            in harness.renderer.main(harness.the(series_id)).text
        )

    def test_a_button_decides_and_the_modal_shows_it(self, harness: Harness) -> None:
        series_id = harness.begin()
        shown = view.series(harness.series_status(series_id), harness.clock())
        value = buttons(shown)["series.pause"][0]

        harness.listeners.open(harness.slack_harness.press({}, value))
        assert "Next: " in words_in(harness.slack_harness.windows.newest)
        harness.listeners.pause(harness.slack_harness.press(shown, value))
        assert PAUSED_NOTE in words_in(harness.slack_harness.windows.newest)
        harness.listeners.skip(harness.slack_harness.press(shown, value))
        assert PAUSED in words_in(harness.slack_harness.windows.newest)
        harness.listeners.resume(harness.slack_harness.press({}, value))
        harness.listeners.stop(harness.slack_harness.press({}, value))
        assert harness.the(series_id).state is SendState.ENDED

    def test_one_that_waits_for_approval_opens_its_form_too(self, harness: Harness) -> None:
        harness.approvals.people = 0
        series_id = harness.begin()
        shown = view.series(harness.series_status(series_id), harness.clock())

        harness.listeners.edit(harness.slack_harness.press(shown, buttons(shown)["series.edit"][0]))

        [rewrite] = harness.rewritten
        assert (rewrite.send.id, rewrite.next_at) == (series_id, harness.clock() + timedelta(hours=1))

    def test_editing_opens_the_form_it_was_written_in(self, harness: Harness) -> None:
        series_id = harness.begin()
        value = buttons(view.series(harness.series_status(series_id), harness.clock()))["series.edit"][0]

        harness.listeners.edit(harness.slack_harness.press({}, value))

        [rewrite] = harness.rewritten
        assert (rewrite.send.id, rewrite.next_at) == (series_id, harness.far(series_id).next_at)
        harness.service.pause(series_id, MAYA)
        harness.clock.advance(days=9)
        harness.listeners.edit(harness.slack_harness.press({}, value))
        assert len(harness.rewritten) == 1
