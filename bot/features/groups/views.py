"""How the groups look. Pure: a page of them in, a modal out."""

from datetime import datetime
from typing import Final

from bot.features.groups.ids import SEARCH_BLOCK, Action, Modal
from bot.features.groups.service import Listing, figures
from bot.features.groups.sync import Progress
from bot.slack.blocks import kit, paging
from bot.slack.blocks.fields import text_input
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.contact_groups import Group
from bot.texting.words import pluralize

LONGEST_NAME: Final = 200
LONGEST_SEARCH: Final = 100
LONG_SEARCH: Final = f"Shorten the name to {LONGEST_SEARCH} characters: a part of it is enough."
MINUTE, HOUR, DAY = 60, 3600, 86_400


def groups(listing: Listing, *, progress: Progress | None = None, trouble: str = "") -> Block:
    """Return the modal of the groups; ``progress`` while they are counted, ``trouble`` when that failed.

    ``trouble`` is plain text.
    """
    blocks = [_search(listing.where.text)]
    if trouble:
        blocks.append(kit.section(f":warning: {kit.sentence(trouble)}"))
    blocks.append(kit.context(how_far(progress) if progress else _age(listing)))
    blocks += [_group(group) for group in listing.groups] or [kit.section(_nobody(listing))]
    if listing.pages > 1:
        blocks.append(kit.context(f"Page {listing.where.page + 1} of {listing.pages}"))
    blocks += _buttons(listing, counting=progress is not None)
    return kit.modal(
        callback_id=Modal.GROUPS,
        title="Groups",
        blocks=blocks,
        submit="Search",
        close="Close",
        metadata=metadata.dump(listing.where),
    )


def how_far(progress: Progress) -> str:
    """Return how far a count is, in words."""
    read = f"{progress.rows:,} of about " if progress.of else ""
    contacts = pluralize(progress.of or progress.rows, "contact")
    return f":hourglass_flowing_sand: Counting: {read}{contacts} read …"


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago something was, roughly: 5 minutes ago."""
    seconds = int((now - at).total_seconds())
    if seconds < MINUTE:
        return "just now"
    for size, word in ((DAY, "day"), (HOUR, "hour")):
        if seconds >= size:
            return f"{pluralize(seconds // size, word)} ago"
    return f"{pluralize(seconds // MINUTE, 'minute')} ago"


def _search(text: str) -> Block:
    element = text_input.element(Action.SEARCH, LONGEST_SEARCH, text, example="Part of a group's name")
    return kit.field("Find groups", SEARCH_BLOCK, element, optional=True)


def _age(listing: Listing) -> str:
    if listing.counted_at is None:
        return "Groups haven't been counted yet."
    counted = f"counted {ago(listing.counted_at, listing.now)}"
    if not listing.found:
        return f"Contacts {counted}."
    return (
        f"{pluralize(listing.found, 'group')}, {counted}. Recipients are counted again before each broadcast."
    )


def _group(group: Group) -> Block:
    words = figures(group.counts)
    if group.counts is not None and group.counts.duplicates:
        words += f" · {pluralize(group.counts.duplicates, 'duplicate entry', 'duplicate entries')}"
    return kit.section(f"*{kit.escape(kit.truncate(group.name, LONGEST_NAME))}*\n{words}")


def _nobody(listing: Listing) -> str:
    if listing.where.text:
        return (
            f"No group's name has “{kit.escape(listing.where.text)}” in it. Try a shorter part of the name, "
            "or clear the field and press *Search* to see all groups."
        )
    if listing.counted_at is None:
        return "No groups yet. They appear here once your SMS-iT contacts have been counted."
    return "None of your contacts is in a group. Create groups in SMS-iT."


def _buttons(listing: Listing, *, counting: bool) -> list[Block]:
    buttons = paging.buttons(listing.page, Action.PREVIOUS, Action.NEXT)
    if not counting:
        buttons.append(kit.button("Count again", Action.COUNT))
    return [kit.actions(buttons)] if buttons else []
