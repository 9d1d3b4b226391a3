"""What speaks for and against a send of unknown outcome having gone out, as its message shows it. Pure."""

from datetime import datetime
from typing import Final

from bot.features.sends import evidence
from bot.slack.blocks import kit
from bot.slack.blocks.moments import moment
from bot.store.sends import Send
from bot.texting import phones, words

LOOKING: Final = "Checking with SMS-iT …"
NOTHING: Final = "SMS-iT has nothing that confirms it either way."


def lines(send: Send) -> list[str]:
    """Return the facts that are known, a line each in mrkdwn, and when SMS-iT was asked last."""
    kept = send.evidence
    if kept is None:
        return [LOOKING]
    look = evidence.looks(kept)
    facts = [f"• {kit.escape(phones.mask_in(fact))}" for fact in evidence.facts(kept)]
    if look is None and not facts and evidence.claimed_at(kept) is not None:
        return [LOOKING]  # for the first time
    return [*(facts or [NOTHING]), *_last(send, None if look is None else look.last)]


def sentence(send: Send) -> str:
    """Return the same as sentences, for whoever hears it."""
    return " ".join(line.removeprefix("• ") for line in lines(send))


def _last(send: Send, looked_at: datetime | None) -> list[str]:
    if looked_at is None:
        return []
    return [f"Last checked {moment(looked_at, words.zone_or_utc(send.zone), seconds=True)}."]
