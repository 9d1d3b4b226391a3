"""How alerts look: what is wrong and what to do, or that it is over. Pure."""

from zoneinfo import ZoneInfo

from bot.features.alerts.views import digest, words
from bot.slack.blocks import kit
from bot.slack.blocks.moments import moment
from bot.slack.outgoing.poster import Content
from bot.store.alerts import Alert, AlertKind


def message(alert: Alert, zone: ZoneInfo) -> Content:
    """Return the message of an alert as it stands; ``zone`` is for where Slack shows no times."""
    if alert.kind is AlertKind.DIGEST:
        return digest.message(alert.figures)
    raised = f"Raised {moment(alert.raised_at or alert.since, zone)}"
    if alert.resolved_at is None:
        said, to_do = words.wrong(alert, zone)
        blocks = (kit.section(f":warning: *{said}*\n{to_do}"), kit.context(raised))
        return Content(f"{said} {to_do} {raised}.", blocks)
    said = words.over(alert, zone)
    ended = f"{raised} · Resolved {moment(alert.resolved_at, zone)}"
    blocks = (kit.section(f":white_check_mark: Resolved: {said}"), kit.context(ended))
    return Content(f"Resolved: {said} {raised}, resolved {moment(alert.resolved_at, zone)}.", blocks)
