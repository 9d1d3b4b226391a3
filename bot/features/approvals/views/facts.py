"""What is told of a send to whoever has to approve it, without its words: to stand in any channel. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.features.approvals.views import status as status_view
from bot.slack.blocks import kit
from bot.slack.blocks.moments import moment
from bot.slack.blocks.recipients import sender
from bot.store.approvals import ApprovalRequest, PastDecision
from bot.store.sends import HeldBy, Send, SendKind
from bot.texting import phones, recurrence, recurrence_words, words
from bot.texting.schedules import Repeat

LONGEST_NAME: Final = 80
_UNITS: Final = {
    Repeat.DAILY: "day",
    Repeat.WEEKLY: "week",
    Repeat.MONTHLY: "month",
    Repeat.YEARLY: "year",
}


def facts(send: Send, asked: ApprovalRequest) -> list[tuple[str, str]]:
    """Return what a request is about, each value as mrkdwn behind its label."""
    found = [
        ("Recipients", f"{send.people:,}"),
        ("Cost", cost(send)),
        ("Send", when(send)),
        ("From", sent_from(send)),
    ]
    if send.balance_shown is not None:
        found.append(("Balance at request", words.pluralize(send.balance_shown, "credit")))
    if asked.decision is None:
        found.append(("Expires", moment(asked.expires_at, words.zone_or_utc(send.zone))))
    return found


def notes(send: Send, asked: ApprovalRequest, past: Sequence[PastDecision] = ()) -> list[str]:
    """Return, as mrkdwn, what is special about a request: what changed and by whom, and quiet hours.

    ``past`` is how earlier requests ended.
    """
    found = [f":no_entry: {kit.ended(each)}" for each in status_view.before(send, past)]
    by = f"Requested again by <@{asked.asked_by}>." if asked.asked_by else ""
    if asked.changed:
        since = "*Since the last request:* " if asked.round > 1 else ""
        found.append(f":warning: {since}{status_view.changed(send, asked.changed)} {by}".rstrip())
    elif by and asked.asked_by != send.user_id:
        found.append(f":warning: {by}")
    if send.quiet_override:
        found.append(f":zzz: <@{send.quiet_override}> chose to send it during quiet hours.")
    return found


def whom(send: Send) -> str:
    """Return who a send goes to, as mrkdwn: the group *VIP*."""
    return f"the {noun(send)} *{kit.escape(name(send))}*"


def noun(send: Send) -> str:
    """Return what a send goes to: a list or a group."""
    return "list" if send.kind is SendKind.LIST else "group"


def name(send: Send) -> str:
    """Return the name of the group or list, with numbers in it masked; not escaped."""
    return kit.truncate(phones.mask_in(send.to_name or "with no name"), LONGEST_NAME)


def cost(send: Send) -> str:
    """Return the credits a send takes, up to how many by the stricter count, and on all its dates."""
    found = f"*{words.pluralize(send.credits, 'credit')}*"
    if send.credits_upper > send.credits:
        found += f" (up to {words.pluralize(send.credits_upper, 'credit')})"
    if send.segments * send.people == send.credits:
        found += f", {words.pluralize(send.segments, 'segment')} per person"
    kept = recurrence.load(send.recurrence)
    times = send.occurrences if kept is None else kept.count
    if times > 1:
        total = words.pluralize(send.credits_upper * times, "credit")
        found += f", each time; up to {total} in total"
    return found


def when(send: Send) -> str:
    """Return when a send goes out once it is approved, as mrkdwn, and how often."""
    zone = words.zone_or_utc(send.zone)
    if send.send_at is None:
        return "As soon as it's approved"
    first = moment(send.send_at, zone)
    held = ", scheduled in SMS-iT" if send.held_by is HeldBy.SMSIT else ""
    if send.recurrence is None:
        return first + held
    if (kept := recurrence.load(send.recurrence)) is not None:
        until = moment(kept.last, zone)
        times = words.pluralize(kept.count, "time")
        return f"{times}, {recurrence_words.rhythm(kept, zone)} from {first} until {until}"
    rule = {key: str(value) for key, value in send.recurrence.items()}
    unit, every = _UNITS[Repeat(rule["repeat"])], int(rule["every"])
    rhythm = unit if every == 1 else words.pluralize(every, unit)
    until = moment(datetime.fromisoformat(rule["until"]), zone)
    times = words.pluralize(send.occurrences, "time")
    return f"{times}, every {rhythm} from {first} until {until}{held}"


def sent_from(send: Send) -> str:
    """Return who the texts come from, escaped, and how fast they leave."""
    found = sender(send)
    if send.throttle:
        found += f", {words.rhythm(send.throttle)}"
    return found
