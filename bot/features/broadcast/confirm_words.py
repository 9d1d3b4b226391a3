"""The words of a broadcast's confirmation. Pure; what people or SMS-iT wrote is escaped."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.broadcast import pace
from bot.features.broadcast.costs import NAME, rendered, without_name
from bot.features.broadcast.ready import Ready
from bot.slack import kit
from bot.store.sends import HeldBy, Send
from bot.texting import phones, segments, templates, words

DATES_SHOWN: Final = 12
LONGEST_NAME: Final = 80
LONGEST_SAMPLE: Final = 200
FORCING_SHOWN: Final = 4


def people(count: int) -> str:
    """Return a number of people in words."""
    return words.counted(count, "person", "people")


def group(send: Send) -> str:
    """Return the name of a broadcast's group, escaped."""
    return kit.escape(kit.cut(phones.mask_in(send.to_name or ""), LONGEST_NAME))


def sender(send: Send) -> str:
    """Return who a broadcast comes from, escaped."""
    shown = kit.escape(send.alpha_sender or phones.pretty(send.sender))
    return f"{shown} and the account's other numbers in turn" if send.rotate else shown


def facts(ready: Ready) -> list[tuple[str, str]]:
    """Return the figures, each with its label."""
    return [
        ("To the group", group(ready.draft)),
        ("People", _people(ready)),
        ("From", sender(ready.draft)),
        ("Length", _length(ready)),
        ("Cost", _cost(ready)),
        ("Balance", f"{ready.balance:,}" + (f", {ready.reserved:,} spoken for" if ready.reserved else "")),
        ("Balance after", f"{ready.balance_after:,}"),
        ("Time it takes", _time(ready)),
    ]


def when(ready: Ready, account_zone: ZoneInfo | None, now: datetime) -> str:
    """Return when it goes out and who holds it until then, in the person's zone, and the account's."""
    draft = ready.draft
    zone = words.zone_or_utc(draft.zone)
    if draft.send_at is None:
        shown = words.when(now, zone)
        return f"As soon as it is approved; it is {shown} now" if ready.reasons else f"Now: {shown}"
    text = words.when(draft.send_at, zone)
    if draft.held_by is not HeldBy.SMSIT:
        return f"{text}\nheld by the bot, can be cancelled"
    text += "\nheld by SMS-iT, cannot be cancelled from here"
    if account_zone is not None and account_zone.key != zone.key:
        text += f"\nin the account's zone: {words.when(draft.send_at, account_zone)}"
    return text


def dates(ready: Ready) -> str:
    """Return the dates of a series and what they cost in all."""
    zone = words.zone_or_utc(ready.draft.zone)
    lines = [f"• {words.when(at, zone)}" for at in ready.series[:DATES_SHOWN]]
    more = len(ready.series) - DATES_SHOWN
    if more > 0:
        lines.append(f"… and {more} more, the last one {words.when(ready.series[-1], zone)}")
    in_all = words.counted(ready.credits_in_all, "credit")
    return f"*{words.counted(len(ready.series), 'broadcast')}, {in_all} in all*\n" + "\n".join(lines)


def warnings(ready: Ready) -> list[str]:
    """Return what deserves a second look, a sentence each."""
    return [*_of_the_text(ready), *_of_the_people(ready), *_of_the_money(ready)]


def nameless(ready: Ready) -> str:
    """Return how many people have no name, what they get, and what everybody gets without the name.

    SMS-iT puts the names in, and nothing where there is none; nobody can be left out of a group's text.
    """
    body = ready.draft.body or ""
    who = words.counted(ready.cost.nameless, "person has", "people have")
    text = f"*{who} no name* and will get: {_quoted(rendered(body, ''))}"
    instead = without_name(body).strip()
    return f"{text}\n*Leave the name out* to send everybody: {_quoted(instead)}" if instead else text


def _quoted(body: str) -> str:
    return f"\u201c{kit.escape(kit.cut(' '.join(body.split()), LONGEST_SAMPLE))}\u201d"


def quiet(ready: Ready) -> str:
    """Return how many people would be reached in their quiet hours, and until when they last."""
    found = ready.quiet
    zone = words.zone_or_utc(ready.draft.zone)
    at = "" if found.at is None else f" on {words.when(found.at, zone)}"
    later = ", before it is through" if found.begins_later else ""
    text = f":crescent_moon: *About {people(found.people)} would be in quiet hours*{at}{later}"
    if len(ready.series) > 1:
        text += f", on {found.dates} of {len(ready.series)} dates"
    text += ". Where somebody is can only be guessed from the number."
    if found.until is not None:
        text += f" From {words.when(found.until, zone)} on nobody is."
    if not ready.may_override:
        text += "\nYou may not send in quiet hours. Choose another time."
    return text


def not_quiet(ready: Ready) -> str:
    """Return that nobody would be reached in quiet hours."""
    at = "at any of these dates" if len(ready.series) > 1 else "then"
    return f"Nobody is in quiet hours {at}, as far as the numbers tell (a guess)."


def small_print(ready: Ready, here: str) -> str:
    """Return sample recipients, how budgets stand, who must agree, and where its message appears."""
    lines = [f"Among them: {words.listed(ready.members.samples)}"]
    lines += [
        f"{kit.escape(left.label)}: {left.credits:,} of {left.limit:,} credits left that day, before this"
        for left in ready.budget
    ]
    if ready.reasons:
        why = words.listed(kit.escape(each) for each in ready.reasons)
        lines.append(f":busts_in_silhouette: A second person must approve this: {why}")
    lines.append(here)
    return "\n".join(lines)


def _people(ready: Ready) -> str:
    members = ready.members
    parts = [f"*{members.people:,}*"]
    if members.opted_out:
        parts.append(f"{members.opted_out:,} opted out, not texted")
    if members.duplicates:
        parts.append(words.counted(members.duplicates, "double entry", "double entries"))
    return ", ".join(parts) + "\n" + _since_last(ready)


def _time(ready: Ready) -> str:
    lasts = ready.pace.lasts(ready.cost.people)
    text = f"{pace.about(lasts)}, {ready.pace.rhythm()}"
    most = ready.pace.at_most(ready.cost.people)
    return text if most == lasts else f"{text}; {pace.about(most)} if SMS-iT sends one after the other"


def _since_last(ready: Ready) -> str:
    before = ready.before
    if before is None:
        return "the first broadcast to this group from here"
    on = words.when(before.attempting_at or before.created_at, words.zone_or_utc(ready.draft.zone))
    change = ready.members.people - before.people
    if not change:
        return f"as many as last time, {on}"
    return f"{abs(change):,} {'more' if change > 0 else 'fewer'} than last time, {on}"


def _length(ready: Ready) -> str:
    cost = ready.cost
    if cost.fewest != cost.most:
        return f"between {cost.fewest} and {cost.most} segments a person"
    return f"{words.counted(cost.most, 'segment')} a person"


def _cost(ready: Ready) -> str:
    cost = ready.cost
    if cost.fewest == cost.most:
        text = f"{words.counted(cost.most, 'segment')} \N{MULTIPLICATION SIGN} {people(cost.people)} = "
    else:
        text = f"{people(cost.people)}, each name counted: "
    text += ("" if cost.exact else "at most ") + f"*{words.counted(cost.credits, 'credit')}*"
    if cost.upper > cost.credits:
        text += f", at most {cost.upper:,} by the stricter count"
    if len(ready.series) > 1:
        text += f"\neach time; {ready.credits_in_all:,} for {len(ready.series)} dates"
        if ready.upper_in_all > ready.credits_in_all:
            text += f", at most {ready.upper_in_all:,}"
    return text


def _of_the_text(ready: Ready) -> list[str]:
    body = ready.draft.body or ""
    found = [kit.escape(warning.sentence) for warning in templates.warnings(body, group=True)]
    measure = segments.measure(body)
    if measure.forcing:
        names = words.listed(each.name for each in measure.forcing[:FORCING_SHOWN])
        found.append(f"Only 70 characters to a segment, because of: {kit.escape(names)}.")
    if NAME in body and ready.members.forcing_names:
        found.append(
            f"The names of {people(ready.members.forcing_names)} have characters that make their text "
            "Unicode, with 70 characters to a segment. The cost counts that."
        )
    return found


def _of_the_people(ready: Ready) -> list[str]:
    members = ready.members
    found = []
    if members.stopped_too:
        found.append(
            f"{people(members.stopped_too)} opted out with one entry of this group, not with another, and "
            "SMS-iT texts them. Look at their entries in SMS-iT first."
        )
    if members.duplicates:
        found.append("Whoever is in the group twice may get the text twice, and be billed for twice.")
    if members.abroad:
        found.append(
            f"Outside the countries that show a name as the sender: {people(members.abroad)}. SMS-iT may "
            "text them from a number, or not at all."
        )
    if ready.rolls_over:
        found.append("Some months are too short for this day; SMS-iT moves the date into the next month.")
    return found


def _of_the_money(ready: Ready) -> list[str]:
    zone = words.zone_or_utc(ready.draft.zone)
    if ready.runs_out is not None:
        return [
            f"The balance as it stands runs out before the broadcast on {words.when(ready.runs_out, zone)}."
        ]
    if ready.available < _before_names(ready):
        return [
            "SMS-iT may want more credits to be there than this takes: it looks before it puts the names in."
        ]
    if ready.balance_after < 0:
        return ["By SMS-iT's stricter way of counting, the balance may not cover this."]
    return []


def _before_names(ready: Ready) -> int:
    """Return the credits the text takes as it is written, the marks for names standing in it."""
    return segments.measure(ready.draft.body or "").segments * ready.cost.people
