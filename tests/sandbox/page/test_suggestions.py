"""The list above the composer."""

from bot.sandbox.page.backstage import Suggestion
from bot.sandbox.page.suggestions import offers

COMMANDS = [{"command": "/sms", "usage_hint": "[number]", "description": "Text"}, {"command": "/sms-otp"}]
TIPS = [Suggestion(f"/sms {verb}", "", "") for verb in ("otp", "otp verify", "contacts")]


def offered(typed: str) -> list[str]:
    return [each.line for each in offers(typed, COMMANDS, TIPS)]


def test_commands_are_offered_until_one_is_typed_and_then_what_may_stand_behind_it() -> None:
    assert offered("/sm") == ["/sms", "/sms-otp"]
    assert offered("/sms-") == ["/sms-otp"]
    assert offered("/sms ") == ["/sms otp", "/sms otp verify", "/sms contacts"]
    assert offered("/sms OTP ") == ["/sms otp verify"]
    assert offered("/sms-otp ") == []


def test_nothing_is_offered_for_an_ordinary_message_or_the_words_of_a_text() -> None:
    assert offered("Hello") == []
    assert offered("") == []
    assert offered("/sms Ada see you") == []
    assert offered("/sms\notp") == []


def test_only_a_command_is_one_that_slack_knows() -> None:
    assert [each.is_tip for each in offers("/sms", COMMANDS, TIPS)] == [False, False]
    assert {each.is_tip for each in offers("/sms ", COMMANDS, TIPS)} == {True}
