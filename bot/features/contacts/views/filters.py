"""The form that says what contacts to look for. Pure: a search in, a modal out, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from bot.features.contacts.ids import FEATURE, Action, Field, Modal
from bot.features.contacts.search import LONGEST_TEXT, Kind, Order, Search, Sort, Subscribed
from bot.features.contacts.views.results import SOURCE_LABELS
from bot.features.groups.service import GroupChoice
from bot.slack.blocks import kit
from bot.slack.blocks.fields import group as groups_field
from bot.slack.blocks.fields import select, text_input
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata

S = TypeVar("S", bound=StrEnum)

PARTS: Final = {
    Kind.NAME: ("Name", "Part of the name"),
    Kind.NUMBER: ("Number", "Part of the number"),
    Kind.EMAIL: ("Email", "Part of the address"),
}
SUBSCRIBED: Final = {
    Subscribed.ALL: "All",
    Subscribed.YES: "Subscribed to a group",
    Subscribed.NO: "Opted out of a group",
}
SORTS: Final = {Sort.NAME: "Name", Sort.NUMBER: "Number", Sort.NEWEST: "Newest"}
ORDERS: Final = {
    Order.USUAL: "A to Z, 0 to 9, newest first",
    Order.REVERSED: "Z to A, 9 to 0, oldest first",
}


@dataclass(frozen=True, slots=True)
class FilterState:
    """What the form carries along: the modal that shows what is found."""

    view_id: str = ""


def form(search: Search, group: str, state: FilterState, *, full: bool) -> Block:
    """Return the form, filled in with a search; ``group`` is the exact name of its group.

    Only people who see numbers in ``full`` may sort by them.
    """
    sorts = {each: text for each, text in SORTS.items() if full or each is not Sort.NUMBER}
    return kit.modal(
        callback_id=Modal.FILTER,
        title="Find contacts",
        blocks=[
            _typed(Kind.NAME, search.name),
            _typed(Kind.NUMBER, search.number),
            _typed(Kind.EMAIL, search.email),
            kit.field("Group", Field.GROUP, group_select(group), optional=True),
            _select("Signed up through", Field.SOURCE, SOURCE_LABELS, search.source),
            _select("Status", Field.SUBSCRIBED, SUBSCRIBED, search.subscribed),
            _select("Sort by", Field.SORT, sorts, search.sort if search.sort in sorts else Sort.NAME),
            _select("Order", Field.ORDER, ORDERS, search.order),
        ],
        submit="Search",
        close="Back",
        metadata=metadata.dump(state),
    )


def group_select(group: str, action: Action = Action.GROUP) -> Block:
    """Return a type-ahead over groups, which ``action`` answers; ``group`` is chosen already."""
    choice = GroupChoice(group, "")
    return groups_field.select(action, kit.option(choice.text, choice.value) if group else None)


def _typed(kind: Kind, text: str) -> Block:
    label, example = PARTS[kind]
    element = text_input.element(f"{FEATURE}.{kind}", LONGEST_TEXT, text, example=example)
    return kit.field(label, kind, element, optional=True)


def _select(label: str, block: Field, options: Mapping[S, str], chosen: str) -> Block:
    offered = {str(value): kit.option(text, value) for value, text in options.items()}
    element = select.element(f"{FEATURE}.{block}", offered.values(), chosen=offered[chosen])
    return kit.field(label, block, element)
