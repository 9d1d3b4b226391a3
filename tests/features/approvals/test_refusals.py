"""Whom a refusal names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import EVERYBODY
from bot.features.approvals import refusals

PEOPLE = st.sampled_from(["U0MAYA", "U0TOM", "U0PRIYA", "U0LENA", "U0SAM", EVERYBODY])


@pytest.mark.parametrize(
    ("approvers", "said"),
    [
        ({"U0TOM"}, "Ask <@U0TOM>."),
        ({"U0TOM", "U0MAYA"}, "Ask <@U0TOM>."),
        ({"U0TOM", "U0PRIYA"}, "Ask <@U0PRIYA> or <@U0TOM>."),
        ({"U0A", "U0B", "U0C"}, "Ask <@U0A>, <@U0B> or <@U0C>."),
        ({"U0A", "U0B", "U0C", "U0D"}, "Ask <@U0A>, <@U0B>, <@U0C> or another approver."),
        ({"U0TOM", EVERYBODY}, "Ask <@U0TOM> or another approver."),
        ({EVERYBODY}, "Ask another approver."),
        ((), "Ask another approver."),
    ],
)
def test_who_else_may_approve_is_named(approvers: set[str], said: str) -> None:
    assert refusals.ask_another(approvers, {"U0MAYA", None}) == said


@given(approvers=st.frozensets(PEOPLE), besides=st.frozensets(PEOPLE))
def test_nobody_is_named_who_may_not_and_never_many(
    approvers: frozenset[str], besides: frozenset[str]
) -> None:
    said = refusals.ask_another(approvers, besides)

    named = [each for each in approvers | besides if f"<@{each}>" in said]
    assert set(named) <= approvers - besides - {EVERYBODY}
    assert len(named) == min(refusals.NAMED, len(approvers - besides - {EVERYBODY}))
    assert said.endswith(".")
