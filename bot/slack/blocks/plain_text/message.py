"""The words of a whole Slack message: its text or blocks, what is attached to it, what it shares.

Source: docs.slack.dev, reference/interaction-payloads (message actions), messaging/attachments and Block Kit.
"""

from collections.abc import Callable, Mapping
from typing import Final

from bot.slack.blocks.plain_text import markup, rich_text
from bot.slack.blocks.plain_text.reading import Change, MentionedText, Writer
from bot.slack.blocks.plain_text.rich_text import Json, children, word

_SILENT: Final = frozenset({"divider", "actions", "input", "context_actions"})
"""Blocks in which nobody writes anything to be read."""
_PICTURES: Final = frozenset({"image", "video"})


def read(message: Json) -> MentionedText:
    """Return the words of a message as Slack sends it with a shortcut, as they stand there."""
    writer = Writer()
    _body(writer, message)
    for attachment in children(message.get("attachments")):
        _attachment(writer, attachment)
    _files(writer, message)
    return writer.reading()


def _body(writer: Writer, message: Json) -> None:
    """Write what a message says itself: by its blocks, or where these say nothing by its text."""
    blocks = Writer()
    for block in children(message.get("blocks")):
        blocks.new_line()
        _block(blocks, block)
    writer.take(blocks.reading())
    if blocks.is_empty:
        markup.write(writer, word(message, "text"))


def _block(writer: Writer, block: Json) -> None:
    kind = word(block, "type")
    if kind in _PICTURES:
        writer.leave_out(Change.PICTURE)
    elif kind == "file":
        writer.leave_out(Change.FILE)
    elif kind in _BLOCKS:
        _BLOCKS[kind](writer, block)
    elif kind not in _SILENT:
        writer.leave_out(Change.PART)


def _section(writer: Writer, block: Json) -> None:
    _text_object(writer, block.get("text"))
    for field in children(block.get("fields")):
        writer.new_line()
        _text_object(writer, field)
    accessory = block.get("accessory")
    if isinstance(accessory, Mapping) and word(accessory, "type") in _PICTURES:
        writer.leave_out(Change.PICTURE)


def _header(writer: Writer, block: Json) -> None:
    _text_object(writer, block.get("text"))


def _context(writer: Writer, block: Json) -> None:
    for number, element in enumerate(children(block.get("elements"))):
        if word(element, "type") in _PICTURES:
            writer.leave_out(Change.PICTURE)
            continue
        if number:
            writer.add(" ")
        _text_object(writer, element)


def _markdown(writer: Writer, block: Json) -> None:
    markup.write(writer, word(block, "text"))


def _table(writer: Writer, block: Json) -> None:
    """Write the rows of a table, each on a line of its own, its cells with a comma between."""
    rows = block.get("rows")
    for row in rows if isinstance(rows, list) else ():
        writer.new_line()
        cells = [cell for each in children(row) if not (cell := _cell(each)).is_empty]
        for number, cell in enumerate(cells):
            writer.add(", " if number else "")
            writer.take(cell.reading())


def _cell(block: Json) -> Writer:
    writer = Writer()
    if word(block, "type") == "rich_text":
        rich_text.write(writer, block)
    else:
        writer.add(word(block, "text"))
    return writer


_BLOCKS: Final[Mapping[str, Callable[[Writer, Json], None]]] = {
    "rich_text": rich_text.write,
    "section": _section,
    "header": _header,
    "context": _context,
    "markdown": _markdown,
    "table": _table,
}


def _text_object(writer: Writer, thing: object) -> None:
    if not isinstance(thing, Mapping):
        return
    if word(thing, "type") == "plain_text":
        writer.add(word(thing, "text"))
    else:
        markup.write(writer, word(thing, "text"))


def _attachment(writer: Writer, attachment: Json) -> None:
    shares = bool(attachment.get("is_share") or attachment.get("is_msg_unfurl"))
    if not shares and (attachment.get("from_url") or attachment.get("original_url")):
        writer.remark(Change.PREVIEW)  # of a link that stands in the words already
        return
    inner = Writer()
    shared = [each["message"] for each in children(attachment.get("message_blocks")) if "message" in each]
    if shared or attachment.get("blocks"):
        for message in children(shared) or [attachment]:
            inner.new_line()
            _body(inner, message)
    if inner.is_empty:
        _classic(inner, attachment)
    _files(inner, attachment)
    writer.new_line()
    writer.take(inner.reading())
    if not inner.is_empty:
        writer.remark(Change.SHARED)


def _classic(writer: Writer, attachment: Json) -> None:
    """Write an attachment of the kind that came before blocks; its fallback where it has nothing else."""
    title, address = word(attachment, "title"), word(attachment, "title_link")
    markup.write(writer, word(attachment, "pretext"))
    writer.new_line()
    if address:
        markup.write_link(writer, address, markup.unescape(title))
    else:
        markup.write(writer, title)
    writer.new_line()
    markup.write(writer, word(attachment, "text"))
    for field in children(attachment.get("fields")):
        writer.new_line()
        markup.write(writer, ": ".join(filter(None, (word(field, "title"), word(field, "value")))))
    if attachment.get("image_url"):
        writer.leave_out(Change.PICTURE)
    if writer.is_empty:
        markup.write(writer, word(attachment, "fallback"))


def _files(writer: Writer, message: Json) -> None:
    for file in children(message.get("files")):
        picture = word(file, "mimetype").startswith("image/")
        writer.remark(Change.PICTURE if picture else Change.FILE)
