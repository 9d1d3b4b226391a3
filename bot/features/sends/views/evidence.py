"""What speaks for and against a send of unknown outcome having gone out, as its message shows it. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.features.sends import evidence
from bot.features.sends.evidence import Kept
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
    return [*(facts or [NOTHING]), *_last(send.zone, None if look is None else look.last)]


def of_rows(kept: Sequence[Kept | None], zone: str | None) -> list[str]:
    """Return what is known of several texts, rows of a list: a line each in mrkdwn, without a number.

    ``zone`` is that of the clock time which Slack shows where it can't show the reader's.
    """
    looked = [(evidence.looks(each), evidence.facts(each)) for each in kept if each is not None]
    last = max((look.last for look, _facts in looked if look is not None), default=None)
    if last is None:
        return [LOOKING] if kept else []
    none = sum(evidence.NO_TEXT in facts for _look, facts in looked)
    some = sum(bool(facts) for _look, facts in looked) - none
    found = [f"SMS-iT has no text to {_numbers(none)}."] if none else []
    if some:
        found.append(f"SMS-iT has a text to {_numbers(some)}, which may be an older one.")
    return [*(found or [NOTHING]), *_last(zone, last)]


def _numbers(count: int) -> str:
    return words.pluralize(count, "unconfirmed number")


def sentence(send: Send) -> str:
    """Return the same as sentences, for whoever hears it."""
    return " ".join(line.removeprefix("• ") for line in lines(send))


def _last(zone: str | None, looked_at: datetime | None) -> list[str]:
    if looked_at is None:
        return []
    return [f"Last checked {moment(looked_at, words.zone_or_utc(zone), seconds=True)}."]
