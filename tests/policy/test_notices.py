"""What an administrator is told of a policy at the start."""

from dataclasses import replace
from datetime import time

import pytest

from bot.access import Access, Membership, Role
from bot.policy.model import Approval, Contacts, Otp, Policy, QuietHours
from bot.policy.notices import policy_notices
from bot.texting.quiet_hours import Window

FULL = Policy(
    roles={Role.BROADCASTER: ("U0MAYA",), Role.APPROVER: ("U0LENA",), Role.ADMIN: ("U0TOM",)},
    approval=Approval("C0APPROVE", people=100),
    quiet_hours=QuietHours({None: Window(time(21), time(8))}),
)


class Known:
    """Knows of one person in every group and channel."""

    def of(self, _place: str) -> frozenset[str]:
        return frozenset({"U0LENA"})

    def knows(self, _place: str) -> bool:
        return True


def told(policy: Policy, members: Membership | None = None) -> tuple[str, ...]:
    return policy_notices(policy, Access("T0", policy.roles, members))


def test_a_full_policy_needs_no_word() -> None:
    assert told(FULL) == ()


@pytest.mark.parametrize("policy", [Policy(), Policy(roles={}), Policy(roles={Role.BROADCASTER: ()})])
def test_where_nobody_broadcasts_that_is_all_there_is_to_say(policy: Policy) -> None:
    assert told(policy) == ("Nobody may broadcast: the policy gives the role broadcaster to nobody.",)


def test_broadcasts_nobody_approves_are_told() -> None:
    assert told(replace(FULL, approval=Approval())) == (
        "No approvals are asked for: whoever may broadcast needs no second person.",
    )


def test_a_channel_without_thresholds_asks_about_recurring_ones_only() -> None:
    (notice,) = told(replace(FULL, approval=Approval("C0APPROVE")))

    assert notice.startswith("Only recurring broadcasts ask for approval")


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMIN])
def test_a_single_approver_is_named_and_may_approve_their_own(role: Role) -> None:
    policy = replace(FULL, roles={Role.BROADCASTER: ("U0MAYA",), role: ("U0LENA",)})

    (notice,) = told(policy)

    assert notice.startswith(
        "Only one person may approve: U0LENA. That person may approve their own broadcasts"
    )


def test_groups_nobody_is_known_to_be_in_are_told() -> None:
    roles = {Role.BROADCASTER: ("S0DESK",), Role.APPROVER: ("C0YES",)}
    broadcast, approve, unknown = told(replace(FULL, roles=roles))

    assert "may broadcast, so nobody may for now" in broadcast
    assert "may approve, so what needs an approval waits" in approve
    assert unknown.startswith("Not everybody who may approve is known")


def test_somebody_is_the_only_approver_only_when_all_groups_were_read() -> None:
    policy = replace(FULL, roles={Role.BROADCASTER: ("U0MAYA",), Role.APPROVER: ("U0LENA", "S0BOSS")})

    (unknown,) = told(policy)
    (alone,) = told(policy, Known())

    assert "nobody counts as the only one" in unknown
    assert alone.startswith("Only one person may approve: U0LENA.")


def test_everybody_broadcasting_and_approving_is_told() -> None:
    policy = replace(FULL, roles={Role.BROADCASTER: ("*",), Role.APPROVER: ("*",)})

    assert told(policy) == (
        "Everybody of the workspace may broadcast.",
        "Everybody of the workspace sees the numbers of contacts in full.",
    )


def test_no_quiet_hours_are_told() -> None:
    assert told(replace(FULL, quiet_hours=QuietHours())) == (
        "There are no quiet hours: broadcasts go out at any time of day.",
    )


def test_contacts_given_away_to_everybody_are_told() -> None:
    policy = replace(FULL, roles={**FULL.roles, Role.SENDER: ("*",)})

    assert told(policy) == ()
    assert told(replace(policy, contacts=Contacts(full_numbers=Role.ADMIN, export=Role.VIEWER))) == (
        "Everybody of the workspace may take contacts home as a file.",
    )


@pytest.mark.parametrize(
    ("text", "notices"),
    [
        ("%%Code%%", ()),
        ("%%Code%% " + "x" * 153, ()),
        ("%%Code%% " + "x" * 154, ("needs more than one segment: each code takes 2 credits.",)),
        ("%%Code%%, %%Minutes%% " + "x" * 150, ("needs more than one segment: each code takes 2 credits.",)),
        (
            "Code \N{EN DASH} %%Code%%",
            ("holds a character (en dash) that makes it Unicode: each code takes 1 credit.",),
        ),
    ],
)
def test_a_text_of_codes_that_costs_more_than_it_need_is_told(text: str, notices: tuple[str, ...]) -> None:
    wanted = tuple(f"The text of one-time codes {notice}" for notice in notices)

    assert told(replace(FULL, otp=Otp(text=text))) == wanted


def test_a_costly_text_of_codes_is_told_where_nobody_broadcasts_too() -> None:
    assert len(told(Policy(otp=Otp(text="%%Code%%" + "x" * 200)))) == 2
