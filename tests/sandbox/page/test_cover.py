"""No one-time code is to be read in the inspector, whatever payload carried it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.features.otp.ids import Action
from bot.sandbox.page.cover import COVER, covered

CODES = ("94b87b", "c0ffee")
TEXT = "plain_text_input"


def typed(action_id: str, value: str | None) -> dict[str, Any]:
    return {"view": {"state": {"values": {"block": {action_id: {"type": TEXT, "value": value}}}}}}


def test_a_code_is_covered_wherever_it_stands_and_the_rest_is_left() -> None:
    body = {"text": "otp verify 94B87B", "blocks": [{"text": "c0ffee94b87b!"}], "n": 3, "94b87b": None}

    assert covered(body, CODES) == {
        "text": f"otp verify {COVER}",
        "blocks": [{"text": f"{COVER}{COVER}!"}],
        "n": 3,
        "94b87b": None,  # a key is the bot's or Slack's word, and never what somebody typed
    }
    assert covered("94b87b", CODES) == COVER
    assert covered("94b87b", ()) == "94b87b"
    assert covered(None, CODES) is None


def test_what_is_typed_as_a_code_is_covered_right_or_wrong() -> None:
    assert covered(typed(Action.CODE, "00-00 00"), ()) == typed(Action.CODE, COVER)
    assert covered(typed("code", "94b 87b"), ()) == typed("code", COVER)
    assert covered(typed("otp.code", None), ()) == typed("otp.code", None)


def test_a_press_of_enter_in_a_codes_field_and_a_field_filled_in_are_covered() -> None:
    pressed = {"actions": [{"action_id": "otp.code", "type": TEXT, "value": "000000"}]}
    drawn = {"element": {"action_id": "otp.code", "type": TEXT, "initial_value": "000000"}}

    assert "000000" not in repr(covered(pressed, ()))
    assert "000000" not in repr(covered(drawn, ()))


def test_other_fields_and_buttons_are_shown() -> None:
    button = {"action_id": "code", "type": "button", "value": "S1"}

    assert covered(button, CODES) == button
    for action_id in ("sms.message", "otp.purpose", "zipcode"):
        assert covered(typed(action_id, "Hello"), CODES) == typed(action_id, "Hello")


LEAVES = st.sampled_from([*CODES, "94B87B", "x"]) | st.text(max_size=4) | st.integers() | st.none()
PAYLOADS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(body=PAYLOADS)
def test_no_payload_shows_a_code(body: object) -> None:
    shown = repr(covered(body, CODES)).lower()

    assert not [code for code in CODES if code in shown]
