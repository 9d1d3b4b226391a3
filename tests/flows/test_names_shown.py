"""Names that try to play tricks are shown literally, whatever Slack is told about them."""
# ruff: noqa: RUF001 - signs that look like others are what is tested

from collections.abc import Iterator
from functools import partial

import pytest

from bot.sandbox.page import mrkdwn
from bot.settings import Mode
from bot.store.states import SendState
from tests.flows import filling, staff
from tests.flows.broadcasting import CONFIRMATION, Broadcasts
from tests.flows.harness import FRONT, Harness, later
from tests.patience import wait_until
from tests.sandbox.page.names import FakeNames

WAYS = (Mode.HTTP,)

NUMBER = "12135550177"
TRICKS = "*B* _x_ ~y~ `z` :smile: \u202e <!channel> <@U0TOM> \u200b\u2028&amp;"
NAME, GROUP = f"Ann {TRICKS}", f"Desk {TRICKS}"
DRAWN = ("<b>B</b>", "<i>x</i>", "<s>y</s>", "<code>z</code>", "😄", 'class="mention">@channel')
UNSEEN = frozenset("\u202e\u200b\u2028")
NOT_SHOWN = frozenset({"private_metadata", "value", "initial_value", "rich_text", "state", "external_id"})


@pytest.fixture(scope="module")
def desk(shared_harness: Harness) -> Broadcasts:
    desk = Broadcasts(shared_harness)
    desk.join(GROUP, NAME, number=NUMBER)
    desk.count()
    return desk


@pytest.fixture
def seen(harness: Harness, desk: Broadcasts) -> Iterator[list[str]]:
    """After the story, looks at everything Slack was told in it; it says what had to be seen."""
    before = len(harness.sandbox.slack.traffic)
    expected: list[str] = []
    yield expected

    def told() -> list[tuple[str, str]]:
        return [
            found
            for exchange in harness.sandbox.slack.traffic[before:]
            for found in shown(exchange.body if exchange.direction == "from bot" else exchange.answer)
        ]

    def has_all() -> bool:
        texts = told()
        return all(any(words in text for _kind, text in texts) for words in expected)

    wait_until(has_all)  # what is on the screen is in the traffic a moment later
    texts = told()
    for kind, text in texts:
        assert not UNSEEN & set(text), text
        drawn = mrkdwn.to_html(text, FakeNames()) if kind == "mrkdwn" else ""
        assert not [each for each in DRAWN if each in drawn], text


def shown(thing: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text a payload shows, and how it is read. What is literal by its nature is passed over."""
    if isinstance(thing, dict):
        if thing.get("type") in {"mrkdwn", "plain_text"}:
            yield thing["type"], thing["text"]
            return
        if thing.get("type") != "rich_text":
            for name, value in thing.items():
                if name not in NOT_SHOWN:
                    yield from shown(value, name)
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from shown(each, key)
    elif isinstance(thing, str) and key == "text":
        yield "mrkdwn", thing


def test_of_a_text(harness: Harness, seen: list[str]) -> None:
    harness.compose("/sms Ann Hello there")
    assert "Did you mean Ann ∗B∗" in harness.shown()
    harness.maya.choose("sms.meant", next(each for each in options(harness) if each.startswith("Ann *B*")))
    harness.wait_for(lambda: any(each.startswith("to.") for each in blocks(harness)))
    harness.check()
    harness.maya.submit()
    harness.until(SendState.ACCEPTED)
    seen += ["Ann ∗B∗ ˍxˍ ∼y∼", "Did you mean"]


def shows(harness: Harness, words: str) -> bool:
    return words in harness.shown()


def blocks(harness: Harness) -> list[str]:
    view = harness.maya.view
    return [str(each["block_id"]) for each in view.blocks] if view is not None else []


def options(harness: Harness) -> list[str]:
    assert harness.maya.view is not None
    (block,) = (each for each in harness.maya.view.blocks if each["block_id"] == "meant")
    return [each["text"]["text"] for each in block["elements"][0]["options"]]


def test_of_a_text_that_waits(harness: Harness, seen: list[str]) -> None:
    harness.hold(f"/sms {NUMBER} Hello there", later(harness.clock, hours=3))
    harness.maya.command("/sms scheduled")
    harness.wait_for(lambda: "Ann" in harness.shown())
    seen += ["Ann ∗B∗"]


def test_of_contacts_and_groups(harness: Harness, seen: list[str]) -> None:
    for line, words in (
        ("contacts Ann", "Ann ∗B∗"),
        ("groups", "Desk ∗B∗"),
        (f"contacts {TRICKS[:20]}", "matching"),
    ):
        harness.maya.command(f"/sms {line}")
        harness.wait_for(partial(shows, harness, words))
        harness.maya.close()
    harness.maya.command("/sms contacts Ann")
    harness.wait_for(lambda: "Ann ∗B∗" in harness.shown())
    harness.maya.press("Open")
    harness.wait_for(lambda: "Desk ∗B∗" in harness.shown())
    seen += ["Ann ∗B∗ ˍxˍ", "Desk ∗B∗ ˍxˍ"]


def test_of_a_broadcast(harness: Harness, desk: Broadcasts, seen: list[str]) -> None:
    desk.compose("VIP")
    assert desk.maya.suggestions("To the group", "Desk")
    desk.maya.close()
    desk.compose(f"Nobody {TRICKS}")
    desk.maya.close()
    desk.compose(GROUP)
    desk.check()
    harness.modal(CONFIRMATION)
    desk.maya.submit()
    harness.message("Desk ∗B∗")
    seen += ["Desk ∗B∗ ˍxˍ", "Nobody ∗B∗"]


def test_of_a_code(harness: Harness, seen: list[str]) -> None:
    harness.maya.command(f"/sms otp Ann {TRICKS[:30]} refund")
    harness.modal("Send a code")
    harness.wait_for(lambda: "You typed" in harness.shown())
    seen += ["Ann ∗B∗"]


def test_of_an_appointment(harness: Harness, seen: list[str]) -> None:
    harness.maya.command(f"/sms appointment Ann {TRICKS}")
    harness.wait_for(lambda: "You typed" in harness.shown())
    seen += ["Ann ∗B∗"]


def test_of_a_reason_not_to_text(harness: Harness, seen: list[str]) -> None:
    filling.stop_texting(harness, f"+12135550178 {TRICKS}")
    harness.maya.command("/sms do-not-text")
    harness.wait_for(lambda: "∗B∗" in harness.shown())
    seen += ["∗B∗ ˍxˍ"]


def test_of_words_that_are_no_command(harness: Harness, seen: list[str]) -> None:
    for word in ("*hlep*", "_foo_", "`help`", "<!channel>"):
        harness.maya.command(f"/sms {word}")
    words = TRICKS.replace(":smile:", "")  # in the words of a text it is an emoji, and named below them
    harness.compose(f"/sms Zorro{words} Hello")
    harness.modal("Send a text")
    harness.wait_for(lambda: "No contact is named" in harness.shown())
    seen += ["ˍfooˍ"]


def test_of_an_answer_to_a_command(harness: Harness, seen: list[str]) -> None:
    harness.sandbox.slack.faults.fail("views.open", "internal_error")
    harness.maya.command(f"/sms Ann {TRICKS}")
    harness.message("Slack didn't open the window", FRONT)
    staff.clear(harness)
