"""How the contacts a search found look. Pure: a page of people in, a modal out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.features.contacts.directory import ON_A_PAGE, ResultPage
from bot.features.contacts.ids import Action, Modal
from bot.features.contacts.linked_actions import LinkedAction
from bot.features.contacts.person import Person
from bot.features.contacts.search import Kind, Search, Sort, Source, Subscribed
from bot.features.contacts.views.visibility import Visibility
from bot.features.groups.service import is_key
from bot.slack.blocks import kit, paging
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.pages import Page
from bot.texting import words
from bot.texting.words import join_and, pluralize

TITLE: Final = "Contacts"
LONGEST_GROUPS: Final = 60
"""Characters of the names of groups on a card, which is two lines; one contact shows more of them."""
LOOKING: Final = "Searching contacts …"
CUT: Final = "There may be more, but SMS-iT found too many to go through. Narrow the search with *Filter*."
NOBODY: Final = "No contacts match. Try a shorter part of the name or number, or fewer filters."
NONE_YET: Final = "No contacts yet. Add one, or add many with `/sms contacts import`."
EXPORT: Final = (
    "You'll get a file with all contacts in this search, their full numbers and email addresses, in a direct "
    "message. Handle it with care."
)
SOURCE_LABELS: Final = {
    Source.ANY: "Any",
    Source.IMPORT: "Import",
    Source.SMS: "SMS",
    Source.WEB: "Web widget",
    Source.KIOSK: "Kiosk",
}
_SORTED: Final = {Sort.NAME: "by name", Sort.NUMBER: "by number", Sort.NEWEST: "newest first"}
_REVERSED: Final = {
    Sort.NAME: "by name, Z to A",
    Sort.NUMBER: "by number, 9 to 0",
    Sort.NEWEST: "oldest first",
}


@dataclass(frozen=True, slots=True)
class Offers:
    """What the person may do besides looking: add a contact, export what was found, and ``more``."""

    add: bool
    export: bool
    more: Sequence[LinkedAction] = ()


def found(page: ResultPage, visibility: Visibility, offers: Offers) -> Block:
    """Return one page of people."""
    blocks = [kit.section(_summary(page.search))]
    blocks.append(kit.actions(_tools(page, offers)))
    blocks += [_row(person, visibility) for person in page.people]
    if not page.people and not page.is_cut:
        blocks.append(kit.section(NOBODY if page.search.looks_for_something else NONE_YET))
    blocks += _turning(page)
    return _modal(blocks, page.search)


def trouble(search: Search, sentence: str) -> Block:
    """Return why nothing could be looked up; ``sentence`` is plain text."""
    buttons = [
        kit.button("Try again", Action.AGAIN, value=str(search.page), style="primary"),
        kit.button("Filter", Action.FILTER),
    ]
    blocks = [
        kit.section(_summary(search)),
        kit.section(f":warning: {kit.sentence(sentence)}"),
        kit.actions(buttons),
    ]
    return _modal(blocks, search)


def loading() -> Block:
    """Return what a person sees while SMS-iT is asked."""
    return kit.modal(
        callback_id=Modal.NOTICE,
        title=TITLE,
        blocks=[kit.section(f":mag: {LOOKING}")],
        close="Close",
    )


def _modal(blocks: Sequence[Block], search: Search) -> Block:
    return kit.modal(
        callback_id=Modal.PEOPLE,
        title=TITLE,
        blocks=blocks,
        close="Close",
        metadata=metadata.dump(search),
    )


def _summary(search: Search) -> str:
    """Return what was looked for, and in which order it is shown."""
    order = (_REVERSED if search.is_reversed else _SORTED)[Sort(search.sort)]
    return f"{looked_for(search)} · {order}"


def looked_for(search: Search) -> str:
    """Return what was looked for, in mrkdwn."""
    asked = [getattr(search, kind) for kind in Kind]
    texts = join_and(kit.quoted(text) for text in asked if text)
    parts = [f"matching {texts}"] if texts else []
    if search.group:
        parts.append("in one group" if is_key(search.group) else f"in *{kit.escape(search.group)}*")
    if search.source != Source.ANY:
        parts.append(f"signed up through *{SOURCE_LABELS[Source(search.source)]}*")
    if search.subscribed != Subscribed.ALL:
        parts.append("*subscribed*" if search.subscribed == Subscribed.YES else "*opted out* of a group")
    return f"Contacts {', '.join(parts)}" if parts else "All contacts"


def _tools(page: ResultPage, offers: Offers) -> list[Block]:
    buttons = [kit.button("Filter", Action.FILTER)]
    if offers.add:
        buttons.append(kit.button("Add contact", Action.ADD))
    if offers.export and page.people:
        ask = kit.confirm("Export these contacts?", EXPORT, "Export")
        buttons.append(kit.button("Export", Action.EXPORT, ask=ask))
    return buttons + [kit.button(action.label, action.action_id) for action in offers.more]


def _row(person: Person, visibility: Visibility) -> Block:
    number, name = visibility.number(person.number), visibility.name(person)
    small = [visibility.groups(person.groups, LONGEST_GROUPS), visibility.opted_out(person, LONGEST_GROUPS)]
    who = words.person(f"*{name}*", number) if name else f"*{number}*"
    lines = [who, " · ".join(filter(None, small))]
    row = kit.section("\n".join(filter(None, lines)))
    row["accessory"] = kit.button("Open", Action.OPEN, value=person.number)
    return row


def _turning(page: ResultPage) -> list[Block]:
    """Return where the page stands among others, as far as that is known, and the buttons that turn it."""
    shown = Page(page.search.page, ON_A_PAGE, more=page.more)
    buttons = paging.buttons(shown, Action.EARLIER, Action.FURTHER)
    blocks = []
    if page.people:
        place = paging.span(shown, len(page.people))
        if page.total == len(page.people):
            place = pluralize(page.total, "contact")
        elif page.total is not None:
            place += f" of {pluralize(page.total, 'contact')}"
        elif page.more:
            place += " · more on the next page"
        blocks.append(kit.context(place))
    if page.is_cut and not page.more:
        blocks.append(kit.section(f":warning: {CUT}"))
    if buttons:
        blocks.append(kit.actions(buttons))
    return blocks
