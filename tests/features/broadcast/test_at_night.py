"""A broadcast at night: judged where the numbers are, held until morning, or sent by those who may."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.store.sends import HeldBy
from tests.clock import START
from tests.features.broadcast.harness import MAYA, NIGHT, TOM, ZONE, Harness

TOMORROW = START + timedelta(days=1)
Build = Callable[..., Harness]


def test_quiet_hours_are_judged_where_the_numbers_are(build: Build) -> None:
    harness = build(night={None: NIGHT})
    harness.clock.advance(hours=13)  # ten at night in Los Angeles

    ready = harness.check()

    assert ready.quiet is not None
    assert (ready.quiet.people, ready.must_override, ready.may_override) == (2, True, False)
    assert ready.quiet.until == START + timedelta(hours=23)


def test_a_broadcast_can_be_held_until_quiet_hours_are_over(build: Build) -> None:
    harness = build(night={None: NIGHT})
    harness.clock.advance(hours=13)
    ready = harness.check(throttle=3)
    assert ready.quiet is not None
    assert ready.quiet.until is not None

    again = harness.broadcast_service.after_quiet(ready.draft.id, MAYA, ready.quiet.until, ZONE)
    later = harness.broadcast_service.check(again)

    assert later.draft.id != ready.draft.id
    assert (later.draft.held_by, later.draft.send_at) == (HeldBy.BOT, ready.quiet.until)
    assert (later.draft.throttle, later.must_override) == (3, False)


def test_nobody_holds_somebody_elses_draft(harness: Harness) -> None:
    ready = harness.check()

    with pytest.raises(UserError, match="no longer exists"):
        harness.broadcast_service.after_quiet(ready.draft.id, TOM, TOMORROW, ZONE)


def test_an_override_of_quiet_hours_needs_the_role(harness: Harness) -> None:
    first = harness.check(key="1").draft
    harness.broadcast_service.confirm(first.id, MAYA, in_spite=True)
    harness.may_override.add(MAYA.user_id)
    second = harness.check(key="2").draft
    harness.broadcast_service.confirm(second.id, MAYA, in_spite=True)

    assert harness.the(first.id).quiet_override is None
    assert harness.the(second.id).quiet_override == MAYA.user_id
