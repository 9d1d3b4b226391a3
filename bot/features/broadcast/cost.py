"""What a broadcast costs: the credits of each person's own text, added up. Pure.

SMS-iT puts each contact's first name in the place of ``%%Name%%`` and bills what comes out, so a long name
can cost a credit more than a short one. Curly brackets it may read as a choice and take out; the text as
written is then the most it can be, for taking out makes a text shorter and its alphabet no larger.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.texting import merge, segments

NAME: Final = "%%Name%%"
"""The mark SMS-iT fills in, written exactly so."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What texting ``people`` people once takes.

    ``fewest`` and ``most`` are segments of one person's text. ``credits`` follow the documented rule,
    ``upper`` the stricter one, with every entry that a group holds twice counted twice. ``exact`` is False
    when curly brackets may make texts shorter. ``nameless`` counts people whose ``%%Name%%`` stays empty.
    """

    people: int
    fewest: int
    most: int
    credits: int
    upper: int
    exact: bool
    nameless: int


def first_name(name: str) -> str:
    """Return what SMS-iT puts in the place of ``%%Name%%``: the name's first word."""
    return name.split(maxsplit=1)[0] if name.strip() else ""


def without_name(body: str) -> str:
    """Return a text that addresses nobody by name, its punctuation put right, for everybody alike."""
    return merge.render(body, {"Name": ""})


def rendered(body: str, name: str) -> str:
    """Return the text as the contact of that name gets it."""
    return body.replace(NAME, first_name(name))


def calculate(body: str, names: Iterable[str], *, duplicates: int = 0) -> Cost:
    """Return what the text costs for people of these names, one each; a person without a name is "".

    ``duplicates`` are further entries of numbers the group holds already, which SMS-iT may text again.
    """
    people = Counter(first_name(name) for name in names)
    in_all = people.total()
    is_personal = NAME in body
    lengths = people if is_personal else Counter({"": in_all})
    measures = {name: segments.measure(rendered(body, name)) for name in lengths if lengths[name]}
    each = {name: max(1, measure.segments) for name, measure in measures.items()}  # an empty text costs too
    upper = {name: max(1, measure.upper_bound) for name, measure in measures.items()}
    return Cost(
        people=in_all,
        fewest=min(each.values(), default=0),
        most=max(each.values(), default=0),
        credits=sum(each[name] * lengths[name] for name in each),
        upper=sum(upper[name] * lengths[name] for name in upper)
        + duplicates * max(upper.values(), default=0),
        exact="{" not in body and "}" not in body,
        nameless=sum(people[name] for name in people if merge.is_blank(name)) if is_personal else 0,
    )
