"""The form of a list: what it holds while somebody writes, and what it asks for when submitted.

Pure: the state of a view in, values or errors beside their field out.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from bot.features.audiences.service import Choice
from bot.features.contacts.service import Search
from bot.features.groups.service import GONE as GROUP_GONE
from bot.features.lists.faults import About
from bot.features.lists.request import PASTED, Request
from bot.slack.blocks.fields import answers as answers_field
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import people as people_field
from bot.slack.blocks.fields import phone_list as numbers_field
from bot.slack.blocks.fields import recurrence, schedule
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.answers import Answers
from bot.slack.blocks.fields.people import NOBODY, People
from bot.slack.blocks.fields.times import Times
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.outgoing.uploads import uploaded
from bot.texting import segments
from bot.texting.clock import Clock
from bot.texting.schedules import When
from bot.texting.sender_ids import Senders

OFFERED: Final = (When.NOW, When.BOT)
"""SMS-iT cannot hold a list: its texts leave one by one, each at its turn."""


Chosen = Callable[[People, Search | None, dict[str, str]], Choice]
"""Gives whom the fields for people mean; what is wrong goes beside its field."""
FROM_COLUMNS: Final = Answers(columns=True)
"""What is left empty of a template, a column of the list may hold."""


class Field(StrEnum):
    """The blocks of the form that are its own; others are in :mod:`bot.slack.blocks.fields`."""

    GROUP = "group"


class Whom(StrEnum):
    """Where the people of a list come from."""

    LISTED = "listed"
    GROUPS = "groups"
    FOUND = "found"
    """By a search of the contacts; more of them may come from groups."""


@dataclass(frozen=True, slots=True)
class FormState:
    """What a view carries along: where it was started, which copy of the message field it shows, a remark.

    Of a form that was put back: the file it had, because no field for a file can be filled in. Of people who
    were found: what was looked for. ``replaces`` is the id of the series whose place it is to take.
    """

    channel: str | None = None
    edition: int = 0
    note: str = ""
    file_id: str = ""
    name: str = ""
    size: int = 0
    replaces: str = ""
    whom: Whom = Whom.LISTED
    by_name: str = field(default="", repr=False)
    by_number: str = field(default="", repr=False)
    by_email: str = field(default="", repr=False)
    by_group: str = field(default="", repr=False)
    by_source: str = ""
    by_subscribed: str = ""

    @property
    def search(self) -> Search | None:
        """The search that found the people; none where nobody searched."""
        if self.whom is not Whom.FOUND:
            return None
        usual = Search()
        return Search(
            self.by_name,
            self.by_number,
            self.by_email,
            self.by_group,
            self.by_source or usual.source,
            self.by_subscribed or usual.subscribed,
        )

    @property
    def file(self) -> Mapping[str, Any] | None:
        """The file as Slack would describe it; none where there is none."""
        return {"id": self.file_id, "name": self.name, "size": self.size} if self.file_id else None


@dataclass(frozen=True, slots=True)
class Form(Times):
    """The form as ``user_id`` has filled it in by now. ``file`` is Slack's description of what was uploaded.

    ``message`` is what stands in its field, ``answers`` what is put into it, ``left_out`` what can't be sent.
    """

    state: FormState
    file: Mapping[str, Any] | None = field(default=None, repr=False)
    pasted: str = field(default="", repr=False)
    message: str = field(default="", repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)
    answers: Answers = FROM_COLUMNS
    sender: str = ""
    group: Mapping[str, Any] | None = field(default=None, repr=False)
    people: People = NOBODY
    user_id: str = ""


def of_found(search: Search) -> FormState:
    """Return the state of a form for the people whom a search finds."""
    return FormState(
        whom=Whom.FOUND,
        by_name=search.name,
        by_number=search.number,
        by_email=search.email,
        by_group=search.group,
        by_source=search.source,
        by_subscribed=search.subscribed,
    )


def read(view: Mapping[str, Any], state: FormState) -> Form:
    """Return the form as it stands in a view."""
    values = Values.of(view)
    times = schedule.read(values)
    written = message_field.read(values, message_field.block_id(state.edition))
    answers = message_field.read_answers(values, state.edition, columns=True)
    pasted = message_field.read(values, numbers_field.PASTED)  # what stands in its columns becomes words
    return Form(
        state=state,
        file=values.file(numbers_field.FILE) or (None if pasted.text else state.file),
        pasted=pasted.text,
        message=written.text,
        left_out=written.left_out + answers.left_out + pasted.left_out,
        answers=answers,
        sender=values.chosen(sender_field.BLOCK),
        **asdict(replace(times, when=When.NOW if times.when is When.NOW else When.BOT)),
        group=values.chosen_option(Field.GROUP),
        people=people_field.read(values),
    )


def with_file(form: Form) -> Form:
    """Return a form to be put back, which carries its file along."""
    if form.file is None:
        return replace(form, state=replace(form.state, file_id="", name="", size=0))
    file = uploaded(form.file, PASTED, form.user_id)
    return replace(form, state=replace(form.state, file_id=file.id, name=file.name, size=file.size))


def field_of(form: Form, part: About) -> str:
    """Return the block of the field that a part of the form is filled in with."""
    if part is About.MESSAGE:
        blank = answers_field.first_blank(form.message, form.answers)
        return blank or message_field.block_id(form.state.edition)
    if form.state.whom is not Whom.LISTED:
        return people_field.Part.GROUPS
    return numbers_field.PASTED if form.file is None else numbers_field.FILE


def validate(
    compose: Form, *, senders: Senders, group_named: Callable[[str], str | None], chosen: Chosen, clock: Clock
) -> Request:
    """Return what the form asks for now; ``group_named`` gives the name of a group to add numbers to.

    Raises :exc:`FieldErrors` with everything wrong, beside its field.
    """
    # The account's zone is for what SMS-iT holds.
    errors = schedule.mistakes(compose, None, clock(), replaces=bool(compose.state.replaces))
    people = None
    if compose.state.whom is Whom.LISTED:
        errors |= numbers_field.mistakes(compose.file, compose.pasted)
    else:
        people = chosen(compose.people, compose.state.search, errors)
    message = answers_field.settled(compose.message, compose.answers, errors)
    if not message:
        errors[message_field.block_id(compose.state.edition)] = segments.EMPTY
    sender, alpha = sender_field.meant(senders, compose.sender, None, errors)
    value = str((compose.group or {}).get("value", ""))
    group = group_named(value) if value else ""
    if group is None:
        errors[Field.GROUP] = GROUP_GONE
    if errors or group is None:
        raise FieldErrors(errors)
    return Request(
        file=None if compose.file is None else uploaded(compose.file, PASTED, compose.user_id),
        pasted=compose.pasted,
        message=message,
        sender=sender,
        alpha_sender=alpha,
        at=compose.at if compose.when is When.BOT else None,
        group=group,
        people=people,
        rule=recurrence.rule_of(compose),
        replaces=compose.state.replaces,
    )
