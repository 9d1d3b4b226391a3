"""How a text looks to whoever may approve it: its words, and all that is known of it. Pure.

Only they see it, in a modal; still no number is shown in full.
"""

from typing import Final

from bot.features.approvals.excerpt import Excerpt
from bot.features.approvals.ids import Modal
from bot.features.approvals.service import Review, SeenByOwner
from bot.features.approvals.views import facts as facts_view
from bot.features.approvals.views.request import ApprovalRef, needs_approval
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.sends import SendKind
from bot.texting import merge, phones, words

LOOKING: Final = "Checking the recipients …"
TEMPLATE: Final = "That's how one recipient gets it. As written:"
CHANGED: Final = ":warning: *This request has changed.* Nothing is approved yet: check the new version first."
ROWS_REVIEWED: Final = 3
"""Texts of a list that stand before the button; *Show text* has more."""


def review(found: Review, look: SeenByOwner | None = None, *, is_newer: bool = False) -> Block:
    """Return the modal whose button approves exactly what stands in it.

    ``look`` is what its owner saw beside, None until it is found out. ``is_newer`` says that it takes the
    place of an earlier request the person was looking at.
    """
    send, asked = found.send, found.asked
    recipients = words.pluralize(send.people, "recipient")
    blocks: list[Block] = [kit.section(CHANGED)] if is_newer else []
    blocks.append(kit.header(f"{facts_view.name(send)} · {recipients}"))
    blocks += _sample(found.text, look) or _words(found.text, ROWS_REVIEWED)
    # The header has said how many.
    blocks.append(kit.fields(facts_view.facts(send, asked)[1:]))
    blocks += [kit.context(note) for note in facts_view.notes(send, asked, found.past)]
    blocks += [kit.context(LOOKING)] if look is None else _warnings(look)
    blocks.append(kit.context(f"Requested by <@{send.user_id}>. {needs_approval(found.why)}."))
    return kit.modal(
        callback_id=Modal.APPROVE,
        title="Approve list" if send.kind is SendKind.LIST else "Approve broadcast",
        blocks=blocks,
        submit="Approve",
        metadata=metadata.dump(ApprovalRef(send.id, asked.round)),
    )


def _sample(text: Excerpt, look: SeenByOwner | None) -> list[Block]:
    """Return the text as one recipient gets it, and what it is made of where that differs."""
    if look is None or look.sample in {"", text.body}:
        return []
    return [kit.quote(look.sample), kit.context(TEMPLATE), kit.quote(text.body)]


def _warnings(look: SeenByOwner) -> list[Block]:
    lines = [f":warning: {kit.escape(each)}" for each in look.warnings]
    if (left := look.limit) is not None:
        whose = left.label.replace("Your", "The requester's", 1).replace("This channel's", "The channel's", 1)
        of = f"{left.credits:,} of {left.limit:,} credits left"
        lines.append(f"{kit.escape(whose)}: {of}, including this request")
    return kit.notes(lines)


def whole_text(text: Excerpt) -> Block:
    """Return the words of a text, for whoever may approve it; of a list with its first texts filled in."""
    return kit.modal(callback_id=Modal.TEXT, title="Text", blocks=_words(text, len(text.rows)), close="Close")


def _words(text: Excerpt, most: int) -> list[Block]:
    """Return the words, and of a list up to so many of its texts as they would go out, if they differ."""
    rows = text.rows[:most]
    blocks = [kit.quote(text.body)]
    if not merge.columns_in(text.body):
        return blocks
    if rows:
        blocks.append(kit.section(f"*First {words.pluralize(len(rows), 'text')}*"))
    for row in rows:
        blocks += [
            kit.context(f"To {phones.mask(row.to_number)}" + (f", line {row.line:,}" if row.line else "")),
            kit.quote(row.body or ""),
        ]
    more = text.more + len(text.rows) - len(rows)
    if more:
        blocks.append(kit.context(f"And {more:,} more."))
    return blocks
