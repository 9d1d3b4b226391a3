"""The compose form: what it asks for, and every way it can be wrong, beside its field."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.features.sms.form import Form, FormState, read
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.blocks.fields.schedule import Part
from bot.slack.incoming.forms import FieldErrors, Values
from bot.texting.recurrence import Cycle
from bot.texting.schedules import ONCE, Repeat, When
from tests.clock import START
from tests.features.recipients import to
from tests.features.sms.harness import ADA, GOOD, SERIES, TOMORROW, ask

# --- reading the view


def test_an_empty_view_is_an_empty_form() -> None:
    assert read(Values.of({}), FormState("C0FRONT", 2, "note")) == Form(FormState("C0FRONT", 2, "note"))


def test_everything_in_the_view_is_in_the_form() -> None:
    at, until = int(TOMORROW.timestamp()), int((TOMORROW + timedelta(days=9)).timestamp())
    values = {
        recipient.TO: {"selected_option": ADA},
        message_field.block_id(3): {"value": "Hello "},
        message_field.block_id(2): {"value": "an older edition"},
        sender_field.BLOCK: {"selected_option": {"value": "HarbourSt"}},
        Part.WHEN: {"selected_option": {"value": "repeat"}},
        Part.AT: {"selected_date_time": at},
        Part.REPEAT: {"selected_option": {"value": "Weekly"}},
        Part.EVERY: {"value": "2"},
        Part.DAYS: {"selected_options": [{"value": "4"}, {"value": "0"}, {"value": "9"}]},
        Part.TIMES: {"value": " 5"},
        Part.UNTIL: {"selected_date_time": until},
    }
    values = Values.of({"state": {"values": {str(block): {"x": value} for block, value in values.items()}}})

    assert read(values, FormState(edition=3)) == Form(
        FormState(edition=3),
        RecipientField(ADA),
        message="Hello",
        sender="HarbourSt",
        when=When.BOT,
        at=TOMORROW,
        repeat="Weekly",
        every="2",
        days=(0, 4),
        until=TOMORROW + timedelta(days=9),
        times="5",
    )


def timed(when: str, **others: str) -> Values:
    """A view in which somebody chose when a text goes out, as some version of the bot drew it."""
    chosen = {"when": when, **others}
    state = {block: {"x": {"selected_option": {"value": value}}} for block, value in chosen.items()}
    state["at"] = {"x": {"selected_date_time": int(TOMORROW.timestamp())}}
    return Values.of({"state": {"values": state}})


@pytest.mark.parametrize("when", ["never", "Now", "later", "smsit "])
def test_a_time_of_sending_we_do_not_offer_is_asked_for_again_and_never_means_now(when: str) -> None:
    with pytest.raises(FieldErrors) as wrong:
        read(timed(when), FormState())

    assert wrong.value.by_block == {Part.WHEN: "Choose again when to send this."}


@pytest.mark.parametrize(
    ("values", "when", "repeat"),
    [
        (timed("bot"), When.BOT, ONCE),
        (timed("smsit"), When.SMSIT, ONCE),
        (timed("smsit", repeat=ONCE), When.SMSIT, ONCE),
        (timed("smsit", repeat="Weekly"), When.SMSIT, Repeat.WEEKLY),
        (timed("now"), When.NOW, ONCE),
    ],
)
def test_a_form_left_open_since_an_earlier_version_keeps_its_time(
    values: Values, when: When, repeat: str
) -> None:
    form = read(values, FormState())

    assert (form.when, form.at, form.repeat) == (when, TOMORROW, repeat)


# --- what is asked for


def test_a_text_for_now() -> None:
    asked = ask(GOOD)

    assert (asked.to.digits, asked.message, asked.when) == ("14155550100", "Hello", When.NOW)
    assert (asked.sender, asked.alpha_sender) == ("14155550190", None)
    assert (asked.at, asked.repeat, asked.every, asked.until) == (None, ONCE, 1, None)


def test_a_chosen_contact_is_meant_by_its_number() -> None:
    assert ask(replace(GOOD, whom=RecipientField(ADA))).to.digits == "14155550100"


@pytest.mark.parametrize("typed", ["(415) 555-0100", "+1 415 555 0100", "001 415 555 0100"])
def test_a_number_may_be_typed_as_people_write_it(typed: str) -> None:
    assert ask(replace(GOOD, whom=to(typed))).to.digits == "14155550100"


@pytest.mark.parametrize(
    ("values", "when", "repeat"),
    [
        ({}, When.NOW, ONCE),
        ({Part.WHEN: "schedule"}, When.BOT, ONCE),
        ({Part.WHEN: "schedule", Part.KEPT: "bot"}, When.BOT, ONCE),
        ({Part.WHEN: "schedule", Part.KEPT: "smsit"}, When.SMSIT, ONCE),
        ({Part.WHEN: "schedule", Part.REPEAT: "Weekly"}, When.BOT, ONCE),
        ({Part.WHEN: "repeat"}, When.BOT, Repeat.WEEKLY),
        ({Part.WHEN: "repeat", Part.REPEAT: "Monthly"}, When.BOT, Repeat.MONTHLY),
        ({Part.WHEN: "repeat", Part.REPEAT: "MonthlyByWeekday"}, When.BOT, Cycle.BY_WEEKDAY),
        ({Part.WHEN: "repeat", Part.REPEAT: "hourly"}, When.BOT, Repeat.WEEKLY),
        ({Part.WHEN: "repeat", Part.KEPT: "bot"}, When.BOT, Repeat.WEEKLY),
        ({Part.WHEN: "repeat", Part.KEPT: "smsit"}, When.SMSIT, Repeat.WEEKLY),
        ({Part.WHEN: "now", Part.KEPT: "smsit", Part.REPEAT: "Weekly"}, When.NOW, ONCE),
    ],
)
def test_what_repeats_is_kept_by_smsit_and_the_rest_by_the_bot_unless_somebody_wants_otherwise(
    values: dict[str, str], when: When, repeat: str
) -> None:
    state = {str(block): {"x": {"selected_option": {"value": value}}} for block, value in values.items()}
    found = read(Values.of({"state": {"values": state}}), FormState())

    assert (found.when, found.repeat) == (when, repeat)


def test_a_text_held_by_the_bot_has_a_time_and_no_series() -> None:
    asked = ask(replace(SERIES, when=When.BOT), zone=None)

    assert (asked.when, asked.at) == (When.BOT, TOMORROW)
    assert (asked.repeat, asked.every, asked.until) == (ONCE, 1, None)


def test_a_series_is_held_by_smsit() -> None:
    asked = ask(SERIES)

    assert (asked.repeat, asked.every, asked.until) == (Repeat.WEEKLY, 2, SERIES.until)


def test_what_was_left_over_from_a_series_does_not_count_for_a_single_text() -> None:
    asked = ask(replace(SERIES, repeat=ONCE, every="many", until=None))

    assert (asked.at, asked.repeat, asked.every, asked.until) == (TOMORROW, ONCE, 1, None)


def test_what_was_left_over_from_later_does_not_count_for_now() -> None:
    asked = ask(replace(SERIES, when=When.NOW, at=START - timedelta(days=1), every="0"), zone=None)

    assert (asked.at, asked.until) == (None, None)


@pytest.mark.parametrize(
    ("chosen", "number", "sender"),
    [
        ("", "14155550100", ("14155550190", None)),
        ("14155550191", "14155550100", ("14155550191", None)),
        ("HarbourSt", "447700900123", ("14155550190", "HarbourSt")),
    ],
)
def test_who_a_text_comes_from(chosen: str, number: str, sender: tuple[str, str | None]) -> None:
    asked = ask(replace(GOOD, sender=chosen, whom=to(number)))

    assert (asked.sender, asked.alpha_sender) == sender


def test_a_form_does_not_show_what_is_in_it() -> None:
    form = replace(GOOD, whom=RecipientField(ADA))

    for shown in (repr(form), repr(ask(GOOD))):
        assert "Hello" not in shown
        assert "5550100" not in shown
        assert "Ada" not in shown
