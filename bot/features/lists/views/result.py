"""The result file of a list: its lines, and what is said above it."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.slack.blocks import kit, state_words
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send
from bot.texting import phones

SKIPPED: Final = "Skipped"
FULL: Final = "They include full numbers, so handle with care."
MASKED: Final = "Numbers are masked."


def titles(zone: ZoneInfo) -> tuple[str, ...]:
    """Return the names of the columns; times are in ``zone``."""
    return ("Line", "Number", "Outcome", "Reason", "Segments", f"Sent at ({zone.key})")


def name(send: Send) -> str:
    """Return what the file is called."""
    return f"list-{send.id[:8]}.csv"


def to_all(send: Send, *, full: bool) -> str:
    """Return what stands above the file in the thread of a list; ``full`` if its owner sees full numbers."""
    copy = "a copy with full numbers" if full else "a copy"
    return f"Results of this list, with masked numbers. <@{send.user_id}> gets {copy} as a direct message."


def to_one(send: Send, *, full: bool) -> str:
    """Return what a person is told who gets the file; ``full`` if it holds whole numbers."""
    called = kit.escape(phones.mask_in(send.to_name or ""))
    return f"Results of your list {called} (`{send.id[:8]}`). {FULL if full else MASKED}"


def line(row: Send, zone: ZoneInfo, *, masked: bool) -> tuple[str, ...]:
    """Return the cells of one row. A row that was left out has no number, and a reason that is our own."""
    left_out = row.outcome_code == OutcomeCode.LEFT_OUT
    number = "" if not row.to_number else phones.mask(row.to_number) if masked else f"+{row.to_number}"
    why = row.outcome_sentence or row.report_error or ""
    return (
        str(row.line or ""),
        number,
        SKIPPED if left_out else state_words.label(row.state),
        phones.mask_in(why) if masked and not left_out else why,
        str(row.segments or ""),
        _at(row.attempting_at, zone),
    )


def _at(moment: datetime | None, zone: ZoneInfo) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"
