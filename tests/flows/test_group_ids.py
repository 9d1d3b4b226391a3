"""A text to a group that was sent from SMS-iT's own panel: looked up by its id, and followed when asked."""

import pytest

from bot.sandbox.slack.model import Answer, Message
from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import FRONT, Harness, words_in
from tests.flows.staff import MAYA, SAM

pytestmark = pytest.mark.measured

REPORT = "getbulksmsdeliveryreport"
TITLE = "*Group text"


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def sent_there(shop: Broadcasts, group: str, people: int = 4) -> str:
    """Send a text to a group from SMS-iT's own panel, and return the id it shows."""
    shop.group(group, people)
    sender = shop.smsit.sender_numbers[0]
    answer = shop.smsit.call("smsgroup", **{"from": sender, "to": group, "message": "From the panel"})
    return str(answer["status"])


def asked(harness: Harness, line: str, who: str = MAYA) -> Message:
    """Type a command, and return what only this person sees."""
    person = harness.person(who)
    before = {each.ts for each in person.sees(FRONT) if each.ephemeral_to == who}
    assert person.command(line, channel=FRONT).acked
    new = harness.wait_for(
        lambda: [each for each in person.sees(FRONT) if each.ephemeral_to == who and each.ts not in before]
    )
    return new[0]


def figures(shop: Broadcasts, remote_id: str) -> str:
    """Return what SMS-iT reports at this moment, in the bot's words."""
    told = shop.smsit.call(REPORT, groupsmsid=remote_id)
    assert int(str(told["successful"])) + int(str(told["failed"])) == 4
    return f"{told['successful']} handed to carriers, {told['failed']} failed"


def follow(harness: Harness, answer: Message) -> Answer:
    pressed = harness.maya.press("Follow", message=answer)
    assert pressed is not None
    assert pressed.acked, pressed
    return pressed


def messages(harness: Harness, remote_id: str) -> list[Message]:
    found = (each for each in harness.maya.sees(FRONT) if each.ephemeral_to is None)
    return [each for each in found if f"{TITLE} {remote_id}*" in each.text]


def followed(harness: Harness, remote_id: str, says: str) -> Message:
    """Wait until the one message about it says this."""
    found = harness.wait_for(lambda: [each for each in messages(harness, remote_id) if says in each.text])
    harness.quiet()  # else it is drawn again, when its lease is over by our clock
    assert len(messages(harness, remote_id)) == 1
    return found[0]


@pytest.mark.parametrize(
    "line", ["/sms status group {}", "/sms-status group {}", "/sms status {}", "/sms status group #{}"]
)
def test_a_report_is_shown_by_the_id(shop: Broadcasts, line: str) -> None:
    remote_id = sent_there(shop, f"Panel {line}")
    shop.harness.tick(minutes=1)
    said = asked(shop.harness, line.format(remote_id))
    assert f"{figures(shop, remote_id)}." in said.text
    assert f"*Group text {remote_id}*" in said.text
    assert messages(shop.harness, remote_id) == []


def test_it_is_followed_in_the_channel_until_its_figures_stay_the_same(shop: Broadcasts) -> None:
    harness = shop.harness
    remote_id = sent_there(shop, "Panel follow")
    pressed = follow(harness, asked(harness, f"/sms status group {remote_id}"))
    followed(harness, remote_id, "No report yet.")
    harness.tick(minutes=1)
    followed(harness, remote_id, f"{figures(shop, remote_id)} so far.")
    for minutes in (1, 2, 6):
        harness.tick(minutes=minutes)
    followed(harness, remote_id, "so far.")
    for _ in range(3):
        harness.tick(minutes=16)
    last = followed(harness, remote_id, "taken as final")
    assert "Followed for <@U0MAYA>" in words_in(last.blocks)
    asked_so_far = sum(each.endpoint == REPORT for each in shop.smsit.requests)
    harness.tick(minutes=60)
    assert sum(each.endpoint == REPORT for each in shop.smsit.requests) == asked_so_far

    harness.sandbox.slack.redeliver(pressed)
    harness.tick(seconds=30)
    assert len(messages(harness, remote_id)) == 1


def test_it_is_followed_once_in_a_channel_however_often_somebody_presses(shop: Broadcasts) -> None:
    harness = shop.harness
    remote_id = sent_there(shop, "Panel twice")
    answer = asked(harness, f"/sms status group {remote_id}")
    follow(harness, answer)
    followed(harness, remote_id, "No report yet.")
    follow(harness, answer)
    harness.wait_for(lambda: any("already followed here" in each.text for each in harness.maya.sees(FRONT)))
    assert len(messages(harness, remote_id)) == 1
    said = asked(harness, f"/sms status group {remote_id}")
    assert "It's already followed here: see its message." in said.text
    assert "Follow" not in words_in(said.blocks).split()


def test_a_broadcast_from_here_is_named_and_not_followed_twice(shop: Broadcasts) -> None:
    shop.group("Panel ours", 3)
    shop.send("Panel ours")
    sent = shop.until(SendState.ACCEPTED)
    shop.harness.tick(seconds=30)
    said = asked(shop.harness, f"/sms status group {sent.remote_id}")
    assert "Sent from Slack to *Panel ours (3 recipients)* by <@U0MAYA>." in said.text
    assert "Its message is in <#C0FRONT>." in said.text
    assert "panel" not in said.text
    assert "Follow" not in words_in(said.blocks)

    for _ in range(4):
        shop.harness.tick(minutes=5)
    ended = shop.until(SendState.DELIVERED)
    said = asked(shop.harness, f"/sms status group {sent.remote_id}")
    assert ended.remote_id == sent.remote_id
    assert "Its message is in <#C0FRONT>." in said.text
    assert "Follow" not in words_in(said.blocks)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("group 999999", "has no group text with the ID 999999"),
        ("999999", "has no group text with the ID 999999"),
        ("group", "Type the ID that SMS-iT's panel shows"),
        ("group 0", "Type the ID that SMS-iT's panel shows"),
        ("group 12x", "Type the ID that SMS-iT's panel shows"),
        ("group " + "9" * 400, "Type the ID that SMS-iT's panel shows"),
        ("group \N{ARABIC-INDIC DIGIT FOUR}1001", "Type the ID that SMS-iT's panel shows"),
    ],
)
def test_what_is_no_id_or_may_be_a_number_is_told(shop: Broadcasts, typed: str, says: str) -> None:
    assert says in asked(shop.harness, f"/sms status {typed}").text


def test_a_silent_smsit_is_told_and_nothing_is_followed(shop: Broadcasts) -> None:
    remote_id = sent_there(shop, "Panel silent")
    shop.smsit.faults.add(REPORT, Fault.HTTP500)
    said = asked(shop.harness, f"/sms status group {remote_id}")
    assert "handed" not in said.text
    assert "Follow" not in words_in(said.blocks)


def test_whoever_only_looks_on_sees_the_report_and_cannot_have_it_posted(shop: Broadcasts) -> None:
    remote_id = sent_there(shop, "Panel viewer")
    shop.harness.tick(minutes=1)
    said = asked(shop.harness, f"/sms status group {remote_id}", SAM)
    assert f"{figures(shop, remote_id)}." in said.text
    assert "Follow" not in words_in(said.blocks)
