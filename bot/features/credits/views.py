"""How balances look."""

from typing import Final
from zoneinfo import ZoneInfo

from bot.features.credits.outlook import Outlook
from bot.features.credits.service import Balances
from bot.slack.blocks import bars, kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.slack.outgoing.poster import Content
from bot.texting import words

FEWEST_DAYS: Final = 2
"""Fewer make no line."""
LONGEST_DAYS: Final = 365


def balances(now: Balances, left: tuple[str, ...] = ()) -> Content:
    """Return the answer to a question for the balance; ``left`` are lines of mrkdwn about budgets."""
    reserved = f" ({now.reserved:,} reserved for scheduled texts)" if now.reserved else ""
    facts = [("SMS credits", f"{now.sms:,}{reserved}"), ("Voice credits", f"{now.voice:,}")]
    sms, voice = words.pluralize(now.sms, "SMS credit"), words.pluralize(now.voice, "voice credit")
    text = f"You have {sms}{reserved} and {voice}."
    blocks = (kit.fields(facts), *(kit.context(line) for line in left))
    return Content(text="\n".join((text, *left)), blocks=blocks)


def desk(found: Outlook, reserved: int, zone: ZoneInfo) -> list[Block]:
    """Return the balance as the Home tab shows it: with a line of 30 days, and how long it lasts.

    ``reserved`` are the credits that texts which wait will take.
    """
    held = f" · {reserved:,} reserved for scheduled texts" if reserved else ""
    rate = f" · {forecast(found.days_left)}" if found.days_left is not None else ""
    blocks = [kit.section(f"*{words.pluralize(found.now.credits, 'credit')}*{held}{rate}")]
    if len(found.line) >= FEWEST_DAYS:
        blocks += kit.typed(bars.line(found.line))
    return [*blocks, kit.context(" · ".join([*_span(found), f"Checked {moment(found.now.at, zone)}"]))]


def forecast(days: int) -> str:
    """Return how long a balance lasts, to stand within a line."""
    if days > LONGEST_DAYS:
        return "at this week's rate: more than a year"
    left = words.pluralize(days, "day") if days else "less than a day"
    return f"at this week's rate: {left}"


def _span(found: Outlook) -> list[str]:
    """Return between which balances the line goes, for whoever does not see it."""
    if len(found.line) < FEWEST_DAYS:
        return []
    return [
        f"Last {len(found.line)} days: {min(found.line):,} to {words.pluralize(max(found.line), 'credit')}"
    ]
