"""The words in a field for a text, as they are read from a view."""

from bot.slack.blocks.fields import message
from bot.slack.incoming.forms import Values

BLOCK = message.block_id(0)


def words(typed: str) -> str:
    return message.read(Values.of({"state": {"values": {BLOCK: {"any": {"value": typed}}}}}), BLOCK).text


def test_half_a_character_which_no_text_can_carry_is_no_part_of_the_words() -> None:
    assert words("a\ud83d b\udc4d :tada:\ud800") == "a b 🎉"
