"""What an administrator is told of a policy at the start."""

from dataclasses import replace
from datetime import time

import pytest

from bot.access import Access, Role
from bot.policy.model import Alerts, Approval, Contacts, Otp, Policy, QuietHours, Templates, Workflows
from bot.policy.notices import policy_notices
from bot.standing import Membership
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
    return policy_notices(policy, Access("T0", lambda: policy.roles, members))


def test_a_full_policy_needs_no_word() -> None:
    assert told(FULL) == ()


@pytest.mark.parametrize("policy", [Policy(), Policy(roles={}), Policy(roles={Role.BROADCASTER: ()})])
def test_where_nobody_broadcasts_that_is_all_there_is_to_say(policy: Policy) -> None:
    assert told(policy) == ("No one can broadcast: give someone the broadcaster role in [roles].",)


def test_broadcasts_nobody_approves_are_told() -> None:
    assert told(replace(FULL, approval=Approval())) == (
        "No broadcast needs approval: [approval] has no channel.",
    )


def test_a_channel_without_thresholds_asks_about_recurring_ones_only() -> None:
    (notice,) = told(replace(FULL, approval=Approval("C0APPROVE")))

    assert notice.startswith("Only recurring broadcasts need approval")


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMIN])
def test_a_single_approver_is_named_and_may_approve_their_own(role: Role) -> None:
    policy = replace(FULL, roles={Role.BROADCASTER: ("U0MAYA",), role: ("U0LENA",)})

    (notice,) = told(policy)

    assert notice.startswith("Only one person can approve: U0LENA. They can approve their own broadcasts")


def test_groups_nobody_is_known_to_be_in_are_told() -> None:
    roles = {Role.BROADCASTER: ("S0DESK",), Role.APPROVER: ("C0YES",)}
    broadcast, approve, unknown = told(replace(FULL, roles=roles))

    assert "No one can broadcast yet" in broadcast
    assert "No one can approve yet" in approve
    assert unknown.startswith("Some approvers are unknown")


def test_somebody_who_alone_is_in_a_group_of_approvers_does_not_approve_their_own() -> None:
    policy = replace(FULL, roles={Role.BROADCASTER: ("U0MAYA",), Role.APPROVER: ("U0LENA", "S0BOSS")})

    (unknown,) = told(policy)
    (alone,) = told(policy, Known())

    assert unknown.startswith("Some approvers are unknown")
    assert alone.startswith("Only one person can approve: U0LENA. They can't approve their own broadcasts")


def test_everybody_broadcasting_and_approving_is_told() -> None:
    policy = replace(FULL, roles={Role.BROADCASTER: ("*",), Role.APPROVER: ("*",)})

    assert told(policy) == (
        "Everyone in the workspace can broadcast.",
        "Everyone in the workspace can see contacts' full numbers.",
    )


def test_no_quiet_hours_are_told() -> None:
    assert told(replace(FULL, quiet_hours=QuietHours())) == (
        "No quiet hours are set: broadcasts can go out at any time of day.",
    )


def test_contacts_given_away_to_everybody_are_told() -> None:
    policy = replace(FULL, roles={**FULL.roles, Role.SENDER: ("*",)})

    assert told(policy) == ()
    assert told(replace(policy, contacts=Contacts(full_numbers=Role.ADMIN, export=Role.VIEWER))) == (
        "Everyone in the workspace can export contacts.",
    )


@pytest.mark.parametrize(
    ("text", "notices"),
    [
        ("%%Code%%", ()),
        ("%%Code%% " + "x" * 153, ()),
        ("%%Code%% " + "x" * 154, ("is longer than one segment, so each code takes 2 credits.",)),
        (
            "%%Code%%, %%Minutes%% " + "x" * 150,
            ("is longer than one segment, so each code takes 2 credits.",),
        ),
        (
            "Code \N{EN DASH} %%Code%%",
            ("contains a Unicode character (“\N{EN DASH}”), so each code takes 1 credit.",),
        ),
    ],
)
def test_a_text_of_codes_that_costs_more_than_it_need_is_told(text: str, notices: tuple[str, ...]) -> None:
    wanted = tuple(f"The one-time code text {notice}" for notice in notices)

    assert told(replace(FULL, otp=Otp(text=text))) == wanted


def test_a_costly_text_of_codes_is_told_where_nobody_broadcasts_too() -> None:
    assert len(told(Policy(otp=Otp(text="%%Code%%" + "x" * 200)))) == 2


@pytest.mark.parametrize(
    ("rules", "notice"),
    [
        (Templates(("*",)), "Everyone in the workspace can write templates."),
        (Templates(()), "No one can write templates: [templates] names no writers."),
        (
            Templates(broadcasts_only=True),
            "Broadcasts and lists use templates only, and templates need no approval.",
        ),
    ],
)
def test_what_the_policy_leaves_open_of_templates_is_told(rules: Templates, notice: str) -> None:
    assert told(replace(FULL, templates=rules)) == (notice,)


def test_templates_nobody_can_approve_yet_are_told() -> None:
    nobody = replace(FULL, roles={Role.BROADCASTER: ("U0MAYA",), Role.APPROVER: ("S0DESK",)})
    rules = Templates(approval=True)
    assert "No template can be approved: no one is known to have the approver role." in told(
        replace(nobody, templates=rules)
    )


def test_what_workflows_may_do_in_the_name_of_people_is_told() -> None:
    assert told(replace(FULL, workflows=Workflows(("U0MAYA",)))) == (
        "Anyone who builds workflows can text contacts anything in the name of those in [workflows].",
    )
    (only,) = told(replace(FULL, workflows=Workflows(("U0MAYA",), templates_only=True)))
    assert "a template" in only


@pytest.mark.parametrize(
    ("rules", "is_told"),
    [
        (Alerts(bot=False), False),
        (Alerts("C0ALERTS"), False),
        (Alerts("C0ALERTS", bot=False, weekly_digest=True), False),
        (Alerts("C0ALERTS", bot=False, failed_percent=5), False),
        (Alerts("C0ALERTS", bot=False), True),
    ],
)
def test_a_channel_in_which_nothing_is_told_is_worth_a_word(rules: Alerts, *, is_told: bool) -> None:
    notice = "Nothing is watched: [alerts] names a channel and nothing to tell there."
    assert told(replace(FULL, alerts=rules)) == (notice,) * is_told
