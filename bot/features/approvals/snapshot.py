"""What an approval is bound to, why one is needed, and what is different when it lapses. Pure rules."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from bot.policy.model import Approval as Rules
from bot.store.sends import Send, SendKind
from bot.texting import membership, phones, recurrence, words

NEEDING: Final = frozenset({SendKind.GROUP, SendKind.LIST})
"""Kinds of sends a second person may have to look at; a text to one person never needs it."""
FORGOTTEN: Final = "What was asked about it is no longer kept."
Facts = Mapping[str, object]


def reasons(rules: Rules, send: Send) -> tuple[str, ...]:
    """Return why a send needs a second person, each to stand within a sentence; nothing when it does not.

    Credits are the most it can take, on all its dates together.
    """
    if rules.channel is None or send.kind not in NEEDING:
        return ()
    found = [*over(rules, send.people, send.credits_upper * send.occurrences)]
    if send.recurrence is not None or send.occurrences > 1:
        kept = recurrence.load(send.recurrence)
        times = send.occurrences if kept is None else kept.count
        found.append(f"repeats {words.pluralize(times, 'time')}")
    return tuple(found)


def over(rules: Rules, people: int, credits_upper: int) -> tuple[str, ...]:
    """Return which thresholds so many people, and credits at most, are over; nothing when nobody is asked."""
    found = []
    if rules.channel is not None and rules.people is not None and people > rules.people:
        found.append(f"over {words.pluralize(rules.people, 'recipient')}")
    if rules.channel is not None and rules.credits is not None and credits_upper > rules.credits:
        found.append(f"over {words.pluralize(rules.credits, 'credit')}")
    return tuple(found)


def of(send: Send) -> Facts:
    """Return what is asked about, in plain values of JSON; of the words of the text a hash only."""
    # The id goes into the hash, so that nobody can tell by it that two sends say the same.
    body = sha256(f"{send.id}:{send.body or ''}".encode()).hexdigest()
    members = {} if send.members is None else {"members": send.members}
    return members | {
        "body": body,
        "kind": send.kind.value,
        "name": send.to_name,
        "people": send.people,
        "credits": send.credits,
        "credits_upper": send.credits_upper,
        "occurrences": send.occurrences,
        "recurrence": None if send.recurrence is None else dict(send.recurrence),
        "send_at": None if send.send_at is None else send.send_at.astimezone(UTC).isoformat(),
        "sender": send.sender,
        "alpha_sender": send.alpha_sender,
        "rotate": send.rotate,
        "throttle": send.throttle,
    }


def of_date(approved: Facts, send: Send) -> Facts:
    """Return what was approved of a series as facts of the send that is made for one of its dates."""
    its = of(send)
    own = ("body", "recurrence", "occurrences", "send_at")
    return {**approved, **{name: its[name] for name in own}}


def fingerprint(asked: Facts) -> str:
    """Return the SHA-256 of facts, the same for the same facts whatever their order."""
    return sha256(json.dumps(asked, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def differences(then: Facts, send: Send, *, tolerance_percent: int = 0) -> tuple[str, ...]:
    """Return a sentence for each thing that is not as it was asked about; nothing while all of it holds.

    Numbers of people and credits may move by that many percent of what they were, up or down. The sentences
    hold no words of the text and no full number; names in them are not escaped, and moments are as kept.
    """
    if not then:
        return (FORGOTTEN,)
    now = of(send)
    return (
        *_content(then, now),
        *_figures(then, now, tolerance_percent),
        *_times(then, now, send),
        *_manner(then, now),
    )


def _content(then: Facts, now: Facts) -> Iterator[str]:
    if _differ(then, now, "body"):
        yield "The text was changed."
    if _differ(then, now, "kind", "name"):
        yield f"It now goes to {_name(now)} instead of {_name(then)}."


def _figures(then: Facts, now: Facts, tolerance_percent: int) -> Iterator[str]:
    def moved(name: str) -> bool:
        was = _number(then, name)
        return abs(_number(now, name) - was) * 100 > tolerance_percent * was

    if _are_others(then, now, tolerance_percent):
        yield f"The people in the {now['kind']} aren't the ones it was approved for."
    if moved("people"):
        recipients = words.pluralize(_number(now, "people"), "recipient")
        yield f"The {now['kind']} now has {recipients} (was {_number(then, 'people'):,})."
    takes = next((name for name in ("credits", "credits_upper") if moved(name)), None)
    if takes is not None:
        most = "" if takes == "credits" else "up to "
        credits_ = words.pluralize(_number(now, takes), "credit")
        yield f"It now costs {most}{credits_} (was {_number(then, takes):,})."


def _are_others(then: Facts, now: Facts, tolerance_percent: int) -> bool:
    """Tell whether it goes to others than were asked about, whatever their number is.

    So many percent of them may have left, and so many of their number joined, but as many others are others.
    Of more or fewer people with no tolerance their number tells. What was asked about long ago says nothing.
    """
    asked, are = then.get("members", now.get("members")), now.get("members")
    if asked == are:
        return False
    was, people = _number(then, "people"), _number(now, "people")
    if was == people:
        return True
    if not tolerance_percent:
        return False
    moved = membership.moves(str(asked), str(are), was=was, are=people)
    return moved is None or max(moved.joined, moved.left) * 100 > tolerance_percent * was


def _times(then: Facts, now: Facts, send: Send) -> Iterator[str]:
    if _differ(then, now, "send_at"):
        yield _time_moved(then.get("send_at"), send)
    if _differ(then, now, "occurrences"):
        times = words.pluralize(send.occurrences, "time")
        yield f"It now goes out {times} (was {_number(then, 'occurrences'):,})."
    elif _differ(then, now, "recurrence"):
        yield "The repeat dates were changed."


def _manner(then: Facts, now: Facts) -> Iterator[str]:
    if _differ(then, now, "sender", "alpha_sender", "rotate"):
        yield "The sender was changed."
    if _differ(then, now, "throttle"):
        yield "The delay between texts was changed."


def _differ(then: Facts, now: Facts, *names: str) -> bool:
    return any(then.get(name) != now[name] for name in names)


def _number(of_: Facts, name: str) -> int:
    return int(str(of_.get(name, 0)))


def _name(of_: Facts) -> str:
    return f"the {of_['kind']} {phones.mask_in(str(of_.get('name') or 'with no name'))}"


def _time_moved(was: object, send: Send) -> str:
    before = None if was is None else words.kept(datetime.fromisoformat(str(was)))
    if send.send_at is None:
        return f"It would now go out immediately, not on {before}."
    after = words.kept(send.send_at)
    if before is None:
        return f"It would now go out on {after}, not immediately."
    return f"The time moved from {before} to {after}."
