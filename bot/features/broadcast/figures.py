"""From a counted group to the figures a person is shown. Pure."""

from typing import Final

from bot.features.broadcast.costs import Cost, reckon
from bot.features.broadcast.ready import Members
from bot.features.broadcast.request import Wanted
from bot.features.contacts.audience import Audience
from bot.texting import phones, segments, sender_ids

SAMPLES: Final = 3


def cost_of(body: str, audience: Audience) -> Cost:
    """Return what a text costs for a counted group, second entries of one number in the upper bound."""
    names = [audience.names.get(number, "") for number in audience.numbers]
    return reckon(body, names, duplicates=max(0, audience.entries - len(names)))


def members(audience: Audience, wanted: Wanted) -> Members:
    """Return who is in the group, as figures and a few masked numbers."""
    forcing = not segments.measure(wanted.message).unicode
    return Members(
        people=len(audience.numbers),
        opted_out=audience.opted_out,
        duplicates=audience.duplicates,
        stopped_too=audience.stopped_too,
        abroad=_abroad(audience) if wanted.alpha_sender else 0,
        forcing_names=sum(segments.measure(name).unicode for name in audience.names.values())
        if forcing
        else 0,
        samples=tuple(phones.mask(number) for number in audience.numbers[:SAMPLES]),
    )


def _abroad(audience: Audience) -> int:
    outside = (count for place, count in audience.places.items() if not sender_ids.allowed_for(place.region))
    return sum(outside)
