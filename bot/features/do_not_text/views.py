"""How the do-not-text list looks to somebody who may send: numbers as they may see them, and alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.do_not_text.form import NOTHING, Form, Source, reason_block
from bot.features.do_not_text.ids import FEATURE, Action, Field, Modal
from bot.features.do_not_text.service import LONGEST_REASON, Counts, Records
from bot.slack.blocks import kit, moments, paging
from bot.slack.blocks.fields import phone as phone_field
from bot.slack.blocks.fields import phone_list as numbers_field
from bot.slack.blocks.fields import text_input
from bot.slack.blocks.kit import Block
from bot.slack.blocks.wrong_fields import beside
from bot.slack.incoming import metadata
from bot.store.do_not_text import Entry
from bot.store.sends import Send
from bot.texting import phones, words
from bot.texting.tables.table import Rejected

PAGE: Final = 10
SHOWN_REASON: Final = 200
REJECTED_SHOWN: Final = 30
SHOWN_SENTENCE: Final = 80
MOST_NOTES: Final = 10
TITLE: Final = "Do-not-text list"
ERASED: Final = "Not shown: {numbers} of people who were erased. Search for the whole number to find one."
NO_MATCH: Final = "That number isn't on the list. Clear the field and press *Find* to see all of it."
NEVER: Final = "Never texted from Slack, by anyone."


@dataclass(frozen=True, slots=True)
class ListingState:
    """What these modals carry along: the zone times are shown in, the page of the list, and where it is.

    ``view_id`` is the modal with the list, to be drawn again; ``number`` the one a form is about; ``edition``
    counts how often the bot put another reason into a form.
    """

    zone: str = ""
    ending: str = ""
    page: int = 0
    view_id: str = ""
    number: str = ""
    edition: int = 0


def loading() -> Block:
    """Return what a person sees while the list is read."""
    return _notice(":mag: Loading the list …")


def done(sentence: str) -> Block:
    """Return a modal that says what was done."""
    return _notice(sentence)


def listing(found: Records, zone: ZoneInfo, *, admin: bool, full: bool, note: str = "") -> Block:
    """Return a page of the list: ``admin`` offers to change it, ``full`` shows numbers whole.

    ``note`` is mrkdwn about what was just done.
    """
    find = text_input.element(
        Action.FIND, phone_field.LONGEST, found.ending, example="A number or its last digits"
    )
    blocks = [kit.section(note)] if note else []
    blocks.append(kit.section(_how_many(found.total)))
    buttons = [kit.button("Add a number", Action.ADD, style="primary")]
    if admin:
        buttons.append(kit.button("Import", Action.IMPORT))
    blocks.append(kit.actions(buttons))
    blocks.append(kit.field("Find a number", Field.FIND, find, optional=True))
    blocks += [_entry(entry, zone, found.now, admin=admin, full=full) for entry in found.entries]
    if not found.entries and found.total:
        blocks.append(kit.context(NO_MATCH))
    if found.erased and not found.ending:
        blocks.append(kit.context(ERASED.format(numbers=words.pluralize(found.erased, "number"))))
    turning = paging.buttons(found.page, Action.NEWER, Action.OLDER)
    blocks += [kit.actions(turning)] if turning else []
    return kit.modal(
        callback_id=Modal.LIST,
        title=TITLE,
        blocks=blocks,
        submit="Find",
        close="Close",
        metadata=metadata.dump(ListingState(zone.key, found.ending, found.page.number)),
    )


def _how_many(total: int) -> str:
    if not total:
        return "*This list is empty.* Add numbers that must never be texted from Slack."
    are = "is" if total == 1 else "are"
    return f"*{words.pluralize(total, 'number')}* {are} never texted from Slack, even if SMS-iT allows it."


def add_form(state: ListingState, filled: Form = NOTHING) -> Block:
    """Return the form to put one number on the list, filled in with what is known."""
    number = phone_field.block("Number", Field.NUMBER, filled.number, feature=FEATURE, hint=NEVER)
    return kit.modal(
        callback_id=Modal.ADD,
        title="Add to do-not-text",
        blocks=[number, _reason("Asked by phone", filled.reason, reason_block(state.edition))],
        submit="Add",
        metadata=metadata.dump(state),
    )


def remove_form(entry: Entry, state: ListingState) -> Block:
    """Return the form to take a number off the list."""
    text = f"*{phones.shown(entry.number)}* can be texted again once you remove it."
    why = [kit.section(f"{text} It was added because:"), kit.quote(entry.reason)]
    return kit.modal(
        callback_id=Modal.REMOVE,
        title="Remove a number",
        blocks=[
            *(why if entry.reason else [kit.section(text)]),
            _reason("Asked in person to get texts again"),
        ],
        submit="Remove",
        metadata=metadata.dump(state),
    )


def import_form(state: ListingState, pasted: str = "", reason: str = "") -> Block:
    """Return the form to put many numbers on the list, from a file or pasted, with what was typed so far."""
    about = "A CSV file with the numbers in one column. Other columns are ignored."
    return kit.modal(
        callback_id=Modal.IMPORT,
        title="Import numbers",
        blocks=[
            *numbers_field.blocks(FEATURE, about=about, pasted=pasted),
            _reason("Opted out by mail", reason),
        ],
        submit="Import",
        metadata=metadata.dump(state),
    )


def progress(rows: int, total: int) -> Block:
    """Return what a person sees while an import runs; ``total`` is 0 until the file is read."""
    if not total:
        return _notice(":hourglass_flowing_sand: Reading the numbers …")
    share = f"{rows:,} of {words.pluralize(total, 'number')}"
    text = f":hourglass_flowing_sand: {share} done. You can close this; we'll message you when it's done."
    return _notice(text)


def imported(counts: Counts, rejected: Sequence[Rejected], notes: Sequence[str] = ()) -> Block:
    """Return what came of an import, with the lines skipped; ``notes`` say how the list was read."""
    blocks = [kit.section(f":white_check_mark: {summary(counts, len(rejected))}")]
    blocks += [kit.context(kit.escape(note)) for note in notes[:MOST_NOTES]]
    if rejected:
        lines = [
            f"• Line {each.line:,}: {kit.escape(kit.truncate(phones.mask_in(each.reason), SHOWN_SENTENCE))}"
            for each in rejected[:REJECTED_SHOWN]
        ]
        more = len(rejected) - REJECTED_SHOWN
        lines += [f"… and {more:,} more"] if more > 0 else []
        blocks.append(kit.section("\n".join(lines)))
    return kit.modal(callback_id=Modal.NOTICE, title=TITLE, blocks=blocks, close="Close")


def not_imported(state: ListingState, source: Source, sentence: str) -> Block:
    """Return the form as it was filled in, with why nothing was imported beside the field of the numbers."""
    field_ = numbers_field.FILE if source.file else numbers_field.PASTED
    return beside(import_form(state, source.pasted, source.reason), {field_: sentence})


def left_with_smsit(kept: Sequence[Send]) -> str:
    """Return what to do about what SMS-iT keeps for somebody on the list, in plain text."""
    return (
        f"Cancel {words.pluralize(len(kept), 'text')} in SMS-iT's own panel: someone on the do-not-text list "
        "gets what is scheduled there, and the bot can't stop that. The message of each says so."
    )


def summary(counts: Counts, rejected: int) -> str:
    """Return what came of an import, in whole sentences."""
    were = "was" if counts.already == 1 else "were"
    text = f"Added *{words.pluralize(counts.new, 'number')}* to the do-not-text list."
    text += f" {counts.already:,} {were} already on it." if counts.already else ""
    return text + (f" {words.pluralize(rejected, 'line')} skipped." if rejected else "")


def _entry(entry: Entry, zone: ZoneInfo, now: datetime, *, admin: bool, full: bool) -> Block:
    def words_of(reason: str) -> str:
        return kit.escape(kit.truncate(reason if full else phones.mask_in(reason), SHOWN_REASON))

    number = phones.shown(entry.number) if full else phones.mask(entry.number)
    text = f"*{number}*\n{words_of(entry.reason)}"
    text += f"\n_Added by <@{entry.added_by}>, {moments.when(entry.added_at, zone, now)}_"
    if entry.removed_at is not None:
        text += f"\n:leftwards_arrow_with_hook: Removed: {words_of(entry.removal_reason or '')}"
        text += f"\n_Removed by <@{entry.removed_by}>, {moments.when(entry.removed_at, zone, now)}_"
    block = kit.section(text)
    if admin and entry.is_listed:
        block["accessory"] = kit.button("Remove", Action.REMOVE, value=entry.number)
    return block


def _reason(example: str, typed: str = "", block_id: str = Field.REASON) -> Block:
    return kit.field(
        "Reason", block_id, text_input.element(Action.REASON, LONGEST_REASON, typed, example=example)
    )


def _notice(text: str) -> Block:
    return kit.modal(callback_id=Modal.NOTICE, title=TITLE, blocks=[kit.section(text)], close="Close")
