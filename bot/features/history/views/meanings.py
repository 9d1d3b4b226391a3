"""How the question looks what a typed name means. Pure."""

from collections.abc import Sequence
from typing import Final

from bot.features.history.filters import Filters
from bot.features.history.ids import Action, Modal
from bot.features.history.names import Meaning
from bot.features.history.views.listing import TITLE
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.texting import phones, words

ASKED: Final = ":grey_question: Which one did you mean?"


def question(filters: Filters, meanings: Sequence[Meaning], *, full: bool) -> Block:
    """Return the question; what is chosen is added to ``filters``. Numbers are whole in ``full``."""
    blocks = [kit.section(ASKED)]
    for meaning in meanings:
        row = kit.section(_said(meaning, full=full))
        row["accessory"] = kit.button("Choose", Action.CHOOSE, value=metadata.dump(meaning))
        blocks.append(row)
    return kit.modal(
        callback_id=Modal.LIST,
        title=TITLE,
        blocks=blocks,
        close="Close",
        metadata=metadata.dump(filters),
    )


def _said(meaning: Meaning, *, full: bool) -> str:
    if meaning.number:
        shown = phones.pretty(meaning.number) if full else phones.mask(meaning.number)
        return f"Texts to *{words.person(kit.escape(meaning.name), shown)}*"
    if meaning.group:
        return f"Broadcasts to *{kit.escape(meaning.group)}*"
    if meaning.person:
        return f"Texts sent by <@{meaning.person}>"
    if meaning.filter:
        return f"Only *{kit.escape(meaning.filter)}*"
    return f"Texts that say {kit.quoted(meaning.words)}"
