"""What ``restore`` says: of the backup, of what was changed, and of what is left to a person."""

from dataclasses import dataclass
from typing import Final

from bot.records.archive import Manifest
from bot.records.settlement import Settled, Waiting, What
from bot.texting import words
from bot.texting.words import pluralize

CHOOSE: Final = (
    "Add --hold-scheduled to have {} ask before they go, or --keep-scheduled to have them go at their time: "
    "no one knows whether someone sent, changed or cancelled any since the backup."
)
SHOWN: Final = 20
SHOWN_ID: Final = 8
TOLD: Final = {
    What.UNKNOWN: ("text", "texts", "may have gone out since, and ask a person now"),
    What.CANCELLED: (
        "list or request",
        "lists and requests",
        "cancelled: check what was sent, and send the rest again",
    ),
    What.ROWS: ("row of a list", "rows of lists", "cancelled with their lists"),
    What.SERIES: ("series", "series", "paused: look into your SMS-iT account before you press Resume"),
    What.ASKING: ("scheduled text", "scheduled texts", "will ask before going out"),
    What.CALLS: ("call about an appointment", "calls about appointments", "not known: look in SMS-iT"),
    What.ADDITIONS: ("contact", "contacts", "may have been added since: look in SMS-iT"),
    What.IMPORTS: ("import", "imports", "cancelled: import the rest again"),
    What.CODES: ("code", "codes", "no longer valid"),
    What.OFFERS: ("free time", "free times", "offered no more"),
    What.DRAFTS: ("draft of an assistant", "drafts of assistants", "expired"),
    What.STEPS: ("step of a workflow", "steps of workflows", "failed, which Slack is told"),
    What.BIRTHDAYS: ("day", "days", "of birthday texts not prepared again unless someone asks for it"),
}
"""How each figure is told: one, many, and what became of them."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was changed in the records, and what is left to a person."""

    settled: Settled
    waiting: tuple[Waiting, ...]
    series: int
    listed: int
    erased: int | None
    is_open: bool
    """Whether somebody has to say first what is to become of what is scheduled."""


def backup(manifest: Manifest) -> str:
    """Return what a backup is."""
    rows = sum(kept.rows for kept in manifest.tables.values())
    return (
        f"A backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC, made by version {manifest.bot} on "
        f"{manifest.database}: {pluralize(rows, 'row')} of {pluralize(len(manifest.tables), 'table')}, as "
        "they were written."
    )


def changed(result: Result) -> list[str]:
    """Return what was changed, a line each, and what is still scheduled."""
    lines = []
    for what, count in result.settled.items():
        if count:
            one, many, became = TOLD[what]
            lines.append(f"- {pluralize(count, one, many)}: {became}.")
    if result.listed:
        lines.append(
            f"- {pluralize(result.listed, 'number')} added to the do-not-text list since: kept on it."
        )
    if result.erased is None:
        lines.append("- The records there can't be read: put on the do-not-text list who was added since.")
    elif result.erased:
        people = pluralize(result.erased, "person", "people")
        lines.append(f"- {people} erased since: erase them again, with smsit-bot erase.")
    if not lines:
        lines.append("- Nothing had to be changed.")
    if result.waiting:
        lines += _scheduled(result.waiting)
    if result.is_open:
        lines.append(choose(result.waiting, result.series))
    return lines


def choose(waiting: tuple[Waiting, ...], series: int) -> str:
    """Return the question what is to become of what waits for its time."""
    texts = _texts(waiting) if waiting else ""
    others = pluralize(series, "series", "series") if series else ""
    return CHOOSE.format(words.join_and(filter(None, (texts, others))))


def _texts(waiting: tuple[Waiting, ...]) -> str:
    return pluralize(len(waiting), "scheduled text")


def _scheduled(waiting: tuple[Waiting, ...]) -> list[str]:
    what = pluralize(len(waiting), "text")
    lines = [f"Still scheduled: {what}. Cancel in Slack, with /sms scheduled, what was cancelled since:"]
    lines += [
        f"  {each.id[:SHOWN_ID]}  {each.send_at:%Y-%m-%d %H:%M} UTC  by {each.user_id}"
        for each in waiting[:SHOWN]
    ]
    return [*lines, f"  and {len(waiting) - SHOWN:,} more"] if len(waiting) > SHOWN else lines
