"""What is said of an erasure: what was found, what stands in its way, and what is left to do. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.features.erasure.survey import KINDS, PLURALS, AtSmsit, Survey
from bot.store.erasing.records import Record
from bot.texting import words

SHOWN_ID: Final = 8
BUSY: Final = (
    "Try again in a few minutes: the bot is sending or saving something about this person right now. "
    "Nothing was erased."
)
NOTHING: Final = "The bot keeps nothing about this person."


def kept(seen: Survey) -> Iterator[str]:
    """Say what the bot keeps about this person."""
    if seen.is_empty:
        yield NOTHING
    else:
        yield f"The bot keeps about this person: {_counts(seen.counts)}."
    if seen.cancelled:
        count = words.pluralize(seen.cancelled, "text or row of an import", "texts or rows of imports")
        yield f"Waiting, and cancelled when you erase: {count}."


def obstacles(seen: Survey, *, is_cancelled: bool) -> Iterator[str]:
    """Say what must be done before anything is erased; ``is_cancelled``: what SMS-iT held was, there."""
    if seen.busy:
        yield BUSY
    if seen.texts_at_smsit and not is_cancelled:
        are = "text is" if len(seen.texts_at_smsit) == 1 else "texts are"
        yield (
            f"Cancel in SMS-iT's own panel what is scheduled there, then run this again with "
            f"--cancelled-at-smsit: {len(seen.texts_at_smsit):,} {are} scheduled in SMS-iT, and can't be "
            f"cancelled by the bot ({words.join_and(map(_moment, seen.texts_at_smsit))}). Nothing was erased."
        )


def left(seen: Survey) -> Iterator[str]:
    """Say what of this person the bot could not erase, each with what to do."""
    if seen.appointments_ahead:
        times = words.join_and(map(_moment, seen.appointments_ahead))
        yield f"Cancel in SMS-iT's own panel the appointments that are still ahead: {times}."
    if seen.channels:
        where = words.join_and(f"{count:,} in {channel}" for channel, count in sorted(seen.channels.items()))
        yield (
            f"Keep the bot running: it takes the name and the digits out of its Slack messages about this "
            f"person ({where}). Delete by hand what still shows them after an hour."
        )
    if seen.mentions:
        count = words.pluralize(
            seen.mentions, "other text, note or file name", "other texts, notes or file names"
        )
        yield f"Wait for RETENTION_DAYS: {count} mention this number, and most are deleted by then."


def line(record: Record) -> str:
    """Return the line of an erasure that was recorded; it names nobody."""
    when = f"{record.begun_at:%Y-%m-%d %H:%M} UTC"
    unfinished = "" if record.finished_at else ", not finished"
    counts = _counts(record.counts) or "nothing"
    return f"{record.id[:SHOWN_ID]}: {counts} erased on {when} by {record.done_by}{unfinished}"


def _counts(counts: Mapping[str, int]) -> str:
    some = (kind for kind in KINDS if counts.get(kind))
    return words.join_and(words.pluralize(counts[kind], kind, PLURALS.get(kind, "")) for kind in some)


def _moment(held: AtSmsit) -> str:
    return f"{held.at:%Y-%m-%d %H:%M} UTC" + (", repeating" if held.repeats else "")
