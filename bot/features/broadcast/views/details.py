"""How the details of a broadcast look, in the thread of its message: reports by day, and the record."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.features.broadcast.views import figures as figures_view
from bot.features.broadcast.views.message import Shown
from bot.slack.blocks import kit
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.store.sends.groups import Report
from bot.store.states import SendState
from bot.texting import words

DAYS_SHOWN: Final = 14


def details(shown: Shown, reports: Sequence[Report]) -> Content:
    """Return the details of a broadcast. ``reports`` are those that brought new figures, oldest first."""
    history = _history(shown.send, reports)
    record = _record(shown)
    blocks = (kit.section(f"*Reports by day*\n{history}"), kit.section(f"*Record*\n{record}"))
    return Content(text=f"Reports by day:\n{history}\nRecord:\n{record}", blocks=blocks)


def _history(send: Send, reports: Sequence[Report]) -> str:
    zone = words.zone_or_utc(send.zone)
    by_day: dict[date, Report] = {report.at.astimezone(zone).date(): report for report in reports}
    lines = [
        f"• {day:%a} {day.day} {day:%b %Y}: {report.successful:,} handed to the carriers, "
        f"{report.failed:,} failed"
        for day, report in list(by_day.items())[-DAYS_SHOWN:]
    ]
    if not lines:
        return "No report has come so far."
    figures = figures_view.of(send, max(report.successful for report in reports))
    if figures is not None:
        lines += figures_view.oddities(figures)
    asked = "Asked last" if send.state is SendState.ACCEPTED else "Asked for the last time"
    lines.append(f"{asked}: {words.when(send.updated_at, zone)}.")
    return "\n".join(lines)


def _record(shown: Shown) -> str:
    send = shown.send
    zone = words.zone_or_utc(send.zone)
    lines = [f"• Confirmed by <@{send.user_id}>, written {words.when(send.created_at, zone)}"]
    if shown.approval:
        lines.append(f"• Approval: {shown.approval}")
    if send.quiet_override:
        lines.append(f"• In spite of quiet hours: <@{send.quiet_override}>")
    if send.decided_by:
        lines.append(f"• Decided by <@{send.decided_by}>")
    if send.attempting_at is not None:
        lines.append(f"• Handed to SMS-iT {words.when(send.attempting_at, zone)}")
    people = words.pluralize(send.people, "person", "people")
    lines.append(f"• {people}, {shown.pace.rhythm()}, {words.pluralize(send.credits, 'credit')}")
    if send.remote_id:
        lines.append(f"• SMS-iT's id: `{kit.escape(send.remote_id)}`")
    return "\n".join(lines)
