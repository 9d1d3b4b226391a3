"""What the policy says of templates: who writes them, who approves, and what may only be said by them."""

from collections.abc import Iterator

import pytest

from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, Harness, later
from tests.flows.listing import Lists
from tests.flows.staff import APPROVALS, LENA, MAYA, PRIYA, TOM
from tests.flows.templating import LIST, Templates

pytestmark = pytest.mark.measured

POLICY = """
[roles]
viewer = ["*"]
sender = ["U0PRIYA"]
broadcaster = ["U0MAYA"]
approver = ["U0LENA"]
admin = ["U0TOM"]
[approval]
channel = "C0APPROVE"
[templates]
writers = ["sender", "U0LENA"]
approval = true
broadcasts_only = true
"""
JABS = "Hi %%Name%%, jabs on %%Day%%."
ONLY = "Broadcasts and lists can only say what approved templates say"


@pytest.fixture
def harness(under_policy: Harness) -> Iterator[Harness]:
    yield under_policy.fresh()
    assert not under_policy.sandbox.slack.problems


@pytest.fixture
def desk(harness: Harness) -> Templates:
    return Templates(harness, MAYA)


def closed(*seats: Templates) -> None:
    for seat in seats:
        while seat.person.view is not None:
            seat.person.close()


def approved(desk: Templates, name: str, text: str) -> None:
    """Have a template written and approved by somebody else."""
    desk.write(name, text)
    lena = desk.seat(LENA)
    lena.decide("Approve", name, "It can be used now")
    closed(desk, lena)


def test_a_version_can_be_used_once_somebody_else_approved_it(harness: Harness, desk: Templates) -> None:
    said = desk.write("Opening", "We open on %%Day%%.")
    assert "It needs approval before it can be used." in said
    assert "Version 1 needs approval · none is in use" in said
    closed(desk)
    harness.compose(f"/sms {ADA}")
    assert desk.offered("opening") == []
    closed(desk)

    lena = desk.seat(LENA)
    request = harness.message("asks for approval of the template *Opening*", APPROVALS, lena.person)
    lena.person.press("Review", message=request)
    harness.modal("Template", lena.person)
    assert "We open on %%Day%%." in lena.shown
    lena.person.press("Approve")
    harness.wait_for(lambda: "It can be used now" in lena.shown)
    harness.message("Version 1 of the template *Opening* was approved by <@U0LENA>.", "@smsit")
    closed(lena)

    harness.compose(f"/sms {ADA}")
    assert desk.offered("opening") == ["Opening"]
    closed(desk)
    said = desk.change("Opening", "We open at noon on %%Day%%.")
    assert "Version 2 needs approval · version 1 is in use" in said
    closed(desk)
    harness.compose(f"/sms {ADA}")
    desk.insert("Opening", until="We open on %%Day%%.")


def test_who_wrote_or_touched_a_version_does_not_approve_it(harness: Harness, desk: Templates) -> None:
    lena, tom = desk.seat(LENA), desk.seat(TOM)
    lena.write("Hours", "We close at five.")
    desk.change("Hours", "We close at six.")

    said = lena.open("Hours")
    assert "You wrote part of it" in said
    assert "Approve" not in said
    # What is shown is no proof: the very press of somebody who may is repeated by the one who may not.
    tom.open("Hours")
    pressed = tom.person.press("Approve")
    harness.wait_for(lambda: "It can be used now" in tom.shown)
    assert pressed is not None
    assert pressed.delivery is not None
    closed(desk, lena, tom)

    lena.change("Hours", "We close at seven.")
    lena.forge(pressed, "Edit")
    harness.wait_for(lambda: "Ask another approver: you wrote part of this template." in lena.shown)
    assert "Version 3 needs approval · version 2 is in use" in lena.open("Hours")
    closed(lena)


def test_a_rejected_version_is_not_used_and_can_be_changed(harness: Harness, desk: Templates) -> None:
    desk.write("Closing", "Bye.")
    lena = desk.seat(LENA)
    said = lena.decide("Reject", "Closing", "Rejected.")
    assert "Version 1 was rejected · none is in use" in said
    closed(desk, lena)
    harness.compose(f"/sms {ADA}")
    assert desk.offered("closing") == []
    closed(desk)

    desk.change("Closing", "Goodbye.")
    lena.decide("Approve", "Closing", "It can be used now")
    closed(desk, lena)
    harness.compose(f"/sms {ADA}")
    assert desk.offered("closing") == ["Closing"]


def test_the_words_of_a_broadcast_come_from_an_approved_template(harness: Harness, desk: Templates) -> None:
    broadcasts = Broadcasts(harness)
    approved(desk, "Flu jabs", JABS)
    numbers = broadcasts.group("Jabs", ["Ada Byron", "Bo Diddley"])
    person = broadcasts.check(broadcasts.compose("Jabs", "Something of my own."))
    assert person.title == "Broadcast to a group"
    assert ONLY in harness.shown()
    person.fill("Message", None)
    harness.drawn()

    desk.insert("Flu jabs", until=JABS)
    person.fill("Day", "Monday")
    broadcasts.check(person)
    broadcasts.confirmation()
    person.submit()
    harness.wait_for(lambda: len(harness.texts) == 2)
    assert sorted(harness.texts) == sorted(
        zip(numbers, ["Hi Ada, jabs on Monday.", "Hi Bo, jabs on Monday."], strict=True)
    )


def test_an_edited_template_is_refused_beside_the_message(harness: Harness, desk: Templates) -> None:
    broadcasts = Broadcasts(harness)
    approved(desk, "Edited jabs", "Jabs on %%Day%% in %%Town%%.")
    broadcasts.group("Edits", 2)
    for text in ("Jabs on Monday in Ely!", "Jabs on Monday in Ely.\nAnd more.", "Jabs on  in Ely"):
        person = broadcasts.check(broadcasts.compose("Edits", text))
        assert person.title == "Broadcast to a group", text
        assert ONLY in harness.shown()
        closed(desk)
    broadcasts.ready("Edits", "Jabs on Monday in Ely.")
    assert harness.texts == []


def test_what_is_archived_between_review_and_press_is_not_sent(harness: Harness, desk: Templates) -> None:
    broadcasts = Broadcasts(harness)
    approved(desk, "Short lived", "Only today: %%What%%.")
    broadcasts.group("Lives", 2)
    person = broadcasts.ready("Lives", "Only today: cake.")
    priya = desk.seat(PRIYA)
    priya.decide("Archive", "Short lived", "Archived")
    closed(priya)

    person.submit()

    assert ONLY in harness.shown()
    assert harness.texts == []


def test_a_list_says_what_an_approved_template_says(harness: Harness, desk: Templates) -> None:
    lists = Lists(harness)
    [number] = lists.people(1)
    approved(desk, "Row jabs", "Hi %%Name%%, jabs on %%Day%% for you.")
    table = f"Number,Name,Day\n{number},Ada,Monday\n".encode()
    said = lists.check(lists.compose(table, "Hi %%Name%%, jabs on %%Day%%, fool."))
    assert ONLY in said
    closed(desk)

    lists.ready(table, "Hi %%Name%%, jabs on %%Day%% for you.")
    harness.maya.submit()
    harness.wait_for(lambda: harness.texts == [(number, "Hi Ada, jabs on Monday for you.")])


def test_a_scheduled_broadcast_keeps_to_templates_when_it_is_changed(
    harness: Harness, desk: Templates
) -> None:
    broadcasts = Broadcasts(harness)
    approved(desk, "Held jabs", "Held jabs on %%Day%%.")
    broadcasts.group("Held", 2)
    broadcasts.hold("Held", later(harness.clock, hours=3), "Held jabs on Monday.").submit()
    harness.until(SendState.SCHEDULED)
    harness.maya.command("/sms scheduled")
    harness.modal("Scheduled")
    harness.wait_for(lambda: "Loading" not in harness.shown())
    harness.maya.press("Edit")
    harness.modal("Edit text")
    harness.maya.fill("Message", "Held jabs never.")
    harness.drawn()
    harness.maya.submit()
    assert [ONLY in each for each in harness.errors().values()] == [True]
    assert list(harness.errors()) == ["message.0"]

    harness.maya.fill("Message", "Held jabs on Tuesday.")
    harness.drawn()
    harness.maya.submit()
    harness.modal("Scheduled")
    harness.tick(hours=3, minutes=1)
    harness.wait_for(lambda: len(harness.texts) == 2)
    assert {body for _number, body in harness.texts} == {"Held jabs on Tuesday."}


def test_a_text_to_one_person_says_what_it_likes(harness: Harness) -> None:
    harness.send(f"/sms {ADA} Whatever I want.")
    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, "Whatever I want.")]


def test_who_writes_is_who_the_policy_names(harness: Harness, desk: Templates) -> None:
    assert "New template" in desk.seat(LENA).look()
    assert "New template" in desk.seat(PRIYA).look()
    sam = desk.seat("U0SAM")
    assert "New template" not in sam.look()
    closed(sam, desk.seat(LENA), desk.seat(PRIYA))


def test_two_people_writing_at_once_write_one_template_of_a_name(harness: Harness, desk: Templates) -> None:
    desk.begin("Twice", "Once.")
    priya = desk.seat(PRIYA)
    priya.begin("twice", "Once more.")
    desk.submit(LIST, "Saved")

    assert priya.person.submit().acked
    assert priya.person.errors == {"name": "Choose another name: twice is already in use here."}
    closed(desk, priya)


def test_a_row_fills_in_a_value_and_no_words_of_its_own(harness: Harness, desk: Templates) -> None:
    approved(desk, "Jabs of a row", "Jabs of a row on %%Day%%.")
    lists = Lists(harness)
    first, second = lists.people(2)
    evil = "Monday.\nYour account is locked, pay at http://evil.example"
    rows = f'Number,Day\n{first},"{evil}"\n{second},Tuesday\n'.encode()

    said = lists.ready(rows, "Jabs of a row on %%Day%%.")

    assert "1 of 2" in said or "1 row" in said
    assert "can't be used in a template" in said
    harness.maya.submit()
    lists.ended()
    assert harness.texts == [(second, "Jabs of a row on Tuesday.")]
