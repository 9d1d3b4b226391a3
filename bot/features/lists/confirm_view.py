"""How the confirmation of a list looks: everything a person should know before it costs money."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.features.lists.blanks import BlankRows
from bot.features.lists.compose_view import warnings
from bot.features.lists.details_view import rejected
from bot.features.lists.hours import Quiet
from bot.features.lists.ids import QUIET_BLOCK, Action, Modal
from bot.features.lists.preparing import Ready, Source
from bot.slack import kit, metadata
from bot.slack.kit import Block
from bot.slack.writing.columns import LONGEST_COLUMN
from bot.store.sends import HeldBy, Send
from bot.texting import phones, words
from bot.texting.tables import places
from bot.texting.tables.uploads import UploadedFile

ZONES_SHOWN: Final = 3
LONGEST_NAME: Final = 80
LONGEST_SAMPLE: Final = 200
BLANKS_SHOWN: Final = 5
REASONS_SHOWN: Final = 6
_MINUTE: Final = 60
_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Meta:
    """Which draft a confirmation is about, and whether its box for quiet hours is needed.

    Of a file: where it is, and the columns of numbers, as :mod:`bot.texting.tables.places` writes them.
    """

    send_id: str
    quiet: int = 0
    url: str = field(default="", repr=False)
    name: str = ""
    size: int = 0
    numbers: str = ""

    @property
    def file(self) -> UploadedFile:
        """The file it was made of."""
        return UploadedFile(self.url, self.name, self.size)


def confirmation(ready: Ready, *, now: datetime, may_override: bool) -> Block:
    """Return the confirmation. In quiet hours it can be submitted only by who ``may_override`` them."""
    draft = ready.draft
    blocks = [
        kit.fields(_facts(ready, now)),
        *_numbers(ready.source),
        kit.section(f"*{'First text' if len(ready.samples) == 1 else f'First {len(ready.samples)} texts'}*"),
    ]
    for sample in ready.samples:
        blocks += [kit.context(f"to {phones.mask(sample.to_number)}, line {sample.line:,}"), _literal(sample)]
    if ready.rejected:
        blocks.append(kit.section(rejected(ready.first_rejected, ready.rejected)))
        blocks += _counted(ready.reasons)
    blocks += [kit.context(f":warning: {kit.escape(warning)}") for warning in _warnings(ready)]
    blocks += [kit.context(_left(left.label, left.credits, left.limit)) for left in ready.budgets]
    if ready.approval:
        why = words.listed(ready.approval)
        blocks.append(kit.section(f":raised_hand: *A second person has to approve it*: {kit.escape(why)}."))
    is_quiet = ready.quiet is not None
    if ready.quiet is not None:
        blocks += _quiet(ready.quiet, draft, may_override=may_override)
    blocks.append(kit.context(_where(draft)))
    return kit.modal(
        callback_id=Modal.CONFIRM,
        title="Text this list?",
        blocks=blocks,
        submit="" if is_quiet and not may_override else _submit(ready),
        close="Back",
        metadata=metadata.dump(_meta(ready, quiet=int(is_quiet))),
    )


def about(lasts: timedelta) -> str:
    """Return a duration in words: less than a minute, about 25 min, about 5 h 30 min."""
    seconds = round(lasts.total_seconds())
    if seconds < _MINUTE:
        return "less than a minute"
    hours, rest = divmod(seconds, _HOUR)
    minutes = rest // _MINUTE
    if not hours:
        return f"about {minutes} min"
    return f"about {hours} h {minutes} min" if minutes else f"about {hours} h"


def _meta(ready: Ready, quiet: int) -> Meta:
    source = ready.source
    if source is None or source.file is None:
        return Meta(ready.draft.id, quiet)
    file = source.file
    return Meta(ready.draft.id, quiet, file.url, file.name, file.size, places.write(source.numbers))


def _numbers(source: Source | None) -> list[Block]:
    """Return which column the numbers come from, with a way to another one, and who said no to texts."""
    if source is None:
        return []
    names = [f"*{kit.escape(phones.mask_in(kit.cut(name, LONGEST_COLUMN)))}*" for name in source.columns]
    block = kit.section(f"Numbers from {', and where it is empty '.join(names)}")
    if source.file is not None:
        block["accessory"] = kit.button("Another column", Action.COLUMNS)
    blocks = [block]
    if source.refused:
        said = f"*{words.counted(source.refused, 'person', 'people')}* said no to texts, or did not say yes"
        blocks.append(kit.section(f":no_entry: {said}: left out."))
    return blocks


def _counted(reasons: Sequence[tuple[str, int]]) -> list[Block]:
    """Return how many rows are left out for each reason, where there are several."""
    if len(reasons) <= 1:
        return []
    shown = reasons[:REASONS_SHOWN]
    lines = [f"{words.counted(count, 'row')}: {kit.escape(reason)}" for reason, count in shown]
    return [kit.context("\n".join(lines))]


def _facts(ready: Ready, now: datetime) -> list[tuple[str, str]]:
    draft = ready.draft
    cost = words.counted(draft.credits, "credit")
    if draft.credits_upper > draft.credits:
        cost += f", at most {draft.credits_upper:,}"
    name = kit.escape(kit.cut(phones.mask_in(draft.to_name or ""), LONGEST_NAME))
    facts = [
        ("List", name),
        ("Rows", f"{draft.people:,} to be sent, {ready.rejected:,} left out"),
        ("From", kit.escape(draft.alpha_sender or phones.pretty(draft.sender))),
        ("When", _when(draft, now)),
        ("Takes", f"{about(ready.lasts)}, one text after the other"),
        ("Cost", f"{cost}, the longest text {words.counted(draft.segments, 'segment')}"),
        ("Balance", f"{ready.balance:,}" + (f", {ready.reserved:,} spoken for" if ready.reserved else "")),
        ("Balance after", f"{ready.balance_after:,}"),
    ]
    if draft.add_to_group:
        facts.append(("Numbers are added to", kit.escape(kit.cut(draft.add_to_group, LONGEST_NAME))))
    return facts


def _when(draft: Send, now: datetime) -> str:
    zone = words.zone_or_utc(draft.zone)
    if draft.send_at is None:
        return f"Now: {words.when(now, zone)}"
    return f"{words.when(draft.send_at, zone)}, held by the bot"


def _literal(sample: Send) -> Block:
    return kit.literal(sample.body or "")


def _warnings(ready: Ready) -> list[str]:
    found = [*ready.notes, *warnings(ready.draft.body or ""), *map(_blank, ready.blanks[:BLANKS_SHOWN])]
    if ready.balance_after < 0:
        found.append("By SMS-iT's stricter way of counting, the balance may not cover this.")
    if not ready.draft.add_to_group:
        found.append(
            "SMS-iT refuses numbers that are not in your contacts, or have opted out; you see which."
        )
    return found


def _blank(blank: BlankRows) -> str:
    column = kit.cut(blank.column, LONGEST_NAME)
    who = words.counted(blank.rows, "row has", "rows have")
    said = (
        f"{who} no {column}: they get \u201c{kit.cut(' '.join(blank.sample.split()), LONGEST_SAMPLE)}\u201d."
    )
    if blank.instead:
        return said
    return f"{said} To say something else there, go back and write %%{column}|your words%%."


def _left(label: str, left: int, limit: int) -> str:
    return f"{kit.escape(label)} for today: *{left:,}* of {limit:,} credits left."


def _quiet(quiet: Quiet, draft: Send, *, may_override: bool) -> list[Block]:
    zone = words.zone_or_utc(draft.zone)
    where = words.listed(f"{name} ({count:,})" for name, count in quiet.zones[:ZONES_SHOWN])
    people = words.counted(quiet.people, "person", "people")
    moment = f"By {words.when(quiet.at, zone)}, before the last text," if quiet.later else "When it goes out,"
    text = f":crescent_moon: *Quiet hours.* {moment} it is night for {people}: {where}."
    if quiet.until is not None:
        text += f" Nobody is disturbed from {words.when(quiet.until, zone)} on."
    text += " Where somebody is can only be guessed from their number."
    if not may_override:
        return [kit.section(f"{text} Go back and pick another time.")]
    box: Block = {
        "type": "checkboxes",
        "action_id": Action.QUIET,
        "options": [kit.option("Send in spite of quiet hours", "yes", "Your name is kept with it")],
    }
    return [kit.section(text), kit.field("Quiet hours", QUIET_BLOCK, box)]


def _where(draft: Send) -> str:
    place = f"in <#{draft.origin_channel}>" if draft.origin_channel else "as a direct message to you"
    return f"Its message appears {place} and follows it until every text has its report."


def _submit(ready: Ready) -> str:
    if ready.approval:
        return "Ask for approval"
    return "Send now" if ready.draft.held_by is HeldBy.NONE else "Schedule"
