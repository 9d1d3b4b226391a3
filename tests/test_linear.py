"""Nothing that people type, wherever they type it, takes longer to read than its length says."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import bot.features
import bot.slack
import bot.texting
from bot.features.appointments import texts, validation
from bot.features.appointments.form import booking as appointment_form
from bot.features.audiences import form as audience_form
from bot.features.audiences.service import Choice
from bot.features.broadcast import cost
from bot.features.broadcast import form as broadcast_form
from bot.features.contacts import search, typed
from bot.features.contacts.form import addition, filters
from bot.features.contacts.search import Search
from bot.features.do_not_text import form as do_not_text_form
from bot.features.groups import service as group_service
from bot.features.history import form as history_form
from bot.features.history import typed as history_line
from bot.features.imports import birthdays, columns, emails
from bot.features.imports import form as import_form
from bot.features.lists import form as list_form
from bot.features.lists import row_texts
from bot.features.otp import codes
from bot.features.otp import form as otp_form
from bot.features.otp import texts as otp_texts
from bot.features.own_number import form as own_number_form
from bot.features.sms import form as sms_form
from bot.features.templates import form as template_form
from bot.features.workflow_steps import form as step_form
from bot.features.workflow_steps import inputs as step_inputs
from bot.policy.model import Appointments, Otp
from bot.slack.blocks import kit, visible
from bot.slack.blocks.fields import (
    answers,
    message,
    phone,
    phone_list,
    prefilled,
    question,
    recipient,
    recurrence,
)
from bot.slack.blocks.fields.people import People
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.blocks.plain_text import emoji, markup, remarks, rich_text
from bot.slack.blocks.plain_text import message as slack_message
from bot.slack.blocks.plain_text.reading import Change, MentionedText, Remark, Writer
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import Values
from bot.texting import phones, segments
from bot.texting.sender_ids import Senders
from bot.texting.tables import sheet
from bot.texting.tables.table import Row, Table
from tests import linear
from tests.texting.tables.limits import Limits

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")
SENDERS = Senders(("14155550190",), ("HarbourSt",))


def view(text: str) -> Mapping[str, Any]:
    """A view in which everything says the same."""
    return {"state": {"values": linear.Everywhere(text)}}


def state(text: str) -> Values:
    return Values.of(view(text))


def options(text: str) -> tuple[Mapping[str, Any], ...]:
    return ({"value": text, "text": {"text": text}},)


def a_broadcast(text: str) -> object:
    drafted = replace(broadcast_form.read(view(text), broadcast_form.FormState()), message=text)
    return broadcast_form.validate(drafted, group=text, senders=SENDERS, zone=ZONE, now=NOW)


def asked(text: str) -> answers.Answers:
    return answers.Answers({"a": "b", "Name": "", text: "c"})


def a_text(text: str) -> object:
    drafted = sms_form.read(state(text), sms_form.FormState())
    return sms_form.validate(drafted, senders=SENDERS, region="US", zone=ZONE, now=NOW)


def an_appointment(text: str) -> object:
    drafted = appointment_form.read(view(text), appointment_form.FormState(), Appointments())
    drafted = replace(drafted, confirms=True, reminds=True, confirmation=text, reminder=text, hours=text)
    return appointment_form.validate(drafted, senders=SENDERS, region="US", zone=ZONE, now=NOW)


def a_table(text: str) -> Table:
    row = Row(2, "14155550100", {"Number": "14155550100", "Name": "Ada", "Note": text, "Empty": ""})
    return Table(("Number", "Name", "Note", "Empty"), (row,), (), "Number")


def some_pages(text: str) -> object:
    template = row_texts.Template(f"{text}%%Name%% %%Note%% %%Empty%%")
    return list(row_texts.pages(a_table(text), template, lambda _numbers: (), lambda _row, _body: None))


def words_of(reading: MentionedText) -> object:
    plain = reading.written(dict.fromkeys(reading.mentions, "Ada"))
    return remarks.sentences(plain.remarks)


def words_of_markup(text: str) -> object:
    return words_of(markup.read(text))


def words_of_a_message(text: str) -> object:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}, "fields": [{"text": text}]}
    classic = {"title": text, "title_link": text, "text": text, "fields": [{"title": text, "value": text}]}
    return words_of(slack_message.read({"text": text, "blocks": [section], "attachments": [classic]}))


def words_of_rich_text(text: str) -> object:
    kinds = ("text", "link", "emoji", "user", "date", "color")
    one = [
        {"type": kind, **dict.fromkeys(("text", "url", "name", "unicode", "user_id"), text)} for kind in kinds
    ]
    parts = [text[at : at + 10] for at in range(0, len(text), 10)]
    many = [{"type": "text", "text": each, "style": {"strike": " " in each}} for each in parts]
    writer = Writer()
    rich_text.write(writer, {"elements": [{"type": "rich_text_section", "elements": [*one, *many]}]})
    return words_of(writer.reading())


CALLS: dict[str, Callable[[str], object]] = {
    "features.broadcast.form.validate": a_broadcast,
    "features.sms.form.validate": a_text,
    "features.appointments.form.booking.validate": an_appointment,
    "features.lists.row_texts.pages": some_pages,
    "features.lists.form.validate": lambda text: list_form.validate(
        replace(list_form.read(view(text), list_form.FormState()), message=text, pasted=text),
        senders=SENDERS,
        group_named=lambda _group: text,
        chosen=lambda people, search, errors: Choice(search),
        clock=lambda: NOW,
    ),
    "features.audiences.form.choice": lambda text: audience_form.choice(
        People(options(text), options(text), options(text), text),
        Search(text, text, text, text),
        {},
        group_named=lambda _group: text,
    ),
    "features.own_number.form.validate": lambda text: own_number_form.validate(
        state(text), region="US", group_named=lambda _group: text
    ),
    "features.lists.row_texts.Template.mistake": lambda text: row_texts.Template(
        text, only_values=True
    ).mistake({"place": text, text: text}),
    "features.lists.row_texts.check_columns": lambda text: row_texts.check_columns(
        text, a_table(text).columns
    ),
    "slack.blocks.fields.message.blocks": lambda text: (
        message.blocks(text, 0, feature="sms"),
        segments.mistake(text),
    ),
    "slack.blocks.fields.message.bare_count_line": message.bare_count_line,
    "slack.blocks.fields.message.inserted": lambda text: (
        message.with_template(text, text),
        message.inserted(sms_form.Form(sms_form.FormState(), message=text), text),
        message.inserted_for_group(sms_form.Form(sms_form.FormState(), message=text), text),
    ),
    "slack.blocks.fields.answers.blocks": lambda text: answers.blocks(text, asked(text), feature="sms"),
    "slack.blocks.fields.answers.counted": lambda text: answers.counted(text, asked(text)),
    "slack.blocks.fields.answers.name_in": lambda text: (
        answers.name_in(text),
        answers.name_in(answers.block_id("message", text)),
    ),
    "slack.blocks.fields.answers.settled": lambda text: answers.settled(text, asked(text), {}),
    "features.templates.form.validate": lambda text: template_form.validate(
        template_form.read(state(text), template_form.State()), "key"
    ),
    "slack.blocks.fields.phone_list.mistakes": lambda text: phone_list.mistakes(None, text),
    "slack.blocks.fields.recipient.meant": lambda text: recipient.meant(
        RecipientField({"value": text}), "US", {}
    ),
    "slack.blocks.fields.recipient.no_match": recipient.no_match,
    "slack.blocks.fields.recipient.number_option": lambda text: recipient.number_option(
        phones.from_digits("14155550100"), text
    ),
    "slack.blocks.fields.recipient.of_contact": lambda text: recipient.of_contact(text, "US", full=True),
    "slack.blocks.fields.recipient.looking_up": lambda text: recipient.looking_up(text, "callback"),
    "slack.blocks.fields.recurrence.is_every": recurrence.is_every,
    "slack.blocks.fields.message.read": lambda text: message.read(state(text), message.block_id(0)),
    "slack.blocks.fields.phone.answered": lambda text: phone.answered(state(text), recipient.TO, text),
    "slack.blocks.fields.recipient.read": lambda text: recipient.read(state(text), text),
    "slack.blocks.fields.question.selected": lambda text: question.selected(state(text), recipient.TO),
    "slack.blocks.fields.question.is_drawn": lambda text: question.is_drawn(state(text), recipient.TO),
    "slack.blocks.fields.question.moved": lambda text: question.moved(state(text), recipient.TO, text),
    "slack.blocks.fields.prefilled.fitting": prefilled.fitting,
    "slack.blocks.plain_text.emoji.turned": emoji.turned,
    "slack.blocks.plain_text.emoji.character": lambda text: (
        emoji.character(text, text),
        emoji.from_unified(text),
    ),
    "slack.blocks.plain_text.markup.read": words_of_markup,
    "slack.blocks.plain_text.markup.without_links": markup.without_links,
    "slack.blocks.plain_text.message.read": words_of_a_message,
    "slack.blocks.plain_text.rich_text.write": words_of_rich_text,
    "slack.blocks.plain_text.remarks.emoji_left_out": lambda text: (
        remarks.emoji_left_out([text, *text]),
        remarks.sentences(Remark(Change.STRUCK, each) for each in (text, *text)),
    ),
    "slack.blocks.kit.escape": lambda text: (kit.escape(text), kit.quoted(text), kit.refusal(text)),
    "slack.blocks.kit.ended": kit.ended,
    "slack.blocks.kit.unbroken": kit.unbroken,
    "slack.blocks.kit.plain": lambda text: (
        kit.plain(text, 100),
        kit.mrkdwn(text, 100),
        kit.option(text, "a"),
    ),
    "slack.blocks.kit.typed": lambda text: (kit.typed(text), kit.quote(text), kit.header(text)),
    "slack.blocks.visible.visible": lambda text: (visible.visible(text), visible.visible_lines(text)),
    "slack.incoming.metadata.load": lambda text: metadata.load(otp_form.FormState, text),
    "features.appointments.validation.reminder_mistake": lambda text: (
        texts.hours_in(text),
        validation.reminder_mistake(NOW, text, NOW),
    ),
    "features.appointments.texts.rendered": lambda text: (
        texts.mistake(text),
        texts.nameless((text,)),
        texts.rendered(text, "Ada", NOW, ZONE),
        texts.rendered(text, "", NOW, ZONE),
    ),
    "features.broadcast.cost.without_name": lambda text: (
        cost.rendered(text, "Ada"),
        cost.without_name(text),
    ),
    "features.broadcast.cost.calculate": lambda text: cost.calculate(text, ["Ada", ""]),
    "features.otp.form.offered": lambda text: otp_form.offered(text, Otp(purposes=("Pick-up",))),
    "features.otp.form.validate": lambda text: otp_form.validate(
        otp_form.Form(otp_form.FormState(), RecipientField({"value": text}), text, text), Otp(), SENDERS, "US"
    ),
    "features.otp.texts.weight": otp_texts.weight,
    "features.contacts.typed.read": typed.read,
    "features.contacts.form.filters.load": filters.load,
    "features.contacts.search.kind_of": search.kind_of,
    "features.contacts.search.digits_of": search.digits_of,
    "features.contacts.form.filters.validate": lambda text: filters.validate(state(text)),
    "features.contacts.form.addition.validate": lambda text: addition.validate(
        state(text), addition.AdditionState(), region="US", group_named=lambda _group: text, now=NOW
    ),
    "features.do_not_text.form.split": lambda text: do_not_text_form.split(text, "US"),
    "features.do_not_text.form.ending": lambda text: do_not_text_form.ending(text, "US"),
    "features.do_not_text.form.shown_ending": lambda text: do_not_text_form.shown_ending(text, "US"),
    "features.do_not_text.form.validate": lambda text: do_not_text_form.validate(state(text), "US"),
    "features.imports.form.read": lambda text: import_form.read(view(text)),
    "features.imports.columns.guess": lambda text: columns.guess(
        sheet.read(f"Number,Name,{text}\n14155550100,{text},{text}".encode(), Limits(), "US")
    ),
    "features.imports.emails.read": emails.read,
    "features.groups.service.typed_name": lambda text: (
        group_service.typed_name(text),
        group_service.value(text),
        group_service.is_key(text),
        group_service.GroupChoice.typed(text),
    ),
    "features.otp.codes.tidy": codes.tidy,
    "features.history.typed.read": lambda text: history_line.read(
        text, region="US", today=NOW.date(), own_id="U0MAYA", channel="C0FRONT"
    ),
    "features.history.typed.nearly": history_line.nearly,
    "features.workflow_steps.form.plain": lambda text: step_form.plain(
        step_inputs.Inputs({"message": text, "name": text}), lambda _mentions: {}
    ),
    "features.history.form.validate": lambda text: history_form.validate(state(text), lambda _group: text),
    "features.imports.birthdays.DateOrders.read": lambda text: birthdays.DateOrders.of([text]).read(
        text, NOW.date()
    ),
}
BY_ANOTHER = {
    "slack.blocks.fields.answers.block_id",
    "slack.blocks.fields.answers.filled",
    "slack.blocks.fields.answers.first_blank",
    "slack.blocks.fields.answers.wanted",
    "slack.blocks.fields.message.inserted_for_group",
    "slack.blocks.fields.message.with_template",
    "features.appointments.form.booking.inserted",
    "features.groups.service.GroupChoice.typed",
    "features.groups.service.is_key",
    "features.groups.service.value",
    "features.contacts.search.free",
    "features.history.typed.bare",
    "features.history.typed.known",
    "features.lists.row_texts.kind",
    "features.otp.codes.is_usable",
    "slack.blocks.kit.header",
    "slack.blocks.kit.quote",
    "slack.blocks.kit.mrkdwn",
    "slack.blocks.kit.option",
    "slack.blocks.kit.quoted",
    "slack.blocks.kit.sentence",
    "slack.blocks.kit.refusal",
    "slack.blocks.plain_text.emoji.from_unified",
    "slack.blocks.plain_text.markup.unescape",
    "slack.blocks.plain_text.markup.write",
    "slack.blocks.plain_text.markup.write_link",
    "slack.blocks.plain_text.reading.MentionedText.written",
    "slack.blocks.plain_text.reading.Writer.add",
    "slack.blocks.plain_text.reading.Writer.leave_out",
    "slack.blocks.plain_text.reading.Writer.remark",
    "slack.blocks.plain_text.rich_text.word",
    "slack.blocks.visible.visible_lines",
    "features.appointments.form.booking.read",
    "features.appointments.form.notice.inserted",
    "features.appointments.form.notice.read",
    "features.appointments.form.notice.settled",
    "features.appointments.form.notice.suggested",
    "features.appointments.form.text_field.block_id",
    "features.appointments.form.text_field.inserted",
    "features.appointments.form.text_field.read",
    "features.appointments.form.text_field.settled",
    "features.appointments.texts.hours_in",
    "features.appointments.texts.mistake",
    "features.appointments.texts.nameless",
    "features.broadcast.form.read",
    "features.lists.form.read",
    "features.otp.request.is_purpose",
    "features.otp.texts.shown",
    "features.otp.texts.with_code",
    "slack.blocks.fields.message.count_line",
    "slack.blocks.fields.message.element",
    "slack.blocks.fields.phone.is_other_wanted",
    "slack.blocks.fields.phone.meant",
    "slack.blocks.fields.phone.next_edition",
    "slack.blocks.fields.phone.read",
    "slack.blocks.fields.question.answer",
    "slack.blocks.fields.question.edition_after",
    "slack.blocks.fields.question.line",
    "slack.blocks.fields.question.value",
    "slack.blocks.fields.recipient.RecipientField.next_edition",
    "slack.blocks.fields.text_input.element",
}
"""What is looked at through another one."""
NOT_TYPED = {
    "slack.blocks.fields.answers.is_filled_in",
    "slack.blocks.fields.answers.prefix",
    "slack.blocks.fields.message.read_answers",
    "slack.blocks.fields.text_input.live",
    "features.imports.form.uploaded",
    "features.do_not_text.form.source",
    "slack.blocks.fields.phone_list.blocks",
    "slack.blocks.fields.phone_list.upload",
    "slack.blocks.fields.sender.blocks",
    "slack.blocks.fields.schedule.blocks",
    "slack.blocks.fields.schedule.mistakes",
    "slack.blocks.fields.recurrence.blocks",
    "slack.blocks.fields.times.moment",
    "slack.blocks.fields.recipient.blocks",
    "slack.blocks.fields.recipient.none_of_these",
    "slack.blocks.fields.group.select",
    "slack.blocks.fields.phone.block",
    "slack.blocks.fields.question.element",
    "features.otp.codes.CodeHasher.hash",
    "features.otp.codes.CodeHasher.match",
    "slack.blocks.plain_text.rich_text.whole",
    "slack.blocks.fields.prefilled.open_with",
    "slack.blocks.fields.message.noted",
    "slack.blocks.fields.message.rewritten",
    "slack.blocks.fields.sender.meant",
    "slack.blocks.fields.sender.shown",
    *(
        f"slack.blocks.kit.{each}"
        for each in (
            "actions",
            "button",
            "confirm",
            "context",
            "facts",
            "field",
            "fields",
            "menu",
            "modal",
            "notes",
            "section",
        )
    ),
}
"""What is given ids, choices, what Slack says of a file, and what another one has read."""
FORMS = {
    "codes",
    "emails",
    "form",
    "form.addition",
    "form.booking",
    "form.filters",
    "form.notice",
    "form.text_field",
    "request",
    "row_texts",
    "search",
    "texts",
    "typed",
}
"""Modules of a feature that read what people type, whichever feature it is."""
GROUPS = "bot.features.groups.service"
"""And a service that reads the name of a group."""
FIELDS = {
    *(
        "answers",
        "group",
        "message",
        "phone",
        "phone_list",
        "prefilled",
        "question",
        "recipient",
        "recurrence",
        "schedule",
        "text_input",
        "times",
        "sender",
    ),
    *("emoji", "kit", "markup", "metadata", "reading", "remarks", "rich_text", "visible"),
}
"""The last names of modules of the Slack room that do."""
FORGET = linear.forget(bot.texting)


def reads(module: str) -> bool:
    """Tell whether a module is one that reads what people type."""
    _bot, room, *names = module.split(".")
    if room == "slack":
        return names[-1] in FIELDS
    return module == GROUPS or ".".join(names[1:]) in FORMS


def test_every_reader_of_what_people_type_is_looked_at() -> None:
    everything = (*linear.modules(bot.features), *linear.modules(bot.slack))
    found = {name for each in everything if reads(each.__name__) for name in linear.readers(each)}
    assert found - set(CALLS) == BY_ANOTHER | NOT_TYPED


@pytest.mark.chaos
@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("name", CALLS)
def test_twice_as_much_typed_takes_about_twice_the_work(name: str) -> None:
    assert linear.too_slow(name, CALLS[name], FORGET) == {}
