"""The message of a code: what a channel may read of it, and what can be done."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.features.otp.renderer import Renderer
from bot.features.otp.views.message import message
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.outgoing.poster import Content
from bot.smsit import Endpoint, OutcomeUnknown
from bot.store import sends
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.features.otp.harness import ADA, Harness
from tests.features.samples import a_send, words_in


def drawn(harness: Harness, send_id: str) -> tuple[str, list[str]]:
    """The words of a message, and its buttons."""
    content = Renderer(harness.database).main(harness.send(send_id))
    rows = (block["elements"] for block in content.blocks if block["type"] == "actions")
    buttons = [element["text"]["text"] for row in rows for element in row]
    assert ADA not in content.text + words_in(list(content.blocks[:-1]))
    return content.text + words_in(list(content.blocks)), buttons


def unknown(harness: Harness) -> None:
    harness.account.fails["send_to_contact"] = OutcomeUnknown(Endpoint.SMS_CONTACT, "timeout")


def nothing(_world: Harness, *_about: str) -> None:
    pass


def wrong(harness: Harness, send_id: str, _code: str) -> None:
    for _ in range(3):
        harness.compare(send_id, "000000")


def late(harness: Harness, _send_id: str, _code: str) -> None:
    harness.clock.advance(minutes=10)
    harness.upkeep.expire()


@pytest.mark.parametrize(
    ("before", "after", "said", "buttons"),
    [
        (
            nothing,
            nothing,
            ("Sent, ", "Not verified yet: <@U0MAYA> has 3 attempts left, until ", "Mon 23 Nov 2026, 09:10"),
            ["Verify", "Send a new code"],
        ),
        (
            unknown,
            nothing,
            ("We couldn't confirm this was sent", "Not verified yet"),
            ["Verify", "Send a new code", "Check again", "It was sent"],
        ),
        (
            nothing,
            lambda harness, send_id, code: harness.compare(send_id, code),
            ("checking it with SMS-iT",),
            [],
        ),
        (
            nothing,
            lambda harness, send_id, code: harness.verify(send_id, code),
            ("Mon 23 Nov 2026, 09:00 (America/Los_Angeles)>",),
            [],
        ),
        (nothing, wrong, ("*Not verified*: too many wrong attempts",), ["Send a new code"]),
        (nothing, late, ("*Not verified*: the code expired",), ["Send a new code"]),
    ],
)
def test_each_state_says_how_it_is_and_what_can_be_done(
    harness: Harness,
    before: Callable[[Harness], None],
    after: Callable[..., Any],
    said: tuple[str, ...],
    buttons: list[str],
) -> None:
    before(harness)
    send_id, code = harness.sent()
    after(harness, send_id, code)
    text, found = drawn(harness, send_id)
    for part in ("Code to *Ada Lovelace* (•••0100) for *Password reset*", "<@U0MAYA>", *said):
        assert part in text
    assert found == buttons
    assert code not in text


def test_before_it_is_sent_it_can_be_cancelled_and_afterwards_a_new_one_sent(harness: Harness) -> None:
    send_id = harness.confirmed()
    text, buttons = drawn(harness, send_id)
    assert "Queued" in text
    assert "erif" not in text
    assert buttons == ["Cancel"]
    with harness.database.write() as conn:
        sends.move(conn, send_id, SendState.CANCELLED, now=harness.clock())
    harness.upkeep.expire()
    text, buttons = drawn(harness, send_id)
    assert "*Not verified*: the code wasn't sent" in text
    assert buttons == ["Send a new code"]


def test_numbers_and_markup_in_a_purpose_are_harmless(harness: Harness) -> None:
    send_id, _ = harness.sent(purpose="<!channel> for 415 555 0123")
    text, _buttons = drawn(harness, send_id)
    assert "&lt;!channel&gt; for •••0123" in text


def test_evidence_is_shown_while_it_is_unknown(harness: Harness) -> None:
    unknown(harness)
    send_id, _ = harness.sent()
    content = Renderer(harness.database).main(harness.send(send_id))
    assert "Checking with SMS-iT" in words_in(list(content.blocks))


def blocks_of(content: Content) -> list[Any]:
    return list(content.blocks)


def test_a_send_without_a_verification_is_still_a_message() -> None:
    content = message(a_send(kind=SendKind.OTP), None)
    assert content.text.startswith("Code to *Ada Lovelace* (•••0100): ")
    assert problems_in_message({"text": content.text, "blocks": blocks_of(content)}) == []
