"""How the question for the column of numbers looks. Pure: what is known and chosen in, a modal out."""

from dataclasses import dataclass
from typing import Final

from bot.features.lists.column_question import Question
from bot.features.lists.ids import NUMBERS_BLOCK, Action, Modal
from bot.features.lists.views.details import rejected
from bot.slack.blocks import kit
from bot.slack.blocks.fields import columns as columns_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.texting import phones, words
from bot.texting.tables.table import Table

SAMPLES: Final = 3
FIRST_REJECTED: Final = 5
OPEN: Final = ":raised_hand: Choose the column to text. These look like phone numbers:"
CHOOSE: Final = ":raised_hand: Choose the column to text:"


@dataclass(frozen=True, slots=True)
class ColumnState:
    """What the view carries along: the draft, and the file."""

    send_id: str
    file_id: str
    name: str
    size: int


def form(question: Question) -> Block:
    """Return the form in which the column of numbers is chosen, with what would be texted."""
    file, sheet = question.file, question.sheet
    name = kit.escape(phones.mask_in(file.name))
    select = columns_field.numbers(
        sheet, question.numbers, label="Numbers to text", block_id=NUMBERS_BLOCK, action_id=Action.NUMBERS
    )
    blocks = [kit.section(f"*{name}* has {words.pluralize(len(sheet.rows), 'row')}."), select]
    blocks += _open(question) if question.read is None else _chosen(question, question.read)
    return kit.modal(
        callback_id=Modal.COLUMNS,
        title="Choose the numbers",
        blocks=blocks,
        submit="Review",
        close="Back",
        metadata=metadata.dump(ColumnState(question.send_id, file.id, file.name, file.size)),
    )


def _open(question: Question) -> list[Block]:
    said = OPEN if question.sheet.number is None else CHOOSE
    return [kit.section(f"{said}\n{columns_field.candidates(question.sheet)}")]


def _chosen(question: Question, read: Table) -> list[Block]:
    count, total = len(read.rows), len(question.sheet.rows)
    blocks = [kit.section(f"*{count:,} of {words.pluralize(total, 'row')}* can be texted.")]
    if read.rows:
        shown = ", ".join(phones.shown(row.number) for row in read.rows[:SAMPLES])
        blocks.append(kit.context(f"First numbers: {shown}"))
    if read.refused:
        said = columns_field.refusers(question.sheet, read.refused)
        blocks.append(kit.section(f":no_entry: {said}. They'll be skipped."))
    if read.rejected:
        first = [(each.line, each.reason) for each in read.rejected[:FIRST_REJECTED]]
        blocks.append(kit.section(rejected(first, len(read.rejected))))
    return blocks + [kit.context(f":information_source: {kit.escape(note)}") for note in read.notes]
