"""Words that Slack shows elsewhere, brought into the field for a text: a message, or a typed line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import remarks
from bot.slack.blocks.plain_text.reading import Change, MentionedText, Remark
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.mention_names import MentionNames
from bot.slack.outgoing.responder import Responder

NOTICE: Final = "brought.notice"
_LAST_WORDS: Final = 200
"""Within so many characters of its end a text that is too long is cut between words."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """Words for the field, and a note (mrkdwn) about what is not as Slack shows it; empty if all is."""

    text: str = field(repr=False)
    note: str = field(default="", repr=False)


def prefilled(reading: MentionedText, mention_names: MentionNames) -> Prefilled:
    """Return what was read with its names looked up, cut to what the field holds. Asks Slack."""
    plain = reading.written(mention_names.of(reading.mentions))
    text = fitting(plain.text)
    found = list(plain.remarks)
    if len(text) < len(plain.text):
        found.append(Remark(Change.LONGER, str(len(plain.text) - len(text))))
    return Prefilled(text, remarks.sentences(found))


def fitting(text: str) -> str:
    """Return as much of a text as the field holds, cut between lines or words where there is such a place."""
    if len(text) <= limits.INPUT_TEXT:
        return text
    kept = text[: limits.INPUT_TEXT]
    last = kept[-_LAST_WORDS:]
    end = max(last.rfind("\n"), last.rfind(" "))
    return kept.rstrip() if end < 0 else kept[: len(kept) - len(last) + end].rstrip()


def open_with(
    responder: Responder,
    interaction: Interaction,
    read: Callable[[], MentionedText],
    mention_names: MentionNames,
    view: Callable[[Prefilled], Block],
) -> None:
    """Open a form with words in it: at once, or where names are to be asked for, behind a waiting view."""

    def work() -> None:
        reading = read()
        if not reading.mentions:
            responder.show(interaction, view(prefilled(reading, mention_names)))
            return
        view_id = responder.show(interaction, _waiting())
        responder.fill(interaction, view_id, view(prefilled(reading, mention_names)))

    responder.later(interaction, work)


def _waiting() -> Block:
    return kit.modal(
        callback_id=NOTICE,
        title="One moment",
        blocks=[kit.section(":mag: Looking up the names mentioned …")],
    )
