"""The compose form: nothing Slack refuses, and nothing typed is lost."""

from dataclasses import replace

from bot.features.broadcast.cost import NAME
from bot.features.broadcast.form import Field, Form, FormState, throttle_block
from bot.features.broadcast.ids import Action
from bot.features.broadcast.views.form import compose, not_known, with_name, with_people
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks import limits
from bot.slack.blocks.fields import message
from bot.slack.blocks.fields.message import block_id
from bot.slack.blocks.kit import Block
from bot.texting.schedules import ONCE, Repeat, When
from bot.texting.sender_ids import Senders
from tests.every import every
from tests.features.broadcast.test_form import GOOD
from tests.features.samples import BODIES, LATER, words_in

SENDERS = Senders(("14155550190", "14155550191"), ("HarbourSt",))


def shown(form: Form) -> Block:
    view = compose(form, SENDERS)
    assert problems_in_view(view) == []
    return view


def block(view: Block, block_id: str) -> Block:
    [found] = [each for each in view["blocks"] if each.get("block_id") == block_id]
    return dict(found)


@every("body", BODIES)
@every("when", list(When))
@every("repeat", [ONCE, Repeat.MONTHLY])
def test_slack_takes_every_form(body: str, when: When, repeat: str) -> None:
    for people in (0, 1, 100_000):
        form = replace(
            GOOD, message=body, when=when, at=LATER, repeat=repeat, until=LATER, rotate=True, throttle=6
        )
        shown(with_people(replace(form, state=replace(form.state, note="<odd> " * 100)), people))


def test_the_empty_form_asks_for_a_group() -> None:
    assert "initial_option" not in block(shown(Form(FormState())), Field.GROUP)["element"]
    assert block(shown(GOOD), Field.GROUP)["element"]["initial_option"]["value"] == "VIP"


def test_each_pause_says_how_long_it_takes() -> None:
    choices = block(shown(with_people(GOOD, 300)), throttle_block(FormState(people=300)))["element"][
        "options"
    ]

    assert choices[4]["text"]["text"] == "5 seconds, about 25 min for 300 recipients"
    assert choices[0]["text"]["text"] == "1 second, about 5 min for 300 recipients"


def test_numbers_in_turn_share_the_time() -> None:
    senders = Senders(("14155550190", "12125550190", "14155550191"))
    form = replace(with_people(GOOD, 300), rotate=True)
    asked = block(compose(form, senders), throttle_block(FormState(people=300, numbers=3)))["element"]

    assert asked["options"][4]["text"]["text"] == "5 seconds, about 8 min for 300 recipients"


def test_without_a_count_a_pause_is_only_a_pause() -> None:
    choices = block(shown(GOOD), throttle_block(FormState()))["element"]["options"]

    assert [each["text"]["text"] for each in choices][:2] == ["1 second", "2 seconds"]


def test_the_count_line_speaks_of_each_person() -> None:
    assert "1 credit per person" in words_in(shown(GOOD)["blocks"])


def test_the_mark_for_a_name_is_put_in_on_purpose_in_a_new_edition() -> None:
    form = with_name(GOOD)

    assert form.message == f"We open at nine. {NAME}"
    assert block(shown(form), block_id(1))["element"]["initial_value"] == form.message
    assert with_name(replace(GOOD, message="")).message == NAME


def test_a_message_without_room_for_it_stays_as_it_is() -> None:
    full = replace(GOOD, message="x" * limits.INPUT_TEXT)

    assert with_name(full).message == full.message
    shown(with_name(full))


def test_plain_characters_come_in_a_new_edition() -> None:
    form = message.in_plain_characters(replace(GOOD, message="It\u2019s late"))

    assert (form.message, form.state.edition) == ("It's late", 1)


def test_buttons_that_change_the_message_are_there() -> None:
    form = replace(GOOD, message="It\u2019s")
    ids = {
        element["action_id"]
        for each in shown(form)["blocks"]
        if each["type"] == "actions"
        for element in each["elements"]
    }

    assert ids == {Action.PLAIN, Action.INSERT_NAME}


def test_a_group_that_is_not_known_is_told_with_those_near_it() -> None:
    assert not_known("<Vipp>", ("VIP", "VIP 2")) == (
        ":warning: There's no group called &lt;Vipp&gt;. Did you mean VIP or VIP 2?"
    )
    assert "Did you mean" not in not_known("Vipp", ())
    shown(replace(GOOD, state=FormState(note=not_known("<" * 3000, ("<" * 3000,) * 5))))
