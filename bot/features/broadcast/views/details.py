"""How the details of a broadcast look, in the thread of its message: reports by day, and the record."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.features.broadcast.views import figures as figures_view
from bot.features.broadcast.views.message import Shown
from bot.features.sends.views import message as common
from bot.slack.blocks import kit
from bot.slack.blocks.moments import moment
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.store.sends.groups import Report
from bot.store.states import SendState
from bot.texting import words

DAYS_SHOWN: Final = 14


WHO_FAILED: Final = "SMS-iT doesn't report whose texts failed, so only a list can text those people again."


def details(shown: Shown, reports: Sequence[Report]) -> Content:
    """Return the details of a broadcast. ``reports`` are those that brought new figures, oldest first."""
    history = _history(shown.send, reports)
    record = _record(shown)
    blocks = (kit.section(f"*Reports by day*\n{history}"), kit.section(f"*Record*\n{record}"))
    said = " ".join(_sentences(history) + _sentences(record))
    return Content(text=f"Details of the broadcast. {said}", blocks=blocks)


def _sentences(lines: str) -> list[str]:
    return [kit.ended(line.removeprefix("• ")) for line in lines.splitlines()]


def _history(send: Send, reports: Sequence[Report]) -> str:
    zone = words.zone_or_utc(send.zone)
    by_day: dict[date, Report] = {report.at.astimezone(zone).date(): report for report in reports}
    lines = [
        f"• {kit.unbroken(f'{day:%a} {day.day} {day:%b %Y}')}: {report.successful:,} handed to carriers, "
        f"{report.failed:,} failed"
        for day, report in list(by_day.items())[-DAYS_SHOWN:]
    ]
    if not lines:
        return "No report yet."
    figures = figures_view.of(send, max(report.successful for report in reports))
    if figures is not None:
        lines += figures_view.oddities(figures)
        lines += [WHO_FAILED] if figures.failed else []
    over = "" if send.state is SendState.ACCEPTED else " No more reports are expected."
    lines.append(f"Last updated {moment(reports[-1].at, zone)}.{over}")
    return "\n".join(lines)


def _record(shown: Shown) -> str:
    send = shown.send
    zone = words.zone_or_utc(send.zone)
    lines = [f"• Written and confirmed by <@{send.user_id}> {moment(send.created_at, zone)}"]
    lines += [f"• {each}" for each in shown.before]
    if shown.asked_again:
        lines.append(f"• {shown.asked_again}")
    if shown.approval:
        lines.append(f"• {shown.approval}")
    if send.quiet_override:
        lines.append(f"• Allowed in quiet hours by <@{send.quiet_override}>")
    if send.decided_by:
        lines.append(f"• {words.capitalized(common.decision(send))}")
    if send.attempting_at is not None:
        lines.append(f"• Handed to SMS-iT {moment(send.attempting_at, zone)}")
    people = words.pluralize(send.people, "recipient")
    lines.append(f"• {people}, {shown.pace.rhythm()}, {words.pluralize(send.credits, 'credit')}")
    if send.remote_id:
        lines.append(f"• ID in SMS-iT: `{kit.escape(send.remote_id)}`")
    return "\n".join(lines)
