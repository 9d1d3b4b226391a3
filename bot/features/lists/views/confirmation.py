"""How the confirmation of a list looks: what is its own, before it costs money. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.features.lists.blank_names import BlankRows
from bot.features.lists.ids import QUIET_BLOCK, Action, Modal
from bot.features.lists.service import Contents, Source
from bot.features.lists.views.details import rejected
from bot.features.lists.views.form import warnings
from bot.features.sends.preview import Preview
from bot.features.sends.views import confirmation as confirmation_view
from bot.features.sends.views.confirmation import Layout
from bot.features.sends.views.quiet import Box
from bot.slack.blocks import kit
from bot.slack.blocks.fields.columns import LONGEST_COLUMN
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.sends import Send
from bot.texting import phones, words
from bot.texting.tables import places
from bot.texting.tables.uploads import UploadedFile

LONGEST_NAME: Final = 80
LONGEST_SAMPLE: Final = 200
BLANKS_SHOWN: Final = 5
REASONS_SHOWN: Final = 6
BOX: Final = Box(QUIET_BLOCK, Action.QUIET, "yes")
NO_CONTACTS: Final = "SMS-iT refuses numbers that are not in your contacts, or have opted out; you see which."

Shown = Preview[Send, Contents]
"""A list that may be confirmed."""


@dataclass(frozen=True, slots=True)
class ConfirmationState:
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


def confirmation(preview: Shown, *, now: datetime) -> Block:
    """Return the confirmation of a draft."""
    draft, own = preview.draft, preview.own
    name = kit.escape(kit.truncate(phones.mask_in(draft.to_name or ""), LONGEST_NAME))
    cost = confirmation_view.cost(draft.credits, draft.credits_upper)
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title="Text this list?",
        metadata=metadata.dump(_state(preview)),
        whom=[("List", name), ("Rows", f"{draft.people:,} to be sent, {own.rejected:,} left out")],
        size=[("Takes", f"{words.about(own.lasts)}, one text after the other")],
        cost=f"{cost}, the longest text {words.pluralize(draft.segments, 'segment')}",
        more=_group(draft),
        text=[*_numbers(own.source), *_samples(own.samples), *_rejected(own)],
        warnings=_warnings(preview),
        follows=" and follows it until every text has its report.",
        box=BOX,
    )
    return confirmation_view.confirmation(preview, layout, now=now)


def _group(draft: Send) -> Sequence[tuple[str, str]]:
    if not draft.add_to_group:
        return ()
    return (("Numbers are added to", kit.escape(kit.truncate(draft.add_to_group, LONGEST_NAME))),)


def _samples(samples: Sequence[Send]) -> list[Block]:
    title = "First text" if len(samples) == 1 else f"First {len(samples)} texts"
    blocks = [kit.section(f"*{title}*")]
    for sample in samples:
        to = kit.context(f"to {phones.mask(sample.to_number)}, line {sample.line:,}")
        blocks += [to, kit.quote(sample.body or "")]
    return blocks


def _rejected(own: Contents) -> list[Block]:
    if not own.rejected:
        return []
    return [kit.section(rejected(own.first_rejected, own.rejected)), *_counted(own.reasons)]


def _state(preview: Shown) -> ConfirmationState:
    source, quiet = preview.own.source, int(preview.must_override)
    if source is None or source.file is None:
        return ConfirmationState(preview.draft.id, quiet)
    file = source.file
    return ConfirmationState(
        preview.draft.id, quiet, file.url, file.name, file.size, places.write(source.numbers)
    )


def _numbers(source: Source | None) -> list[Block]:
    """Return which column the numbers come from, with a way to another one, and who said no to texts."""
    if source is None:
        return []
    names = [f"*{kit.escape(phones.mask_in(kit.truncate(name, LONGEST_COLUMN)))}*" for name in source.columns]
    block = kit.section(f"Numbers from {', and where it is empty '.join(names)}")
    if source.file is not None:
        block["accessory"] = kit.button("Another column", Action.COLUMNS)
    blocks = [block]
    if source.refused:
        said = f"*{words.pluralize(source.refused, 'person', 'people')}* said no to texts, or did not say yes"
        blocks.append(kit.section(f":no_entry: {said}: left out."))
    return blocks


def _counted(reasons: Sequence[tuple[str, int]]) -> list[Block]:
    """Return how many rows are left out for each reason, where there are several."""
    if len(reasons) <= 1:
        return []
    shown = reasons[:REASONS_SHOWN]
    lines = [f"{words.pluralize(count, 'row')}: {kit.escape(reason)}" for reason, count in shown]
    return [kit.context("\n".join(lines))]


def _warnings(preview: Shown) -> list[str]:
    found = [*warnings(preview.draft.body or ""), *map(_blank, preview.own.blanks[:BLANKS_SHOWN])]
    return found if preview.draft.add_to_group else [*found, NO_CONTACTS]


def _blank(blank: BlankRows) -> str:
    column = kit.truncate(blank.column, LONGEST_NAME)
    who = words.pluralize(blank.rows, "row has", "rows have")
    sample = kit.truncate(" ".join(blank.sample.split()), LONGEST_SAMPLE)
    said = f"{who} no {column}: they get \u201c{sample}\u201d."
    if blank.instead:
        return said
    return f"{said} To say something else there, go back and write %%{column}|your words%%."
