"""The form that says what of the record to look for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from bot.features.groups.service import GroupChoice
from bot.features.history.filters import LONGEST_WORDS, Filters
from bot.features.history.ids import FEATURE, Action, Field, Modal
from bot.features.history.typed import LONGEST_PART
from bot.features.history.views.listing import STANDS, WHATS
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import group as group_field
from bot.slack.blocks.fields import select, text_input
from bot.slack.blocks.fields.recipient import EXAMPLE
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.texting import phones, words

TITLE: Final = "Filter history"
S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class FilterState:
    """What the form carries along: the modal that shows what is found."""

    view_id: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether the person sees other people's sends (``everybody``), and numbers in ``full``."""

    everybody: bool
    full: bool


def form(filters: Filters, state: FilterState, sight: Sight) -> Block:
    """Return the form, filled in with what is looked for."""
    fields = [
        kit.field("Sent to", Field.CONTACT, _contact(filters, full=sight.full), optional=True),
        kit.field("Group", Field.GROUP, _group(filters.group), optional=True),
        _choice("What", Field.WHAT, WHATS, filters.what),
        _choice("Status", Field.STAND, STANDS, filters.stand),
        kit.field("From day", Field.SINCE, _day(Field.SINCE, filters.since), optional=True),
        kit.field("Until day", Field.UNTIL, _day(Field.UNTIL, filters.until), optional=True),
        _text("Words in the text", Field.WORDS, filters.words, LONGEST_WORDS),
    ]
    if sight.full:
        fields.insert(1, _text("Part of the number", Field.PART, filters.part, LONGEST_PART))
    if sight.everybody:
        fields.insert(0, kit.field("Sent by", Field.PERSON, _person(filters.person), optional=True))
    fields.append(kit.field("Channel", Field.CHANNEL, _channel(filters.channel), optional=True))
    return kit.modal(
        callback_id=Modal.FILTER,
        title=TITLE,
        blocks=fields,
        submit="Search",
        close="Back",
        metadata=metadata.dump(state),
    )


def _contact(filters: Filters, *, full: bool) -> Block:
    element: Block = {
        "type": "external_select",
        "action_id": Action.CONTACT.value,
        "placeholder": kit.plain(EXAMPLE, limits.PLACEHOLDER),
        "min_query_length": 2,
    }
    if filters.number:
        shown = phones.pretty(filters.number) if full else phones.mask(filters.number)
        element["initial_option"] = kit.option(words.person(filters.name, shown), filters.number)
    return element


def _group(name: str) -> Block:
    choice = GroupChoice(name, "")
    return group_field.select(Action.GROUP, kit.option(choice.text, choice.value) if name else None)


def _person(user_id: str) -> Block:
    return _picker("users_select", Field.PERSON, "initial_user", user_id)


def _channel(channel: str) -> Block:
    element = _picker("conversations_select", Field.CHANNEL, "initial_conversation", channel)
    return element | {"filter": {"include": ["public", "private"]}}


def _day(block: Field, chosen: str) -> Block:
    return _picker("datepicker", block, "initial_date", chosen)


def _picker(kind: str, block: Field, initial: str, chosen: str) -> Block:
    element: dict[str, Any] = {"type": kind, "action_id": f"{FEATURE}.{block}"}
    return element | {initial: chosen} if chosen else element


def _text(label: str, block: Field, text: str, longest: int) -> Block:
    return kit.field(label, block, text_input.element(f"{FEATURE}.{block}", longest, text), optional=True)


def _choice(label: str, block: Field, options: Mapping[S, str], chosen: S) -> Block:
    offered = {value: kit.option(text, value) for value, text in options.items()}
    element = select.element(f"{FEATURE}.{block}", offered.values(), chosen=offered[chosen])
    return kit.field(label, block, element)
