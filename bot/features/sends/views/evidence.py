"""What speaks for and against a send of unknown outcome having gone out, as its message shows it. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.features.sends import evidence
from bot.slack.blocks import kit
from bot.slack.blocks.moments import moment
from bot.store.sends import Send
from bot.store.sends.unknown_rows import Looked
from bot.texting import phones, words

LOOKING: Final = "Checking with SMS-iT …"
NOTHING: Final = "SMS-iT has nothing that confirms it either way."


def lines(send: Send) -> list[str]:
    """Return the facts that are known, a line each in mrkdwn, and when SMS-iT was asked last."""
    if send.evidence is None:
        return [LOOKING]
    facts = [f"• {kit.escape(phones.mask_in(fact))}" for fact in evidence.facts(send.evidence)]
    return [*(facts or [NOTHING]), *_last(send.zone, send.last_look_at)]


def of_rows(rows: Sequence[Looked], zone: str | None) -> list[str]:
    """Return what is known of several texts, rows of a list: a line each in mrkdwn, without a number.

    ``zone`` is that of the clock time which Slack shows where it can't show the reader's.
    """
    last = max((each.at for each in rows if each.at is not None), default=None)
    if last is None:
        return [LOOKING] if rows else []
    known = [evidence.facts(each.evidence) for each in rows if each.evidence is not None]
    none = sum(evidence.NO_TEXT in facts for facts in known)
    some = sum(bool(facts) for facts in known) - none
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
