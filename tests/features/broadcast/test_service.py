"""Checking a broadcast: everything worth knowing before the button, from the account itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.broadcast import figures, service
from bot.features.broadcast.cost import NAME
from bot.features.broadcast.pace import Pace
from bot.features.broadcast.refusals import ListedError
from bot.features.sends.preview import Funds
from bot.features.sends.refusals import RecipientError
from bot.features.sends.submission import Submission
from bot.policy.model import Approval
from bot.policy.model import Budgets as BudgetRules
from bot.sandbox.smsit.faults import Fault
from bot.store import sends
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from bot.texting.schedules import Repeat, When
from tests.clock import START
from tests.features.broadcast.harness import MAYA, VIP, ZONE, Harness

TOMORROW = START + timedelta(days=1)
ADA, POLLY = "14155550100", "14155550121"
Build = Callable[..., Harness]


def drafts(harness: Harness) -> int:
    with harness.database.write() as conn:
        return sends.purge_drafts(conn, harness.clock() + timedelta(days=1))


def test_a_checked_broadcast_is_a_draft_with_its_figures(harness: Harness) -> None:
    ready = harness.check(throttle=5, rotate=True)

    draft = harness.the(ready.draft.id)
    assert (draft.kind, draft.state, draft.to_name, draft.to_number) == (
        SendKind.GROUP,
        SendState.DRAFT,
        "VIP",
        "",
    )
    assert (draft.people, draft.credits, draft.credits_upper, draft.segments) == (2, 2, 2, 1)
    assert (draft.throttle, draft.rotate, draft.occurrences) == (5, True, 1)
    assert ready.own.pace == Pace(5, rotate=True, numbers=1)
    assert ready.own.members.samples == ("•••• 0100", "•••• 0121") or len(ready.own.members.samples) == 2
    assert ready.funds == Funds(2, 2, 5000, 0, 2)


def test_opted_out_people_and_double_entries_are_counted(harness: Harness) -> None:
    harness.join("VIP", ADA, "Ada Lovelace")
    harness.join("VIP", "14155550199", "Gone", subscribed=False)

    ready = harness.check()

    assert (ready.own.members.people, ready.own.members.opted_out, ready.own.members.duplicates) == (2, 1, 1)
    assert (ready.own.cost.credits, ready.own.cost.upper) == (2, 3)


def test_names_are_counted_into_the_cost(harness: Harness) -> None:
    harness.join("VIP", "14155550200", "Maximiliana Musterfrau")
    harness.join("VIP", "14155550201", "")

    ready = harness.check(message="x" * 152 + NAME)

    assert (ready.own.cost.fewest, ready.own.cost.most, ready.own.cost.credits) == (1, 2, 5)
    assert ready.own.cost.nameless == 1


def test_the_sample_is_what_the_first_member_with_a_name_gets(harness: Harness) -> None:
    with_name = harness.check(message=f"Hi {NAME}").own.sample

    assert with_name.startswith("Hi ")
    assert NAME not in with_name
    assert with_name != "Hi "
    assert harness.check(message="We open at nine.", key="2").own.sample == "We open at nine."
    with harness.account.lock:
        harness.account.book.add_group("Nobody named")
    harness.join("Nobody named", "14155550209", " ")
    assert harness.check(group="Nobody named", message=f"Hi {NAME}", key="3").own.sample == "Hi "


def test_people_a_name_as_sender_does_not_reach_are_counted(harness: Harness) -> None:
    harness.join("VIP", "447700900001", "Una")

    assert harness.check().own.members.abroad == 0
    assert harness.check(alpha_sender="HarbourSt", key="2").own.members.abroad == 2


def test_names_that_force_unicode_are_counted(harness: Harness) -> None:
    harness.join("VIP", "14155550202", "María")

    assert harness.check(message=f"Hi {NAME}").own.members.forcing_names == 1
    assert harness.check(message=f"漢 {NAME}", key="2").own.members.forcing_names == 0


@pytest.mark.parametrize("group", ["Physio recall", "Waiting list"])
def test_an_empty_group_is_refused(harness: Harness, group: str) -> None:
    with pytest.raises(UserError, match="No one in this group"):
        harness.check(group=group)


def test_a_group_of_people_who_all_opted_out_is_refused(harness: Harness) -> None:
    harness.join("Staff", "14155550210", "Gone", subscribed=False)

    with pytest.raises(UserError, match="1 opted out"):
        harness.check(group="Staff")


def test_a_group_larger_than_the_policy_allows_is_refused(build: Build) -> None:
    with pytest.raises(UserError, match="2 recipients, and the limit is 1 per broadcast"):
        build(most_people=1).check()


def test_a_group_that_holds_somebody_who_must_not_be_texted_is_refused(harness: Harness) -> None:
    harness.do_not_text.add(ADA, "asked", MAYA)
    with pytest.raises(ListedError, match="1 contact in this group is on the do-not-text list") as error:
        harness.check()
    assert error.value.others == 1
    kept = harness.the(error.value.send_id)
    assert (kept.kind, kept.state, kept.to_name) == (SendKind.GROUP, SendState.DRAFT, "VIP")

    harness.do_not_text.add(POLLY, "asked", MAYA)
    with pytest.raises(UserError, match="2 contacts in this group are"):
        harness.check()
    assert drafts(harness) == 1


def test_a_test_shows_a_name_of_the_group(harness: Harness) -> None:
    ready = harness.check(message=f"Hi {NAME}!")
    assert ready.own.names == ("Ada", "Polly")
    assert figures.as_one_gets_it(ready.draft, "1", "Polly") == "Hi Polly!"
    assert figures.as_one_gets_it(ready.draft, "", "") == "Hi !"
    assert harness.check(key="nameless", message="Hi!").own.names == ()


def test_the_others_are_not_offered_what_only_smsit_can_hold(harness: Harness) -> None:
    harness.do_not_text.add(ADA, "asked", MAYA)
    with pytest.raises(RecipientError) as error:
        harness.check(
            when=When.SMSIT, at=TOMORROW, repeat=Repeat.WEEKLY, every=1, until=TOMORROW + timedelta(days=22)
        )
    assert not isinstance(error.value, ListedError)
    assert not drafts(harness)


def test_what_the_balance_does_not_cover_once_is_refused(harness: Harness) -> None:
    harness.account.set_credits(1)

    with pytest.raises(UserError, match="takes 2 credits, but the balance is 1"):
        harness.check()


def test_credits_other_broadcasts_wait_to_take_are_reserved(harness: Harness) -> None:
    harness.account.set_credits(3)
    harness.confirmed(key="first", when=When.BOT, at=TOMORROW)

    with pytest.raises(UserError, match="2 of those are reserved"):
        harness.check(key="second")


def test_a_silent_account_is_told_in_words(harness: Harness) -> None:
    harness.account.faults.add("getcontacts", Fault.HTTP500, times=None)

    with pytest.raises(UserError, match="no usable answer"):
        harness.check()


def test_a_series_has_every_date_and_the_date_the_balance_runs_out(harness: Harness) -> None:
    harness.account.set_credits(5)

    ready = harness.check(
        when=When.SMSIT, at=TOMORROW, repeat=Repeat.WEEKLY, every=1, until=TOMORROW + timedelta(days=22)
    )

    assert len(ready.dates.series) == 4
    assert ready.funds is not None
    assert ready.funds.credits == 8
    assert ready.runs_out == ready.dates.series[2]
    assert ready.draft.occurrences == 4
    assert ready.draft.held_by is HeldBy.SMSIT
    assert ready.draft.recurrence is not None
    assert ready.draft.recurrence["until"] == ready.dates.series[-1].isoformat()


def test_the_last_broadcast_to_the_same_group_is_known(harness: Harness) -> None:
    assert harness.check().own.before is None
    send = harness.confirmed(key="first")
    harness.run()
    harness.confirmed(key="other", group="Tuesday clinic")
    harness.run()
    harness.join("VIP", "14155550203", "New")

    before = harness.check(key="second").own.before

    assert before is not None
    assert (before.id, before.people) == (send.id, 2)


def test_why_a_second_person_must_agree_and_what_is_left_of_budgets(build: Build) -> None:
    harness = build(approval=Approval("C0APPROVE", people=1), budgets=BudgetRules(person_per_day=10))

    ready = harness.check()

    assert ready.approval == ("over 1 recipient",)
    assert [left.credits for left in ready.budgets] == [10]


def test_a_budget_that_does_not_cover_it_refuses_before_the_button(build: Build) -> None:
    harness = build(budgets=BudgetRules(person_per_day=1))

    with pytest.raises(UserError, match="1 of 1 credits left"):
        harness.check()
    assert not drafts(harness)


def test_the_same_submission_twice_gives_one_draft(harness: Harness) -> None:
    assert harness.check().draft.id == harness.check().draft.id


def test_the_same_submission_after_it_was_confirmed_makes_no_second_broadcast(harness: Harness) -> None:
    harness.confirmed()

    with pytest.raises(UserError, match="already confirmed"):
        harness.check()


def test_only_so_many_groups_are_counted_at_once(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 1)
    again = Harness(harness.database, harness.clock, harness.account, harness.client)
    refused: list[str] = []

    def told(_read: int) -> None:
        with pytest.raises(UserError, match="Several groups") as busy:
            again.check(key="other")
        refused.append(busy.value.sentence)

    again.broadcast_service.check(Submission(VIP, MAYA, None, "one", ZONE), told)

    assert refused


def test_confirming_queues_it_once(harness: Harness) -> None:
    send = harness.confirmed()
    harness.broadcast_service.confirm(send.id, MAYA, in_spite=False)

    assert send.state is SendState.QUEUED
    assert len(harness.engine.jobs) == 1
