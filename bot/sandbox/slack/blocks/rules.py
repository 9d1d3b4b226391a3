"""The small rules every Block Kit rule is made of.

A rule looks at one JSON value and yields a sentence per problem, ending as Slack's own do:
`must be at most 150 characters [json-pointer:/blocks/0/text/text]`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


ANYWHERE = frozenset(Surface)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a payload a value stands: its JSON pointer, and the surface it will be shown on."""

    surface: Surface
    pointer: str = ""

    def at(self, step: str | int) -> "Place":
        """Return the place one step (a key or an index) further in."""
        return Place(self.surface, f"{self.pointer}/{step}")

    def problem(self, sentence: str) -> str:
        """Return `sentence` followed by this place."""
        return f"{sentence} [json-pointer:{self.pointer}]"


Rule = Callable[[object, Place], Iterator[str]]
ObjectRule = Callable[[Mapping[str, object], Place], Iterator[str]]
"""A rule on a whole object, already known to be one."""


def anything(_value: object, _place: Place) -> Iterator[str]:
    """Accept every value."""
    return iter(())


def boolean(value: object, place: Place) -> Iterator[str]:
    """Accept true and false."""
    if not isinstance(value, bool):
        yield place.problem("must be a boolean")


def string(maximum: int, minimum: int = 1) -> Rule:
    """Return a rule that accepts a string of `minimum` to `maximum` characters."""

    def rule(value: object, place: Place) -> Iterator[str]:
        if not isinstance(value, str):
            yield place.problem("must be a string")
        elif len(value) < minimum:
            yield place.problem(f"must be at least {minimum} character{'s' * (minimum != 1)}")
        elif len(value) > maximum:
            yield place.problem(f"must be at most {maximum} characters")

    return rule


def whole(minimum: int, maximum: int) -> Rule:
    """Return a rule that accepts a whole number from `minimum` to `maximum`."""

    def rule(value: object, place: Place) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield place.problem("must be an integer")
        elif not minimum <= value <= maximum:
            yield place.problem(f"must be from {minimum} to {maximum}")

    return rule


def one_of(*words: str) -> Rule:
    """Return a rule that accepts exactly these words."""

    def rule(value: object, place: Place) -> Iterator[str]:
        if value not in words:
            yield place.problem(f"must be one of: {', '.join(words)}")

    return rule


def spelled(check: Callable[[str], object], form: str) -> Rule:
    """Return a rule that accepts a string on which `check` raises no ValueError; `form` names the form."""

    def rule(value: object, place: Place) -> Iterator[str]:
        if not isinstance(value, str):
            yield place.problem("must be a string")
            return
        try:
            check(value)
        except ValueError:
            yield place.problem(f"must be {form}")

    return rule


def array(of: Rule, minimum: int, maximum: int) -> Rule:
    """Return a rule that accepts `minimum` to `maximum` items, each of which `of` accepts."""

    def rule(value: object, place: Place) -> Iterator[str]:
        if not isinstance(value, list):
            yield place.problem("must be an array")
            return
        if len(value) < minimum:
            yield place.problem(f"no fewer than {minimum} items allowed")
        if len(value) > maximum:
            yield place.problem(f"no more than {maximum} items allowed")
        for index, item in enumerate(value):
            yield from of(item, place.at(index))

    return rule


@dataclass(frozen=True, slots=True)
class Shape:
    """A JSON object: the rule of each property, the ones it must have, and rules on the whole of it."""

    properties: Mapping[str, Rule]
    required: frozenset[str] = frozenset()
    also: tuple[ObjectRule, ...] = ()

    def __call__(self, value: object, place: Place) -> Iterator[str]:
        """Yield every problem of `value`, unknown properties included: Slack refuses those too."""
        if not isinstance(value, dict):
            yield place.problem("must be an object")
            return
        for name in sorted(self.required - value.keys()):
            yield place.problem(f"missing required field: {name}")
        for name, inner in value.items():
            rule = self.properties.get(name)
            if rule is None:
                yield place.problem(f"invalid additional property: {name}")
            else:
                yield from rule(inner, place.at(name))
        for on_the_whole in self.also:
            yield from on_the_whole(value, place)


@dataclass(frozen=True, slots=True)
class Kind:
    """One `type` of block or element: its shape, and the surfaces that can show it."""

    shape: Shape
    surfaces: frozenset[Surface] = ANYWHERE


@dataclass(frozen=True, slots=True)
class OneKindOf:
    """An object whose `type` names one of several kinds."""

    noun: str
    kinds: Mapping[str, Kind] = field(repr=False)

    def __call__(self, value: object, place: Place) -> Iterator[str]:
        """Yield the problems of `value`, or that its type is unknown or not for this surface."""
        if not isinstance(value, dict):
            yield place.problem("must be an object")
            return
        name = value.get("type")
        kind = self.kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            yield place.problem(f"unsupported type of {self.noun}: {name}")
        elif place.surface not in kind.surfaces:
            yield place.problem(f"{self.noun} {name} is not allowed in a {place.surface}")
        else:
            yield from kind.shape(value, place)


def exactly_one(*names: str) -> ObjectRule:
    """Return a rule on an object: one of these properties, not none and not two."""

    def rule(value: Mapping[str, object], place: Place) -> Iterator[str]:
        if sum(name in value for name in names) != 1:
            yield place.problem(f"must have exactly one of: {', '.join(names)}")

    return rule


def at_least_one(*names: str) -> ObjectRule:
    """Return a rule on an object: one of these properties or more."""

    def rule(value: Mapping[str, object], place: Place) -> Iterator[str]:
        if not any(name in value for name in names):
            yield place.problem(f"must have at least one of: {', '.join(names)}")

    return rule
