"""The do-not-text list itself: who puts numbers on it, who takes them off, and what is kept of that."""

import pytest

from bot.access import Who
from bot.settings import Mode
from tests.flows import staff
from tests.flows.house import ADA, GRACE, NORA, House
from tests.flows.staff import LENA, MAYA, PRIYA, SAM, TOM


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.SOCKET


@pytest.fixture
def house(shared_house: House) -> House:
    numbers = shared_house.bot.services.do_not_text
    for entry in numbers.page("", 0, 1000).entries:
        numbers.remove(entry.number, "another story", Who(TOM, "T0HARBOUR"))
    return shared_house.fresh()


def listing(house: House, who: str) -> str:
    """Open the list and return its words."""
    person = house.person(who)
    assert person.command("/sms do-not-text", channel="C0HELP").acked
    house.modal("Do not text", person)
    house.wait_for(lambda: "Looking the list up" not in house.shown(person))
    return house.shown(person)


def listed(house: House) -> set[str]:
    return {entry.number for entry in house.bot.services.do_not_text.page("", 0, 1000).entries}


def find(house: House, digits: str, who: str = TOM) -> str:
    person = house.person(who)
    person.fill("Find a number", digits)
    assert person.submit().acked
    return house.shown(person)


def test_a_sender_adds_a_number_in_one_line_and_it_says_who_and_why(house: House) -> None:
    staff.know_the_desk(house)
    answer = house.person(PRIYA).command("/sms do-not-text (415) 555-0100 asked by phone")
    assert "on the do-not-text list now" in staff.ephemeral(answer)

    shown = listing(house, PRIYA)

    assert "1 number is never texted from here" in shown
    assert "asked by phone\n_added by <@U0PRIYA>" in shown
    assert listed(house) == {ADA}


def test_the_same_line_twice_keeps_the_first_record(house: House) -> None:
    house.maya.command(f"/sms do-not-text +{ADA} asked by phone")
    answer = house.person(TOM).command(f"/sms do-not-text +{ADA} another reason")

    assert "was on the do-not-text list already" in staff.ephemeral(answer)
    assert "asked by phone\n_added by <@U0MAYA>" in listing(house, MAYA)


def test_a_number_without_a_reason_is_asked_for_one(house: House) -> None:
    house.maya.command(f"/sms do-not-text +{ADA}")
    house.modal("Add a number")
    assert listed(house) == set()

    house.maya.fill("Why", "Told us at the desk")
    house.maya.submit()

    house.modal("Do not text")
    assert "on the do-not-text list now" in house.shown()
    assert listed(house) == {ADA}


@pytest.mark.parametrize("who", [SAM, LENA])
def test_who_may_not_send_neither_sees_nor_changes_the_list(house: House, who: str) -> None:
    for line in ("/sms do-not-text", f"/sms do-not-text +{ADA} for fun"):
        answer = house.person(who).command(line, channel="C0HELP")
        assert "the role it needs: *sender*" in staff.ephemeral(answer)

    assert house.person(who).view is None
    assert listed(house) == set()


def test_only_an_admin_takes_a_number_off_and_the_record_stays(house: House) -> None:
    house.maya.command(f"/sms do-not-text +{ADA} asked by phone")
    listing(house, MAYA)
    for button in ("Remove", "Import"):
        with pytest.raises(LookupError):
            house.maya.press(button)

    tom = house.person(TOM)
    listing(house, TOM)
    tom.press("Remove")
    house.modal("Remove a number", tom)
    tom.fill("Why", "Wants reminders again")
    answer = tom.submit()
    house.wait_for(lambda: "may be texted again" in house.shown(tom))
    house.sandbox.slack.redeliver(answer)

    assert listed(house) == set()
    found = find(house, "0100")
    assert "asked by phone\n_added by <@U0MAYA>" in found
    assert "taken off the list: Wants reminders again\n_by <@U0TOM>" in found
    house.send(f"/sms {ADA} Hello again.")
    house.wait_for(lambda: house.texts == [(ADA, "Hello again.")])


def test_a_press_on_an_old_list_takes_off_nothing_twice(house: House) -> None:
    house.maya.command(f"/sms do-not-text +{ADA} asked by phone")
    tom = house.person(TOM)
    listing(house, TOM)
    house.bot.services.do_not_text.remove(ADA, "meanwhile", Who(TOM, "T0HARBOUR"))

    tom.press("Remove")

    house.modal("Not done", tom)
    assert "not on the do-not-text list any more" in house.shown(tom)
    entry = house.bot.services.do_not_text.entry(ADA)
    assert entry is not None
    assert entry.removal_reason == "meanwhile"


@pytest.mark.parametrize("how", ["pasted", "a file"])
def test_an_admin_imports_many_with_one_reason_and_hears_of_lines_left_out(house: House, how: str) -> None:
    house.maya.command(f"/sms do-not-text +{ADA} asked by phone")
    tom = house.person(TOM)
    listing(house, TOM)
    tom.press("Import")
    house.modal("Import numbers", tom)
    if how == "pasted":
        tom.fill("or paste numbers, one in each line", f"+{ADA}\n+{GRACE}\nnobody\n+{NORA}")
    else:
        rows = f"name,phone\nAda,+{ADA}\nGrace,+{GRACE}\nNobody,nobody\nNora,+{NORA}\n"
        tom.fill("Upload a file", tom.upload("stop.csv", rows.encode()))
    tom.fill("Why", "Letters of last year")
    tom.submit()

    house.wait_for(lambda: "put on the do-not-text list" in house.shown(tom))

    assert "2 numbers* put on the do-not-text list, 1 was on it already, 1 line left out." in house.shown(tom)
    assert f"Line {3 if how == 'pasted' else 4}:" in house.shown(tom)
    assert listed(house) == {ADA, GRACE, NORA}
    assert {entry.added_by for entry in house.bot.services.do_not_text.page("", 0, 9).entries} == {MAYA, TOM}


def test_a_long_list_is_shown_in_parts_and_searched(house: House) -> None:
    for last in range(12):
        house.maya.command(f"/sms do-not-text +1415555{last:04} reason {last}")
        house.clock.advance(seconds=1)

    shown = listing(house, TOM)
    assert "12 numbers are never texted" in shown
    assert "reason 11" in shown
    assert "reason 1\n" not in shown
    tom = house.person(TOM)
    tom.press("Next")
    house.wait_for(lambda: "reason 1\n" in house.shown(tom))
    found = find(house, "555 0003")
    assert "reason 3" in found
    assert "reason 4" not in found
