"""How the confirmation of a list looks: what is its own, before it costs money. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Final

from bot.features.lists.contents import Contents, Source
from bot.features.lists.ids import QUIET_BLOCK, Action, Modal
from bot.features.lists.row_warnings import BlankRows, UnicodeRows
from bot.features.lists.views import reached as reached_view
from bot.features.lists.views.details import left_out, rejected
from bot.features.lists.views.form import warnings
from bot.features.own_number import views as own_number
from bot.features.sends.preview import Preview
from bot.features.sends.views import confirmation as confirmation_view
from bot.features.sends.views.confirmation import Layout
from bot.features.sends.views.quiet import Box
from bot.slack.blocks import kit
from bot.slack.blocks.fields.columns import LONGEST_COLUMN
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.sends import Send, rows
from bot.texting import phones, words
from bot.texting.tables import places

LONGEST_NAME: Final = 80
LONGEST_SAMPLE: Final = 200
BLANKS_SHOWN: Final = 5
REASONS_SHOWN: Final = 6
BOX: Final = Box(QUIET_BLOCK, Action.QUIET, "yes")
FORCING_SHOWN: Final = 4
NO_CONTACTS: Final = "Numbers not in contacts will be refused; we'll list them."
MORE_OPT_OUTS: Final = (
    "We couldn't check everyone for opt-outs. Anyone else who has opted out will be refused; we'll list them."
)

Shown = Preview[Send, Contents]
"""A list that may be confirmed."""


@dataclass(frozen=True, slots=True)
class ConfirmationState:
    """Which draft a confirmation is about, and whether its box for quiet hours is needed.

    ``told`` is the fingerprint of the duplicates that it tells of.
    Of a file: which it is, and the columns of numbers, as :mod:`bot.texting.tables.places` writes them.
    """

    send_id: str
    quiet: int = 0
    file_id: str = ""
    name: str = ""
    size: int = 0
    numbers: str = ""
    told: str = ""


def confirmation(preview: Shown, *, now: datetime) -> Block:
    """Return the confirmation of a draft."""
    draft, own, samples = preview.draft, preview.own, _samples(preview.own.samples)
    name = kit.truncate(phones.mask_in(draft.to_name or ""), LONGEST_NAME)
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title="Review list",
        metadata=metadata.dump(_state(preview)),
        heading=f"{name} · {words.pluralize(draft.people, 'recipient')}",
        lasts=words.about(own.lasts),
        more=_group(draft),
        text=[*chain.from_iterable(samples[:1])],
        warnings=_warnings(preview),
        below=[
            *chain.from_iterable(samples[1:]),
            *reached_view.not_reached(own.not_reached, draft.people, len(preview.dates.series)),
            *_numbers(own.source),
            *_rejected(own),
        ],
        test=own_number.in_confirmation(_rows(own)),
        small=[_length(draft)],
        updates=True,
        box=BOX,
    )
    return confirmation_view.confirmation(preview, layout, now=now)


def _length(draft: Send) -> str:
    """Return the segments of the longest text."""
    most = words.pluralize(draft.segments, "segment")
    return f"{most} per person" if draft.segments == 1 else f"up to {most} per person"


def _group(draft: Send) -> Sequence[tuple[str, str]]:
    if not draft.add_to_group:
        return ()
    return (("Added to group", kit.escape(kit.truncate(draft.add_to_group, LONGEST_NAME))),)


def _samples(samples: Sequence[Send]) -> list[list[Block]]:
    """Return the first texts, each with the line it is made of; one where they say the same."""
    shown = samples if len({sample.body for sample in samples}) > 1 else samples[:1]
    return [
        [
            kit.quote(sample.body or ""),
            kit.context(_to(sample)),
        ]
        for sample in shown
    ]


def _to(sample: Send) -> str:
    """Return whose text a sample is: of a row with its line, of a contact without."""
    line = f"Line {sample.line:,}, to" if sample.line else "To"
    return f"{line} {phones.mask(sample.to_number)}"


def _rows(own: Contents) -> Iterable[Block]:
    """Return the rows a test may show as choices; none where all say the same."""
    return map(_row, own.rows) if len({row.body for row in own.rows}) > 1 else ()


def _row(row: Send) -> Block:
    """Return a row as a choice for a test; its value is its place."""
    line = f"Line {row.line:,}: " if row.line else ""
    return own_number.row(str(rows.place_of(row.key)), f"{line}{row.body or ''}")


def _rejected(own: Contents) -> list[Block]:
    if not own.rejected:
        return []
    if own.of_people:
        return [kit.section(left_out(own.reasons, own.rejected))]
    return [kit.section(rejected(own.first_rejected, own.rejected)), *_counted(own)]


def _state(preview: Shown) -> ConfirmationState:
    source, told = preview.own.source, preview.own.told
    state = ConfirmationState(preview.draft.id, int(preview.must_override), told=told)
    if source is None or source.file is None:
        return state
    file = source.file
    return replace(
        state, file_id=file.id, name=file.name, size=file.size, numbers=places.write(source.numbers)
    )


def _numbers(source: Source | None) -> list[Block]:
    """Return which column of a file the numbers come from, with a way to another, and who refused texts."""
    if source is None:
        return []
    return [*_columns(source), *_refused(source)]


def _columns(source: Source) -> list[Block]:
    if source.file is None:
        return []
    names = [f"*{kit.escape(phones.mask_in(kit.truncate(name, LONGEST_COLUMN)))}*" for name in source.columns]
    block = kit.section(f"Numbers from {', or if empty '.join(names)}")
    block["accessory"] = kit.button("Change column", Action.COLUMNS)
    return [block]


def _refused(source: Source) -> list[Block]:
    if not source.refused:
        return []
    who = words.pluralize(source.refused, "person hasn't", "people haven't")
    return [kit.section(f":no_entry: *{who} agreed to texts* and will be skipped.")]


def _counted(own: Contents) -> list[Block]:
    """Return how many rows are left out for each reason, where there are several and not all are shown."""
    if len(own.reasons) <= 1 or own.rejected <= len(own.first_rejected):
        return []
    shown = own.reasons[:REASONS_SHOWN]
    lines = [f"{words.pluralize(count, 'row')}: {kit.escape(reason)}" for reason, count in shown]
    return [kit.context("\n".join(lines))]


def _warnings(preview: Shown) -> list[str]:
    own = preview.own
    blanks = [_blank(each, of_people=own.of_people) for each in own.blanks[:BLANKS_SHOWN]]
    found = [*blanks, *_unicode(own.unicode)]
    found += warnings(preview.draft.body or "")
    if not own.all_opt_outs:
        found.append(MORE_OPT_OUTS)
    return found if preview.draft.add_to_group or own.of_people else [*found, NO_CONTACTS]


def _unicode(found: UnicodeRows | None) -> list[str]:
    """Return which texts have fewer characters to a segment, and because of what."""
    if found is None:
        return []
    names = list(found.names[:FORCING_SHOWN])
    more = len(found.names) - len(names)
    if more:
        names.append(words.pluralize(more, "other character"))
    if found.all:
        which = "Every text has" if found.rows > 1 else "The text has"
    else:
        which = words.pluralize(found.rows, "text has", "texts have")
    return [f"{which} 70 characters per segment instead of 160, because of: {words.join_and(names)}."]


def requested(
    unicode: UnicodeRows | None,
    lacking: int,
    sample: str,
    reasons: Sequence[tuple[str, int]],
    *,
    of_people: bool = False,
) -> list[str]:
    """Return what whoever is to approve a list should know of its texts and of who is skipped, in plain text.

    ``lacking`` texts have an empty field, the first of them ``sample``; ``reasons`` count rows left out.
    """
    found = []
    if lacking:
        have = words.pluralize(lacking, "text has", "texts have")
        shown = kit.truncate(" ".join(sample.split()), LONGEST_SAMPLE)
        found.append(f"{have} an empty field, such as: \u201c{shown}\u201d")
    skipped = [f"{_skipped(count, of_people=of_people)}: {reason}" for reason, count in reasons]
    return [*found, *_unicode(unicode), *skipped[:REASONS_SHOWN]]


def _skipped(count: int, *, of_people: bool) -> str:
    if of_people:
        return f"{words.pluralize(count, 'person', 'people')} skipped"
    return f"{words.pluralize(count, 'row')} skipped"


def _blank(blank: BlankRows, *, of_people: bool) -> str:
    column = kit.truncate(blank.column, LONGEST_NAME)
    nouns = ("person has", "people have") if of_people else ("row has", "rows have")
    who = words.pluralize(blank.rows, *nouns)
    text = phones.mask_in(blank.sample) if of_people else blank.sample
    sample = kit.truncate(" ".join(text.split()), LONGEST_SAMPLE)
    stop = "" if sample.endswith((".", "!", "?", "…")) else "."
    said = f"{who} no {column}: the text will read \u201c{sample}\u201d{stop}"
    if blank.instead:
        return said
    return f"{said} To fill the gap, go back and write %%{column}|other words%%."
