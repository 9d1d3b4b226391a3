"""How whoever asked is told that a text was not approved, in a message of its own. Pure."""

from collections.abc import Sequence

from bot.features.approvals.views import facts as facts_view
from bot.features.approvals.views import status as status_view
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.slack.outgoing.poster import Content
from bot.store.approvals import ApprovalRequest, Decision
from bot.store.sends import Send
from bot.texting import words


def not_approved(send: Send, asked: ApprovalRequest, after: Sequence[Block] = ()) -> Content:
    """Return the message about a request that was rejected, with the reason, or that expired.

    ``after`` are buttons for what can be done then.
    """
    whom = facts_view.whom(send)
    if asked.decision is Decision.REJECTED:
        title = f":no_entry: <@{asked.decided_by}> rejected your text to {whom}. It wasn't sent."
        reason = status_view.reason(asked)
        why = f"Reason: {reason}" + ("" if reason.endswith(("!", "?", "…")) else ".")
    else:
        expired = moment(asked.expires_at, words.zone_or_utc(send.zone))
        title = f":hourglass: Your text to {whom} wasn't approved in time. It wasn't sent."
        why = f"Expired: {expired}."
    next_step = "To ask again, write a new one."
    if after:  # the button says what can be done
        return Content(f"{title} {why}", (kit.section(f"{title}\n{why}"), kit.actions(after)))
    return Content(f"{title} {why} {next_step}", (kit.section(f"{title}\n{why}"), kit.context(next_step)))


def asked_again(send: Send, asked: ApprovalRequest) -> Content:
    """Return what takes the place of that message once the approvers are asked anew."""
    title = f"Your text to {facts_view.whom(send)} wasn't approved at first."
    said = f"{status_view.asked_again(send, asked)}."
    stands = f"{words.capitalized(status_view.in_words(send, asked))}."
    return Content(f"{title} {said} {stands}", (kit.section(f"{title}\n{said} {stands}"),))
