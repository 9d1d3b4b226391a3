"""The help, as one person reads it."""

import pytest

from bot.access import Role
from bot.features.help.views import help_text
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from tests.features.samples import NAMES


def run(_visit: Interaction, _rest: str) -> None:
    """Help lists verbs; it runs none."""


CREDITS = Verb("credits", "/sms credits", "What is left", Role.VIEWER, run, "/sms-credits")
HELP = Verb("help", "/sms help", "This list", Role.VIEWER, run)


def test_it_lists_each_verb_with_its_own_command() -> None:
    text = help_text((CREDITS, HELP)).text

    assert "• `/sms credits` or `/sms-credits`: What is left" in text
    assert "• `/sms help`: This list" in text
    assert "Nothing is ever sent from a typed line" in text


def test_a_word_that_is_no_verb_is_named() -> None:
    assert "There is no `hlep` here" in help_text((HELP,), "hlep").text
    assert "There is no" not in help_text((HELP,)).text


@pytest.mark.parametrize("word", [each or "`" for each in NAMES], ids=range(len(NAMES)))
def test_whatever_was_typed_it_stays_a_word(word: str) -> None:
    content = help_text((CREDITS,), word)

    assert problems_in_message({"text": content.text[:4000], "blocks": list(content.blocks)}) == []
    assert "<!channel>" not in content.text
    assert content.text.partition("\n")[0].count("`") == 2


def test_somebody_who_may_do_nothing_still_gets_an_answer() -> None:
    content = help_text(())

    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
