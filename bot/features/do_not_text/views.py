"""How the do-not-text list looks to somebody who may send: full numbers, seen by who asked alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.do_not_text.form import reason_block
from bot.features.do_not_text.ids import FEATURE, Action, Field, Modal
from bot.features.do_not_text.service import LONGEST_REASON, Counts, Records
from bot.slack.blocks import kit, limits, paging
from bot.slack.blocks.fields import phone as phone_field
from bot.slack.blocks.fields import phone_list as numbers_field
from bot.slack.blocks.fields.phone import Typed
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.do_not_text import Entry
from bot.texting import phones, words
from bot.texting.tables.table import Rejected

PAGE: Final = 10
SHOWN_REASON: Final = 200
REJECTED_SHOWN: Final = 30
SHOWN_SENTENCE: Final = 80
MOST_NOTES: Final = 10
TITLE: Final = "Do not text"


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


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of a number to be listed when the form is drawn."""

    number: Typed = phone_field.EMPTY
    reason: str = field(default="", repr=False)


NOTHING: Final = Form()


def loading() -> Block:
    """Return what a person sees while the list is read."""
    return _notice(":mag: Looking the list up …")


def done(sentence: str) -> Block:
    """Return a modal that says what was done."""
    return _notice(sentence)


def listing(found: Records, zone: ZoneInfo, *, admin: bool, note: str = "") -> Block:
    """Return a page of the list: ``admin`` offers to take numbers off and to import.

    ``note`` is mrkdwn about what was just done.
    """
    find: Block = {
        "type": "plain_text_input",
        "action_id": Action.FIND,
        "placeholder": kit.plain("A number, or its last digits", limits.PLACEHOLDER),
        "max_length": 40,
    }
    if found.ending:
        find["initial_value"] = found.ending[:40]
    blocks = [kit.section(note)] if note else []
    blocks.append(kit.section(_how_many(found.total)))
    buttons = [kit.button("Add a number", Action.ADD, style="primary")]
    if admin:
        buttons.append(kit.button("Import", Action.IMPORT))
    blocks.append(kit.actions(buttons))
    blocks.append(kit.field("Find a number", Field.FIND, find, optional=True))
    blocks += [_entry(entry, zone, admin=admin) for entry in found.entries]
    if not found.entries:
        blocks.append(kit.context("No such number." if found.ending else "There is none yet."))
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
        return "*No number is on this list yet.* Whoever is on it is not texted from here."
    are = "number is" if total == 1 else "numbers are"
    return f"*{total:,} {are} never texted from here*, whatever SMS-iT says."


def add_form(state: ListingState, filled: Form = NOTHING) -> Block:
    """Return the form to put one number on the list, filled in with what is known."""
    number = phone_field.block("Number", Field.NUMBER, filled.number, feature=FEATURE)
    return kit.modal(
        callback_id=Modal.ADD,
        title="Add a number",
        blocks=[number, _reason("Asked by phone", filled.reason, reason_block(state.edition))],
        submit="Add",
        metadata=metadata.dump(state),
    )


def remove_form(entry: Entry, state: ListingState) -> Block:
    """Return the form to take a number off the list."""
    text = f"*{phones.pretty(entry.number)}* may be texted again afterwards. It stands on the list because:"
    return kit.modal(
        callback_id=Modal.REMOVE,
        title="Remove a number",
        blocks=[kit.section(text), kit.quote(entry.reason), _reason("Wants texts again, asked in person")],
        submit="Remove",
        metadata=metadata.dump(state),
    )


def import_form(state: ListingState) -> Block:
    """Return the form to put many numbers on the list, from a file or pasted."""
    about = "CSV. One column holds the numbers; the others are left out."
    return kit.modal(
        callback_id=Modal.IMPORT,
        title="Import numbers",
        blocks=[
            *numbers_field.blocks(FEATURE, about=about),
            _reason("Asked us by post, kept by the old system"),
        ],
        submit="Import",
        metadata=metadata.dump(state),
    )


def progress(rows: int, total: int) -> Block:
    """Return what a person sees while an import runs; ``total`` is 0 until the file is read."""
    if not total:
        return _notice(":hourglass_flowing_sand: Reading the numbers …")
    share = f"{rows:,} of {words.pluralize(total, 'number')}"
    text = f":hourglass_flowing_sand: {share} done. You may close this; you are told when it is finished."
    return _notice(text)


def imported(counts: Counts, rejected: Sequence[Rejected], notes: Sequence[str] = ()) -> Block:
    """Return what came of an import, with the lines left out; ``notes`` say how the list was read."""
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


def not_imported(sentence: str) -> Block:
    """Return why nothing was imported."""
    return _notice(f":no_entry: {kit.sentence(sentence)}")


def summary(counts: Counts, rejected: int) -> str:
    """Return what came of an import in a sentence."""
    were = "was" if counts.already == 1 else "were"
    text = f"*{words.pluralize(counts.new, 'number')}* put on the do-not-text list"
    text += f", {counts.already:,} {were} on it already" if counts.already else ""
    return text + (f", {words.pluralize(rejected, 'line')} left out." if rejected else ".")


def _entry(entry: Entry, zone: ZoneInfo, *, admin: bool) -> Block:
    reason = kit.escape(kit.truncate(entry.reason, SHOWN_REASON))
    text = f"*{phones.pretty(entry.number)}*\n{reason}"
    text += f"\n_added by <@{entry.added_by}>, {words.when(entry.added_at, zone)}_"
    if entry.removed_at is not None:
        again = kit.escape(kit.truncate(entry.removal_reason or "", SHOWN_REASON))
        text += f"\n:leftwards_arrow_with_hook: taken off the list: {again}"
        text += f"\n_by <@{entry.removed_by}>, {words.when(entry.removed_at, zone)}_"
    block = kit.section(text)
    if admin and entry.is_listed:
        block["accessory"] = kit.button("Remove", Action.REMOVE, value=entry.number)
    return block


def _reason(example: str, typed: str = "", block_id: str = Field.REASON) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": Action.REASON,
        "placeholder": kit.plain(example, limits.PLACEHOLDER),
        "max_length": LONGEST_REASON,
    }
    if typed:
        element["initial_value"] = typed[:LONGEST_REASON]
    return kit.field("Why", block_id, element)


def _notice(text: str) -> Block:
    return kit.modal(callback_id=Modal.NOTICE, title=TITLE, blocks=[kit.section(text)], close="Close")
