"""What is wrong stands beside its field, what it costs before the button, and a press counts once."""

import pytest

from bot.errors import UserError
from bot.policy.model import Otp as Rules
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.contacts.directory import row
from tests.features.otp.front import Front, chosen
from tests.features.otp.world import ADA, TOM, World
from tests.features.sends import words_in
from tests.slack.arrivals import hand_in


@pytest.fixture
def front(world: World) -> Front:
    return Front(world)


def asked(
    front: Front, number: str = "415 555 0100", purpose: object = None, channel: str = "C0FRONT"
) -> None:
    front.composing.command(front.command(""), "")
    values = {"number": {"value": number}, "purpose": purpose or {"value": "Password reset"}}
    hand_in(front.confirming.asked, front.submitted(front.window, values))


def test_mistakes_stand_beside_their_fields(front: Front) -> None:
    asked(front, "12", {"value": " "})
    assert front.ack["response_action"] == "errors"
    assert set(front.ack["errors"]) == {"number", "purpose"}
    assert "60 characters" in front.ack["errors"]["purpose"]


def test_the_confirmation_says_everything_to_who_asked(front: Front) -> None:
    asked(front)
    assert front.ack["response_action"] == "push"
    words = front.shown()
    for part in (
        "Ada Lovelace, +1 415-555-0100",
        "Password reset",
        "+1 415-555-0190",
        "Your code is ••••••.",
        "counts for 10 minutes, and you have 3 tries. Only you",
        "1 credit",
        "100",
        "99",
        "in <#C0FRONT>",
    ):
        assert part in words


def test_what_cannot_be_sent_is_said_in_the_same_window(front: Front) -> None:
    asked(front, "415 555 0199")
    assert "not in the contacts" in front.shown()
    assert "/sms contacts add" in front.shown()


def test_a_confirmed_code_is_on_its_way_and_the_window_closes(front: Front) -> None:
    asked(front)
    view = front.windows.last
    for _ in range(2):
        front.confirming.confirmed(front.submitted(view, {}))
        assert front.ack == {"response_action": "clear"}
    assert len(front.world.jobs) == 1
    with pytest.raises(UserError, match="no longer there"):
        front.confirming.confirmed(front.submitted(view, {}, TOM))


def test_a_purpose_of_the_policy_is_chosen(database: Database, clock: FakeClock) -> None:
    front = Front(World(database, clock, Rules(purposes=("Password reset",))))
    asked(front, purpose=chosen("Something else"))
    assert "Choose what" in front.ack["errors"]["purpose"]
    asked(front, purpose=chosen("Password reset"))
    front.confirming.confirmed(front.submitted(front.windows.last, {}))
    assert len(front.world.jobs) == 1


def test_what_may_take_more_is_said(database: Database, clock: FakeClock) -> None:
    front = Front(World(database, clock, Rules(text="x" * 154 + "%%Code%%")))
    front.world.account.contacts = [row("", ADA)]
    front.world.account.balance = 1
    front.composing.to_contact(front.pressed(ADA))
    values = {"number": {"value": ADA}, "purpose": {"value": "x"}}
    hand_in(front.confirming.asked, front.submitted(front.window, values))
    words = front.shown()
    assert "1 credit, at most 2" in words
    assert "stricter way" in words
    assert "as a direct message to you" in words
    assert words_in(front.windows.last).count("+1 415-555-0100") == 1


def test_what_others_reserved_is_said(front: Front) -> None:
    front.world.confirmed(to="14155550101")
    asked(front)
    assert "100, 1 spoken for" in front.shown()
