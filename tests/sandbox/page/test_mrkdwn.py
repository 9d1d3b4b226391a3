from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.page import mrkdwn
from bot.slack.blocks.moments import moment
from tests.sandbox.page.names import FakeNames

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
NOON = int(NOW.timestamp())
ALLOWED = {"div", "b", "i", "s", "code", "pre", "blockquote", "a", "span", "time", "br"}


def html(text: str) -> str:
    return mrkdwn.to_html(text, FakeNames(), NOW)


def line(text: str) -> str:
    return html(text).removeprefix("<div>").removesuffix("</div>")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("plain", "plain"),
        ("*bold* _it_ ~gone~", "<b>bold</b> <i>it</i> <s>gone</s>"),
        ("*_both_*", "<b><i>both</i></b>"),
        ("2*3*4 snake_case_word", "2*3*4 snake_case_word"),
        ("* not bold *", "* not bold *"),
        ("`*raw* &lt;b&gt;`", "<code>*raw* &lt;b&gt;</code>"),
        ("`/sms-otp 1 a-b`", '<code><span class="command">/sms-otp</span> 1 a-b</code>'),
        ("`/sms day-off 1`", '<code><span class="command">/sms day-off</span> 1</code>'),
        ('&amp;amp; &lt;script&gt; "q"', '&amp;amp; &lt;script&gt; "q"'),
        ("<script>", "script"),
        ("hi <@U1>", 'hi <span class="mention">@Ada &lt;Lovelace&gt;</span>'),
        (
            "<#C1|x> <!subteam^S1>",
            '<span class="mention">#front-desk</span> <span class="mention">@desk</span>',
        ),
        ("<!here>", '<span class="mention">@here</span>'),
        ("<!odd|words>", "words"),
        ("<!odd>", "odd"),
        ("<javascript:alert(1)|x>", "x"),
        ("no :unknown_thing: here", "no :unknown_thing: here"),
        ("go :rocket:", "go 🚀"),
    ],
)
def test_markup_is_drawn_and_all_else_is_text(text: str, drawn: str) -> None:
    assert line(text) == drawn


def test_an_emoji_with_an_icon_says_its_name() -> None:
    assert 'aria-label="white check mark"' in html(":white_check_mark:")


def test_links_open_elsewhere_and_keep_their_words() -> None:
    drawn = line("<https://example.com/a?b=1&amp;c=2|the *page*>")
    assert drawn == (
        '<a href="https://example.com/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">the *page*</a>'
    )
    assert 'href="mailto:a@example.com"' in html("<mailto:a@example.com>")


def test_a_bare_address_becomes_a_link_without_its_full_stop() -> None:
    assert '<a href="https://example.com/a"' in html("see https://example.com/a.")
    assert html("see https://example.com/a.").endswith("</a>.</div>")


def test_quoted_lines_stand_together() -> None:
    assert html("&gt; one\n>two\nthree") == "<blockquote>one<br>two</blockquote><div>three</div>"
    assert html("> last") == "<blockquote>last</blockquote>"


def test_preformatted_text_keeps_its_lines_and_is_not_read() -> None:
    assert html("```\na *b*\n<@U1>\n```") == "<div><pre>a *b*\n&lt;@U1&gt;</pre></div>"


def test_bullets_and_empty_lines_keep_their_place() -> None:
    assert html("• one\n\n• two") == (
        '<div class="bullet">• one</div><div>&nbsp;</div><div class="bullet">• two</div>'
    )


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{date_num} {time}", "2026-11-22 12:00"),
        ("{date_pretty} at {time_secs}", "today at 12:00:00"),
        ("{date_short}", "22 Nov 2026"),
        ("{date_long}", "Sunday 22 November 2026"),
        ("{ago} {unknown}", "now {unknown}"),
    ],
)
def test_dates_are_written_in_the_readers_time(template: str, words: str) -> None:
    assert f">{words}</time>" in html(f"<!date^{NOON}^{template}|then>")


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "yesterday"), (0, "today"), (1, "tomorrow"), (2, "24 Nov 2026")]
)
def test_what_the_bot_writes_of_a_moment_is_read_with_a_word_for_near_days(days: int, words: str) -> None:
    drawn = html(f"At {moment(NOW + timedelta(days=days), ZoneInfo('Europe/London'))}.")
    assert f">{words}\N{NO-BREAK SPACE}12:00</time>." in drawn
    assert "London" not in drawn


def test_a_date_that_cannot_be_read_shows_its_fallback() -> None:
    assert line("<!date^soon^{date}|then &amp; there>") == "then &amp; there"


def test_a_date_can_be_a_link() -> None:
    assert 'href="https://example.com"' in html(f"<!date^{NOON}^{{date}}^https://example.com|then>")


def test_text_objects_are_read_by_their_type() -> None:
    names = FakeNames()
    assert mrkdwn.text_object({"type": "plain_text", "text": "*a*\n<b>"}, names) == "*a*<br>&lt;b&gt;"
    assert mrkdwn.text_object({"type": "mrkdwn", "text": "*a*"}, names) == "<div><b>a</b></div>"
    assert mrkdwn.text_object(None, names) == ""


class Tags(HTMLParser):
    """Collects what a browser would take for elements, and where they point to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not [name for name, _ in attrs if name.startswith("on")]


MARKS = st.text(st.sampled_from("*_~`<>|@#!^&;:/ab \n\"'=(){}\ue000\ue0011"), max_size=40)


@given(st.one_of(st.text(max_size=60), MARKS))
def test_no_message_brings_elements_or_addresses_of_its_own(text: str) -> None:
    seen = Tags(html(text))
    assert seen.found <= ALLOWED
    assert all(address.startswith(mrkdwn.SAFE_LINK) for address in seen.addresses)
