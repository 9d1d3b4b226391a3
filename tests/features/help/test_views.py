"""The help, as one person reads it, and the question what a mistyped command was meant as."""

import pytest

from bot.access import Role
from bot.features.help.ids import Action
from bot.features.help.views import FORM, HEADINGS, SHORT, TO_LOOK, Offer, all_commands, did_you_mean, short
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.slack.blocks import kit
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.poster import Content
from tests.every import every
from tests.features.samples import NAMES, words_in


def run(_visit: Interaction, _rest: str) -> None:
    """Help names verbs; it runs none."""


def verb(name: str, own_command: str = "") -> Verb:
    return Verb(name, f"/sms {name}".strip(), f"What {name} does", Role.VIEWER, run, own_command)


TEXT, LIST, STATUS, HELP = verb(""), verb("list"), verb("status", "/sms-status"), verb("help")
CREDITS, ADDED = verb("credits"), verb("contacts add")
SEND = kit.button("Send a text", "sms.new", style="primary")
ASK = "To send texts, you need the *sender* role. Ask <@U0TOM>."


def problems(content: Content) -> list[str]:
    return problems_in_message({"text": content.text[:4000], "blocks": list(content.blocks)})


def buttons(content: Content) -> list[str]:
    rows = [block["elements"] for block in content.blocks if block["type"] == "actions"]
    return [each["text"]["text"] for row in rows for each in row]


def test_it_names_what_a_person_may_do_in_one_line_a_heading() -> None:
    content = short(Offer((TEXT, LIST, STATUS, HELP), first=SEND))

    assert [each["text"]["text"] for each in content.blocks[:-1]] == [
        "*Send* `/sms` · `/sms list`",
        "*Manage* `/sms status`",
    ]
    assert content.text == "You can use `/sms`, `/sms list` and `/sms status`."
    assert buttons(content) == ["Send a text", "All commands"]
    assert problems(content) == []


def test_who_may_only_look_is_told_what_to_look_at_and_whom_to_ask_for_more() -> None:
    content = short(Offer((STATUS, CREDITS, HELP), ask=ASK))

    assert content.blocks[0]["text"]["text"] == "*Look up* `/sms status` · `/sms credits`"
    assert ASK in words_in(content.blocks)
    assert "*Send*" not in words_in(content.blocks)


def test_who_approves_is_told_where() -> None:
    assert "*Approve* requests in <#C0OK>" in words_in(short(Offer((STATUS,), approvals="C0OK")).blocks)
    assert "Approve" not in words_in(short(Offer((STATUS,))).blocks)


def test_somebody_who_may_do_nothing_still_gets_an_answer() -> None:
    content = short(Offer((), ask="Only people in this workspace can use the SMS bot."))

    assert problems(content) == []
    assert buttons(content) == []


def test_all_commands_stand_under_their_headings_with_how_to_use_them() -> None:
    view = all_commands((TEXT, STATUS, ADDED, verb("something new")))
    words = words_in(view)

    assert problems_in_view(view) == []
    assert "`/sms status` or `/sms-status`\nWhat status does" in words
    assert words.index("*Send*") < words.index("`/sms`\n") < words.index("*Manage*")
    assert "`/sms contacts add`" in words
    assert "`/sms something new`" in words
    assert "*Verify*" not in words


def test_each_command_has_a_button_that_runs_it_but_the_help_which_is_here() -> None:
    view = all_commands((TEXT, STATUS, ADDED, HELP))

    assert problems_in_view(view) == []
    values = [each["accessory"]["value"] for each in view["blocks"] if "accessory" in each]
    assert values == [FORM, "status", "contacts add"]
    assert "answered in your direct messages" in words_in(view)  # the window itself stays as it is


def test_no_verb_is_named_twice() -> None:
    for sections in (SHORT, TO_LOOK, (HEADINGS,)):
        named = [name for headings in sections for names in headings.values() for name in names]
        assert len(set(named)) == len(named)


def test_the_short_help_has_three_sections_at_most_and_no_more_than_fits_a_narrow_window() -> None:
    verbs = [verb(name) for headings in SHORT for names in headings.values() for name in names]
    *sections, actions = short(Offer(verbs, first=SEND)).blocks

    assert len(sections) == 3
    assert actions["type"] == "actions"
    assert sections[1]["text"]["text"] == "*Verify* `/sms otp` · `/sms caller`\n*Book* `/sms appointment`"


def test_a_mistyped_command_is_one_question_with_a_button_that_runs_it() -> None:
    content = did_you_mean("hlep", "help", may_text=True)

    assert content.text == "There's no `/sms hlep` command. Did you mean `/sms help`?"
    assert buttons(content) == ["Run /sms help"]
    assert buttons(did_you_mean("staus", "status", may_text=True)) == ["Run /sms status", "All commands"]


def test_what_was_typed_behind_goes_along_to_be_copied_and_is_in_no_button() -> None:
    content = did_you_mean("staus 14155550100", "status", may_text=False)

    assert "/sms status 14155550100" in words_in(content.blocks)
    assert "14155550100" not in content.text
    assert "14155550100" not in words_in([each for each in content.blocks if each["type"] == "actions"])
    assert Action.RUN not in words_in(content.blocks)


def test_a_mistyped_second_word_is_asked_about_and_how_to_mean_it_as_a_name_is_said() -> None:
    content = did_you_mean("otp verfy", "otp verify", may_text=True)

    assert content.text == "There's no `/sms otp verfy` command. Did you mean `/sms otp verify`?"
    assert buttons(content) == ["Run /sms otp verify", "All commands"]
    assert '/sms otp "verfy"' in words_in(content.blocks)

    more = did_you_mean("contacts ad 14155550100 Ada", "contacts add", may_text=True)
    assert "/sms contacts add 14155550100 Ada" in words_in(more.blocks)
    assert '/sms contacts "ad" 14155550100 Ada' in words_in(more.blocks)
    assert problems(more) == []

    one = did_you_mean("otpverfy 14155550100", "otp verify", may_text=False)
    assert "no `/sms otpverfy` command" in one.text
    assert "If you meant a name" not in words_in(one.blocks)


@pytest.mark.parametrize("may_text", [True, False])
def test_a_word_like_no_command_may_be_a_name_for_those_who_may_text(may_text: bool) -> None:  # noqa: FBT001
    content = did_you_mean("Ada", "", may_text=may_text)

    assert content.text.startswith("There's no `/sms Ada` command.")
    assert ("add your message: `/sms Ada See you at 10.`" in content.text) is may_text
    assert "Did you mean" not in content.text


@every("near", ["status", ""])
@every("word", [each or "`" for each in NAMES])
def test_whatever_was_typed_it_stays_a_word(word: str, near: str) -> None:
    content = did_you_mean(word, near, may_text=False)

    assert problems(content) == []
    assert "<!channel>" not in content.text
    assert content.text.partition(" command")[0].count("`") == 2
