"""Looking for contacts: by what, in which order, page by page, and who sees how much of them."""

import re
from collections.abc import Callable, Iterator

import pytest

from bot.sandbox.smsit.contacts import Membership
from tests.flows import cards, people
from tests.flows.harness import GRACE, NORA, Harness
from tests.flows.people import HELP, Contacts
from tests.flows.staff import LENA, MAYA, PRIYA, SAM, TOM, ephemeral

pytestmark = pytest.mark.measured

ALL = "All contacts · by name"
FULL = "+1 415-555-0100"


@pytest.fixture
def maya(harness: Harness) -> Iterator[Contacts]:
    yield Contacts(people.ready(harness))
    harness.quiet()


def numbers(rows: list[Membership]) -> list[str]:
    return sorted({row.contact.number for row in rows})


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Lovelace", "Contacts matching “Lovelace”"),
        ("4155550100", "Contacts matching “4155550100”"),
        ("+1 (415) 555-0100", "Contacts matching “+1 (415) 555-0100”"),
        ("ada@example.com", "Contacts matching “ada@example.com”"),
        ("lovelace group:VIP subscribed:yes source:sms", "in *VIP*, signed up through *SMS*, *subscribed*"),
    ],
)
def test_somebody_is_found_by_name_number_or_address_once_with_all_groups(
    maya: Contacts, line: str, says: str
) -> None:
    shown = maya.find(line)

    assert says in shown
    assert maya.rows == [f"*Ada Lovelace* ({FULL})"]
    assert "Newsletter, Tuesday clinic and VIP" in shown
    assert "1 contact" in shown


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("", lambda _row: True),
        ("group:VIP", lambda row: row.group == "VIP"),
        ('group:"tuesday clinic"', lambda row: row.group == "Tuesday clinic"),
        ("group:new patients 2026", lambda row: row.group == "New patients 2026"),
        ("source:kiosk", lambda row: row.source == 3),
        ("source:web subscribed:yes", lambda row: row.source == 2 and row.subscribed),
        ("subscribed:no", lambda row: not row.subscribed),
        ("group:Newsletter subscribed:no", lambda row: row.group == "Newsletter" and not row.subscribed),
    ],
)
def test_every_page_together_shows_exactly_those_whom_smsit_has_once_each(
    maya: Contacts, line: str, fits: Callable[[Membership], bool]
) -> None:
    maya.find(line)
    found = [cards.digits(row) for row in maya.every_page()]

    assert sorted(found) == numbers([row for row in maya.memberships() if fits(row)])
    assert re.search(rf"\b{len(found)} contact", maya.shown)


def test_a_group_nobody_has_counted_yet_is_found_in_any_case(maya: Contacts) -> None:
    maya.put("14155550610", "Nina New", ("Night ward",))
    maya.put("14155550611", "Otto Other", ("Night ward B",))

    maya.find('group:"night WARD"')

    assert [cards.name(row) for row in maya.rows] == ["Nina New"]


def test_pages_are_turned_forth_and_back_and_tell_where_they_are(maya: Contacts) -> None:
    maya.find()
    first = maya.rows
    assert len(first) == 10
    assert "1 to 10" in maya.shown
    assert "Previous" not in maya.buttons

    maya.press("Next")
    assert "11 to 20" in maya.shown
    assert not set(first) & set(maya.rows)
    maya.press("Previous")

    assert maya.rows == first


@pytest.mark.parametrize("order", ["A to Z, 0 to 9, newest first", "Z to A, 9 to 0, oldest first"])
@pytest.mark.parametrize("sort", ["Name", "Number", "Newest"])
def test_people_come_in_the_order_that_is_chosen(maya: Contacts, sort: str, order: str) -> None:
    newest = {
        contact.number: max(row.created for row in contact.rows) for contact in maya.smsit.book.contacts
    }
    oldest = {
        contact.number: min(row.created for row in contact.rows) for contact in maya.smsit.book.contacts
    }
    maya.find()
    maya.request(Sort_by=sort, Order=order)
    rows = maya.every_page()

    is_reversed = order.startswith("Z")
    if sort == "Newest":
        times = oldest if is_reversed else newest
        keys = [times[cards.digits(row)].isoformat() for row in rows]
        falling = not is_reversed
    elif sort == "Number":
        keys, falling = [cards.digits(row) for row in rows], is_reversed
    else:  # people without a name come last, whichever way round
        names = [cards.name(row).casefold() for row in rows]
        keys, falling = [f"{bool(name) == is_reversed:d}{name}" for name in names], is_reversed
        assert names[-1] == ""
    assert keys == sorted(keys, reverse=falling)
    assert len(keys) == len(maya.smsit.book.contacts)


def test_opt_outs_are_told_by_group_and_altogether(maya: Contacts) -> None:
    assert ":no_bell: opted out of Newsletter" in maya.find("Polly Partial")
    assert "New patients and Newsletter · :no_bell: opted out" in maya.find(NORA)
    assert "opted out" not in maya.find(GRACE)


def test_the_form_says_what_is_looked_for_and_narrows_it(maya: Contacts) -> None:
    maya.find("lovelace sort:newest")
    shown = maya.request(Name="", Number="555012", Group="Newsletter", Status="Opted out of a group")

    assert "Contacts matching “555012”, in *Newsletter*, *opted out* of a group" in shown
    assert "· newest first" in shown
    assert {cards.name(row) for row in maya.rows} == {"Nora Quiet", "Polly Partial"}


def test_the_form_can_be_left_and_tells_what_is_wrong_beside_its_field(maya: Contacts) -> None:
    before = maya.find("lovelace")
    maya.person.press("Filter")
    maya.harness.modal(people.FILTER)
    maya.person.fill("Number", "12")

    maya.person.submit()
    assert "3 to 15 digits" in maya.harness.errors()["number"]
    maya.person.back()

    assert maya.shown == before


def test_nobody_found_is_said_and_words_that_mean_nothing_are_told_at_once(maya: Contacts) -> None:
    assert "No contacts match." in maya.find("nobody of this name")
    assert "Next" not in maya.buttons
    maya.person.close()

    answer = maya.person.command("/sms contacts ada source:moon", channel=HELP)

    assert "After source: type any, import, sms, web or kiosk." in ephemeral(answer)
    assert maya.person.view is None


@pytest.mark.parametrize(
    ("who", "is_full"), [(MAYA, True), (TOM, True), (PRIYA, False), (SAM, False), (LENA, False)]
)
def test_whole_numbers_are_for_the_role_the_policy_names(maya: Contacts, who: str, *, is_full: bool) -> None:
    maya.put("14155550777", "Odd Call 415 555 0777", email="14155550777@example.com")
    desk = maya.seat(who)
    seen = desk.find("lovelace")
    seen += desk.open("Ada Lovelace")
    odd = desk.find("odd call")
    odd += desk.open("Odd Call")

    assert (FULL in seen) is is_full
    assert ("•••0100" in seen) is not is_full
    assert ("ada@example.com" in seen) is is_full
    assert "Newsletter, Tuesday clinic and VIP" in seen
    assert ("415 555 0777" in odd) is is_full
    assert ("4155550777" in odd) is is_full
    assert "10 December 1985" in seen


@pytest.mark.parametrize(("who", "sends"), [(SAM, False), (MAYA, True)])
def test_everybody_finds_contacts_from_the_home_tab(maya: Contacts, who: str, *, sends: bool) -> None:
    desk = maya.seat(who)
    desk.person.open_home()
    maya.harness.wait_for(lambda: desk.buttons)
    assert "Find contacts" in desk.buttons
    assert ("Send a text" in desk.buttons) is sends

    desk.person.press("Find contacts")

    assert ALL in desk.settled("")
    assert len(desk.rows) == 10


def test_a_press_that_slack_delivers_again_shows_the_same_page(maya: Contacts) -> None:
    maya.find()
    answer = maya.press("Next")
    seen = maya.shown

    maya.harness.sandbox.slack.redeliver(answer)

    maya.harness.quiet()
    assert maya.shown == seen


def test_name_number_and_address_are_looked_for_together_and_the_order_is_typed(maya: Contacts) -> None:
    shown = maya.find("number:555010 email:example order:reversed")
    assert "Contacts matching “555010” and “example” · by name, Z to A" in shown
    names = [cards.name(row) for row in maya.rows]
    assert names == sorted(names, key=str.casefold, reverse=True)
    assert {"Grace Hopper", "Ada Lovelace"} <= set(names)

    shown = maya.find("name:ada l number:555010 email:example")
    assert "Contacts matching “ada l”, “555010” and “example”" in shown
    assert [cards.name(row) for row in maya.rows] == ["Ada Lovelace"]
    assert "No contacts match." in maya.find("name:grace email:ada@")

    maya.find("name:ada")
    shown = maya.request(Name="hopper", Number="555", Email="grace@")
    assert [cards.name(row) for row in maya.rows] == ["Grace Hopper"]
    assert "AT&amp;T" in maya.open("Grace Hopper")
