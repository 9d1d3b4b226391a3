"""Codes typed as Slack delivers them: once or twice, by the right person or another."""

from collections.abc import Callable

import pytest

from bot.errors import TooBusy, UserError
from bot.features.otp import codes
from bot.features.otp.verifying import Impossible, Verifying
from bot.slack.kit import Block
from bot.store.verifications import Stage
from tests.features.otp.front import Front, chosen
from tests.features.otp.world import BOB, MAYA, TOM, World
from tests.features.sends import words_in


@pytest.fixture
def front(world: World) -> Front:
    return Front(world)


def test_the_form_says_what_the_code_is_for_and_never_the_code(front: Front) -> None:
    send_id, code = front.world.sent()
    front.checks.ask(front.pressed(send_id))
    words = words_in(front.window)
    for part in ("•••0100", "Password reset", "3 tries, 10 minutes"):
        assert part in words
    assert code not in words
    front.world.clock.advance(minutes=9, seconds=30)
    front.checks.ask(front.pressed(send_id))
    assert "3 tries, 1 minute" in words_in(front.window)


def test_the_right_code_is_shown_as_verified_when_smsit_says_so(front: Front) -> None:
    send_id, code = front.world.sent()
    answer = front.type_code(send_id, f" {code.upper()} ")
    assert answer["response_action"] == "update"
    assert "Asking SMS-iT" in words_in(answer["view"])
    assert "*Verified.* •••0100, Password reset" in front.shown()
    assert front.world.account.asked == [code]


def test_digits_picked_as_emoji_are_digits(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    typed: list[str] = []

    def compare(_send_id: str, _who: object, code: str, _key: str) -> Impossible:
        typed.append(codes.tidy(code) or "")
        return Impossible()

    monkeypatch.setattr(Verifying, "compare", lambda _self, *given: compare(*given))
    front.type_code(front.world.sent()[0], ":nine::four: :eight: 7 :our-own:")
    assert typed == ["9487"]


def test_a_wrong_code_is_said_beside_the_field_until_none_is_left(front: Front) -> None:
    send_id, code = front.world.sent()
    assert front.type_code(send_id, "12")["errors"]["code"].endswith("no try was used.")
    assert front.type_code(send_id, "000000")["errors"] == {"code": "That is not the code. 2 tries left."}
    assert front.type_code(send_id, "000000")["errors"] == {"code": "That is not the code. 1 try left."}
    answer = front.type_code(send_id, "000000")
    assert answer["response_action"] == "update"
    assert "too many wrong codes" in words_in(answer["view"])
    assert "Send a new code" in words_in(answer["view"])
    front.checks.ask(front.pressed(send_id))
    assert "too many wrong codes" in words_in(front.window)
    assert code not in str(front.acks.given)


def test_anything_unclear_is_not_verified_and_says_so(front: Front) -> None:
    send_id, code = front.world.sent()
    front.world.account.fails["validate_otp"] = LookupError("odd")
    front.type_code(send_id, code)
    assert "*Not verified*: SMS-iT did not clearly say that the code is right." in front.shown()
    assert front.world.stands(send_id)[1:] == ("failed", "unclear")


def test_nobody_else_gets_the_form_or_an_answer(front: Front) -> None:
    send_id, code = front.world.sent()
    front.checks.ask(front.pressed(send_id, TOM))
    assert front.windows.opened == []
    assert "Only <@U0MAYA>" in front.told.texts[0]
    with pytest.raises(UserError, match="Only <@U0MAYA>"):
        front.type_code(send_id, code, TOM)
    assert front.world.verification(send_id).tries_left == 3


def test_a_code_whose_time_is_over_is_said_in_the_place_of_the_form(front: Front) -> None:
    send_id, _ = front.world.sent()
    front.world.clock.advance(minutes=10)
    front.checks.ask(front.pressed(send_id))
    assert "its time is over" in words_in(front.window)


def test_one_of_several_codes_is_chosen(front: Front) -> None:
    front.checks.choose(front.command(""), "")
    assert "No code of yours waits" in words_in(front.window)

    ada, code = front.world.sent()
    front.world.clock.advance(minutes=1)
    bob, _ = front.world.sent(to=BOB)
    front.checks.choose(front.command(""), "")
    select = front.window["blocks"][0]["element"]
    assert [option["value"] for option in select["options"]] == [bob, ada]
    assert select["initial_option"]["value"] == bob
    assert "•••0100 · Password reset" in words_in(select)
    assert "3 tries, 9 minutes left" in words_in(select)

    values = {"which": chosen(ada), "code": {"value": code}}
    front.checks.typed(front.submitted(front.window, values))
    assert front.world.verification(ada).state is Stage.VERIFIED
    front.checks.choose(front.command("", TOM), "")
    assert "No code of yours waits" in words_in(front.window)


def test_the_same_submission_twice_is_answered_twice_and_counts_once(front: Front) -> None:
    send_id, code = front.world.sent()
    answers = [front.type_code(send_id, "000000", trigger="wrong") for _ in range(2)]
    assert answers[0] == answers[1]

    front.checks.ask(front.pressed(send_id))
    form = front.window
    front.checks.typed(front.submitted(form, {"code": {"value": code}}, trigger="right"))
    front.checks.typed(front.submitted(form, {"code": {"value": code}}, trigger="right"))
    assert front.ack["response_action"] == "update"
    assert "Verified" in words_in(front.ack["view"])
    assert front.world.account.asked == [code]
    assert front.world.verification(send_id).tries_left == 1


@pytest.mark.parametrize("trigger", ["another", "same"])
def test_while_smsit_is_asked_another_press_does_not_ask_again(front: Front, trigger: str) -> None:
    send_id, code = front.world.sent()
    front.checks.ask(front.pressed(send_id))
    form: Block = front.window
    front.world.account.before["validate_otp"] = lambda: front.checks.typed(
        front.submitted(form, {"code": {"value": code}}, trigger=trigger)
    )
    front.type_code(send_id, code, trigger="same")
    asked = next(words_in(view) for _name, view in front.windows.updates)
    assert "SMS-iT is being asked about it" in asked
    assert "Verified" in front.shown()
    assert front.world.account.asked == [code]


def test_when_smsit_cannot_be_asked_the_code_is_given_up(front: Front) -> None:
    send_id, code = front.world.sent()
    front.hands.is_busy = True
    with pytest.raises(TooBusy):
        front.type_code(send_id, code)
    assert front.world.stands(send_id)[1:] == ("failed", "unclear")
    assert front.world.account.asked == []


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (lambda world, send_id, _code: world.compare(send_id, "000000"), "has until"),
        (lambda world, send_id, code: world.verify(send_id, code), "*Verified* by <@U0MAYA>, Mon 23 Nov"),
    ],
)
def test_the_record_says_who_whom_when_what_for_and_what_came_of_it(
    front: Front, end: Callable[[World, str, str], object], said: str
) -> None:
    front.checks.recent(front.command(""), "")
    assert "No code has been sent yet" in front.told.texts[-1]
    mine, code = front.world.sent()
    end(front.world, mine, code)
    front.world.confirmed(TOM, to=BOB, purpose="Address change")

    front.checks.recent(front.command(""), "")
    told = front.told.texts[-1]
    assert "*Your last codes*" in told
    assert "<@U0MAYA> to *Ada Lovelace (•••0100)* for *Password reset*, Mon 23 Nov 2026, 09:00" in told
    assert said in told
    assert "U0TOM" not in told

    front.checks.recent(front.command("", TOM), "")
    told = front.told.texts[-1]
    assert "of everybody" in told
    assert "<@U0TOM> to *Bob (•••0101)* for *Address change*" in told
    assert "The code is being made" in told
    assert "<@U0MAYA> to" in told
    assert code not in told


def test_the_button_of_an_unsent_code_says_to_wait(front: Front) -> None:
    front.checks.ask(front.pressed(front.world.confirmed(), MAYA))
    assert "not been sent yet" in front.told.texts[0]
