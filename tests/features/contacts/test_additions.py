"""A contact is added once for each time it was asked for, and an unknown outcome is left to a person."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts.addition import SETTLED, Addition, Additions
from bot.features.contacts.outcomes import Came, Outcome
from bot.features.contacts.renderer import Renderer
from bot.sandbox.slack.blocks import problems_in_message
from bot.smsit import Endpoint, OutcomeUnknown, Unavailable
from bot.smsit.codes import refusal
from bot.store import messages
from bot.store.contact_additions import AddState
from bot.store.database import Database
from bot.store.tables import contact_addition
from tests.clock import FakeClock
from tests.fakes.database import Crash
from tests.fakes.people import ANYBODY
from tests.fakes.slack import FakeRegistry
from tests.features.contacts.addition_harness import AdditionHarness
from tests.features.contacts.entries import entry
from tests.features.samples import words_in
from tests.features.slack_harness import MAYA, SAM

NEW = "14155550177"
ZOE = Addition(NEW, "VIP", "Zoe <Hall>")
LOST = OutcomeUnknown(Endpoint.ADD_CONTACT, "the connection dropped")
DOWN = Unavailable(Endpoint.GET_CONTACTS, "it did not answer in time")
IN_VIP = entry(NEW, "Zoe Hall")
OUT = entry(NEW, "Zoe Hall", subscribed=False)


@pytest.fixture
def additions(database: Database, clock: FakeClock) -> AdditionHarness:
    return AdditionHarness(database, clock)


def test_who_decides_needs_the_role(additions: AdditionHarness) -> None:
    registry = FakeRegistry()
    additions.listeners.register(registry)  # type: ignore[arg-type] # a pretend registry
    assert set(registry.roles.values()) == {Role.SENDER}
    assert len(registry.roles) == 3


def test_the_same_submission_adds_once_also_after_a_restart_and_says_the_same(
    additions: AdditionHarness,
) -> None:
    first = additions.add()
    additions.restart()
    assert additions.add() == first == Outcome(Came.ADDED, "The contact was added.")
    assert len(additions.register.added) == 1


def test_a_name_is_kept_whole_or_refused(additions: AdditionHarness) -> None:
    with pytest.raises(UserError, match="up to 100 characters"):
        additions.additions.add(replace(ZOE, name="Z" * 101), MAYA, "key")
    assert not additions.register.added
    assert additions.additions.add(replace(ZOE, name="Z" * 100), MAYA, "key").came is Came.ADDED


def test_a_second_delivery_while_the_first_is_at_it_adds_nobody(additions: AdditionHarness) -> None:
    told: list[Outcome] = []
    once = additions.register.add_contact

    def slow(*args: object, **more: object) -> None:
        told.append(
            Additions(
                additions.database, additions.register, additions.clock, ANYBODY, request_seconds=35
            ).add(ZOE, MAYA, "key")
        )
        once(*args, **more)  # type: ignore[arg-type] # as it was called

    additions.register.add_contact = slow  # type: ignore[method-assign] # for this one
    assert additions.add().came is Came.ADDED
    assert [each.sentence for each in told] == [
        "This contact is already being added. Look for it in a minute."
    ]
    assert len(additions.register.added) == 1


def test_an_unknown_outcome_is_recorded_told_and_never_repeated(additions: AdditionHarness) -> None:
    outcome = additions.unknown()
    assert outcome.came is Came.UNKNOWN
    assert not outcome.is_contact
    who = "*Zoe &lt;Hall&gt; (•••0177)*"
    assert additions.said == f"We couldn't confirm that {who} was added to *VIP*. It isn't in that group yet."
    additions.restart()
    assert additions.add() == outcome
    assert len(additions.register.added) == 1
    assert NEW not in additions.said


def test_one_that_is_found_afterwards_is_settled_without_a_message(additions: AdditionHarness) -> None:
    additions.register.adds_anyway = True
    assert additions.unknown() == Outcome(
        Came.ADDED, "SMS-iT's answer was unclear, but this number is in that group now."
    )
    additions.messages.show_all()
    assert additions.poster.calls == []


def test_a_process_that_dies_leaves_it_to_a_person(additions: AdditionHarness) -> None:
    def dies(*_args: object, **_more: object) -> None:
        raise Crash

    once, additions.register.add_contact = additions.register.add_contact, dies  # type: ignore[method-assign] # it dies
    with pytest.raises(Crash):
        additions.add()
    additions.register.add_contact = once  # type: ignore[method-assign] # as before
    additions.restart()
    additions.additions.look_after()
    assert additions.row.state is AddState.ATTEMPTING  # it may yet come back

    additions.clock.advance(minutes=10)
    additions.additions.look_after()

    assert additions.said.endswith("was added to *VIP*. The bot was stopped while adding it.")
    assert additions.add().came is Came.UNKNOWN
    assert additions.register.added == []


@pytest.mark.parametrize(
    ("rows", "state", "said"),
    [
        ((), AddState.UNKNOWN, "It isn't in that group yet."),
        ((IN_VIP,), AddState.FOUND, "is now in *VIP*."),
        ((OUT,), AddState.OPTED_OUT, "opted out and can't be added to *VIP*."),
    ],
    ids=["not there", "there", "opted out"],
)
def test_checking_again_looks_and_changes_nothing_at_smsit(
    additions: AdditionHarness, rows: tuple[object, ...], state: AddState, said: str
) -> None:
    additions.unknown()
    assert additions.said
    additions.register.rows = list(rows)  # type: ignore[arg-type] # entries
    additions.press("check_again")
    assert additions.row.state is state
    assert said in additions.said
    assert len(additions.register.added) == 1


@pytest.mark.parametrize("decision", ["check", "was_added", "again"])
def test_nobody_is_looked_up_or_added_for_a_person_who_was_erased(
    additions: AdditionHarness, decision: str
) -> None:
    additions.unknown()
    with additions.database.write() as conn:
        conn.execute(update(contact_addition).values(number="", name=None))
        messages.outdate_posted(conn, [additions.row.id])
    asked = list(additions.register.added)

    with pytest.raises(UserError, match=re.escape(SETTLED)):
        getattr(additions.additions, decision)(additions.row.id, additions.row.attempts, SAM)

    assert additions.row.state is AddState.UNKNOWN
    assert additions.register.added == asked


def test_checking_while_smsit_is_down_says_so(additions: AdditionHarness) -> None:
    additions.unknown()
    additions.register.trouble = DOWN
    additions.press("check_again")
    assert additions.row.state is AddState.UNKNOWN
    assert DOWN.sentence in additions.slack_harness.told.texts[-1]


def test_a_person_says_that_it_was_added(additions: AdditionHarness) -> None:
    additions.unknown()
    pressed = additions.value("was_added")
    additions.press("was_added", pressed)
    assert additions.said == "*Zoe &lt;Hall&gt; (•••0177)* was added to *VIP*."
    assert additions.row.decided_by == SAM.user_id
    for action in ("was_added", "add_again"):
        with pytest.raises(UserError, match="already dealt with"):
            additions.press(action, pressed)
    assert len(additions.register.added) == 1


def test_adding_again_is_one_more_attempt_however_often_the_press_comes(additions: AdditionHarness) -> None:
    additions.unknown()
    pressed = additions.value("add_again")
    additions.press("add_again", pressed)
    with pytest.raises(UserError, match="already dealt with"):
        additions.press("add_again", pressed)
    assert len(additions.register.added) == 2
    assert additions.said.endswith("was added to *VIP*.")


def test_adding_again_what_was_there_all_along_says_so(additions: AdditionHarness) -> None:
    additions.unknown()
    additions.register.rows = [IN_VIP]
    additions.register.refusal = refusal(Endpoint.ADD_CONTACT, -7)
    additions.press("add_again")
    assert "is already in *VIP*." in additions.said


def test_a_press_whose_process_dies_before_the_attempt_is_left_to_a_person_again(
    additions: AdditionHarness,
) -> None:
    additions.unknown()
    row = additions.row
    additions.additions.again(row.id, row.attempts, SAM)
    assert additions.said == "Adding Zoe &lt;Hall&gt; (•••0177) to VIP."
    additions.restart()
    additions.clock.advance(minutes=10)
    additions.additions.look_after()
    assert additions.row.state is AddState.UNKNOWN
    assert additions.said.startswith("We couldn't confirm")
    assert len(additions.register.added) == 1


def test_what_is_old_is_forgotten_with_its_message(additions: AdditionHarness) -> None:
    additions.unknown()
    value = additions.value("was_added")
    additions.clock.advance(days=31)
    additions.additions.forget(timedelta(days=30))
    additions.messages.show_all()
    assert additions.poster.calls == []
    with pytest.raises(UserError) as wrong:
        additions.press("was_added", value)
    assert wrong.value.sentence == SETTLED


@pytest.mark.parametrize("state", list(AddState))
def test_slack_takes_the_message_in_every_state(additions: AdditionHarness, state: AddState) -> None:
    additions.unknown()
    with additions.database.write() as conn:
        conn.execute(
            contact_addition.update().values(state=state.value, name="x" * 300, group_name="*" * 3000)
        )
    drawn = Renderer(additions.database).draw(additions.row.id)
    assert drawn is not None
    content = drawn.content
    payload = {"channel": "D0MAYA", "text": content.text, "blocks": list(content.blocks)}
    assert problems_in_message(payload) == []
    assert NEW not in words_in(list(content.blocks)) + content.text
    assert content.text.endswith(".")
    assert not content.text.endswith("..")


_RUNS = count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.sampled_from(["deliver", "lost", "restart", "again", "was", "check", "late"]), max_size=9
    )
)
def test_there_are_never_more_attempts_than_people_asked_for(database: Database, acts: list[str]) -> None:
    additions, key = AdditionHarness(database, FakeClock()), f"run {next(_RUNS)}"
    with database.write() as conn:
        conn.execute(contact_addition.delete())
    asked = 0
    deeds: dict[str, Callable[[], object]] = {
        "deliver": lambda: additions.add(key),
        "lost": lambda: additions.unknown(key),
        "restart": additions.restart,
        "check": lambda: additions.press("check_again"),
        "was": lambda: additions.press("was_added"),
        "again": lambda: additions.press("add_again"),
        "late": lambda: (additions.clock.advance(minutes=10), additions.additions.look_after()),
    }
    exists = False
    for act in acts:
        if act in {"deliver", "lost"}:
            asked, exists = max(asked, 1), True
        elif act in {"check", "was", "again"}:
            if not exists or additions.row.state is not AddState.UNKNOWN:
                continue
            asked += act == "again"
        deeds[act]()
    assert len(additions.register.added) == asked
