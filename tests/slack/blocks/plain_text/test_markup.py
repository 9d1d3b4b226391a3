"""Slack's markup, as it stands in messages and typed lines, read as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import kit
from bot.slack.blocks.plain_text import markup
from bot.slack.blocks.plain_text.reading import MOST_READ, Change, Kind, Mention, Plain
from tests.linear import grows_too_fast

TOM, DESK, FRONT = (
    Mention(Kind.PERSON, "U0TOM"),
    Mention(Kind.GROUP, "S0DESK"),
    Mention(Kind.CHANNEL, "C0FRONT"),
)


def plain(text: str) -> Plain:
    names = {TOM: "Tom Okafor", DESK: "Front and help desk", FRONT: "front-desk"}
    return markup.read(text).written(names)


def changes(text: str) -> set[Change]:
    return {each.change for each in plain(text).remarks}


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("We open at 9 &amp; close at 5", "We open at 9 & close at 5"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("&amp;lt;not a tag&amp;gt;", "&lt;not a tag&gt;"),
        ("I <3 you & <b> 2 < 3 > 1", "I <3 you & <b> 2 < 3 > 1"),
        ("> 5 pieces", "> 5 pieces"),
        ("2*3*4 and 2 * 3 * 4", "2*3*4 and 2 * 3 * 4"),
        ("snake_case_name, 5_000, __init__", "snake_case_name, 5_000, __init__"),
        ("see https://x.example/_a_/b*c*d~e~", "see https://x.example/_a_/b*c*d~e~"),
        ("dial *123# or *67*5551234", "dial *123# or *67*5551234"),
        ("~5 or ~10 minutes", "~5 or ~10 minutes"),
        ("*terms apply", "*terms apply"),
        ("**", "**"),
        ("a\n\nb", "a\n\nb"),
    ],
)
def test_what_is_no_markup_arrives_as_it_stands(marked: str, words: str) -> None:
    assert plain(marked) == Plain(words)


@pytest.mark.parametrize(
    ("marked", "words", "change"),
    [
        ("We are *closed*.", "We are closed.", Change.EMPHASIS),
        ("_today_ and *_both_* and _*both*_", "today and both and both", Change.EMPHASIS),
        ("*Two words* (*one*), \u201c*x*\u201d", "Two words (one), \u201cx\u201d", Change.EMPHASIS),
        ("your code is `4711`", "your code is 4711", Change.EMPHASIS),
        ("`*as it is*`", "*as it is*", Change.EMPHASIS),
        ("```one *two*\nthree```", "one *two*\nthree", Change.EMPHASIS),
        ("*see `a` <https://x.example>*", "see a https://x.example", Change.EMPHASIS),
        ("• milk\n\u25e6 bread\n  ▪︎ jam", "- milk\n- bread\n  - jam", Change.BULLETS),
        ("&gt; quoted\n&gt;&gt;&gt; too", "quoted\ntoo", Change.QUOTES),
        ("Dr <@U0TOM> will see you", "Dr Tom Okafor will see you", Change.NAMED),
        ("ask <@U0TOM|tom>", "ask tom", Change.NAMED),
        ("<!subteam^S0DESK> in <#C0FRONT>", "Front and help desk in front-desk", Change.NAMED),
        ("<#C0OTHER|other> and <!subteam^S0X|@x>", "other and x", Change.NAMED),
        ("<https://x.example/t|Thursday 10:30>", "Thursday 10:30 (https://x.example/t)", Change.LINK),
        ("<https://x.example/?a=1&amp;b=2|A&amp;B>", "A&B (https://x.example/?a=1&b=2)", Change.LINK),
        ("<mailto:desk@x.example|write>", "write (desk@x.example)", Change.LINK),
        ("<tel:+14155550100|call>", "call (+14155550100)", Change.LINK),
    ],
)
def test_markup_becomes_words_and_it_is_said(marked: str, words: str, change: Change) -> None:
    assert plain(marked).text == words
    assert changes(marked) == {change}


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<https://x.example/t>", "https://x.example/t"),
        ("<https://x.example/t|https://x.example/t>", "https://x.example/t"),
        ("<http://x.example|x.example>", "x.example"),
        ("<https://www.x.example/|X.example>", "X.example"),
        ("<mailto:desk@x.example|desk@x.example>", "desk@x.example"),
        ("<mailto:desk@x.example>", "desk@x.example"),
        ("<tel:+14155550100|+1 415-555-0100>", "+1 415-555-0100"),
        ("<tel:+14155550100|>", "+14155550100"),
    ],
)
def test_a_link_is_not_said_twice(marked: str, words: str) -> None:
    assert plain(marked) == Plain(words)


@pytest.mark.parametrize(
    ("marked", "words", "change", "about"),
    [
        ("~10:00~ 11:00", "11:00", Change.STRUCK, "10:00"),
        ("come at ~*ten* `past`~ eleven", "come at eleven", Change.STRUCK, "ten past"),
        ("ask <@U0NOBODY> please", "ask please", Change.NAMELESS, ""),
        ("ask <@U0NOBODY|> please", "ask please", Change.NAMELESS, ""),
        ("ask <@U0NOBODY>, please", "ask, please", Change.NAMELESS, ""),
        ("at 9 (~10:00~), please", "at 9 (), please", Change.STRUCK, "10:00"),
        ("at nine\ud800 <!here>.", "at nine.", Change.EVERYBODY, ""),
        ("<!channel> we moved", "we moved", Change.EVERYBODY, ""),
        ("Hello <!here|here>", "Hello", Change.EVERYBODY, ""),
        ("on <!date^1392734382^{date_num} {time}>.", "on.", Change.DATE, ""),
        ("see <!odd>", "see", Change.PART, ""),
        ("open :our-logo: now", "open now", Change.EMOJI, ":our-logo:"),
    ],
)
def test_what_means_nothing_outside_slack_is_left_out_and_it_is_said(
    marked: str, words: str, change: Change, about: str
) -> None:
    found = plain(marked)
    assert found.text == words
    assert [(each.change, each.about) for each in found.remarks] == [(change, about)]


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("on <!date^1392734382^{date_num} at {time}|18 Feb>", "on 18 Feb"),
        ("<!odd|said so>", "said so"),
        (":tada: *closed*", "🎉 closed"),
    ],
)
def test_a_label_stands_for_what_only_slack_can_draw(marked: str, words: str) -> None:
    assert plain(marked).text == words


@pytest.mark.parametrize("line", ["<@U0TOM|tom>", "<!subteam^S0DESK|@desk>", "<#C0FRONT|front-desk>"])
def test_what_was_typed_to_look_something_up_keeps_its_marks(line: str) -> None:
    label = line.strip("<>").split("|")[1].removeprefix("@")
    assert markup.without_links(f"{line} *a* ~b~ `c` &amp; :tada:") == f"{label} *a* ~b~ `c` & :tada:"


_MARKED = st.lists(
    st.sampled_from(["*", "_", "~", "<", ">", "|", "&amp;", "\n", " ", "word", "<@U0TOM>", "• ", "&gt; "]),
    max_size=40,
).map("".join)


@given(_MARKED)
def test_however_marks_stand_around_it_no_mention_arrives_as_an_id(text: str) -> None:
    found = plain(text)
    struck = sum(each.about.count("@") for each in found.remarks)
    assert "U0TOM" not in found.text
    assert found.text.count("Tom Okafor") <= text.count("<@U0TOM>") - struck
    assert ("Tom Okafor" in found.text) == any(each.change is Change.NAMED for each in found.remarks)


@given(st.text(alphabet=st.characters(exclude_characters="*_~`•◦▪▫‣●○■□:\ufffc", exclude_categories=["Cs"])))
def test_words_that_were_escaped_come_back_as_they_were(text: str) -> None:
    lines = [line for line in text.split("\n") if not line.startswith(">")]
    text = "\n".join(lines)
    assert markup.read(kit.sentence(text)).written({}).text == text.strip()


@given(st.lists(st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True), min_size=1, max_size=6))
def test_emphasis_around_words_changes_none_of_them(words: list[str]) -> None:
    marked = " ".join(f"{mark}{each}{mark}" for each, mark in zip(words, "*_`*_`", strict=False))
    assert plain(marked).text == " ".join(words)


@pytest.mark.parametrize("over", [1, 500])
def test_a_text_longer_than_slacks_longest_is_cut_and_it_is_said(over: int) -> None:
    found = plain("a" * (MOST_READ + over))
    assert len(found.text) == MOST_READ
    assert [(each.change, each.about) for each in found.remarks] == [(Change.LONGER, str(over))]


@pytest.mark.parametrize(
    "nasty",
    [
        *"<`*_~&:[\n>|",
        *[
            "```a",
            "```",
            "* a",
            "*a ",
            "_a_ ",
            "~a~",
            "<a:",
            "<@U1|",
            "<!date^1^",
            "&amp;",
            ":a",
            ":a:",
            "<a:b",
        ],
        *["`a", "<a:b|", "www.a*", ":aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "<@", "~a*b_", "https://"],
        *[
            "https://x",
            "www.",
            "www.*",
            "• ",
            "&gt;",
            "\ufffc",
            "<https://x|",
            "a*b",
            "http://a:b:c:",
            " :our-logo: ",
        ],
    ],
)
def test_twice_as_much_of_anything_takes_about_twice_as_long(nasty: str) -> None:
    assert not grows_too_fast(lambda text: markup.read(text).written({}), nasty)
