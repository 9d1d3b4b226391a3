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
from bot.features.contacts.addition import SETTLED, Addition, Additions, Came, Outcome
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
from tests.features.contacts.entries import entry
from tests.features.contacts.office import Office
from tests.features.front import MAYA, SAM
from tests.features.samples import words_in

NEW = "14155550177"
ZOE = Addition(NEW, "VIP", "Zoe <Hall>")
LOST = OutcomeUnknown(Endpoint.ADD_CONTACT, "the connection dropped")
DOWN = Unavailable(Endpoint.GET_CONTACTS, "it did not answer in time")
IN_VIP = entry(NEW, "Zoe Hall")
OUT = entry(NEW, "Zoe Hall", subscribed=False)


@pytest.fixture
def office(database: Database, clock: FakeClock) -> Office:
    return Office(database, clock)


def test_who_decides_needs_the_role(office: Office) -> None:
    registry = FakeRegistry()
    office.listeners.register(registry)  # type: ignore[arg-type] # a pretend registry
    assert set(registry.roles.values()) == {Role.SENDER}
    assert len(registry.roles) == 3


def test_the_same_submission_adds_once_also_after_a_restart_and_says_the_same(office: Office) -> None:
    first = office.add()
    office.restart()
    assert office.add() == first == Outcome(Came.ADDED, "The contact was added.")
    assert len(office.register.added) == 1


def test_a_name_is_kept_whole_or_refused(office: Office) -> None:
    with pytest.raises(UserError, match="up to 100 characters"):
        office.additions.add(replace(ZOE, name="Z" * 101), MAYA, "key")
    assert not office.register.added
    assert office.additions.add(replace(ZOE, name="Z" * 100), MAYA, "key").came is Came.ADDED


def test_a_second_delivery_while_the_first_is_at_it_adds_nobody(office: Office) -> None:
    told: list[Outcome] = []
    once = office.register.add_contact

    def slow(*args: object, **more: object) -> None:
        told.append(
            Additions(office.database, office.register, office.clock, ANYBODY, request_seconds=35).add(
                ZOE, MAYA, "key"
            )
        )
        once(*args, **more)  # type: ignore[arg-type] # as it was called

    office.register.add_contact = slow  # type: ignore[method-assign] # for this one
    assert office.add().came is Came.ADDED
    assert [each.sentence for each in told] == [
        "This contact is already being added. Look for it in a minute."
    ]
    assert len(office.register.added) == 1


def test_an_unknown_outcome_is_recorded_told_and_never_repeated(office: Office) -> None:
    outcome = office.unknown()
    assert outcome.came is Came.UNKNOWN
    assert not outcome.is_contact
    who = "*Zoe &lt;Hall&gt; (•••0177)*"
    assert office.said == f"We couldn't confirm that {who} was added to *VIP*. It isn't in that group yet."
    office.restart()
    assert office.add() == outcome
    assert len(office.register.added) == 1
    assert NEW not in office.said


def test_one_that_is_found_afterwards_is_settled_without_a_message(office: Office) -> None:
    office.register.adds_anyway = True
    assert office.unknown() == Outcome(
        Came.ADDED, "SMS-iT's answer was unclear, but this number is in that group now."
    )
    office.messages.show_all()
    assert office.poster.calls == []


def test_a_process_that_dies_leaves_it_to_a_person(office: Office) -> None:
    def dies(*_args: object, **_more: object) -> None:
        raise Crash

    once, office.register.add_contact = office.register.add_contact, dies  # type: ignore[method-assign] # it dies
    with pytest.raises(Crash):
        office.add()
    office.register.add_contact = once  # type: ignore[method-assign] # as before
    office.restart()
    office.additions.look_after()
    assert office.row.state is AddState.ATTEMPTING  # it may yet come back

    office.clock.advance(minutes=10)
    office.additions.look_after()

    assert office.said.endswith("was added to *VIP*. The bot was stopped while adding it.")
    assert office.add().came is Came.UNKNOWN
    assert office.register.added == []


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
    office: Office, rows: tuple[object, ...], state: AddState, said: str
) -> None:
    office.unknown()
    assert office.said
    office.register.rows = list(rows)  # type: ignore[arg-type] # entries
    office.press("check_again")
    assert office.row.state is state
    assert said in office.said
    assert len(office.register.added) == 1


@pytest.mark.parametrize("decision", ["check", "was_added", "again"])
def test_nobody_is_looked_up_or_added_for_a_person_who_was_erased(office: Office, decision: str) -> None:
    office.unknown()
    with office.database.write() as conn:
        conn.execute(update(contact_addition).values(number="", name=None))
        messages.outdate_posted(conn, [office.row.id])
    asked = list(office.register.added)

    with pytest.raises(UserError, match=re.escape(SETTLED)):
        getattr(office.additions, decision)(office.row.id, office.row.attempts, SAM)

    assert office.row.state is AddState.UNKNOWN
    assert office.register.added == asked


def test_checking_while_smsit_is_down_says_so(office: Office) -> None:
    office.unknown()
    office.register.trouble = DOWN
    office.press("check_again")
    assert office.row.state is AddState.UNKNOWN
    assert DOWN.sentence in office.front.told.texts[-1]


def test_a_person_says_that_it_was_added(office: Office) -> None:
    office.unknown()
    pressed = office.value("was_added")
    office.press("was_added", pressed)
    assert office.said == "*Zoe &lt;Hall&gt; (•••0177)* was added to *VIP*."
    assert office.row.decided_by == SAM.user_id
    for action in ("was_added", "add_again"):
        with pytest.raises(UserError, match="already dealt with"):
            office.press(action, pressed)
    assert len(office.register.added) == 1


def test_adding_again_is_one_more_attempt_however_often_the_press_comes(office: Office) -> None:
    office.unknown()
    pressed = office.value("add_again")
    office.press("add_again", pressed)
    with pytest.raises(UserError, match="already dealt with"):
        office.press("add_again", pressed)
    assert len(office.register.added) == 2
    assert office.said.endswith("was added to *VIP*.")


def test_adding_again_what_was_there_all_along_says_so(office: Office) -> None:
    office.unknown()
    office.register.rows = [IN_VIP]
    office.register.refusal = refusal(Endpoint.ADD_CONTACT, -7)
    office.press("add_again")
    assert "is already in *VIP*." in office.said


def test_a_press_whose_process_dies_before_the_attempt_is_left_to_a_person_again(office: Office) -> None:
    office.unknown()
    row = office.row
    office.additions.again(row.id, row.attempts, SAM)
    assert office.said == "Adding Zoe &lt;Hall&gt; (•••0177) to VIP."
    office.restart()
    office.clock.advance(minutes=10)
    office.additions.look_after()
    assert office.row.state is AddState.UNKNOWN
    assert office.said.startswith("We couldn't confirm")
    assert len(office.register.added) == 1


def test_what_is_old_is_forgotten_with_its_message(office: Office) -> None:
    office.unknown()
    value = office.value("was_added")
    office.clock.advance(days=31)
    office.additions.forget(timedelta(days=30))
    office.messages.show_all()
    assert office.poster.calls == []
    with pytest.raises(UserError) as wrong:
        office.press("was_added", value)
    assert wrong.value.sentence == SETTLED


@pytest.mark.parametrize("state", list(AddState))
def test_slack_takes_the_message_in_every_state(office: Office, state: AddState) -> None:
    office.unknown()
    with office.database.write() as conn:
        conn.execute(
            contact_addition.update().values(state=state.value, name="x" * 300, group_name="*" * 3000)
        )
    drawn = Renderer(office.database).draw(office.row.id)
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
    office, key = Office(database, FakeClock()), f"run {next(_RUNS)}"
    with database.write() as conn:
        conn.execute(contact_addition.delete())
    asked = 0
    deeds: dict[str, Callable[[], object]] = {
        "deliver": lambda: office.add(key),
        "lost": lambda: office.unknown(key),
        "restart": office.restart,
        "check": lambda: office.press("check_again"),
        "was": lambda: office.press("was_added"),
        "again": lambda: office.press("add_again"),
        "late": lambda: (office.clock.advance(minutes=10), office.additions.look_after()),
    }
    exists = False
    for act in acts:
        if act in {"deliver", "lost"}:
            asked, exists = max(asked, 1), True
        elif act in {"check", "was", "again"}:
            if not exists or office.row.state is not AddState.UNKNOWN:
                continue
            asked += act == "again"
        deeds[act]()
    assert len(office.register.added) == asked
