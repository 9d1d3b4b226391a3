"""One holder has the policy in force: what was handed out reads the new one, and nobody kept the old."""

import threading
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import settings
from bot.access import Role
from bot.app import Bot
from bot.demo import environment
from bot.policy import summary
from bot.policy.in_force import SECTIONS, PolicyInForce
from bot.policy.model import Approval, Budgets, Contacts, Limits, Otp, Policy
from bot.sandbox import Sandbox
from tests.flows import first_start
from tests.patience import ACK_SECONDS

OLD = Policy(limits=Limits(list_rows=10), approval=Approval("C0OLD", people=5))
NEW = Policy(limits=Limits(list_rows=20), contacts=Contacts(export=Role.SENDER))
POLICIES = st.builds(
    Policy,
    limits=st.builds(Limits, list_rows=st.integers(1, 3)),
    budgets=st.builds(Budgets, everybody_per_day=st.none() | st.integers(0, 2)),
    contacts=st.builds(Contacts, export=st.sampled_from(Role)),
    roles=st.dictionaries(st.sampled_from(Role), st.sampled_from([("*",), ("U0TOM",)]), max_size=2),
)


def test_a_section_that_was_handed_out_reads_what_is_in_force() -> None:
    holder = PolicyInForce(OLD)
    live = holder.live
    limits, approval = live.limits, live.approval
    assert (limits.list_rows, approval.channel, approval.expires) == (10, "C0OLD", OLD.approval.expires)

    holder.put(NEW)

    assert (limits.list_rows, approval.channel, live.contacts.export) == (20, None, Role.SENDER)
    assert live.roles is NEW.roles
    with pytest.raises(AttributeError):
        _ = limits.unheard_of  # type: ignore[attr-defined] # there is none


def test_every_table_of_the_policy_is_handed_out_live() -> None:
    assert {each.name for each in fields(Policy) if is_dataclass(getattr(OLD, each.name))} == SECTIONS
    assert {each.name for each in fields(Policy)} - SECTIONS == {"roles"}


def test_whoever_began_with_one_policy_ends_with_it_and_nobody_else_does() -> None:
    holder = PolicyInForce(OLD)
    elsewhere: list[int] = []
    with holder.steady():
        holder.put(NEW)
        with holder.steady():
            assert holder.live.limits.list_rows == 10
        other = threading.Thread(target=lambda: elsewhere.append(holder.live.limits.list_rows))
        other.start()
        other.join()
        assert holder.live.limits.list_rows == 10
    assert (holder.live.limits.list_rows, elsewhere) == (20, [20])


def test_nothing_takes_a_value_out_of_the_policy_while_the_bot_is_built(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("house")

    def now(_holder: PolicyInForce) -> Policy:
        pytest.fail("a value of the policy was read while the bot was built, and is kept for good")

    with Sandbox(contacts=1, ack_limit=ACK_SECONDS) as sandbox:
        first_start.put(folder / "bot.db")
        found = settings.load(None, {**environment(sandbox, folder / "bot.db"), "HTTP_PORT": "0"})
        with monkeypatch.context() as patch:
            patch.setattr(PolicyInForce, "now", property(now))
            bot = Bot(found)
        bot.stop()


def test_of_words_it_is_only_told_that_they_changed() -> None:
    texts = {f"{table}.{key}" for table in ("otp", "appointments") for key in summary.lines(Policy())[table]}
    numbers = {"minutes", "tries", "cooldown_seconds", "number_per_day", "person_per_day", "reminder_hours"}
    assert {each for each in texts if each.split(".")[1] not in numbers} == summary.TEXTS
    assert summary.differences(OLD, replace(OLD, otp=Otp(purposes=("Reset",)))) == {"otp.purposes": "changed"}


@given(POLICIES, POLICIES)
def test_policies_differ_in_no_key_just_when_they_are_the_same(old: Policy, new: Policy) -> None:
    assert (summary.differences(old, new) == {}) is (summary.lines(old) == summary.lines(new))
    assert (summary.digest(old) == summary.digest(new)) is (summary.lines(old) == summary.lines(new))
    if old != new and dict(old.roles) == dict(new.roles):
        assert summary.differences(old, new)
    assert all(said.startswith("changed") or " > " in said for said in summary.differences(old, new).values())
