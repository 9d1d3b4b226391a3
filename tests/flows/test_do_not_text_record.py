"""The do-not-text list itself: who puts numbers on it, who takes them off, and what is kept of that."""

import pytest

from bot.access import Who
from tests.flows import filling, staff
from tests.flows.harness import ADA, GRACE, NORA, Harness
from tests.flows.staff import LENA, MAYA, PRIYA, SAM, TOM

pytestmark = pytest.mark.measured


@pytest.fixture
def harness(shared_harness: Harness) -> Harness:
    numbers = shared_harness.bot.services.do_not_text
    for entry in numbers.page("", 0, 1000).entries:
        numbers.remove(entry.number, "another story", Who(TOM, "T0HARBOUR"))
    return shared_harness.fresh()


def listing(harness: Harness, who: str) -> str:
    """Open the list and return its words."""
    person = harness.person(who)
    assert person.command("/sms do-not-text", channel="C0HELP").acked
    harness.modal("Do-not-text list", person)
    harness.wait_for(lambda: "Loading the list" not in harness.shown(person))
    return harness.shown(person)


def listed(harness: Harness) -> set[str]:
    return {entry.number for entry in harness.bot.services.do_not_text.page("", 0, 1000).entries}


def find(harness: Harness, digits: str, who: str = TOM) -> str:
    person = harness.person(who)
    person.fill("Find a number", digits)
    assert person.submit().acked
    return harness.shown(person)


def test_a_sender_adds_a_number_in_one_line_and_it_says_who_and_why(harness: Harness) -> None:
    staff.know_the_desk(harness)
    said = filling.stop_texting(harness, "(415) 555-0100 asked by phone", harness.person(PRIYA))
    assert "to the do-not-text list." in said

    shown = listing(harness, PRIYA)

    assert "*1 number* is never texted from Slack" in shown
    assert "asked by phone\n_Added by <@U0PRIYA>" in shown
    assert listed(harness) == {ADA}


def test_who_goes_back_from_the_question_lists_nobody(harness: Harness) -> None:
    harness.maya.command(f"/sms do-not-text +{ADA} asked by phone")
    harness.modal("Add to do-not-text")
    assert "+1 415-555-0100" in harness.shown()
    assert "asked by phone" in harness.shown()
    harness.maya.close()

    assert listed(harness) == set()


def test_the_same_line_twice_keeps_the_first_record(harness: Harness) -> None:
    filling.stop_texting(harness, f"+{ADA} asked by phone")
    said = filling.stop_texting(harness, f"+{ADA} another reason", harness.person(TOM))

    assert "is already on the do-not-text list" in said
    assert "asked by phone\n_Added by <@U0MAYA>" in listing(harness, MAYA)


def test_a_number_without_a_reason_is_asked_for_one(harness: Harness) -> None:
    harness.maya.command(f"/sms do-not-text +{ADA}")
    harness.modal("Add to do-not-text")
    assert listed(harness) == set()

    harness.maya.fill("Reason", "Told us at the desk")
    harness.maya.submit()

    harness.modal("Do-not-text list")
    assert "to the do-not-text list." in harness.shown()
    assert listed(harness) == {ADA}


@pytest.mark.parametrize("who", [SAM, LENA])
def test_who_may_not_send_neither_sees_nor_changes_the_list(harness: Harness, who: str) -> None:
    for line in ("/sms do-not-text", f"/sms do-not-text +{ADA} for fun"):
        answer = harness.person(who).command(line, channel="C0HELP")
        assert "You need the *sender* role" in staff.ephemeral(answer)

    assert harness.person(who).view is None
    assert listed(harness) == set()


def test_only_an_admin_takes_a_number_off_and_the_record_stays(harness: Harness) -> None:
    filling.stop_texting(harness, f"+{ADA} asked by phone")
    listing(harness, MAYA)
    for button in ("Remove", "Import"):
        with pytest.raises(LookupError):
            harness.maya.press(button)

    tom = harness.person(TOM)
    listing(harness, TOM)
    tom.press("Remove")
    harness.modal("Remove a number", tom)
    tom.fill("Reason", "Wants reminders again")
    answer = tom.submit()
    harness.wait_for(lambda: "It can be texted again" in harness.shown(tom))
    harness.sandbox.slack.redeliver(answer)

    assert listed(harness) == set()
    found = find(harness, "0100")
    assert "asked by phone\n_Added by <@U0MAYA>" in found
    assert "Removed: Wants reminders again\n_Removed by <@U0TOM>" in found
    harness.send(f"/sms {ADA} Hello again.")
    harness.wait_for(lambda: harness.texts == [(ADA, "Hello again.")])


def test_a_press_on_an_old_list_takes_off_nothing_twice(harness: Harness) -> None:
    filling.stop_texting(harness, f"+{ADA} asked by phone")
    tom = harness.person(TOM)
    listing(harness, TOM)
    harness.bot.services.do_not_text.remove(ADA, "meanwhile", Who(TOM, "T0HARBOUR"))

    tom.press("Remove")

    harness.modal("Not done", tom)
    assert "no longer on the do-not-text list" in harness.shown(tom)
    entry = harness.bot.services.do_not_text.entry(ADA)
    assert entry is not None
    assert entry.removal_reason == "meanwhile"


@pytest.mark.parametrize("how", ["pasted", "a file"])
def test_an_admin_imports_many_with_one_reason_and_hears_of_lines_left_out(
    harness: Harness, how: str
) -> None:
    filling.stop_texting(harness, f"+{ADA} asked by phone")
    tom = harness.person(TOM)
    listing(harness, TOM)
    tom.press("Import")
    harness.modal("Import numbers", tom)
    if how == "pasted":
        tom.fill("Or paste numbers, one per line", f"+{ADA}\n+{GRACE}\nnobody\n+{NORA}")
    else:
        rows = f"name,phone\nAda,+{ADA}\nGrace,+{GRACE}\nNobody,nobody\nNora,+{NORA}\n"
        tom.fill("Upload a file", tom.upload("stop.csv", rows.encode()))
    tom.fill("Reason", "Letters of last year")
    tom.submit()

    harness.wait_for(lambda: "to the do-not-text list" in harness.shown(tom))

    assert "2 numbers* to the do-not-text list. 1 was already on it. 1 line skipped." in harness.shown(tom)
    assert f"Line {3 if how == 'pasted' else 4}:" in harness.shown(tom)
    assert listed(harness) == {ADA, GRACE, NORA}
    assert {entry.added_by for entry in harness.bot.services.do_not_text.page("", 0, 9).entries} == {
        MAYA,
        TOM,
    }


def test_a_long_list_is_shown_in_parts_and_searched(harness: Harness) -> None:
    for last in range(12):
        filling.stop_texting(harness, f"+1415555{last:04} reason {last}")
        harness.clock.advance(seconds=1)

    shown = listing(harness, TOM)
    assert "*12 numbers* are never texted" in shown
    assert "reason 11" in shown
    assert "reason 1\n" not in shown
    tom = harness.person(TOM)
    tom.press("Next")
    harness.wait_for(lambda: "reason 1\n" in harness.shown(tom))
    found = find(harness, "555 0003")
    assert "reason 3" in found
    assert "reason 4" not in found
