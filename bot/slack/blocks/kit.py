"""Block Kit as plain dicts: the few shapes this bot uses, cut to Slack's limits.

Plain dicts, because the SDK's classes turn blocks they do not know into nothing. Text that a person or
SMS-iT wrote goes through :func:`escape` before it enters a ``mrkdwn`` object; ``plain`` needs no escaping.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from bot.slack.blocks import limits
from bot.slack.blocks.visible import visible, visible_lines
from bot.texting import words

Block = dict[str, Any]
truncate = words.truncate
UNSEEN: Final = "(blank)"
"""What stands for a choice of which nothing can be seen; Slack refuses one without words."""
_HALF_ENTITY: Final = re.compile(r"&[a-z]{0,3}$")
"""What is left of ``&amp;``, ``&lt;`` or ``&gt;`` when a text is cut inside it."""
_PERSON: Final = re.compile(r"&lt;@([UW][A-Z0-9]{2,20})&gt;")
_LOW_LINE: Final = re.compile(r"(?<!\w)_|_(?!\w)")
_EMOJI_CODE: Final = re.compile(r":(?=([\w+'-]{1,60}):)")


def escape(text: str) -> str:
    """Return a text as it is to be read, for a ``mrkdwn`` text: on one line, with no markup of its own.

    Source: Slack, "Formatting text": exactly ``&``, ``<`` and ``>`` are escaped. For ``*``, ``_``, ``~`` and
    the backtick Slack has no escape, so signs that look like them stand in their place, as for the colon that
    begins the code of an emoji and a ``>`` that would begin a quotation. A ``_`` within a word means nothing
    to Slack and stays.
    """
    shown = _LOW_LINE.sub("\u02cd", _unmarked(_uncoded(text)))
    if shown.startswith(">"):
        shown = "\u02c3" + shown[1:]
    return sentence(shown)


def quoted(text: str, limit: int = limits.QUOTED) -> str:
    """Return what somebody typed between quotation marks, for a ``mrkdwn`` text; a long one is cut."""
    return f"“{escape(truncate(text, limit))}”"


def sentence(text: str) -> str:
    """Return a sentence of the bot's own for a ``mrkdwn`` text: its marks count, nobody is called by it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def refusal(text: str) -> str:
    """Return a sentence that says whom to ask, for a ``mrkdwn`` text of a modal, which notifies nobody."""
    return _PERSON.sub(r"<@\1>", sentence(text))


def ended(text: str) -> str:
    """Return a sentence with exactly one mark at its end: a full stop where it has none of its own."""
    shown = text.rstrip()
    if shown.endswith("..") and not shown.endswith("..."):
        shown = shown.rstrip(".")
    return shown if not shown or shown.endswith((".", "?", "!", "…")) else f"{shown}."


def unbroken(text: str) -> str:
    """Return a text that stays on one line in a narrow window: with no-break spaces for its blanks.

    For what people only read in Slack. No text that is sent takes it: there such a space costs an encoding.
    """
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _uncoded(text: str) -> str:
    """Return what can be seen of a text, with no code of an emoji in it."""
    return _EMOJI_CODE.sub(_colon, visible(text[: limits.SECTION_TEXT + 1]))  # no text object holds more


def _unmarked(text: str) -> str:
    """Return a text with signs that only look like Slack's: `str.translate` takes many times as long."""
    return text.replace("*", "\u2217").replace("~", "\u223c").replace("`", "\u02cb")


def _colon(found: re.Match[str]) -> str:
    return ":" if found[1].isdecimal() else "\ua789"


def plain(text: str, limit: int) -> Block:
    """Return a plain_text object; emoji codes in it are drawn, marks nobody sees are left out."""
    return {"type": "plain_text", "text": truncate(visible_lines(text), limit), "emoji": True}


def mrkdwn(text: str, limit: int = limits.SECTION_TEXT) -> Block:
    """Return a mrkdwn object whose names and addresses are not linked by themselves."""
    shown = text if len(text) <= limit else _HALF_ENTITY.sub("", text[: limit - 1]) + "…"
    return {"type": "mrkdwn", "text": shown, "verbatim": True}


def section(text: str) -> Block:
    """Return a section of one mrkdwn text."""
    return {"type": "section", "text": mrkdwn(text)}


def quote(text: str) -> Block:
    """Return a block that shows a text exactly as written: no markup, links or mentions."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": text}]}],
    }


def typed(text: str) -> list[Block]:
    """Return blocks to copy a text from exactly as it was typed, however long it is."""
    return [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_preformatted",
                    "elements": [{"type": "text", "text": text[at : at + limits.SECTION_TEXT]}],
                }
            ],
        }
        for at in range(0, len(text), limits.SECTION_TEXT)
    ]


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Return a section of labelled values in two columns; the values are mrkdwn."""
    return {
        "type": "section",
        "fields": [mrkdwn(f"*{label}*\n{value}", limits.FIELD_TEXT) for label, value in pairs],
    }


def header(text: str) -> Block:
    """Return a header, on one line and with no emoji that a code in it would draw."""
    return {"type": "header", "text": plain(_uncoded(text) or UNSEEN, limits.HEADER_TEXT)}


def facts(pairs: Iterable[tuple[str, str]]) -> Block:
    """Return a section of short values, each on one line behind its label, in two columns, in mrkdwn."""
    return {
        "type": "section",
        "fields": [mrkdwn(f"{label} {value}", limits.FIELD_TEXT) for label, value in pairs],
    }


def divider() -> Block:
    """Return a thin line."""
    return {"type": "divider"}


def notes(lines: Iterable[str]) -> list[Block]:
    """Return lines of small print as few blocks: a line each, and no block longer than Slack takes."""
    blocks: list[list[str]] = []
    for line in lines:
        if not blocks or len("\n".join([*blocks[-1], line])) > limits.SECTION_TEXT:
            blocks.append([])
        blocks[-1].append(line)
    return [context("\n".join(each)) for each in blocks]


def context(text: str, *, block_id: str | None = None) -> Block:
    """Return a line of small print."""
    block: Block = {"type": "context", "elements": [mrkdwn(text)]}
    if block_id is not None:
        block["block_id"] = block_id
    return block


def confirm(title: str, text: str, yes: str, no: str = "Go back", *, danger: bool = False) -> Block:
    """Return the question Slack asks before a press counts."""
    return {
        "title": plain(title, limits.CONFIRM_TITLE),
        "text": plain(text, limits.CONFIRM_TEXT),
        "confirm": plain(yes, limits.CONFIRM_BUTTON),
        "deny": plain(no, limits.CONFIRM_BUTTON),
        "style": "danger" if danger else "primary",
    }


def button(
    text: str, action_id: str, *, value: str = "", style: str | None = None, ask: Block | None = None
) -> Block:
    """Return a button; ``style`` is ``primary`` or ``danger``, ``ask`` a question from :func:`confirm`."""
    element: Block = {"type": "button", "action_id": action_id, "text": plain(text, limits.BUTTON_TEXT)}
    if value:
        element["value"] = value
    if style is not None:
        element["style"] = style
    if ask is not None:
        element["confirm"] = ask
    return element


def actions(elements: Sequence[Block], *, block_id: str | None = None) -> Block:
    """Return a row of buttons."""
    block: Block = {"type": "actions", "elements": list(elements)}
    if block_id is not None:
        block["block_id"] = block_id
    return block


def menu(options: Sequence[Block], action_id: str) -> Block:
    """Return an overflow menu of choices from :func:`option`; a press on one of them acts at once."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def option(text: str, value: str, description: str = "") -> Block:
    """Return one choice of a select or of radio buttons."""
    choice: Block = {"text": plain(_uncoded(text) or UNSEEN, limits.OPTION_TEXT), "value": value}
    if shown := _uncoded(description):
        choice["description"] = plain(shown, limits.OPTION_DESCRIPTION)
    return choice


def field(
    label: str, block_id: str, element: Block, *, hint: str = "", optional: bool = False, live: bool = False
) -> Block:
    """Return an input block; ``live`` sends its changes to the bot while the modal is open."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, limits.LABEL),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, limits.LABEL)
    if live:
        block["dispatch_action"] = True
    return block


def modal(
    *,
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    submit: str = "",
    close: str = "Cancel",
    metadata: str = "",
) -> Block:
    """Return a modal view."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, limits.VIEW_TITLE),
        "close": plain(close, limits.VIEW_TITLE),
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = plain(submit, limits.VIEW_TITLE)
    if metadata:
        view["private_metadata"] = metadata
    return view
