"""The groups: their people counted by exact name, searched, counted again, and offered in a form."""

import pytest

from bot.features.groups.jobs import GROUPS
from bot.features.groups.views import LONGEST_NAME
from bot.sandbox.slack.person import Person
from bot.sandbox.smsit.faults import Fault
from bot.slack.blocks import kit
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.broadcasting import Broadcasts
from tests.flows.gates import gate
from tests.flows.harness import ADA, Harness, words_in
from tests.flows.many import WORDS
from tests.flows.staff import SAM

pytestmark = pytest.mark.measured

ODD = '*Ärzte* <@U0MAYA> & "Söhne" 100 % :tada: `x`'
LONG = "Patients of the long corridor " * 9
"""270 characters: more than Slack takes as the value of a choice."""


@pytest.fixture
def harness(shared_harness: Harness) -> Harness:
    staff.wait_for_groups(shared_harness)
    return shared_harness.fresh()


def opened(harness: Harness, line: str = "/sms groups", who: str = SAM) -> Person:
    person = harness.person(who)
    assert person.command(line, channel="C0HELP").acked
    return harness.modal("Groups", person)


def words_of(harness: Harness, group: str) -> str:
    """What the list should say of a group, by SMS-iT's own book."""
    with harness.sandbox.smsit.lock:
        rows = harness.sandbox.smsit.book.members(group)
        people = {row.contact.number for row in rows if row.subscribed}
        gone = {row.contact.number for row in rows} - people
    out = f" · {len(gone)} opted out" if gone else ""
    return f"*{group}*\n{len(people)} {'recipient' if len(people) == 1 else 'recipients'}{out}"


def test_nothing_of_the_contacts_is_kept_but_names_of_groups_and_figures(harness: Harness) -> None:
    harness.bot.services.sync.run(full=True)

    kept = b"".join(path.read_bytes() for path in harness.folder.glob("bot.db*"))

    assert b"Tuesday clinic evening" in kept
    for contact in harness.sandbox.smsit.book.contacts:
        for told in (contact.number, contact.name, contact.email):
            assert not told or told.encode() not in kept


def test_everybody_may_see_the_groups_and_each_is_counted_by_its_exact_name(harness: Harness) -> None:
    opened(harness)
    shown = harness.shown(harness.person(SAM))

    groups = [name for name in harness.sandbox.smsit.groups if harness.sandbox.smsit.book.members(name)]
    assert {"VIP", "VIP 2"} <= set(groups)
    for name in groups:
        assert words_of(harness, name) in shown
    assert f"{len(groups)} groups, counted" in shown
    assert ADA not in shown


def test_groups_are_found_by_a_part_of_their_name(harness: Harness) -> None:
    sam = opened(harness, "/sms groups physio")
    assert "2 groups, counted" in harness.shown(sam)
    assert "*VIP*" not in harness.shown(sam)

    sam.fill("Find groups", "vip")
    sam.submit()
    assert "2 groups, counted" in harness.shown(sam)
    assert words_of(harness, "VIP 2") in harness.shown(sam)
    sam.fill("Find groups", "nothing like it")
    sam.submit()
    assert "No group's name has “nothing like it” in it." in harness.shown(sam)


def test_counting_again_shows_how_far_it_is_and_then_what_is_new(harness: Harness) -> None:
    sam = opened(harness)
    Broadcasts(harness).join("Brand new")

    with gate(harness.sandbox.smsit, endpoint="getcontacts"):
        sam.press("Count again")

        harness.wait_for(lambda: "Counting: " in harness.shown(sam))
        with pytest.raises(LookupError):
            sam.press("Count again")
    harness.wait_for(lambda: "Counting: " not in harness.shown(sam))
    assert "*Brand new*\n1 recipient" in harness.shown(sam)


def test_the_clock_finds_what_is_new_and_in_time_who_opted_out(harness: Harness) -> None:
    casts = Broadcasts(harness)
    first, *_ = casts.group("Refreshed by the clock", 3)
    harness.clock.advance(minutes=15)
    casts.join("Refreshed by the clock")
    harness.bot.jobs[GROUPS]({})
    sam = opened(harness, "/sms groups refreshed")
    assert "*Refreshed by the clock*\n4 recipients" in harness.shown(sam)

    harness.sandbox.smsit.opt_out(first)
    harness.clock.advance(hours=7)
    harness.bot.jobs[GROUPS]({})
    sam.submit()
    assert "*Refreshed by the clock*\n3 recipients · 1 opted out" in harness.shown(sam)


def test_while_smsit_is_silent_the_figures_are_those_of_before(harness: Harness) -> None:
    sam = opened(harness)
    before = words_of(harness, "VIP")
    harness.sandbox.smsit.faults.add("getcontacts", Fault.HTML, times=None)

    sam.press("Count again")

    harness.wait_for(lambda: "These are the figures from the last count." in harness.shown(sam))
    assert before in harness.shown(sam)
    harness.maya.command("/sms broadcast")
    assert [name for name, _ in offered(harness, "vip")] == ["VIP", "VIP 2"]


def offered(harness: Harness, typed: str) -> list[tuple[str, str]]:
    """What the form of a broadcast offers for what is typed: each name with its description."""
    harness.modal("Broadcast to a group")
    found = harness.maya.suggestions("To the group", typed)
    return [(each["text"]["text"], each["description"]["text"]) for each in found]


def test_the_form_of_a_broadcast_offers_groups_with_their_figures(harness: Harness) -> None:
    casts = Broadcasts(harness)
    casts.group("Offered with figures", 3, opted_out=2)
    harness.maya.command("/sms-broadcast")

    assert offered(harness, "offered WITH") == [("Offered with figures", "3 recipients · 2 opted out")]
    assert offered(harness, "no such group") == []


@pytest.mark.parametrize("name", [ODD, LONG.strip(), "+1 415 555 0100", "broadcast", "two  blanks"])
def test_a_group_of_any_name_is_listed_offered_and_texted_itself(harness: Harness, name: str) -> None:
    casts = Broadcasts(harness)
    numbers = casts.group(name, 2)
    casts.group(f"{name} too", 1)
    sam = opened(harness, f"/sms groups {name[:90]}")
    assert f"*{kit.escape(kit.truncate(name, LONGEST_NAME))}*\n2 recipients" in harness.shown(sam)
    sam.close()

    harness.maya.command("/sms broadcast")
    harness.modal("Broadcast to a group")
    choices = harness.maya.suggestions("To the group", name[:60].strip())
    chosen = next(each for each in choices if each["description"]["text"] == "2 recipients")
    harness.maya.choose("To the group", chosen["text"]["text"])
    harness.maya.fill("Message", WORDS)
    casts.confirmation(casts.check())
    harness.maya.submit()

    casts.until(SendState.ACCEPTED)
    assert casts.got(numbers)


def test_a_long_row_of_groups_is_shown_in_pages(harness: Harness) -> None:
    casts = Broadcasts(harness)
    for nth in range(45):
        casts.join(f"Class {nth:02}", number=ADA)
    casts.count()
    sam = opened(harness, "/sms groups class")
    assert "Page 1 of 3" in harness.shown(sam)

    sam.press("Next")
    harness.wait_for(lambda: "Page 2 of 3" in harness.shown(sam))
    assert "*Class 20*" in harness.shown(sam)
    sam.press("Next")
    harness.wait_for(lambda: "Page 3 of 3" in harness.shown(sam))
    assert "*Class 44*" in harness.shown(sam)
    sam.press("Previous")
    harness.wait_for(lambda: "Page 2 of 3" in harness.shown(sam))
    assert "*Class 44*" not in words_in(sam.view.view if sam.view else {})
