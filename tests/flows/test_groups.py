"""The groups: their people counted by exact name, searched, counted again, and offered in a form."""

import pytest

from bot.features.contacts.jobs import GROUPS
from bot.features.contacts.views import LONGEST_NAME
from bot.sandbox.slack.person import Person
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.slack import kit
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.broadcasting import Broadcasts
from tests.flows.house import ADA, House, words_in
from tests.flows.many import WORDS
from tests.flows.staff import SAM

pytestmark = pytest.mark.measured

ODD = '*Ärzte* <@U0MAYA> & "Söhne" 100 % :tada: `x`'
LONG = "Patients of the long corridor " * 9
"""270 characters: more than Slack takes as the value of a choice."""


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.SOCKET


@pytest.fixture
def house(shared_house: House) -> House:
    staff.wait_for_groups(shared_house)
    return shared_house.fresh()


def opened(house: House, line: str = "/sms groups", who: str = SAM) -> Person:
    person = house.person(who)
    assert person.command(line, channel="C0HELP").acked
    return house.modal("Groups", person)


def words_of(house: House, group: str) -> str:
    """What the list should say of a group, by SMS-iT's own book."""
    with house.sandbox.smsit.lock:
        rows = house.sandbox.smsit.book.members(group)
        people = {row.contact.number for row in rows if row.subscribed}
        gone = {row.contact.number for row in rows} - people
    out = f", {len(gone)} opted out" if gone else ""
    return f"*{group}*\n{len(people)} {'person' if len(people) == 1 else 'people'}{out}"


def test_nothing_of_the_contacts_is_kept_but_names_of_groups_and_figures(house: House) -> None:
    house.bot.services.sync.run(full=True)

    kept = b"".join(path.read_bytes() for path in house.folder.glob("bot.db*"))

    assert b"Tuesday clinic evening" in kept
    for contact in house.sandbox.smsit.book.contacts:
        for told in (contact.number, contact.name, contact.email):
            assert not told or told.encode() not in kept


def test_everybody_may_see_the_groups_and_each_is_counted_by_its_exact_name(house: House) -> None:
    opened(house)
    shown = house.shown(house.person(SAM))

    groups = [name for name in house.sandbox.smsit.groups if house.sandbox.smsit.book.members(name)]
    assert {"VIP", "VIP 2"} <= set(groups)
    for name in groups:
        assert words_of(house, name) in shown
    assert f"{len(groups)} groups, counted" in shown
    assert ADA not in shown


def test_groups_are_found_by_a_part_of_their_name(house: House) -> None:
    sam = opened(house, "/sms groups physio")
    assert "2 groups, counted" in house.shown(sam)
    assert "*VIP*" not in house.shown(sam)

    sam.fill("Find groups", "vip")
    sam.submit()
    assert "2 groups, counted" in house.shown(sam)
    assert words_of(house, "VIP 2") in house.shown(sam)
    sam.fill("Find groups", "nothing like it")
    sam.submit()
    assert "No group's name holds “nothing like it”." in house.shown(sam)


def test_counting_again_shows_how_far_it_is_and_then_what_is_new(house: House) -> None:
    sam = opened(house)
    Broadcasts(house).join("Brand new")
    house.sandbox.smsit.faults.add("getcontacts", Fault.SLOW, seconds=0.3)

    sam.press("Count again")

    house.wait_for(lambda: "Counting again: " in house.shown(sam))
    with pytest.raises(LookupError):
        sam.press("Count again")
    house.wait_for(lambda: "Counting again: " not in house.shown(sam))
    assert "*Brand new*\n1 person" in house.shown(sam)


def test_the_clock_finds_what_is_new_and_in_time_who_opted_out(house: House) -> None:
    casts = Broadcasts(house)
    first, *_ = casts.group("Refreshed by the clock", 3)
    house.clock.advance(minutes=15)
    casts.join("Refreshed by the clock")
    house.bot.jobs[GROUPS]({})
    sam = opened(house, "/sms groups refreshed")
    assert "*Refreshed by the clock*\n4 people" in house.shown(sam)

    house.sandbox.smsit.opt_out(first)
    house.clock.advance(hours=7)
    house.bot.jobs[GROUPS]({})
    sam.submit()
    assert "*Refreshed by the clock*\n3 people, 1 opted out" in house.shown(sam)


def test_while_smsit_is_silent_the_figures_are_those_of_before(house: House) -> None:
    sam = opened(house)
    before = words_of(house, "VIP")
    house.sandbox.smsit.faults.add("getcontacts", Fault.HTML, times=None)

    sam.press("Count again")

    house.wait_for(lambda: "The figures are those of the last count." in house.shown(sam))
    assert before in house.shown(sam)
    house.maya.command("/sms broadcast")
    assert [name for name, _ in offered(house, "vip")] == ["VIP", "VIP 2"]


def offered(house: House, typed: str) -> list[tuple[str, str]]:
    """What the form of a broadcast offers for what is typed: each name with its description."""
    house.modal("Broadcast to a group")
    found = house.maya.suggestions("To the group", typed)
    return [(each["text"]["text"], each["description"]["text"]) for each in found]


def test_the_form_of_a_broadcast_offers_groups_with_their_figures(house: House) -> None:
    casts = Broadcasts(house)
    casts.group("Offered with figures", 3, opted_out=2)
    house.maya.command("/sms-broadcast")

    assert offered(house, "offered WITH") == [("Offered with figures", "3 people, 2 opted out")]
    assert offered(house, "no such group") == []


@pytest.mark.parametrize("name", [ODD, LONG.strip(), "+1 415 555 0100", "broadcast", "two  blanks"])
def test_a_group_of_any_name_is_listed_offered_and_texted_itself(house: House, name: str) -> None:
    casts = Broadcasts(house)
    numbers = casts.group(name, 2)
    casts.group(f"{name} too", 1)
    sam = opened(house, f"/sms groups {name[:90]}")
    assert f"*{kit.escape(kit.cut(name, LONGEST_NAME))}*\n2 people" in house.shown(sam)
    sam.close()

    house.maya.command("/sms broadcast")
    house.modal("Broadcast to a group")
    choices = house.maya.suggestions("To the group", name[:60].strip())
    chosen = next(each for each in choices if each["description"]["text"] == "2 people")
    house.maya.choose("To the group", chosen["text"]["text"])
    house.maya.fill("Message", WORDS)
    casts.confirmation(casts.check())
    house.maya.submit()

    casts.until(SendState.ACCEPTED)
    assert casts.got(numbers)


def test_a_long_row_of_groups_is_shown_in_pages(house: House) -> None:
    casts = Broadcasts(house)
    for nth in range(45):
        casts.join(f"Class {nth:02}", number=ADA)
    casts.count()
    sam = opened(house, "/sms groups class")
    assert "Page 1 of 3" in house.shown(sam)

    sam.press("Next")
    house.wait_for(lambda: "Page 2 of 3" in house.shown(sam))
    assert "*Class 20*" in house.shown(sam)
    sam.press("Next")
    house.wait_for(lambda: "Page 3 of 3" in house.shown(sam))
    assert "*Class 44*" in house.shown(sam)
    sam.press("Previous")
    house.wait_for(lambda: "Page 2 of 3" in house.shown(sam))
    assert "*Class 44*" not in words_in(sam.view.view if sam.view else {})
