"""When a second person is needed, and what an approval is bound to."""

import json
from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.approvals import snapshot
from bot.policy.model import Approval as Rules
from bot.store.sends import Send, SendKind
from bot.texting import membership
from tests.features.approvals.samples import RULES, SERIES, a_broadcast
from tests.features.samples import BODY, LATER

CHANGES: dict[str, object] = {
    "body": "Another text",
    "kind": SendKind.LIST,
    "to_name": "VIP 2",
    "people": 318,
    "credits": 318,
    "credits_upper": 636,
    "occurrences": 3,
    "recurrence": SERIES,
    "send_at": LATER,
    "sender": "14155550191",
    "alpha_sender": "HarbourSt",
    "rotate": True,
    "throttle": 3,
    "members": "others",
}
"""A change of each thing an approval is bound to."""


def changed(change: str, then: Send | None = None) -> tuple[str, ...]:
    then = then or a_broadcast()
    return snapshot.differences(snapshot.of(then), replace(then, **{change: CHANGES[change]}))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ("over 100 recipients",)),
        ({"people": 100}, ()),
        ({"people": 101}, ("over 100 recipients",)),
        ({"people": 1, "credits_upper": 500}, ()),
        ({"people": 1, "credits_upper": 501}, ("over 500 credits",)),
        (
            {"people": 1, "credits_upper": 50, "occurrences": 12},
            ("over 500 credits", "repeats 12 times"),
        ),
        ({"people": 1, "recurrence": SERIES}, ("repeats 1 time",)),
        ({"people": 1, "occurrences": 2, "credits_upper": 1}, ("repeats 2 times",)),
        ({"kind": SendKind.LIST}, ("over 100 recipients",)),
        ({"kind": SendKind.CONTACT, "recurrence": SERIES}, ()),
        (
            {"people": 1234, "credits_upper": 2468, "recurrence": SERIES, "occurrences": 3},
            ("over 100 recipients", "over 500 credits", "repeats 3 times"),
        ),
    ],
)
def test_a_second_person_is_needed_above_a_threshold_and_for_a_series(
    changes: dict[str, object], why: tuple[str, ...]
) -> None:
    assert snapshot.reasons(RULES, a_broadcast(**changes)) == why


def test_without_a_channel_for_approvers_nobody_is_asked() -> None:
    assert snapshot.reasons(Rules(people=0, credits=0), a_broadcast(recurrence=SERIES)) == ()


def test_a_threshold_that_is_not_set_never_asks() -> None:
    assert snapshot.reasons(Rules(channel="C0APPROVE"), a_broadcast(people=10**6, credits_upper=10**6)) == ()


@pytest.mark.parametrize("change", CHANGES)
def test_every_fact_changes_the_fingerprint_and_is_told(change: str) -> None:
    then = a_broadcast()
    now = replace(then, **{change: CHANGES[change]})

    assert snapshot.fingerprint(snapshot.of(then)) != snapshot.fingerprint(snapshot.of(now))
    assert len(changed(change)) == 1


def test_what_changed_is_said_in_words() -> None:
    assert {change: changed(change)[0] for change in CHANGES} == {
        "body": "The text was changed.",
        "kind": "It now goes to the list VIP instead of the group VIP.",
        "to_name": "It now goes to the group VIP 2 instead of the group VIP.",
        "people": "The group now has 318 recipients (was 312).",
        "credits": "It now costs 318 credits (was 312).",
        "credits_upper": "It now costs up to 636 credits (was 312).",
        "occurrences": "It now goes out 3 times (was 1).",
        "recurrence": "The repeat dates were changed.",
        "send_at": "It would now go out on {2026-11-24T17:30:00+00:00}, not immediately.",
        "sender": "The sender was changed.",
        "alpha_sender": "The sender was changed.",
        "rotate": "The sender was changed.",
        "throttle": "The delay between texts was changed.",
        "members": "The people in the group aren't the ones it was approved for.",
    }


def test_a_time_that_moves_is_kept_as_moments() -> None:
    then = a_broadcast(send_at=LATER - timedelta(hours=1))

    assert " ".join(changed("send_at", then)) == (
        "The time moved from {2026-11-24T16:30:00+00:00} to {2026-11-24T17:30:00+00:00}."
    )
    assert snapshot.differences(snapshot.of(then), replace(then, send_at=None)) == (
        "It would now go out immediately, not on {2026-11-24T16:30:00+00:00}.",
    )


def test_the_same_moment_in_another_zone_is_no_change() -> None:
    then = a_broadcast(send_at=LATER.astimezone(timezone(timedelta(hours=2))))

    assert snapshot.differences(snapshot.of(then), replace(then, send_at=LATER.astimezone(UTC))) == ()


def test_several_changes_are_told_together() -> None:
    then = a_broadcast()
    now = replace(then, people=318, credits=318, credits_upper=318)

    assert snapshot.differences(snapshot.of(then), now) == (
        "The group now has 318 recipients (was 312).",
        "It now costs 318 credits (was 312).",
    )
    listed = a_broadcast(kind=SendKind.LIST)
    assert snapshot.differences(snapshot.of(listed), replace(listed, people=1)) == (
        "The list now has 1 recipient (was 312).",
    )


def test_names_are_told_without_numbers_and_none_at_all_too() -> None:
    then = a_broadcast(to_name="+1 415 555 0100")

    assert snapshot.differences(snapshot.of(then), replace(then, to_name=None)) == (
        "It now goes to the group with no name instead of the group •••0100.",
    )


@given(
    then=st.integers(1, 10_000),
    now=st.integers(1, 10_000),
    percent=st.integers(0, 100),
    figure=st.sampled_from(["people", "credits", "credits_upper"]),
)
def test_figures_may_move_by_the_tolerance_and_no_further(
    then: int, now: int, percent: int, figure: str
) -> None:
    before = a_broadcast(**{figure: then})
    after = replace(before, **{figure: now})

    found = snapshot.differences(snapshot.of(before), after, tolerance_percent=percent)

    assert (found == ()) is (abs(now - then) / then * 100 <= percent)


@given(
    was=st.integers(1, 60),
    joined=st.integers(0, 60),
    left=st.integers(0, 60),
    percent=st.integers(0, 100),
)
def test_people_may_be_exchanged_by_the_tolerance_and_no_further(
    was: int, joined: int, left: int, percent: int
) -> None:
    left = min(left, was - 1)
    then, now = [str(each) for each in range(was)], [str(each) for each in range(left, was + joined)]
    before = a_broadcast(people=was, members=membership.written(b"key", then))
    after = replace(before, people=len(now), members=membership.written(b"key", now))

    found = snapshot.differences(snapshot.of(before), after, tolerance_percent=percent)

    moved = max(joined, left)
    within = moved * 100 <= percent * was and (joined != left or not moved)
    assert (found == ()) is within
    others = "The people in the group aren't the ones it was approved for."
    if percent and moved * 100 > percent * was:
        assert others in found
    assert (others in found) is (moved > 0 and joined == left) or percent


def test_who_was_approved_before_each_person_was_written_down_is_asked_about_again() -> None:
    then = a_broadcast(people=4, members="0" * 64)
    now = replace(then, people=5, members=membership.written(b"key", "12345"))

    found = snapshot.differences(snapshot.of(then), now, tolerance_percent=100)

    assert found == ("The people in the group aren't the ones it was approved for.",)


@pytest.mark.parametrize("change", sorted(CHANGES.keys() - {"people", "credits", "credits_upper"}))
def test_nothing_but_figures_is_tolerated(change: str) -> None:
    then = a_broadcast()
    now = replace(then, **{change: CHANGES[change]})

    assert snapshot.differences(snapshot.of(then), now, tolerance_percent=100) != ()


def test_facts_survive_the_database_and_hold_no_words() -> None:
    for each in (a_broadcast(), a_broadcast(recurrence=SERIES, send_at=LATER, body=None)):
        kept = json.dumps(snapshot.of(each))

        assert json.loads(kept) == snapshot.of(each)
        assert snapshot.fingerprint(json.loads(kept)) == snapshot.fingerprint(snapshot.of(each))
        assert BODY not in kept


def test_two_sends_cannot_be_seen_to_say_the_same() -> None:
    assert snapshot.of(a_broadcast(id="1" * 32))["body"] != snapshot.of(a_broadcast(id="2" * 32))["body"]
