"""People of the contacts texted as a list: the ledger of the pretend SMS-iT says who got it."""

from collections.abc import Iterator

import pytest

from bot.access import Who
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.states import SendState
from bot.texting import phones
from tests.flows.crowds import PEOPLE, Crowds
from tests.flows.harness import ADA, GRACE, LOU, NOBODY, Harness, words_in
from tests.flows.listing import CONFIRMATION, QUICK, csv, opened
from tests.flows.many import WORDS

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

TOM = Who("U0TOM", "T0HARBOUR")


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), QUICK, mode) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Crowds:
    return Crowds(harness)


def numbers(begins: str, count: int) -> list[str]:
    return [f"{begins}{last:0{11 - len(begins)}}" for last in range(count)]


def test_whoever_a_search_finds_is_texted_once(shop: Crowds) -> None:
    found = numbers("1415557", 4)
    shop.group("Harbour walk", found, "Quentin Quayside")
    shop.group("Harbour swim", found[:2])
    shop.harness.bot.services.do_not_text.add(found[3], "asked us to stop", TOM)

    assert shop.maya.command("/sms contacts Quayside", channel="C0FRONT").acked
    shop.harness.wait_for(lambda: "4 contacts" in shop.harness.shown())
    shop.maya.press("Text these people")
    shop.harness.modal(PEOPLE)
    assert "Contacts matching “Quayside”" in shop.harness.shown()
    assert not any(number in str(shop.maya.view) for number in found)
    shop.maya.fill("Message", "Ahoy %%Name%%!")
    said = shop.check()
    assert shop.maya.title == CONFIRMATION, said
    shop.maya.submit()
    shop.ended()

    assert sorted(shop.harness.texts) == [(number, "Ahoy Quentin!") for number in found[:3]]
    assert "People found in contacts · 3 recipients" in said
    assert "*1 person skipped*" in said
    assert "1 person: This number is on the do-not-text list." in said
    assert any(f"To {phones.mask(number)}" in said for number in found[:3])
    assert "Cost *3 credits*" in said
    assert shop.taken == 3


def test_several_groups_at_once_but_not_some(shop: Crowds) -> None:
    found = numbers("1415558", 8)
    shop.group("Choir north", found[:5])
    shop.group("Choir south", found[3:])
    shop.group("Choir board", [found[0], found[7]])
    single = phones.pretty(found[1])
    shop.crowd(["Choir north", "Choir south"], without_groups=["Choir board"], without=single)
    said = shop.check()
    assert shop.maya.title == CONFIRMATION, said
    shop.maya.submit()
    shop.ended()

    assert shop.got(found[2:7])
    assert shop.taken == 5
    assert "5 of 5 sent, 5 delivered, 3 skipped" in str(shop.message("3 skipped").blocks)
    assert "*3 people skipped*" in str(shop.thread("3 people skipped").blocks)
    assert "People in Choir north and Choir south · 5 recipients" in said
    assert "*3 people skipped*" in said
    assert "2 people: In a group you chose to leave out." in said
    assert "1 person: You chose to leave this person out." in said


def test_whoever_got_a_text_lately_is_left_out_if_that_is_wanted(shop: Crowds) -> None:
    found = numbers("1415559", 3)
    shop.group("Market", found)
    shop.send([found[0]])
    shop.ended()

    shop.crowd(["Market"], "Market day!", texted="7")
    said = shop.check()
    assert shop.maya.title == CONFIRMATION, said
    shop.maya.submit()
    shop.ended()

    assert sorted(shop.harness.texts) == [(found[0], WORDS), *((each, "Market day!") for each in found[1:])]
    assert "1 person: Texted recently." in said
    shop.harness.clock.advance(days=8)
    shop.crowd(["Market"], "And again!", texted="7")
    assert "3 recipients" in shop.check()


def test_a_list_of_nobody_says_so_in_the_form(shop: Crowds) -> None:
    found = numbers("1415554", 1)
    shop.group("Lonely", found)
    shop.crowd(["Lonely"], without_groups=["Lonely"])
    said = shop.check()
    assert shop.maya.title == PEOPLE
    assert "There's no one to text. 1 person skipped: In a group you chose to leave out." in said
    assert shop.harness.texts == []


def test_a_broadcast_with_somebody_who_may_not_be_texted_goes_to_the_others(shop: Crowds) -> None:
    found = numbers("1415553", 4)
    shop.group("Pool", found, "Pam Poolside")
    shop.harness.bot.services.do_not_text.add(found[2], "asked us to stop", TOM)

    assert shop.maya.command("/sms broadcast Pool", channel="C0FRONT").acked
    shop.harness.modal("Broadcast to a group")
    shop.maya.fill("Message", "Closed today, %%Name%%.")
    refused = shop.check()
    assert shop.maya.title == "Not possible"
    assert "1 contact in this group is on the do-not-text list" in refused
    shop.maya.press("Send to the other 3, one at a time")
    shop.harness.modal(CONFIRMATION)
    said = shop.harness.shown()
    shop.maya.submit()
    shop.ended()

    others = [each for each in found if each != found[2]]
    assert sorted(shop.harness.texts) == [(each, "Closed today, Pam.") for each in others]
    assert "People in Pool · 3 recipients" in said
    assert "Cost *3 credits*" in said
    assert "Send *now; takes under 1 min*" in said
    assert "1 person: This number is on the do-not-text list." in said
    assert shop.taken == 3


def test_only_those_who_did_not_get_it_are_texted_again(shop: Crowds) -> None:
    """One in doubt, one delivered, one not delivered, one refused."""
    shop.smsit.faults.add("smscontact", Fault.REPLY_LOST, times=1)
    rows = (("Gil", GRACE), ("Ada", ADA), ("Lou", LOU), ("Nil", NOBODY))
    shop.send(csv("Name,Number", *(f"{name},{number}" for name, number in rows)), "Hi %%Name%%!")
    shop.until(SendState.ACCEPTED)
    for _ in range(8):
        shop.harness.tick(minutes=5)
    first = shop.newest()
    shop.harness.wait_for_database(lambda: shop.counts(first).get(SendState.UNDELIVERED))
    message = shop.message("Text the 2 again")
    shop.group("Newcomers", [NOBODY])

    for person in (shop.maya, shop.tom):  # two confirmations are open, and both are pressed
        assert person.press("Text the 2 again", message=message).acked
        shop.harness.modal(CONFIRMATION, person)
        assert "customers.csv, again · 2 recipients" in shop.harness.shown(person)
        assert "Cost *2 credits*" in shop.harness.shown(person)
    for person in (shop.maya, shop.tom):
        assert person.submit().acked
        shop.harness.quiet()

    again = [(LOU, "Hi Lou!"), (NOBODY, "Hi Nil!")]
    shop.harness.wait_for_database(lambda: len(shop.harness.texts) == len(rows) - 1 + len(again))
    shop.harness.quiet()
    got = [(number, f"Hi {name}!") for name, number in rows[:3]]
    assert sorted(shop.harness.texts) == sorted([*got, *again])
    assert shop.taken == 5
    shop.harness.wait_for(lambda: "Text the 2" not in words_in(shop.message(send=first).blocks))
