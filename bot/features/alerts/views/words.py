"""What alerts say, in whole sentences. Pure."""

from typing import Final
from zoneinfo import ZoneInfo

from bot.slack.blocks.moments import moment
from bot.store.alerts import Alert, AlertKind, Figures
from bot.texting.words import pluralize

_OVER: Final = {
    AlertKind.POLICY: "the policy file is fine.",
    AlertKind.BIRTHDAYS: "birthday texts can be prepared again.",
}


def wrong(alert: Alert, zone: ZoneInfo) -> tuple[str, str]:
    """Return what is wrong, and what to do about it, in mrkdwn."""
    figures = alert.figures
    match alert.kind:
        case AlertKind.BALANCE:
            return f"The SMS balance is low: {_balance(figures)}", "Top it up in SMS-iT."
        case AlertKind.FAILURES:
            return f"{_share(figures)}.", "`/sms history failed` shows which ones and why."
        case AlertKind.APPROVALS:
            requests, have = _requests(figures), "has" if figures["count"] == 1 else "have"
            return f"{requests} {have} been waiting for {_hours(figures)}.", "Approvers find them on Home."
        case AlertKind.KEY:
            to_do = "Put a valid key into the setting `SMSIT_API_KEY` and restart the bot."
            return "SMS-iT refuses the bot's API key, so no texts can be sent.", to_do
        case AlertKind.SLACK:
            again = (
                f" It has been answering again since {moment(alert.clear_since, zone)}."
                if alert.clear_since
                else ""
            )
            told = f"Slack hasn't been reachable since {moment(alert.since, zone)}.{again}"
            return told, "Texts went out meanwhile, and their messages catch up."
        case _:
            return _stopped(alert)


def over(alert: Alert, zone: ZoneInfo) -> str:
    """Return that it is over, in mrkdwn."""
    figures = alert.figures
    match alert.kind:
        case AlertKind.BALANCE:
            return f"the SMS balance is {_balance(figures)}"
        case AlertKind.FAILURES:
            return f"{_share(figures)}." if figures["lost"] else "no texts failed in the last 24 hours."
        case AlertKind.APPROVALS:
            return f"no request has been waiting for {_hours(figures)}."
        case AlertKind.KEY:
            return "SMS-iT accepts the bot's API key again."
        case AlertKind.SLACK:
            until = moment(alert.clear_since or alert.since, zone)
            return f"Slack couldn't be reached from {moment(alert.since, zone)} until {until}."
        case _:
            return _OVER.get(alert.kind, "no list is paused because of trouble.")


def _balance(figures: Figures) -> str:
    told = f"{pluralize(figures['credits'], 'credit')}."
    if "days" not in figures:
        return told
    days = pluralize(figures["days"], "day") if figures["days"] else "less than a day"
    return f"{told} At this week's rate it lasts {days}."


def _stopped(alert: Alert) -> tuple[str, str]:
    if alert.kind is AlertKind.BIRTHDAYS:
        return "Birthday texts can't be prepared, so none go out.", _birthdays(alert.figures)
    if alert.kind is AlertKind.POLICY:
        to_do = "The earlier policy stays in force. `/sms policy` shows what to correct."
        return _policy(alert.figures), to_do
    lists = pluralize(alert.figures["count"], "list is", "lists are")
    return f"{lists} paused because sending ran into trouble.", "Each list's message says why."


def _birthdays(figures: Figures) -> str:
    if "person" in figures:
        return "Give the person in `[birthdays]` of the policy the sender role, or name someone else there."
    if "fields" in figures:
        return "Change the template in `[birthdays]` of the policy: it asks for a value no contact has."
    return "Name a template in `[birthdays]` of the policy that is in use and approved: `/sms templates`."


def _policy(figures: Figures) -> str:
    if "line" not in figures:
        return "The policy file can't be read."
    if figures["mistakes"] == 1:
        return f"The policy file has a mistake in line {figures['line']:,}."
    return f"The policy file has {figures['mistakes']:,} mistakes, the first in line {figures['line']:,}."


def _share(figures: Figures) -> str:
    lost, known = figures["lost"], figures["known"]
    percent = f"{100 * lost / known:.0f}%"
    return f"{percent} of the texts of the last 24 hours failed ({lost:,} of {known:,} with a result)"


def _requests(figures: Figures) -> str:
    return pluralize(figures["count"], "request for approval", "requests for approval")


def _hours(figures: Figures) -> str:
    return f"more than {pluralize(figures['hours'], 'hour')}"
