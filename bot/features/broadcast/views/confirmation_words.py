"""The words of a broadcast's confirmation that are its own. Pure; what people or SMS-iT wrote is escaped."""

from collections.abc import Sequence
from typing import Final

from bot.features.broadcast.cost import NAME, rendered, without_name
from bot.features.broadcast.figures import Estimate, Members
from bot.features.sends.preview import Preview
from bot.features.sends.views.confirmation import warnings_of
from bot.slack.blocks import kit
from bot.store.sends import Send
from bot.texting import phones, words

LONGEST_NAME: Final = 80
LONGEST_SAMPLE: Final = 200

Shown = Preview[Send, Estimate]
"""A broadcast that may be confirmed."""


def people(count: int) -> str:
    """Return a number of people in words."""
    return words.pluralize(count, "person", "people")


def whom(preview: Shown) -> Sequence[tuple[str, str]]:
    """Return whom it goes to, and how many they are."""
    name = kit.escape(kit.truncate(phones.mask_in(preview.draft.to_name or ""), LONGEST_NAME))
    members = preview.own.members
    parts = [f"*{members.people:,}*"]
    if members.opted_out:
        parts.append(f"{members.opted_out:,} opted out, not texted")
    if members.duplicates:
        parts.append(words.pluralize(members.duplicates, "double entry", "double entries"))
    return [("To the group", name), ("People", ", ".join(parts) + "\n" + _since_last(preview))]


def length(preview: Shown) -> str:
    """Return the segments of a person's text."""
    cost = preview.own.cost
    if cost.fewest != cost.most:
        return f"between {cost.fewest} and {cost.most} segments a person"
    return f"{words.pluralize(cost.most, 'segment')} a person"


def cost(preview: Shown) -> str:
    """Return how the credits come about, each time and in all."""
    each, times, funds = preview.own.cost, len(preview.dates.series), preview.funds
    if each.fewest == each.most:
        text = f"{words.pluralize(each.most, 'segment')} \N{MULTIPLICATION SIGN} {people(each.people)} = "
    else:
        text = f"{people(each.people)}, each name counted: "
    text += ("" if each.exact else "at most ") + f"*{words.pluralize(each.credits, 'credit')}*"
    if each.upper > each.credits:
        text += f", at most {each.upper:,} by the stricter count"
    if times > 1 and funds is not None:
        text += f"\neach time; {funds.credits:,} for {times} dates"
        if funds.upper > funds.credits:
            text += f", at most {funds.upper:,}"
    return text


def takes(preview: Shown) -> str:
    """Return how long it takes from the first text to the last."""
    at, count = preview.own.pace, preview.own.cost.people
    lasts, most = at.lasts(count), at.at_most(count)
    text = f"{words.about(lasts)}, {at.rhythm()}"
    return text if most == lasts else f"{text}; {words.about(most)} if SMS-iT sends one after the other"


def warnings(preview: Shown) -> list[str]:
    """Return what deserves a second look in the text and the people, a sentence each, in plain text."""
    body, members = preview.draft.body or "", preview.own.members
    found = warnings_of(body, group=True)
    if NAME in body and members.forcing_names:
        found.append(
            f"The names of {people(members.forcing_names)} have characters that make their text "
            "Unicode, with 70 characters to a segment. The cost counts that."
        )
    return [*found, *_of_the_people(members)]


def nameless(preview: Shown) -> str:
    """Return how many people have no name, what they get, and what everybody gets without the name.

    SMS-iT puts the names in, and nothing where there is none; nobody can be left out of a group's text.
    """
    body = preview.draft.body or ""
    who = words.pluralize(preview.own.cost.nameless, "person has", "people have")
    text = f"*{who} no name* and will get: {_quoted(rendered(body, ''))}"
    instead = without_name(body).strip()
    return f"{text}\n*Leave the name out* to send everybody: {_quoted(instead)}" if instead else text


def not_quiet(preview: Shown) -> str:
    """Return that nobody would be reached in quiet hours."""
    at = "at any of these dates" if len(preview.dates.series) > 1 else "then"
    return f"Nobody is in quiet hours {at}, as far as the numbers tell (a guess)."


def _since_last(preview: Shown) -> str:
    before = preview.own.before
    if before is None:
        return "the first broadcast to this group from here"
    on = words.when(before.attempting_at or before.created_at, words.zone_or_utc(preview.draft.zone))
    change = preview.own.members.people - before.people
    if not change:
        return f"as many as last time, {on}"
    return f"{abs(change):,} {'more' if change > 0 else 'fewer'} than last time, {on}"


def _quoted(body: str) -> str:
    return f"\u201c{kit.escape(kit.truncate(' '.join(body.split()), LONGEST_SAMPLE))}\u201d"


def _of_the_people(members: Members) -> list[str]:
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
    return found
