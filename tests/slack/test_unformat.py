"""A Slack message's markup, read as words."""

import pytest

from bot.slack.unformat import unformat


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("We open at 9 &amp; close at 5", "We open at 9 & close at 5"),
        ("see <https://example.com/a?b=1&amp;c=2|our page>", "see https://example.com/a?b=1&c=2"),
        ("see <https://example.com>", "see https://example.com"),
        ("write to <mailto:desk@example.com|desk@example.com>", "write to desk@example.com"),
        ("call <tel:+14155550100|+1 415-555-0100>", "call +14155550100"),
        ("ask <@U0TOM|tom>", "ask tom"),
        ("ask <@U0TOM> please", "ask  please"),
        ("in <#C0FRONT|front-desk>", "in front-desk"),
        ("<!subteam^S0DESK|@desk> and <!channel>", "@desk and"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("&amp;lt;not a tag&amp;gt;", "&lt;not a tag&gt;"),
        ("<@U0TOM|>", ""),
    ],
)
def test_a_message_becomes_the_words_a_person_reads(marked: str, words: str) -> None:
    assert unformat(marked) == words
