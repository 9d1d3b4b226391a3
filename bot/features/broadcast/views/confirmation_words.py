"""The words of a broadcast's confirmation that are its own. Pure; what people or SMS-iT wrote is escaped."""

from datetime import datetime
from typing import Final

from bot.features.broadcast.cost import NAME, rendered, without_name
from bot.features.broadcast.figures import Estimate, Members
from bot.features.groups.service import opted_out
from bot.features.sends.preview import Preview
from bot.features.sends.views.confirmation import warnings_of
from bot.slack.blocks import kit, moments
from bot.store.sends import Send
from bot.texting import phones, words

LONGEST_NAME: Final = 80
LONGEST_SAMPLE: Final = 200

Shown = Preview[Send, Estimate]
"""A broadcast that may be confirmed."""


def contacts(count: int) -> str:
    """Return a number of people in the group in words."""
    return words.pluralize(count, "contact")


def heading(preview: Shown) -> str:
    """Return who it goes to, in plain text: VIP · 17 recipients."""
    name = kit.truncate(phones.mask_in(preview.draft.to_name or ""), LONGEST_NAME)
    return f"{name} · {words.pluralize(preview.own.members.people, 'recipient')}"


def cost(preview: Shown) -> str:
    """Return what it costs, each time and in all."""
    each, times, funds = preview.own.cost, len(preview.dates.series), preview.funds
    text = ("" if each.exact else "up to ") + f"*{words.pluralize(each.credits, 'credit')}*"
    if each.upper > each.credits:
        text += f" (up to {words.pluralize(each.upper, 'credit')})"
    if times > 1 and funds is not None:
        text += f" each time, *{funds.credits:,}* for {words.pluralize(times, 'date')}"
        if funds.upper > funds.credits:
            text += f" (up to {funds.upper:,})"
    return text


def lasts(preview: Shown) -> str:
    """Return how long it takes from the first text to the last."""
    at, count = preview.own.pace, preview.own.cost.people
    usual, most = at.lasts(count), at.at_most(count)
    text = words.about(usual)
    return text if most == usual else f"{text} ({words.about(most)} if SMS-iT sends one at a time)"


def small_print(preview: Shown, now: datetime) -> list[str]:
    """Return what explains the figures, and who is in the group."""
    members = preview.own.members
    found = [f"{_length(preview)} · {preview.own.pace.rhythm()}"]
    people = [_since_last(preview, now), f"For example to {words.join_and(members.samples)}"]
    if members.opted_out:
        people.append(_opted_out(members))
    found.append(" · ".join(people))
    if preview.quiet is None:
        found.append(_not_quiet(preview))
    return found


def warnings(body: str, own: Estimate) -> list[str]:
    """Return what deserves a second look in the text and the people, a sentence each, in plain text."""
    members, found = own.members, list[str]()
    if own.cost.nameless:
        have = "has" if own.cost.nameless == 1 else "have"
        found.append(f"{contacts(own.cost.nameless)} {have} no name; {NAME} will be blank.")
    found += warnings_of(body, group=True)
    if NAME in body and members.forcing_names:
        found.append(
            f"{words.pluralize(members.forcing_names, 'name')} with Unicode characters: only 70 characters "
            "per segment there. The cost includes this."
        )
    return [*found, *_of_the_people(members)]


def requested(body: str, own: Estimate) -> list[str]:
    """Return the same for whoever is to approve it, and who is skipped."""
    skipped = [f"{_opted_out(own.members)}."] if own.members.opted_out else []
    return [*warnings(body, own), *skipped]


def _opted_out(members: Members) -> str:
    """Return how many are not among the recipients, and why."""
    return f"{opted_out(members.opted_out)}, skipped"


def nameless(preview: Shown) -> str:
    """Return what people without a name get, and what everybody gets without the name.

    SMS-iT puts the names in, and nothing where there is none; nobody can be left out of a group's text.
    """
    body = preview.draft.body or ""
    text = f"Without a name: {_quoted(rendered(body, ''))}"
    instead = without_name(body).strip()
    return f"{text}\nFor everyone, with the name left out: {_quoted(instead)}" if instead else text


def _length(preview: Shown) -> str:
    """Return the segments of one person's text."""
    cost_ = preview.own.cost
    if cost_.fewest != cost_.most:
        return f"{cost_.fewest}\u2013{cost_.most} segments per person"
    return f"{words.pluralize(cost_.most, 'segment')} per person"


def _not_quiet(preview: Shown) -> str:
    """Return that nobody would be reached in quiet hours."""
    at = " on any of these dates" if len(preview.dates.series) > 1 else ""
    return f"No one is in quiet hours{at} (estimated from area codes)"


def _since_last(preview: Shown, now: datetime) -> str:
    before = preview.own.before
    if before is None:
        return "First broadcast to this group"
    zone = words.zone_or_utc(preview.draft.zone)
    on = moments.when(before.attempting_at or before.created_at, zone, now)
    change = preview.own.members.people - before.people
    if not change:
        return f"As many recipients as last time ({on})"
    what = f"{'more' if change > 0 else 'fewer'} recipient"
    return f"{words.pluralize(abs(change), what)} than last time ({on})"


def _quoted(body: str) -> str:
    return f"\u201c{kit.escape(kit.truncate(' '.join(body.split()), LONGEST_SAMPLE))}\u201d"


def _of_the_people(members: Members) -> list[str]:
    found = []
    if members.stopped_too:
        found.append(
            f"{contacts(members.stopped_too)} opted out under another entry in this group, but SMS-iT still "
            "texts them. Check their entries in SMS-iT first."
        )
    if members.duplicates:
        entries = words.pluralize(members.duplicates, "duplicate entry", "duplicate entries")
        found.append(f"{entries}: these contacts may get the text twice, and each is charged.")
    if members.abroad:
        found.append(
            f"{contacts(members.abroad)} outside the countries that show a sender name. SMS-iT may text them "
            "from a number, or not at all."
        )
    return found
