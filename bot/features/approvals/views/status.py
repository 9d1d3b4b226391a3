"""How a send stands with its approvers, in one sentence that the messages of other features show too."""

from typing import Final

from bot.slack.blocks import kit
from bot.store.approvals import ApprovalRequest, Decision
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import phones, words

NOT_IN_TIME: Final = "nobody decided in time, it lapsed {when}"


def in_words(send: Send, asked: ApprovalRequest, channel: str | None) -> str:
    """Return how a request stands, as mrkdwn to stand within a sentence; ``channel`` is the approvers'.

    Times are in the zone of whoever asked. A number in the reason of a rejection is masked.
    """
    said = _decision(send, asked, channel)
    if send.state is SendState.CANCELLED:
        by = f" by <@{send.decided_by}>" if send.decided_by else ""
        return f"{said}, cancelled since{by}" if asked.decision else f"cancelled{by} before anybody decided"
    return said


def _decision(send: Send, asked: ApprovalRequest, channel: str | None) -> str:
    zone = words.zone_or_utc(send.zone)
    expires = words.when(asked.expires_at, zone)
    if asked.decision is None:
        place = f" in <#{channel}>" if channel else ""
        return f"waiting for approval{place}, asked {words.when(asked.asked_at, zone)}, lapses {expires}"
    if asked.decision is Decision.EXPIRED:
        return NOT_IN_TIME.format(when=expires)
    decided = f" on {words.when(asked.decided_at, zone)}" if asked.decided_at else ""
    words_of_reason = phones.mask_in(asked.reason or "").rstrip(". ")  # it stands within a sentence
    reason = f": {kit.escape(words_of_reason)}" if words_of_reason else ""
    return f"{asked.decision} by <@{asked.decided_by}>{decided}{reason}"
