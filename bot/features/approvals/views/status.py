"""How a send stands with its approvers, in one sentence that the messages of other features show too."""

from collections.abc import Sequence

from bot.slack.blocks import kit, moments
from bot.slack.blocks.moments import moment
from bot.store.approvals import ApprovalRequest, Decision, PastDecision
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import phones, words


def standing(send: Send, asked: ApprovalRequest, channel: str | None) -> str:
    """Return how a request stands, as a sentence without its full stop below one that names the state.

    ``channel`` is the approvers'.
    """
    if asked.decision is not None or send.state is not SendState.AWAITING_APPROVAL:
        return words.capitalized(in_words(send, asked))
    expires = f"expires {moment(asked.expires_at, words.zone_or_utc(send.zone))}"
    return words.capitalized(f"asked in <#{channel}>, {expires}" if channel else expires)


def in_words(send: Send, asked: ApprovalRequest) -> str:
    """Return how a request stands, as mrkdwn to stand within a sentence.

    A number in the reason of a rejection is masked.
    """
    said = _decision(send, asked)
    if send.state is SendState.CANCELLED:
        by = f" by <@{send.decided_by}>" if send.decided_by else ""
        return f"{said}, then cancelled{by}" if asked.decision else f"cancelled{by} before a decision"
    return said


def before(send: Send, past: Sequence[PastDecision]) -> list[str]:
    """Return how earlier requests ended without an approval, a sentence each, in mrkdwn."""
    zone = words.zone_or_utc(send.zone)
    found = []
    for each in past:
        at, why = moment(each.decided_at, zone), reason(each)
        if each.decision is Decision.REJECTED:
            found.append(f"Rejected before by <@{each.decided_by}>, {at}" + (f": {why}" if why else ""))
        else:
            found.append(f"Not approved in time before, {at}")
    return found


def reason(asked: ApprovalRequest | PastDecision) -> str:
    """Return why a request was decided so, escaped, without a full stop; a number in it is masked."""
    return kit.escape(phones.mask_in(asked.reason or "").rstrip(". "))


def asked_again(send: Send, asked: ApprovalRequest) -> str:
    """Return who had it asked anew, when and what had changed, as mrkdwn; nothing for the first request."""
    if asked.round == 1:
        return ""
    by = f" by <@{asked.asked_by}>" if asked.asked_by else ""
    said = f"Asked again{by} {moment(asked.asked_at, words.zone_or_utc(send.zone))}"
    what = changed(send, (asked.changed or "").rstrip(". "))
    return f"{said}: {what}" if what else said


def changed(send: Send, sentences: str) -> str:
    """Return what changed as mrkdwn: numbers masked, and times as each reader's own clock shows them."""
    return moments.drawn(
        sentences, words.zone_or_utc(send.zone), lambda said: kit.escape(phones.mask_in(said))
    )


def _decision(send: Send, asked: ApprovalRequest) -> str:
    zone = words.zone_or_utc(send.zone)
    expires = moment(asked.expires_at, zone)
    if asked.decision is None:
        return f"awaiting approval, expires {expires}"
    if asked.decision is Decision.EXPIRED:
        return f"expired without a decision ({expires})"
    decided = f" ({moment(asked.decided_at, zone)})" if asked.decided_at else ""
    why = reason(asked)
    return f"{asked.decision} by <@{asked.decided_by}>{decided}" + (f": {why}" if why else "")
