"""The Home tab of one person."""

import re

import pytest

from bot.access import Role
from bot.features.feature import HomeButton, HomeSection
from bot.features.home.views import LOOKING, NONE_YET, TEXTING, Person, home, recent, row
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.store.sends import Send, SendKind
from bot.store.states import SendState
from tests.every import every
from tests.features.samples import NAMES, NUMBER, a_send, words_in

ASK = "To send texts, you need the *sender* role. Ask <@U0TOM>."
BUTTONS = (kit.button("Send a text", "sms.new", style="primary"), kit.button("Send a code", "otp.new"))
MAYA, SAM = Person(TEXTING, BUTTONS), Person(LOOKING, ask=ASK)
LABELS = {SendKind.LIST: "List", SendKind.GROUP: "Broadcast to", SendKind.OTP: "Code to"}


def drawn(*sends: Send, may_text: bool = True) -> Block:
    found = recent(sends, lambda send: LABELS.get(send.kind, "Text to"), may_text=may_text)
    return home(MAYA if may_text else SAM, [(HomeSection.RECENT, found)])


def accessories(view: Block) -> list[str]:
    return [block["accessory"]["type"] for block in view["blocks"] if "accessory" in block]


@every("state", list(SendState))
def test_slack_takes_the_tab_with_texts_in_any_state_to_anybody(state: SendState) -> None:
    view = drawn(*(a_send(state=state, to_name=name) for name in NAMES))

    assert problems_in_view(view) == []
    assert NUMBER not in words_in(view)
    assert "<!channel>" not in words_in(view)


def test_slack_takes_the_tab_of_somebody_new() -> None:
    view = drawn()

    assert problems_in_view(view) == []
    assert NONE_YET in words_in(view)


def test_who_may_only_look_is_not_asked_to_text_and_is_told_whom_to_ask() -> None:
    view = drawn(may_text=False)

    assert problems_in_view(view) == []
    assert view["blocks"][0]["text"]["text"] == "Look up texts and contacts"
    assert ASK in words_in(view)
    assert "recent" not in words_in(view)


def test_who_may_no_longer_send_still_sees_their_texts_but_none_of_their_words() -> None:
    view = drawn(a_send(), may_text=False)

    assert "Ada Lovelace" in words_in(view)
    assert accessories(view) == []


def test_a_name_that_is_a_number_is_masked() -> None:
    assert "*•••0100 (•••0100)*" in words_in(drawn(a_send(to_name="+1 (415) 555-0100")))


def test_the_words_of_texts_are_not_on_it_but_one_press_away() -> None:
    view = drawn(a_send())

    assert "positive" not in words_in(view)
    assert accessories(view) == ["overflow"]
    assert "Show text" in words_in(view)
    assert "Show ID" in words_in(view)


def test_a_text_is_told_by_recipient_state_and_time_in_the_zone_of_the_reader() -> None:
    words = words_in(drawn(a_send(state=SendState.DELIVERED)))

    assert ":white_check_mark: Text to *Ada Lovelace (•••0100)* · Delivered · <!date^" in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": SendKind.LIST, "state": SendState.NO_NEWS}, "Done, not all confirmed as delivered"),
        ({"kind": SendKind.GROUP, "state": SendState.DELIVERED, "failed": 2}, "Sent, 2 failed"),
    ],
)
def test_texts_that_failed_have_no_green_tick(changes: dict[str, object], said: str) -> None:
    words = words_in(drawn(a_send(**changes)))

    assert ":white_check_mark:" not in words
    assert f" *Ada Lovelace (1 recipient)* · {said} · " in words
    assert words.count(":warning:") == 1


def test_what_a_person_may_begin_stands_in_one_row_of_buttons() -> None:
    (drawn_row,) = [block for block in drawn()["blocks"] if block["type"] == "actions"]

    assert drawn_row["elements"] == list(BUTTONS)
    assert "actions" not in {block["type"] for block in drawn(may_text=False)["blocks"]}


@pytest.mark.parametrize("kind", [SendKind.CONTACT, *LABELS])
def test_every_line_begins_with_the_kind_of_what_was_sent(kind: SendKind) -> None:
    view = drawn(a_send(kind=kind))
    (line,) = [block["text"]["text"] for block in view["blocks"] if "accessory" in block]

    assert re.match(rf":\w+: {LABELS.get(kind, 'Text to')} \*Ada Lovelace", line)


def test_parts_of_one_section_share_its_title_and_one_without_any_has_none() -> None:
    line = [kit.context("Something")]
    parts = [
        (HomeSection.NEEDS_YOU, []),
        (HomeSection.NEEDS_YOU, line),
        (HomeSection.NEEDS_YOU, line),
        (HomeSection.TODAY, []),
        (HomeSection.BALANCE, line),
    ]
    titles = [block["text"]["text"] for block in home(MAYA, parts)["blocks"] if block["type"] == "header"]

    assert titles == [TEXTING, "Needs attention", "Balance"]


def test_however_much_there_is_slack_takes_it() -> None:
    assert problems_in_view(home(MAYA, [(HomeSection.RECENT, [kit.context("Something")] * 200)])) == []


def test_five_buttons_stand_in_the_row_and_the_others_in_a_menu() -> None:
    def opens(_pressed: object) -> None:
        """Only told apart here."""

    own = [HomeButton(Role.VIEWER, kit.button(f"Own {nth}", f"own.{nth}")) for nth in range(3)]
    others = [HomeButton(Role.VIEWER, kit.button(f"Other {nth}", f"other.{nth}"), opens) for nth in range(4)]

    assert row([*own, *others[:2]]) == [each.button for each in (*own, *others[:2])]
    *shown, menu = row([*own, *others])
    assert [each["action_id"] for each in shown] == ["own.0", "own.1", "own.2", "other.0", "other.1"]
    assert [each["value"] for each in menu["options"]] == ["other.2", "other.3"]
    assert problems_in_view(home(Person(TEXTING, row([*own, *others])), ())) == []


def test_how_to_see_all_commands_comes_last_however_much_there_is() -> None:
    many = [(HomeSection.RECENT, [kit.context("Something")] * 200)]
    for parts in ([], many):
        assert "`/sms help` for all commands" in words_in(home(MAYA, parts)["blocks"][-1])
