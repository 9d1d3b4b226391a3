"""What Slack shows is what arrives: words of messages and typed lines, on their way to a phone."""

from dataclasses import replace
from typing import Any

import pytest

from bot.sandbox.slack.model import Message
from bot.slack.blocks import limits
from bot.slack.blocks.fields.message import block_id
from bot.store.states import SendState
from tests.flows import filling
from tests.flows.harness import ADA, Harness

pytestmark = pytest.mark.measured


def taken(harness: Harness, said: Message) -> str:
    """The words in the form that a message shortcut opens."""
    assert harness.maya.message_shortcut("text_this", said).acked
    harness.modal("Send a text")
    return in_field(harness)


def in_field(harness: Harness) -> str:
    view = harness.maya.view
    assert view is not None
    (value,) = view.values[block_id(0)].values()
    return str(value["value"] or "")


def sent(harness: Harness) -> str:
    """Send the form that is open to Ada, and return the words that left."""
    filling.to(harness.maya, f"+{ADA}")
    return confirmed(harness)


def confirmed(harness: Harness) -> str:
    harness.drawn()
    harness.check()
    harness.modal("Review text")
    harness.maya.submit()
    harness.until(SendState.ACCEPTED)
    ((number, body),) = harness.texts
    assert number == ADA
    return body


@pytest.mark.parametrize(
    ("said", "arrives"),
    [
        ("Dr @tom will see you", "Dr Tom Okafor will see you"),
        ("Ask @desk in #help-desk", "Ask Front and help desk in help-desk"),
        ("We are *closed* :tada: on _Friday_", "We are closed 🎉 on Friday"),
        ("~10:00~ 11:00, code `4711`", "11:00, code 4711"),
        ("Bring:\n• your card\n• a friend", "Bring:\n- your card\n- a friend"),
        ("> 9 & 5 <sharp>", "9 & 5 <sharp>"),
        ("See you :our-logo: soon", "See you soon"),
        ("2*3*4 at 10:30:45 in room_1_b", "2*3*4 at 10:30:45 in room_1_b"),
    ],
)
def test_the_words_of_a_message_arrive_as_they_are_read(harness: Harness, said: str, arrives: str) -> None:
    assert taken(harness, harness.maya.say(said)) == arrives
    assert sent(harness) == arrives
    assert harness.sandbox.slack.problems == []


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("Dr <@U0TOM> will see you", "Dr Tom Okafor will see you"),
        ("Dr <@U0TOM|tom> and <!subteam^S0DESK>", "Dr Tom Okafor and Front and help desk"),
        ("<https://x.example/t|Thursday 10:30>", "Thursday 10:30 (https://x.example/t)"),
        (":tada: *closed* ~10:00~ 11:00", "🎉 closed 11:00"),
        ("<!here> come to <#C0FRONT>", "come to front-desk"),
        ("a:b:c 2*3*4 snake_case", "a:b:c 2*3*4 snake_case"),
    ],
)
@pytest.mark.parametrize("whom", [f"+{ADA}", "Ada Lovelace"])
def test_the_words_of_a_typed_line_arrive_as_they_are_read(
    harness: Harness, whom: str, typed: str, arrives: str
) -> None:
    harness.compose(f"/sms {whom} {typed}")
    assert in_field(harness) == arrives
    assert confirmed(harness) == arrives


def test_what_was_left_out_is_said_in_the_form_while_it_is_open(harness: Harness) -> None:
    taken(harness, harness.maya.say("~10:00~ *11:00* @here :our-logo: @tom"))
    for gone in ("struck-through text: 10:00", "our-logo:", "1 @channel or @here mention"):
        assert gone in harness.shown()
    assert "mentions became names" in harness.shown()

    harness.maya.choose("When", "Schedule")
    harness.wait_for(lambda: "Send at" in harness.shown())
    assert "struck-through text: 10:00" in harness.shown()


def test_emoji_picked_while_writing_are_counted_and_sent_as_emoji(harness: Harness) -> None:
    harness.compose(f"/sms {ADA}")
    harness.maya.fill("Message", "Thanks:tada: see you :our-logo: at 10:30:45")
    harness.wait_for(lambda: "left out" in harness.shown().lower())
    assert "our-logo:" in harness.shown()
    assert f"{len('Thanks🎉 see you at 10:30:45')} characters" in harness.shown()
    harness.check()
    harness.modal("Review text")
    assert "Left out" in harness.shown()
    harness.maya.submit()
    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, "Thanks🎉 see you at 10:30:45")]


def test_only_an_emoji_of_the_workspaces_own_is_no_text(harness: Harness) -> None:
    harness.compose(f"/sms {ADA}")
    harness.maya.fill("Message", ":our-logo:")
    harness.drawn()
    harness.maya.submit()
    assert harness.errors() == {block_id(0): "Write a message."}
    assert "our-logo:" in harness.shown()


def test_a_name_slack_does_not_say_is_left_out_and_it_is_said(harness: Harness) -> None:
    people = harness.sandbox.slack.people  # Zoe joined after the bot had asked who is there
    people["U0ZOE"] = replace(people["U0LENA"], id="U0ZOE", name="zoe")
    harness.sandbox.slack.fail("users.info", "user_not_found")
    assert taken(harness, harness.maya.say("Dr @zoe will see you")) == "Dr will see you"
    assert "1 mention without a name" in harness.shown()


SECTION: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "*Moved* to &lt;B&gt;"}}
SHARED_TOO = "shared messages and attachments"
SHARED: dict[str, Any] = {
    "is_share": True,
    "fallback": "[November 28th] tom: We moved",
    "message_blocks": [{"message": {"blocks": [SECTION]}}],
}


@pytest.mark.parametrize(
    ("brings", "words", "note"),
    [
        ({"blocks": [SECTION]}, "Moved to <B>", ""),
        ({"blocks": [], "attachments": [SHARED]}, "Moved to <B>", SHARED_TOO),
        (
            {"blocks": [], "attachments": [{"fallback": "We moved"}]},
            "We moved",
            "shared messages and attachments",
        ),
        (
            {"blocks": [], "attachments": [{"title": "A", "text": "*b*"}]},
            "A\nb",
            "shared messages and attachments",
        ),
        ({"blocks": [{"type": "divider"}]}, "", "has no text to copy"),
    ],
)
def test_words_that_stand_elsewhere_are_found_or_it_is_said(
    harness: Harness, brings: dict[str, Any], words: str, note: str
) -> None:
    assert taken(harness, harness.maya.say("", brings=brings)) == words
    assert note in harness.shown()


def test_a_message_that_is_only_a_picture_says_so(harness: Harness) -> None:
    picture = harness.maya.upload("cat.png", b"PNG", "image/png")
    assert taken(harness, harness.maya.say("", brings={"files": [picture]})) == ""
    assert "has no text to copy" in harness.shown()
    assert "1 picture" in harness.shown()


def test_a_message_longer_than_the_field_is_cut_between_words_and_it_is_said(harness: Harness) -> None:
    said = "word " * 700
    found = taken(harness, harness.maya.say(said))
    assert len(found) <= limits.INPUT_TEXT
    assert found.endswith("word")
    assert f"the last {len(said.strip()) - len(found)} characters" in harness.shown()


def test_of_a_message_of_the_bot_itself_the_words_of_its_text_are_taken(harness: Harness) -> None:
    harness.send(f"/sms {ADA} Hello")
    harness.until(SendState.ACCEPTED)
    message = harness.messages()[-1]
    assert taken(harness, message) == "Hello"
    assert harness.sandbox.slack.problems == []


def test_a_message_of_the_bot_itself_that_follows_no_text_has_nothing_to_copy(harness: Harness) -> None:
    harness.send(f"/sms {ADA} Hello")
    harness.until(SendState.ACCEPTED)
    message = replace(harness.messages()[-1], ts="1.000001")
    assert taken(harness, message) == ""
    assert "That message from this bot has no text to copy." in harness.shown()
