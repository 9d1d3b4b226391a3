"""How the forms of an import look. Pure: what is known in, a modal out."""

from collections.abc import Iterable
from typing import Final

from bot.features.imports.columns import Part
from bot.features.imports.entries import Entry, Refusers
from bot.features.imports.form import BLOCKS, ColumnState, FormState, Request
from bot.features.imports.ids import Action, Field, Modal
from bot.features.imports.preparation import GROUPS_SHOWN, Preview
from bot.slack.blocks import kit
from bot.slack.blocks.fields import columns as columns_field
from bot.slack.blocks.fields import group as groups_field
from bot.slack.blocks.fields import phone_list as numbers_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.texting import phones, words
from bot.texting.tables.places import Places

ABOUT: Final = "CSV with one row per contact and a column of phone numbers. Up to 10 MB and 100,000 rows."
CONSENT: Final = "Add only people who agreed to receive texts. Groups must already exist in SMS-iT."
LONGEST_GROUP: Final = 80
_LABELS: Final = {
    Part.NUMBER: "Phone number",
    Part.NAME: "Name",
    Part.EMAIL: "Email",
    Part.BIRTHDAY: "Birthday",
    Part.GROUP: "Group column",
}
_REFUSERS: Final = {
    Refusers.LEFT_OUT: "Skip them",
    Refusers.ADDED: "Add them anyway",
}
_ACTIONS: Final = {
    Part.NUMBER: Action.NUMBER,
    Part.NAME: Action.NAME,
    Part.EMAIL: Action.EMAIL,
    Part.BIRTHDAY: Action.BIRTHDAY,
    Part.GROUP: Action.GROUP,
}


def upload(state: FormState) -> Block:
    """Return the form in which a file is given."""
    return kit.modal(
        callback_id=Modal.UPLOAD,
        title="Import contacts",
        blocks=[numbers_field.upload(Action.FILE, about=ABOUT), kit.context(CONSENT)],
        submit="Review",
        metadata=metadata.dump(state),
    )


def columns(preview: Preview, chosen: Request, channel: str | None) -> Block:
    """Return the form in which the columns are chosen, with what would be added."""
    file = preview.file
    name = kit.escape(phones.mask_in(file.name))
    blocks = [
        kit.section(f"*{name}* has {words.pluralize(len(preview.sheet.rows), 'row')}. Match its columns.")
    ]
    blocks += [_select(part, preview, chosen.columns.of(part)) for part in Part]
    blocks += [_one_group(chosen), *_consent(preview, chosen), kit.divider()]
    blocks += [kit.context(f":information_source: {kit.escape(note)}") for note in preview.notes]
    blocks += _preview(preview)
    state = ColumnState(
        file_id=file.id,
        name=file.name,
        size=file.size,
        channel=channel,
        shown=chosen.written(),
        good=preview.good,
        rejected=preview.rejected,
        asks=preview.refusers > 0,
    )
    return kit.modal(
        callback_id=Modal.COLUMNS,
        title="Review import",
        blocks=blocks,
        submit=f"Add {preview.good:,}" if preview.good and preview.is_complete else "Import",
        close="Back",
        metadata=metadata.dump(state),
    )


def _select(part: Part, preview: Preview, chosen: Places) -> Block:
    named = {"label": _LABELS[part], "block_id": BLOCKS[part], "action_id": _ACTIONS[part]}
    if part is Part.NUMBER:
        return columns_field.numbers(preview.sheet, chosen, **named)
    offered: list[Places] = [(place,) for place in range(len(preview.sheet.columns))]
    if part is Part.NAME and preview.whole_name:
        offered.insert(0, preview.whole_name)
    return columns_field.part(preview.sheet, offered, chosen, **named)


def _consent(preview: Preview, chosen: Request) -> list[Block]:
    """Return the question what becomes of people who did not agree to texts, where there are any."""
    if not preview.refusers:
        return []
    options = [kit.option(_REFUSERS[each], each) for each in Refusers]
    element: Block = {"type": "radio_buttons", "action_id": Action.CONSENT, "options": options}
    if chosen.refusers is not None:
        element["initial_option"] = kit.option(_REFUSERS[chosen.refusers], chosen.refusers)
    said = columns_field.refusers(preview.sheet, preview.refusers)
    return [
        kit.section(f":raised_hand: {said}."),
        kit.field("People who haven't agreed to texts", Field.CONSENT, element, live=True),
    ]


def _one_group(chosen: Request) -> Block:
    element = groups_field.select(Action.ONE_GROUP, chosen.one_group)
    return kit.field("Or one group for everyone", Field.ONE_GROUP, element, optional=True, live=True)


def _preview(preview: Preview) -> list[Block]:
    if Part.NUMBER in preview.missing:
        text = ":warning: Choose the column of phone numbers."
        return [kit.section("\n".join(filter(None, (text, columns_field.candidates(preview.sheet)))))]
    counts = f"*{words.pluralize(preview.good, 'row')}* can be added"
    if preview.rejected:
        counts += f", {words.pluralize(preview.rejected, 'row')} can't"
    blocks = [kit.section(f"{counts}.")]
    if Part.GROUP in preview.missing:
        blocks.append(kit.section(":warning: Choose a group column, or one group for everyone."))
    if preview.samples:
        blocks.append(kit.section("\n".join(("*First contacts*", *_lines(preview.samples)))))
    if len(preview.groups) > 1:
        blocks.append(kit.context(_groups(preview)))
    if preview.strangers:
        named = words.join_and(f"*{_group(name)}*" for name in preview.strangers)
        text = f":warning: Unknown groups: {named}. If SMS-iT doesn't have them, their rows will be refused."
        blocks.append(kit.context(text))
    if preview.first_unread:
        blocks.append(kit.section(_unread(preview)))
    if preview.first_rejected:
        blocks.append(kit.section(_rejected(preview)))
    return blocks


def _lines(entries: Iterable[Entry]) -> list[str]:
    return [f"• {_entry(entry)}" for entry in entries]


def _entry(entry: Entry) -> str:
    born = "" if entry.birthday is None else f"{entry.birthday.day} {entry.birthday:%b %Y}"
    parts = (phones.shown(entry.number), entry.name, entry.email, born)
    said = " · ".join(kit.escape(kit.truncate(part, LONGEST_GROUP)) for part in parts if part)
    return f"{said} → *{_group(entry.group)}*"


def _group(name: str) -> str:
    return kit.escape(kit.truncate(name, LONGEST_GROUP))


def _groups(preview: Preview) -> str:
    shown = list(preview.groups.items())[:GROUPS_SHOWN]
    named = [f"{_group(name)} ({count:,})" for name, count in shown]
    more = len(preview.groups) - len(shown)
    return "Groups: " + ", ".join([*named, f"{more:,} more"] if more else named)


def _unread(preview: Preview) -> str:
    lines = [f"• Line {line:,}: {kit.escape(sentence)}" for line, sentence in preview.first_unread]
    more = preview.unread - len(lines)
    if more:
        lines.append(f"and {more:,} more")
    title = f"*{words.pluralize(preview.unread, 'cell')} can't be read*. They'll be left blank:"
    return "\n".join((title, *lines))


def _rejected(preview: Preview) -> str:
    lines = [f"• Line {entry.line:,}: {kit.escape(entry.reason)}" for entry in preview.first_rejected]
    more = preview.rejected - len(lines)
    if more:
        lines.append(f"and {more:,} more")
    title = f"*{words.pluralize(preview.rejected, 'row')} can't be added*. You'll get them back as a file:"
    return "\n".join((title, *lines))
