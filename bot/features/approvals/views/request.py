"""How a request to approve looks.

It stands in a channel: the words of the text are left out, and a number is masked. Who may approve reads the
words before they approve, see :mod:`bot.features.approvals.views.review`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.features.approvals.decisions import LONGEST_REASON
from bot.features.approvals.ids import REASON_BLOCK, Action, Modal
from bot.features.approvals.service import Waiting
from bot.features.approvals.views import facts as facts_view
from bot.features.approvals.views import status as status_view
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.fields import text_input
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.approvals import ApprovalRequest, PastDecision
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import words


@dataclass(frozen=True, slots=True)
class ApprovalRef:
    """What a decision is about: a send, and which of the requests about it."""

    send_id: str
    number: int


def request(
    send: Send, asked: ApprovalRequest, why: tuple[str, ...], past: Sequence[PastDecision] = ()
) -> Content:
    """Return the message that asks the approvers, or tells what they decided. ``why`` it needs them.

    ``past`` is how earlier requests ended.
    """
    waits = send.state is SendState.AWAITING_APPROVAL and asked.decision is None
    said = needs_approval(why) if waits else words.capitalized(status_view.in_words(send, asked))
    title = f"<@{send.user_id}> wants to text {facts_view.whom(send)}"
    facts, notes = facts_view.facts(send, asked), facts_view.notes(send, asked, past)
    blocks: list[Block] = [
        kit.section(f"{title}\n{state_words.icon(send.state)} {said}"),
        kit.fields(facts),
    ]
    blocks += [kit.context(note) for note in notes]
    if waits:
        blocks.append(kit.actions(_buttons(send, asked)))
    small = "; ".join(f"{label}: {value}" for label, value in facts)
    return Content(" ".join((f"{title}.", f"{said}.", f"{small}.", *notes)), tuple(blocks))


def view(waiting: Waiting) -> Block:
    """Return the button that leads to what would go out, and to approving it, from elsewhere."""
    about = metadata.dump(ApprovalRef(waiting.send.id, waiting.round))
    return kit.button("View", Action.APPROVE, value=about)


def needs_approval(why: tuple[str, ...]) -> str:
    """Return that a send needs approval, and why, without a full stop."""
    return f"Needs approval: {words.join_and(why)}" if why else "Needs approval"


def nothing(send: Send) -> Content:
    """Return the message about a send nobody is asked about any more."""
    text = f"The text to {facts_view.whom(send)} doesn't need approval: {state_words.in_words(send.state)}."
    return Content(text, (kit.section(text),))


def rejection(about: ApprovalRef) -> Block:
    """Return the form that asks for the reason of a rejection."""
    reason = text_input.element(Action.REASON, LONGEST_REASON, lines=True)
    hint = "The person who asked gets this as a message, and it's shown in the channel. Don't name customers."
    return kit.modal(
        callback_id=Modal.REJECT,
        title="Reject request",
        blocks=[kit.field("Reason", REASON_BLOCK, reason, hint=hint)],
        submit="Reject",
        metadata=metadata.dump(about),
    )


def _buttons(send: Send, asked: ApprovalRequest) -> list[Block]:
    about = metadata.dump(ApprovalRef(send.id, asked.round))
    return [
        kit.button("Approve", Action.APPROVE, value=about, style="primary"),
        kit.button("Reject", Action.REJECT, value=about, style="danger"),
        kit.button("Show text", Action.VIEW, value=send.id),
    ]
