"""Why a broadcast cannot be sent at all, in words that say what to do. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from bot.features.groups import service as groups
from bot.features.groups.service import Member
from bot.features.sends.refusals import RecipientError
from bot.texting import phones, words

MOST_SHOWN: Final = 5
"""People named in one sentence."""
LONGEST_NAME: Final = 40


def require_people(people: int, opted_out: int, most: int | None) -> None:
    """Raise :exc:`RecipientError` for a group of nobody, or of more than the policy allows."""
    if not people:
        gone = f" {groups.opted_out(opted_out)}." if opted_out else ""
        raise RecipientError(f"No one in this group can be texted.{gone} Nothing was sent.")
    if most is not None and people > most:
        raise RecipientError(
            f"This group has {people:,} recipients, and the limit is {most:,} per broadcast. "
            "Choose a smaller group, or ask the person who manages the SMS bot."
        )


class ListedError(RecipientError):
    """A group with people in it who are on the do-not-text list; ``others`` are not.

    ``send_id`` is the draft of what was to be sent, in case the others get it.
    """

    def __init__(self, sentence: str, others: int, send_id: str) -> None:
        super().__init__(sentence)
        self.others = others
        self.send_id = send_id


def listed_people(numbers: Collection[str], names: Mapping[str, str]) -> str:
    """Return why a group is not texted with these numbers in it, which are on the do-not-text list.

    ``names`` gives their names by the number (digits).
    """
    people = (Member(names.get(each, ""), phones.mask(each)) for each in numbers)
    return listed_sentence(sorted(map(_shown, people)))


def listed_sentence(people: Sequence[str]) -> str:
    """Return why a group is not texted that holds ``people`` of the do-not-text list, as shown."""
    count = len(people)
    who = "1 contact in this group is" if count == 1 else f"{count:,} contacts in this group are"
    return (
        f"{who} on the do-not-text list, and a broadcast can't skip anyone: {_named(people)}. Remove them "
        "from the group in SMS-iT, or text the others as a list."
    )


def require_readable(unreadable: Sequence[Member]) -> None:
    """Raise :exc:`RecipientError`, which names them, for people whose number cannot be read, if any."""
    if unreadable:
        raise RecipientError(unreadable_sentence([_shown(each) for each in unreadable]))


def unreadable_sentence(people: Sequence[str]) -> str:
    """Return why a group is not texted whose numbers cannot be read; ``people`` is who, as shown."""
    what, them = ("1 phone number", "it") if len(people) == 1 else (f"{len(people):,} phone numbers", "them")
    return (
        f"We can't read {what} in this group: {_named(people)}. "
        f"Correct {them} in SMS-iT, with the country code, so that we can check the do-not-text list."
    )


def _named(people: Sequence[str]) -> str:
    rest = [f"{len(people) - MOST_SHOWN:,} more"] if len(people) > MOST_SHOWN else []
    return words.join_and([*people[:MOST_SHOWN], *rest])


def _shown(each: Member) -> str:
    return words.person(words.truncate(phones.mask_in(each.name), LONGEST_NAME), each.masked)
