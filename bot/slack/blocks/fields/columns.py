"""The field in which a person says which column of a file holds what, with what is known of each."""

from collections.abc import Sequence
from typing import Final

from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import select
from bot.slack.blocks.kit import Block
from bot.texting import phones, words
from bot.texting.tables import places
from bot.texting.tables.numbers_column import Candidate
from bot.texting.tables.places import NOWHERE, Places
from bot.texting.tables.sheet import Sheet

LONGEST_COLUMN: Final = 40
"""Of a column's name: five selects of a hundred such options fit into one view."""
CANDIDATES_SHOWN: Final = 5
ELSE: Final = "{first}, or {second} where it's empty"


def numbers(sheet: Sheet, chosen: Places, *, label: str, block_id: str, action_id: str) -> Block:
    """Return the field for the column of numbers: each candidate with how many numbers it holds."""
    offered = _with(places.for_numbers(sheet), chosen, limits.OPTIONS)
    options = [
        kit.option(_numbers_called(each, sheet), places.write(each), _count(each, sheet)) for each in offered
    ]
    return _field(label, block_id, action_id, options, chosen)


def part(
    sheet: Sheet, offered: Sequence[Places], chosen: Places, *, label: str, block_id: str, action_id: str
) -> Block:
    """Return the field for a column a file may be without."""
    shown = _with(offered, chosen, limits.OPTIONS - 1)
    options = [kit.option("Not in this file", NOWHERE)]
    options += [kit.option(_joined(each, sheet), places.write(each)) for each in shown]
    return _field(label, block_id, action_id, options, chosen)


def candidates(sheet: Sheet) -> str:
    """Return what the columns hold that may be those of the numbers, a line each, as mrkdwn."""
    found = sheet.candidates[:CANDIDATES_SHOWN]
    lines = [f"• *{name(sheet, each.column)}*: {_holds(each, sheet)}" for each in found]
    return "\n".join(lines)


def name(sheet: Sheet, column: int) -> str:
    """Return the name of a column, for mrkdwn."""
    return kit.escape(phones.mask_in(kit.truncate(sheet.columns[column], LONGEST_COLUMN)))


def refusers(sheet: Sheet, count: int) -> str:
    """Return how many people a file does not say to have agreed to texts, and by which column, as mrkdwn."""
    named = words.join_and(f"*{name(sheet, each.column)}*" for each in sheet.consents)
    return f"In {named}, *{words.pluralize(count, 'person', 'people')}* said no to texts or didn't say yes"


def _holds(candidate: Candidate, sheet: Sheet) -> str:
    samples = ", ".join(phones.pretty(number) for number in candidate.samples)
    return f"numbers in {_share(candidate, sheet)}" + (f", such as {samples}" if samples else "")


def _share(candidate: Candidate, sheet: Sheet) -> str:
    about = "" if candidate.looked_at == candidate.filled else "about "
    return f"{about}{candidate.count:,} of {words.pluralize(len(sheet.rows), 'row')}"


def _count(chosen: Places, sheet: Sheet) -> str:
    """Return how many numbers a column holds; nothing where it is no candidate or there is a second."""
    candidate = sheet.candidate(chosen[0]) if len(chosen) == 1 else None
    return "" if candidate is None else _share(candidate, sheet)


def _numbers_called(chosen: Places, sheet: Sheet) -> str:
    names = [kit.truncate(sheet.columns[each], LONGEST_COLUMN) for each in chosen]
    if len(names) == 1:
        return names[0]
    room = (limits.OPTION_TEXT - len(ELSE.format(first="", second=""))) // 2
    return ELSE.format(first=kit.truncate(names[0], room), second=kit.truncate(names[1], room))


def _joined(chosen: Places, sheet: Sheet) -> str:
    return kit.truncate(
        " + ".join(kit.truncate(sheet.columns[each], LONGEST_COLUMN) for each in chosen), limits.OPTION_TEXT
    )


def _with(offered: Sequence[Places], chosen: Places, room: int) -> list[Places]:
    shown = list(offered[: room - 1])
    return [*shown, chosen] if chosen and chosen not in shown else shown


def _field(label: str, block_id: str, action_id: str, options: list[Block], chosen: Places) -> Block:
    value = places.write(chosen)
    initial = next((option for option in options if option["value"] == value), None)
    element = select.element(action_id, options, chosen=initial, example="Choose a column")
    return kit.field(label, block_id, element, live=True)
