"""Broadcasts from the command to the last text: the ledger of the pretend SMS-iT is the judge."""

import pytest

from bot.features.broadcast.figures import SAMPLES
from bot.settings import Mode
from bot.store.states import SendState
from bot.texting import phones
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, later
from tests.flows.many import WORDS

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def test_everybody_in_the_group_gets_one_text_for_the_credits_shown(shop: Broadcasts) -> None:
    numbers = shop.group("Walkers", 4)
    shop.ready("Walkers")
    cost = shop.cost()
    said = shop.harness.shown()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)

    assert shop.got(numbers)
    assert shop.taken == cost == 4
    assert "Walkers · 4 recipients" in said
    assert "Cost *4 credits*" in said
    assert "Balance 5,000 → 4,996" in said
    assert "Send *now; takes under 1 min*" in said
    assert "1 segment per person · 1 text per second" in said
    assert "No one is in quiet hours (estimated from area codes)" in said
    assert sum(phones.mask(number) in said for number in numbers) == SAMPLES
    assert not any(number in said for number in numbers)


def test_names_are_put_in_and_each_is_counted(shop: Broadcasts) -> None:
    names = ["Al Short", "Bartholomew Long", "", "Zoë Umlaut", "王 Unicode"]
    text = "x" * 152 + "%%Name%%"
    numbers = shop.group("Readers", names)
    shop.ready("Readers", text)
    cost, said = shop.cost(), shop.harness.shown()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)

    first = ["Al", "Bartholomew", "", "Zoë", "王"]
    texts = {number: "x" * 152 + name for number, name in zip(numbers, first, strict=True)}
    assert dict(shop.harness.texts) == texts
    assert len(shop.harness.texts) == 5
    segments = [1, 2, 1, 3, 3]  # ë is in no table of GSM 03.38, and 王 neither
    assert shop.taken == cost == sum(segments)
    assert "1\u20133 segments per person" in said
    assert "1 contact has no name; %%Name%% will be blank." in said


def test_a_character_outside_gsm_makes_every_text_dearer_and_is_named(shop: Broadcasts) -> None:
    text = "Grüße aus dem Café \N{WAVING HAND SIGN} " + "y" * 60
    numbers = shop.group("Guests", 3)
    shop.ready("Guests", text)
    cost, said = shop.cost(), shop.harness.shown()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)

    assert shop.got(numbers, text)
    assert shop.taken == cost == 6
    assert "Only 70 characters per segment because of" in said
    assert "“👋”" in said


def test_who_opted_out_is_counted_and_not_texted(shop: Broadcasts) -> None:
    numbers = shop.group("Swimmers", 3, opted_out=2)
    shop.ready("Swimmers")
    said = shop.harness.shown()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)

    assert "3 recipients" in said
    assert "2 opted out, skipped" in said
    assert shop.got(numbers)
    assert shop.taken == 3


def test_an_entry_that_stands_twice_is_shown_with_what_it_may_cost(shop: Broadcasts) -> None:
    numbers = shop.group("Doubles", 3)
    shop.join("Doubles", number=numbers[0])
    shop.ready("Doubles")
    said = shop.harness.shown()
    assert "3 recipients" in said
    assert "1 duplicate entry" in said
    assert "Cost *3 credits* (up to 4 credits)" in said
    assert "may get the text twice, and each is charged" in said
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)

    assert {number for number, _ in shop.harness.texts} == set(numbers)
    assert 3 <= shop.taken <= 4


def test_somebody_who_stopped_with_one_of_two_entries_is_pointed_out(shop: Broadcasts) -> None:
    numbers = shop.group("Halves", 2)
    shop.smsit.opt_out(numbers[0], "Halves")
    shop.join("Halves", number=numbers[0])

    shop.ready("Halves")

    assert "1 contact opted out under another entry in this group" in shop.harness.shown()
    assert shop.harness.texts == []


def test_a_part_of_a_groups_name_reaches_nobody_else(shop: Broadcasts) -> None:
    few = shop.group("Choir", 2)
    shop.group("Choir juniors", 3)

    shop.send("Choir")
    shop.until(SendState.ACCEPTED)

    assert shop.got(few)
    assert shop.taken == 2


def test_the_change_since_the_last_broadcast_is_shown(shop: Broadcasts) -> None:
    shop.group("Growers", 3)
    shop.ready("Growers")
    assert "First broadcast to this group" in shop.harness.shown()
    shop.maya.submit()
    shop.until(SendState.ACCEPTED)

    for _ in range(2):
        shop.join("Growers")
    shop.ready("Growers")

    assert "2 more recipients than last time (Today " in shop.harness.shown()
    assert len(shop.harness.texts) == 3


def test_a_balance_that_is_too_small_is_refused_before_anything_is_recorded(shop: Broadcasts) -> None:
    shop.group("Crowd", 12)
    shop.smsit.set_credits(11)

    shop.check(shop.compose("Crowd"))

    shop.harness.modal("Not possible")
    assert "This takes 12 credits" in shop.harness.shown()
    assert "but the balance is 11. Nothing was sent." in shop.harness.shown()
    assert shop.harness.texts == []
    shop.maya.back()
    assert WORDS in shop.harness.shown()


def test_what_others_have_reserved_counts_as_gone(shop: Broadcasts) -> None:
    shop.group("Early", 6)
    shop.group("Late", 6)
    shop.hold("Early", later(shop.harness.clock, hours=2), who=shop.tom).submit()
    shop.until(SendState.SCHEDULED, shop.tom)
    shop.smsit.set_credits(15)
    shop.ready("Late")
    assert "Balance 15 (6 reserved) → 3" in shop.harness.shown()
    shop.maya.close()
    shop.smsit.set_credits(11)

    shop.check(shop.compose("Late"))

    shop.harness.modal("Not possible")
    assert "and 6 of those are reserved" in shop.harness.shown()
    shop.tom.press("Cancel", message=shop.message("Early", "Scheduled for"))
    shop.until(SendState.CANCELLED, shop.tom)
    assert shop.harness.texts == []


def test_a_submission_delivered_again_sends_nothing_again(shop: Broadcasts) -> None:
    numbers = shop.group("Once", 3)
    shop.compose("Once")
    slack = shop.harness.sandbox.slack
    composed = shop.maya.submit()
    shop.harness.wait_for(lambda: shop.maya.title == "Review broadcast")
    slack.redeliver(composed)
    shop.harness.quiet()
    confirmed = shop.confirmation().submit()
    slack.redeliver(confirmed)
    shop.until(SendState.ACCEPTED)

    slack.redeliver(confirmed)
    shop.harness.tick(minutes=1)

    assert shop.got(numbers)
    assert shop.taken == 3
    assert len(shop.harness.sends()) == 1
    assert slack.problems == ["view_submission: duplicate_external_id"]  # the first one's view is there
    slack.problems.clear()


def test_who_may_only_text_single_people_cannot_broadcast(shop: Broadcasts) -> None:
    shop.group("Secrets", 2)
    priya = shop.harness.person("U0PRIYA")

    answer = priya.command("/sms broadcast Secrets")

    assert "You need the *broadcaster* role to send a broadcast" in str(answer.body)
    assert priya.view is None
    assert shop.harness.texts == []


def test_a_group_of_nobody_is_refused(shop: Broadcasts) -> None:
    numbers = shop.group("Leavers", 1, opted_out=1)
    shop.smsit.opt_out(numbers[0])

    shop.check(shop.compose("Leavers"))

    shop.harness.refused("No one in this group", "Broadcast to a group")
    assert "No one in this group can be texted. 2 opted out. Nothing was sent." in shop.harness.shown()
