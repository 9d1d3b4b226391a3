"""The form of a broadcast: what can be chosen in it, and what SMS-iT is then told."""

import pytest

from bot.features.broadcast.pace import Pace
from bot.sandbox.slack.client_checks import NotSubmitted
from bot.store.states import SendState
from tests.flows.broadcasting import FORM, LONDON, Broadcasts
from tests.flows.harness import Harness
from tests.flows.many import WORDS

ROTATE = "Rotate through all account numbers"


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def senders(shop: Broadcasts, count: int) -> list[str]:
    return [each.sender for each in shop.smsit.ledger[-count:]]


def test_the_picker_finds_a_group_by_a_part_of_its_name(shop: Broadcasts) -> None:
    numbers = shop.group("Yoga beginners", 3, opted_out=1)
    shop.maya.command("/sms broadcast")
    shop.harness.modal(FORM)

    found = shop.maya.suggestions("To the group", "beginn")
    assert [each["text"]["text"] for each in found] == ["Yoga beginners"]
    assert found[0]["description"]["text"] == "3 recipients · 1 opted out"
    shop.maya.choose("To the group", "Yoga beginners")
    shop.maya.fill("Message", WORDS)
    shop.confirmation(shop.check()).submit()

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)


def test_a_name_no_group_has_is_said_with_what_was_meant(shop: Broadcasts) -> None:
    shop.group("Gardeners", 1)

    shop.maya.command("/sms-broadcast Gardners")
    shop.harness.modal(FORM)

    assert "There's no group called Gardners. Did you mean Gardeners" in shop.harness.shown()
    shop.maya.fill("Message", WORDS)
    with pytest.raises(NotSubmitted):
        shop.maya.submit()


def test_the_length_is_counted_while_somebody_writes(shop: Broadcasts) -> None:
    shop.group("Poets", 2)

    shop.compose("Poets", "Don\N{RIGHT SINGLE QUOTATION MARK}t be late")

    shop.harness.wait_for(lambda: "70 characters per segment instead" in shop.harness.shown())
    assert "*1 segment* · 1 credit per person" in shop.harness.shown()
    shop.maya.press("Use plain characters")
    shop.harness.wait_for(lambda: "70 characters" not in shop.harness.shown())
    shop.confirmation(shop.check()).submit()
    shop.until(SendState.ACCEPTED)
    assert {body for _, body in shop.harness.texts} == {"Don't be late"}


def test_the_mark_for_names_is_put_in_on_purpose(shop: Broadcasts) -> None:
    numbers = shop.group("Firsts", ["Ann Lee", "Bob Ray"])
    shop.compose("Firsts", "See you soon,")

    shop.maya.press("Insert %%Name%%")
    shop.harness.wait_for(lambda: "See you soon, %%Name%%" in shop.harness.shown())
    shop.confirmation(shop.check())
    cost = shop.cost()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)
    assert shop.harness.texts == [(numbers[0], "See you soon, Ann"), (numbers[1], "See you soon, Bob")]
    assert shop.taken == cost == 2


def test_braces_are_warned_about_before_they_vanish(shop: Broadcasts) -> None:
    numbers = shop.group("Coders", 2)
    shop.ready("Coders", "Use code {SPRING} today.")

    assert "Cost up to *2 credits*" in shop.harness.shown()
    assert "{SPRING}" in shop.harness.shown()
    assert ":warning:" in shop.harness.shown()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers, "Use code SPRING today.")
    assert shop.taken == 2


def test_the_sender_is_the_one_that_was_chosen(shop: Broadcasts) -> None:
    shop.group("Callers", 2)
    shop.compose("Callers")
    shop.maya.choose("From", "+1 212-555-0190")

    shop.confirmation(shop.check())
    assert "From +1 212-555-0190" in shop.harness.shown()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)
    assert senders(shop, 2) == ["12125550190"] * 2


def test_rotating_uses_the_accounts_numbers_in_turn(shop: Broadcasts) -> None:
    shop.group("Rounds", 4)
    shop.compose("Rounds")
    shop.maya.choose("Sender numbers", [ROTATE])

    shop.confirmation(shop.check())
    assert "rotating through all account numbers" in shop.harness.shown()
    assert f"from each of {len(shop.smsit.sender_numbers)} numbers" in shop.harness.shown()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)
    assert sorted(senders(shop, 4)) == sorted(shop.smsit.sender_numbers)


def test_the_time_shown_is_shared_by_the_numbers_that_send(shop: Broadcasts) -> None:
    numbers = len(shop.smsit.sender_numbers)
    shop.group("Long rounds", 40 * numbers)
    shop.compose("Long rounds")
    assert f"6 seconds, about {4 * numbers} min for {40 * numbers} recipients" in shop.harness.shown()

    shop.maya.choose("Sender numbers", [ROTATE])
    shop.harness.wait_for(
        lambda: f"6 seconds, about 4 min for {40 * numbers} recipients" in shop.harness.shown()
    )
    shop.maya.choose("Delay between texts", f"6 seconds, about 4 min for {40 * numbers} recipients")
    shop.confirmation(shop.check())

    said = shop.harness.shown()
    assert f"1 text every 6 seconds from each of {numbers} numbers" in said
    assert f"about 4 min (about {4 * numbers} min if SMS-iT sends one at a time)" in said


def test_a_name_as_the_sender_does_not_rotate(shop: Broadcasts) -> None:
    numbers = shop.group("Brands", 2, where=LONDON)
    american = shop.join("Brands")
    shop.compose("Brands")
    shop.maya.choose("From", "HarbourSt")
    shop.maya.choose("Sender numbers", [ROTATE])
    shop.harness.drawn()

    shop.maya.submit()
    assert "A sender name can't rotate through numbers" in "".join(shop.harness.errors().values())
    assert shop.harness.texts == []
    shop.maya.fill("Sender numbers", [])
    shop.confirmation(shop.check())
    assert "1 contact outside the countries that show a sender name." in shop.harness.shown()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)
    assert shop.got([*numbers, american])
    assert senders(shop, 3) == ["HarbourSt"] * 3


@pytest.mark.parametrize(("seconds", "takes"), [(1, "under 1 min"), (6, "about 2 min")])
def test_the_pause_is_shown_with_the_time_it_takes(shop: Broadcasts, seconds: int, takes: str) -> None:
    group = f"Pauses of {seconds}"
    numbers = shop.group(group, 20)
    shop.compose(group)
    noun = "second" if seconds == 1 else "seconds"
    shop.maya.choose("Delay between texts", f"{seconds} {noun}, {takes} for 20 recipients")

    shop.confirmation(shop.check())
    assert f"Send *now; takes {takes}*" in shop.harness.shown()
    assert Pace(seconds).rhythm() in shop.harness.shown()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)
    assert shop.newest().throttle == seconds
    assert shop.got(numbers)
