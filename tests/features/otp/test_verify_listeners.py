"""Codes typed as Slack delivers them: once or twice, by the right person or another."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.errors import TooBusy, UserError
from bot.features.otp import codes
from bot.features.otp.verification import Impossible, Verifier
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.loading_view import LoadingView
from bot.store.verifications import Stage
from tests.fakes.slack import FakeBackground
from tests.features.otp.form_harness import FormHarness, chosen
from tests.features.otp.harness import BOB, MAYA, TOM, Harness
from tests.features.samples import words_in


@pytest.fixture
def form_harness(harness: Harness) -> FormHarness:
    return FormHarness(harness)


def test_the_form_says_what_the_code_is_for_and_never_the_code(form_harness: FormHarness) -> None:
    send_id, code = form_harness.harness.sent()
    form_harness.verify_listeners.ask(form_harness.pressed(send_id))
    words = words_in(form_harness.window)
    for part in ("•••0100", "Password reset", "3 attempts left, expires in 10 minutes"):
        assert part in words
    assert code not in words
    form_harness.harness.clock.advance(minutes=9, seconds=30)
    form_harness.verify_listeners.ask(form_harness.pressed(send_id))
    assert "3 attempts left, expires in 1 minute" in words_in(form_harness.window)


def test_the_right_code_is_shown_as_verified_when_smsit_says_so(form_harness: FormHarness) -> None:
    send_id, code = form_harness.harness.sent()
    answer = form_harness.type_code(send_id, f" {code.upper()} ")
    assert answer["response_action"] == "update"
    assert "Checking the code with SMS-iT" in words_in(answer["view"])
    assert "*Verified.* Ada Lovelace (•••0100), Password reset" in form_harness.shown()
    assert form_harness.harness.account.asked == [code]


def test_digits_picked_as_emoji_are_digits(
    form_harness: FormHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed: list[str] = []

    def compare(_send_id: str, _who: object, code: str, _key: str) -> Impossible:
        typed.append(codes.tidy(code) or "")
        return Impossible()

    monkeypatch.setattr(Verifier, "compare", lambda _self, *given: compare(*given))
    form_harness.type_code(form_harness.harness.sent()[0], ":nine::four: :eight: 7 :our-own:")
    assert typed == ["9487"]


def test_a_wrong_code_is_told_with_what_is_left_and_that_is_said_once(form_harness: FormHarness) -> None:
    send_id, code = form_harness.harness.sent()
    assert form_harness.type_code(send_id, "12")["errors"]["code"].endswith("No attempt was used.")
    for left in ("2 attempts left", "1 attempt left"):
        answer = form_harness.type_code(send_id, "000000")
        assert answer["response_action"] == "update"
        said = words_in(answer["view"])
        assert f"That's not the code.* {left}, expires in 10 minutes." in said
        assert said.count(" left") == said.count("attempt") == 1
    answer = form_harness.type_code(send_id, "000000")
    assert answer["response_action"] == "update"
    assert "too many wrong attempts" in words_in(answer["view"])
    assert "Send a new code" in words_in(answer["view"])
    form_harness.verify_listeners.ask(form_harness.pressed(send_id))
    assert "too many wrong attempts" in words_in(form_harness.window)
    assert code not in str(form_harness.acks.given)


def test_anything_unclear_is_not_verified_and_says_so(form_harness: FormHarness) -> None:
    send_id, code = form_harness.harness.sent()
    form_harness.harness.account.fails["validate_otp"] = LookupError("odd")
    form_harness.type_code(send_id, code)
    assert "*Not verified*: SMS-iT didn't clearly confirm the code." in form_harness.shown()
    assert form_harness.harness.stands(send_id)[1:] == ("failed", "unclear")


def test_nobody_else_gets_the_form_or_an_answer(form_harness: FormHarness) -> None:
    send_id, code = form_harness.harness.sent()
    form_harness.verify_listeners.ask(form_harness.pressed(send_id, TOM))
    assert form_harness.windows.opened == []
    assert "Only <@U0MAYA>" in form_harness.told.texts[0]
    with pytest.raises(UserError, match="Only <@U0MAYA>"):
        form_harness.type_code(send_id, code, TOM)
    assert form_harness.harness.verification(send_id).tries_left == 3


def test_a_code_whose_time_is_over_is_said_in_the_place_of_the_form(form_harness: FormHarness) -> None:
    send_id, _ = form_harness.harness.sent()
    form_harness.harness.clock.advance(minutes=10)
    form_harness.verify_listeners.ask(form_harness.pressed(send_id))
    assert "the code expired" in words_in(form_harness.window)


def test_one_of_several_codes_is_chosen(form_harness: FormHarness) -> None:
    form_harness.verify_listeners.choose(form_harness.command(""), "")
    assert "You have no codes waiting" in words_in(form_harness.window)

    ada, code = form_harness.harness.sent()
    form_harness.harness.clock.advance(minutes=1)
    bob, _ = form_harness.harness.sent(to=BOB)
    form_harness.verify_listeners.choose(form_harness.command(""), "")
    select = form_harness.window["blocks"][0]["element"]
    assert [option["value"] for option in select["options"]] == [bob, ada]
    assert select["initial_option"]["value"] == bob
    assert "Ada Lovelace (•••0100) · Password reset" in words_in(select)
    assert "3 attempts left, expires in 9 minutes" in words_in(select)

    values = {"which": chosen(ada), "code": {"value": code}}
    form_harness.verify_listeners.typed(form_harness.submitted(form_harness.window, values))
    assert form_harness.harness.verification(ada).state is Stage.VERIFIED
    form_harness.verify_listeners.choose(form_harness.command("", TOM), "")
    assert "You have no codes waiting" in words_in(form_harness.window)


def test_the_same_submission_twice_is_answered_twice_and_counts_once(form_harness: FormHarness) -> None:
    send_id, code = form_harness.harness.sent()
    replies = [form_harness.type_code(send_id, "000000", trigger="wrong") for _ in range(2)]
    assert replies[0] == replies[1]

    form_harness.verify_listeners.ask(form_harness.pressed(send_id))
    form = form_harness.window
    form_harness.verify_listeners.typed(
        form_harness.submitted(form, {"code": {"value": code}}, trigger="right")
    )
    form_harness.verify_listeners.typed(
        form_harness.submitted(form, {"code": {"value": code}}, trigger="right")
    )
    assert form_harness.ack["response_action"] == "update"
    assert "Verified" in words_in(form_harness.ack["view"])
    assert form_harness.harness.account.asked == [code]
    assert form_harness.harness.verification(send_id).tries_left == 1


@pytest.mark.parametrize("trigger", ["another", "same"])
def test_while_smsit_is_asked_another_press_does_not_ask_again(
    form_harness: FormHarness, trigger: str
) -> None:
    send_id, code = form_harness.harness.sent()
    form_harness.verify_listeners.ask(form_harness.pressed(send_id))
    form: Block = form_harness.window
    form_harness.harness.account.before["validate_otp"] = lambda: form_harness.verify_listeners.typed(
        form_harness.submitted(form, {"code": {"value": code}}, trigger=trigger)
    )
    form_harness.type_code(send_id, code, trigger="same")
    assert "Verified" in form_harness.shown()
    assert form_harness.harness.account.asked == [code]


def test_while_one_process_asks_smsit_another_does_not_ask_again(form_harness: FormHarness) -> None:
    send_id, code = form_harness.harness.sent()
    form_harness.verify_listeners.ask(form_harness.pressed(send_id))
    form: Block = form_harness.window
    loading = LoadingView(form_harness.windows, FakeBackground(), pause_seconds=0)  # type: ignore[arg-type] # in memory
    another = replace(form_harness.verify_listeners, loading=loading)
    form_harness.harness.account.before["validate_otp"] = lambda: another.typed(
        form_harness.submitted(form, {"code": {"value": code}}, trigger="another")
    )
    form_harness.type_code(send_id, code, trigger="same")
    asked = next(words_in(view) for _name, view in form_harness.windows.updates)
    assert "checking it with SMS-iT" in asked
    assert "Verified" in form_harness.shown()
    assert form_harness.harness.account.asked == [code]


def test_when_smsit_cannot_be_asked_the_code_is_given_up(form_harness: FormHarness) -> None:
    send_id, code = form_harness.harness.sent()
    form_harness.background.is_busy = True
    with pytest.raises(TooBusy):
        form_harness.type_code(send_id, code)
    assert form_harness.harness.stands(send_id)[1:] == ("failed", "unclear")
    assert form_harness.harness.account.asked == []


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (lambda harness, send_id, _code: harness.compare(send_id, "000000"), "has 2 attempts left, until"),
        (lambda harness, send_id, code: harness.verify(send_id, code), "*Verified* by <@U0MAYA>, <!date^"),
    ],
)
def test_the_record_says_who_whom_when_what_for_and_what_came_of_it(
    form_harness: FormHarness, end: Callable[[Harness, str, str], object], said: str
) -> None:
    form_harness.verify_listeners.recent(form_harness.command(""), "")
    assert "No codes have been sent yet" in form_harness.told.texts[-1]
    mine, code = form_harness.harness.sent()
    end(form_harness.harness, mine, code)
    form_harness.harness.confirmed(TOM, to=BOB, purpose="Address change")

    form_harness.verify_listeners.recent(form_harness.command(""), "")
    told = form_harness.told.texts[-1]
    assert told.startswith("Your recent codes. ")
    assert "<@U0MAYA> to *Ada Lovelace (•••0100)* for *Password reset*, <!date^" in told
    assert said in told
    assert "U0TOM" not in told

    form_harness.verify_listeners.recent(form_harness.command("", TOM), "")
    told = form_harness.told.texts[-1]
    assert "Recent codes from everyone" in told
    assert "<@U0TOM> to *Bob (•••0101)* for *Address change*" in told
    assert "Creating the code" in told
    assert "<@U0MAYA> to" in told
    assert code not in told


def test_the_button_of_an_unsent_code_says_to_wait(form_harness: FormHarness) -> None:
    form_harness.verify_listeners.ask(form_harness.pressed(form_harness.harness.confirmed(), MAYA))
    assert "hasn't been sent yet" in form_harness.told.texts[0]
