"""The compose form as a modal: never refused by Slack, whatever was typed and however odd the contacts."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.contacts.service import Card
from bot.features.contacts.views.options import contact_option
from bot.features.sms.form import Form, FormState
from bot.features.sms.ids import Action, Modal
from bot.features.sms.views import form as form_view
from bot.sandbox.slack.blocks import problems_in_options, problems_in_view
from bot.slack.blocks import kit
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import recipient, recurrence
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.blocks.fields.schedule import Part
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.texting.schedules import ONCE, Repeat, When
from bot.texting.sender_ids import Senders
from tests.every import every
from tests.features.recipients import to
from tests.features.samples import BODIES, LATER, NAMES, words_in

MANY = Senders(("14155550190", "14155550191"), ("HarbourSt", "Desk"))
ONE = Senders(("14155550190",))
EMPTY = Form(FormState("C0FRONT"))
BY_BLOCK = "block_id"
RHYTHM = (Part.REPEAT, Part.EVERY, Part.UNTIL, Part.TIMES)


def card(name: str = "Ada Lovelace", *groups: str, subscribed: bool = True) -> Card:
    return Card("14155550100", name, groups, subscribed=subscribed)


def inputs(view: Block) -> dict[str, Block]:
    return {block[BY_BLOCK]: block["element"] for block in view["blocks"] if block["type"] == "input"}


@every(("when", "repeat"), list(product(When, recurrence.LABELS)))
@every("message", ["", *BODIES])
def test_slack_takes_the_form_in_every_state(when: When, repeat: str, message: str) -> None:
    for senders, at, note in ((MANY, None, ""), (ONE, LATER, ":warning: Choose &lt;Ada&gt;.")):
        form = Form(
            FormState("C0FRONT", 7, note),
            RecipientField(contact_option(card("<!channel>"), None) if at else None),
            message=message,
            sender="HarbourSt",
            when=when,
            at=at,
            repeat=repeat,
            every="30",
            until=at,
        )

        assert problems_in_view(form_view.compose(form, senders)) == []


@given(st.text(max_size=400))
def test_slack_takes_the_form_with_any_message(message: str) -> None:
    assert problems_in_view(form_view.compose(replace(EMPTY, message=message), ONE)) == []


@pytest.mark.parametrize("name", [each for each in NAMES if each], ids=str)
def test_slack_takes_the_waiting_view_for_any_name(name: str) -> None:
    view = recipient.looking_up(name, Modal.NOTICE)

    assert problems_in_view(view) == []
    assert "<!channel>" not in words_in(view)


@every("name", [each or "" for each in NAMES])
@every("groups", [(), ("VIP",), ("G" * 300, "<!here>")])
def test_slack_takes_every_contact_as_a_choice(name: str, groups: tuple[str, ...]) -> None:
    for subscribed in (True, False):
        option = contact_option(card(name, *groups, subscribed=subscribed), None)

        assert problems_in_options({"options": [option]}) == []
        assert option["text"]["text"].removesuffix(")").endswith("+1 415-555-0100")


def test_a_contact_is_told_apart_by_number_and_groups() -> None:
    option = contact_option(card("Ada Lovelace", "VIP", "Patients"), None)

    assert option["text"]["text"] == "Ada Lovelace (+1 415-555-0100)"
    assert option["description"]["text"] == "VIP, Patients"
    assert option["value"] == "14155550100"


def test_a_contact_without_a_name_or_a_group_is_its_number() -> None:
    option = contact_option(card(""), None)

    assert option["text"]["text"] == "+1 415-555-0100"
    assert "description" not in option


def test_who_has_opted_out_is_marked_before_being_chosen() -> None:
    option = contact_option(card("Nora", "VIP", subscribed=False), None)

    assert option["description"]["text"] == "Opted out"


# --- the line under the message


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["160 characters per segment", "1 segment = 1 credit"]),
        ("x", ["*1 segment* · 1 credit · 1 character, 159 left in this segment"]),
        ("Hello", ["*1 segment* · 1 credit · 5 characters, 155 left in this segment"]),
        ("x" * 161, ["*2 segments* · 2 credits · 161 characters"]),
        ("x" * 1600, ["1,600 characters, 0 left in this segment"]),
        ("x" * 1601, [":no_entry: *1 character over the limit* · *11 segments*"]),
        ("x" * 2000, [":no_entry: *400 characters over the limit*", "2,000 characters"]),
        ("\u20ac" * 534, ["*1 character over the limit*"]),
        ("\u6f22" * 600, ["*67 characters over the limit*", "70 characters per segment"]),
        ("x" * 310, ["2 credits", " · up to 3 credits"]),
        ("It\u2019s", ["70 characters per segment instead of 160 because of \u2019 (quotation mark)"]),
        ("\u2019\u2013…“”", ["because of", "and 1 more"]),
        ("\u2019\u2013…“", ["because of"]),
        ("{a|b} %%Name%%", [":warning: SMS-iT may treat", ":warning: %%Name%% is replaced"]),
    ],
)
def test_it_says_what_the_text_weighs(text: str, parts: list[str]) -> None:
    line = message_field.count_line(text)

    for part in parts:
        assert part in line


def test_it_says_more_only_when_there_is_more() -> None:
    assert "more" not in message_field.count_line("\u2019\u2013…“")
    assert "up to" not in message_field.count_line("Hello")
    assert "over the limit" not in message_field.count_line("x" * 1600)
    assert "left in this segment" not in message_field.count_line("x" * 1601)
    assert ":warning:" not in message_field.count_line("Hello (there)")


# --- the form and its parts


def test_the_form_shows_what_is_in_it() -> None:
    form = replace(EMPTY, whom=to("+1 415-555-0100"), message="Hello")
    shown = inputs(form_view.compose(form, ONE))

    assert shown[recipient.TO]["initial_option"]["text"]["text"] == "+1 415-555-0100"
    assert shown["message.0"]["initial_value"] == "Hello"


def test_who_it_is_for_is_one_field_that_has_to_be_filled_in() -> None:
    view = form_view.compose(EMPTY, ONE)
    (field,) = [block for block in view["blocks"] if block.get(BY_BLOCK) == recipient.TO]

    assert (field["label"]["text"], field["optional"]) == ("To", False)
    assert field["element"]["placeholder"]["text"] == "Type a name or a number"
    assert "initial_option" not in field["element"]


def test_a_chosen_contact_stays_chosen() -> None:
    option = contact_option(card(), None)
    shown = inputs(form_view.compose(replace(EMPTY, whom=RecipientField(option)), ONE))

    assert shown[recipient.TO]["initial_option"] == option


def test_plain_characters_are_offered_only_where_they_change_something() -> None:
    def offered(message: str) -> bool:
        return Action.PLAIN in str(form_view.compose(replace(EMPTY, message=message), ONE))

    assert offered("It\u2019s")
    assert not offered("It's")
    assert not offered("漢字")
    assert not offered("")


def test_plain_characters_come_in_a_new_edition_of_the_field() -> None:
    form = message_field.in_plain_characters(replace(EMPTY, message="It\u2019s"))
    shown = inputs(form_view.compose(form, ONE))

    assert shown["message.1"]["initial_value"] == "It's"
    assert "message.0" not in shown


def test_who_it_comes_from_is_asked_only_where_there_is_a_choice() -> None:
    assert sender_field.BLOCK not in inputs(form_view.compose(EMPTY, ONE))
    assert sender_field.BLOCK in inputs(form_view.compose(EMPTY, MANY))
    assert sender_field.BLOCK in inputs(form_view.compose(EMPTY, Senders(("14155550190",), ("Desk",))))


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [("", "14155550190"), ("14155550191", "14155550191"), ("Desk", "Desk"), ("gone", "14155550190")],
)
def test_the_sender_chosen_stays_chosen_while_it_is_offered(chosen: str, shown: str) -> None:
    element = inputs(form_view.compose(replace(EMPTY, sender=chosen), MANY))[sender_field.BLOCK]

    assert element["initial_option"]["value"] == shown


@pytest.mark.parametrize(
    ("when", "repeat", "fields"),
    [
        (When.NOW, ONCE, set()),
        (When.NOW, Repeat.DAILY, set()),
        (When.BOT, Repeat.DAILY, {Part.AT, Part.KEPT, *RHYTHM}),
        (When.BOT, Repeat.WEEKLY, {Part.AT, Part.KEPT, *RHYTHM, Part.DAYS}),
        (When.BOT, ONCE, {Part.AT, Part.KEPT}),
        (When.SMSIT, ONCE, {Part.AT, Part.KEPT}),
        (When.SMSIT, "hourly", {Part.AT, Part.KEPT, *RHYTHM, Part.DAYS}),
        (When.SMSIT, Repeat.DAILY, {Part.AT, Part.KEPT, *RHYTHM}),
    ],
)
def test_only_what_the_choice_of_time_needs_is_asked(when: When, repeat: str, fields: set[str]) -> None:
    shown = inputs(form_view.compose(replace(EMPTY, when=when, repeat=repeat), ONE))

    assert shown.keys() & {Part.AT, Part.KEPT, *RHYTHM, Part.DAYS} == fields


def test_a_picked_time_stays_picked() -> None:
    form = replace(EMPTY, when=When.SMSIT, at=LATER, repeat=Repeat.WEEKLY, until=LATER, every="2")
    shown = inputs(form_view.compose(form, ONE))

    assert shown[Part.AT]["initial_date_time"] == int(LATER.timestamp())
    assert shown[Part.UNTIL]["initial_date_time"] == int(LATER.timestamp())
    assert shown[Part.REPEAT]["initial_option"]["value"] == "Weekly"
    assert shown[Part.EVERY]["initial_value"] == "2"


def test_a_note_stands_above_everything_and_is_carried_along() -> None:
    form = Form(FormState("C0FRONT", note=":warning: 2 contacts go by that name."))
    view = form_view.compose(form, ONE)

    assert view["blocks"][0] == kit.context(":warning: 2 contacts go by that name.")
    assert metadata.load(FormState, view["private_metadata"]) == form.state


def test_a_link_that_makes_it_a_segment_more_is_said() -> None:
    words, link = "x" * 150, "https://example.com/rooms/7"

    assert "Without the link: 1 segment" in message_field.count_line(f"{words} {link}")
    assert "Without the links: 1 segment" in message_field.count_line(f"{words} {link} {link}")
    assert "Without" not in message_field.count_line(f"See {link}")
