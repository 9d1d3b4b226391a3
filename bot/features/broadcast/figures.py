"""From a counted group to the figures a person is shown. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from bot.features.broadcast.cost import NAME, Cost, calculate, first_name, rendered
from bot.features.broadcast.pace import Pace
from bot.features.broadcast.request import Request
from bot.features.groups.service import Audience
from bot.features.sends.preview import Funds
from bot.store.sends import Send
from bot.texting import merge, phones, segments, sender_ids

SAMPLES: Final = 3
NAMES: Final = 50
"""Names of which a test may show one."""


@dataclass(frozen=True, slots=True)
class Members:
    """Who is in the group, as figures.

    ``people`` get the text; ``opted_out`` do not; ``duplicates`` are further entries of the same numbers.
    ``stopped_too`` get it though another entry of theirs in the group has opted out. ``abroad`` are outside
    the countries that show a name as the sender; ``forcing_names`` have a name that makes a text Unicode.
    ``samples`` are some of their numbers, masked.
    """

    people: int
    opted_out: int = 0
    duplicates: int = 0
    stopped_too: int = 0
    abroad: int = 0
    forcing_names: int = 0
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a broadcast comes to, each time it goes.

    ``before`` is the last broadcast to the same group that went out; ``pace`` is how fast one goes.
    ``sample`` is the text as one of the members gets it, ``names`` are some whose own a test may show.
    ``not_reached`` of them at least didn't receive the last texts.
    """

    members: Members
    cost: Cost
    before: Send | None
    pace: Pace
    sample: str = field(repr=False)
    names: tuple[str, ...] = field(default=(), repr=False)
    not_reached: int = 0


def cost_of(body: str, audience: Audience) -> Cost:
    """Return what a text costs for a counted group, second entries of one number in the upper bound."""
    names = [audience.names.get(number, "") for number in audience.numbers]
    return calculate(body, names, duplicates=max(0, audience.entries - len(names)))


def members(audience: Audience, request: Request) -> Members:
    """Return who is in the group, as figures and a few masked numbers."""
    forcing = not segments.measure(request.message).unicode
    return Members(
        people=len(audience.numbers),
        opted_out=audience.opted_out,
        duplicates=audience.duplicates,
        stopped_too=audience.stopped_too,
        abroad=_abroad(audience) if request.alpha_sender else 0,
        forcing_names=sum(segments.measure(name).unicode for name in audience.names.values())
        if forcing
        else 0,
        samples=tuple(phones.mask(number) for number in audience.numbers[:SAMPLES]),
    )


def funds(draft: Send, cost: Cost, times: int, balance: int, reserved: int) -> Funds:
    """Return what a broadcast takes. SMS-iT looks for the credits of the text before it puts the names in."""
    looked_for = segments.measure(draft.body or "").segments * cost.people
    return Funds(cost.credits * times, cost.upper * times, balance, reserved, looked_for)


def sample(body: str, audience: Audience) -> str:
    """Return the text as the first member gets it who has a name; as all others get it where nobody has."""
    if NAME not in body:
        return body
    names = _names(audience)
    return rendered(body, next((name for name in names if not merge.is_blank(first_name(name))), ""))


def names_for_test(body: str, audience: Audience) -> tuple[str, ...]:
    """Return first names of members, each once and a few only; none where no name stands in the text."""
    if NAME not in body:
        return ()
    names = map(first_name, _names(audience))
    return tuple(islice(dict.fromkeys(name for name in names if not merge.is_blank(name)), NAMES))


def as_one_gets_it(draft: Send, _value: str, name: str) -> str:
    """Return the text of a broadcast as somebody of this name gets it."""
    return rendered(draft.body or "", name)


def _names(audience: Audience) -> Iterator[str]:
    """Give the members' names as they may be shown: one may be a number."""
    return (phones.mask_in(audience.names.get(number, "")) for number in audience.numbers)


def _abroad(audience: Audience) -> int:
    outside = (count for place, count in audience.places.items() if not sender_ids.allowed_for(place.region))
    return sum(outside)
