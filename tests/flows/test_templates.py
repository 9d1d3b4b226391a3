"""Templates written once and inserted in every form: what leaves is the text with its values, once."""

import pytest

from bot.store.states import SendState
from tests.flows.booking import FORM as BOOKING
from tests.flows.booking import Bookings
from tests.flows.broadcasting import FORM as BROADCAST
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, Harness, later
from tests.flows.listing import FORM as A_LIST
from tests.flows.listing import Lists
from tests.flows.staff import PRIYA, SAM
from tests.flows.templating import Templates

pytestmark = pytest.mark.measured

JABS = "Flu jabs are in on %%Day%% at %%Place|the clinic%%."
SAID = "Flu jabs are in on Monday at the clinic."


def test_a_text_says_what_the_template_says_with_what_was_filled_in(
    harness: Harness, templates: Templates
) -> None:
    templates.write("Flu jabs", JABS)
    harness.maya.close()
    harness.compose(f"/sms {ADA}")

    templates.insert("Flu jabs", until=JABS)
    assert "Leave empty to say “the clinic”" in templates.shown
    harness.maya.submit()
    assert list(harness.errors().values()) == ["Fill this in, or take %%Day%% out of the text."]

    harness.maya.fill("Day", "Monday")
    harness.drawn()
    assert f"{len(SAID)} characters" in templates.shown
    harness.check()
    assert SAID in harness.shown()
    harness.maya.submit()
    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, SAID)]


def test_two_templates_follow_one_another_and_share_a_placeholder(
    harness: Harness, templates: Templates
) -> None:
    templates.write("Flu jabs", "Flu jabs on %%Day%%.")
    templates.write("Parking", "On %%day%% park behind the house.")
    harness.maya.close()
    harness.compose(f"/sms {ADA} Hello.")

    templates.insert("Flu jabs", until="Flu jabs on")
    templates.insert("Parking", until="park behind")
    harness.maya.fill("Day", "Monday")
    harness.drawn()
    harness.check()
    harness.maya.submit()
    harness.until(SendState.ACCEPTED)

    assert harness.texts == [(ADA, "Hello.\nFlu jabs on Monday.\nOn Monday park behind the house.")]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("%%Name%%", "Leave out %%, { and }."),
        ("{Monday|Tuesday}", "Leave out %%, { and }."),
        ("\u200b", "Fill this in, or take %%Day%% out of the text."),
    ],
)
def test_a_value_is_plain_words(harness: Harness, templates: Templates, value: str, sentence: str) -> None:
    templates.write("Flu jabs", JABS)
    harness.maya.close()
    harness.compose(f"/sms {ADA}")
    templates.insert("Flu jabs")
    harness.maya.fill("Day", value)
    harness.drawn()

    harness.maya.submit()

    assert list(harness.errors().values()) == [sentence]
    assert harness.texts == []


def test_in_a_broadcast_the_first_name_is_left_to_smsit(harness: Harness, templates: Templates) -> None:
    broadcasts = Broadcasts(harness)
    templates.write("Flu jabs", "Hi %%name|there%%, jabs on %%Day%%.")
    harness.maya.close()
    numbers = broadcasts.group("Jabs", ["Ada Byron", "Bo Diddley"])
    person = broadcasts.compose("Jabs", "")
    assert person.title == BROADCAST

    templates.insert("Flu jabs", until="Hi %%Name%%, jabs on %%Day%%.")
    person.fill("Day", "Monday")
    broadcasts.confirmation(broadcasts.check(person)).submit()
    harness.wait_for(lambda: len(harness.texts) == 2)

    assert sorted(harness.texts) == sorted(
        zip(numbers, ["Hi Ada, jabs on Monday.", "Hi Bo, jabs on Monday."], strict=True)
    )


def test_a_list_fills_in_what_was_left_empty(harness: Harness, templates: Templates) -> None:
    lists = Lists(harness)
    numbers = lists.people(2)
    templates.write("Flu jabs", "Hi %%Name%%, jabs on %%Day%% in %%Town%%.")
    harness.maya.close()
    rows = "\n".join(f"{number},{name},Ely" for number, name in zip(numbers, ("Ada", "Bo"), strict=True))
    person = lists.compose(f"Number,Name,Town\n{rows}\n".encode(), "")
    assert person.title == A_LIST

    templates.insert("Flu jabs", until="Hi %%Name%%")
    assert "Merge fields: Name, Day, Town" in templates.shown
    person.fill("Day", "Monday")
    lists.confirmation(person)
    person.submit()
    harness.wait_for(lambda: len(harness.texts) == 2)

    assert sorted(harness.texts) == sorted(
        zip(numbers, ["Hi Ada, jabs on Monday in Ely.", "Hi Bo, jabs on Monday in Ely."], strict=True)
    )


def test_what_neither_the_list_nor_anybody_fills_in_is_refused_beside_its_field(
    harness: Harness, templates: Templates
) -> None:
    lists = Lists(harness)
    [number] = lists.people(1)
    templates.write("Flu jabs", "Jabs on %%Day%%.")
    harness.maya.close()
    person = lists.compose(f"Number,Town\n{number},Ely\n".encode(), "")
    templates.insert("Flu jabs")

    said = lists.check(person)

    assert "The list has no column for %%Day%%." in said
    beside = [each.get("block_id", "") for each in templates.blocks]
    place = next(nth for nth, each in enumerate(templates.blocks) if "no column" in str(each))
    assert str(beside[place - 1]).startswith("answer.message.")


def test_the_texts_of_an_appointment_take_a_template_each(harness: Harness, templates: Templates) -> None:
    bookings = Bookings(harness)
    templates.write("Booked", "%%Name%%, we see you on %%Date%% in room %%Room%%.")
    harness.maya.close()
    bookings.compose(ADA)
    assert harness.maya.title == BOOKING
    bookings.fill(later(harness.clock, days=3), confirmation="Hello.")
    harness.drawn()

    templates.insert("Booked", "appointments.confirmation_text.template", until="in room %%Room%%.")
    harness.maya.submit()
    assert list(harness.errors().values()) == ["Fill this in, or take %%Room%% out of the text."]
    harness.maya.fill("Room", "12")
    harness.drawn()
    said = bookings.check()
    assert "in room 12." in said
    bookings.confirm()
    harness.wait_for(lambda: len(harness.texts) == 1)

    [(number, body)] = harness.texts
    assert number == ADA
    assert body.startswith("Hello.\nAda, we see you on ")
    assert body.endswith(" in room 12.")


def test_what_is_said_of_a_change_takes_a_template(harness: Harness, templates: Templates) -> None:
    bookings = Bookings(harness)
    templates.write("Sorry", "%%Name%%, not on %%Date%%: %%Reason%%.", here=True)
    harness.maya.close()
    booked = bookings.book(ADA, later(harness.clock, days=5))
    bookings.ask_to_cancel(booked)
    bookings.tell("Hello.")

    templates.insert("Sorry", "appointments.cancelled_text.template", until="%%Reason%%.")
    harness.maya.submit()
    assert list(harness.errors().values()) == ["Fill this in, or take %%Reason%% out of the text."]
    harness.maya.fill("Reason", "we are ill")
    harness.drawn()
    assert ": we are ill." in bookings.check()
    bookings.confirm()
    harness.wait_for(lambda: len(harness.texts) == 1)

    [(number, body)] = harness.texts
    assert number == ADA
    assert body.startswith("Hello.\nAda, not on ")
    assert body.endswith(": we are ill.")


def test_a_scheduled_text_takes_a_template(harness: Harness, templates: Templates) -> None:
    templates.write("Parking", "Park behind the %%House%%.")
    harness.maya.close()
    harness.hold(f"/sms {ADA} See you.", later(harness.clock, hours=3))
    harness.maya.command("/sms scheduled")
    harness.modal("Scheduled")
    harness.wait_for(lambda: "Loading" not in harness.shown())
    harness.maya.press("Edit")
    harness.modal("Edit text")

    templates.insert("Parking", until="Park behind")
    harness.maya.fill("House", "barn")
    harness.drawn()
    assert harness.maya.submit().acked
    harness.modal("Scheduled")
    harness.tick(hours=3, minutes=1)
    harness.wait_for(lambda: len(harness.texts) == 1)

    assert harness.texts == [(ADA, "See you.\nPark behind the barn.")]


def test_a_template_of_a_channel_is_offered_there_alone(harness: Harness, templates: Templates) -> None:
    templates.write("Flu jabs", "Jabs.", language="Spanish")
    templates.write("Flu jabs", "Jabs here.", here=True)
    templates.write("Flu jabs", "Jabs in English.", language="English")
    harness.maya.close()

    harness.compose(f"/sms {ADA}")
    assert templates.offered("jabs") == ["Flu jabs", "Flu jabs · English", "Flu jabs · Spanish"]
    assert templates.offered("span") == ["Flu jabs · Spanish"]
    harness.maya.close()
    harness.compose(f"/sms {ADA}", "C0HELP")
    assert templates.offered("jabs") == ["Flu jabs · English", "Flu jabs · Spanish"]
    harness.maya.close()
    assert "Flu jabs" in Templates(harness, channel="C0HELP").look()


def test_who_does_not_write_may_look_and_insert(harness: Harness, templates: Templates) -> None:
    templates.write("Flu jabs", JABS)
    for who in (PRIYA, SAM):
        seat = templates.seat(who)
        assert "New template" not in seat.look()
        said = seat.open("Flu jabs")
        assert JABS in said
        assert "Archive" not in said
        while seat.person.view is not None:
            seat.person.close()


def test_an_archived_template_is_offered_no_more(harness: Harness, templates: Templates) -> None:
    templates.write("Flu jabs", JABS)
    harness.maya.close()
    harness.compose(f"/sms {ADA}")
    [option] = harness.maya.suggestions(label := "Insert a template", "flu")
    tom = templates.seat("U0TOM")
    tom.decide("Archive", "Flu jabs", "Archived")

    harness.maya.choose(label, str(option["text"]["text"]))
    harness.wait_for(lambda: "That template is no longer in use." in harness.shown())
    harness.maya.fill("Message", "Hello")
    harness.drawn()
    harness.maya.submit()
    assert list(harness.errors().values()) == [
        "Choose the template again, or clear this field: it isn't in the text yet."
    ]
    harness.maya.fill(label, None)
    harness.drawn()
    harness.check()
    assert harness.maya.title == "Review text"
    while tom.person.view is not None:
        tom.person.close()


def test_a_template_that_leaves_no_room_is_not_inserted(harness: Harness, templates: Templates) -> None:
    templates.write("Long", "a" * 1500)
    harness.maya.close()
    harness.compose(f"/sms {ADA} {'b' * 1600}")
    assert templates.offered("long") == ["Long"]

    harness.maya.choose("Insert a template", "Long")

    harness.wait_for(lambda: "Shorten the text first" in harness.shown())
