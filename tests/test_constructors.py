"""What does something stands on seven things at most: past that, there are two things in it."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pytest

import bot
from bot.policy.model import Policy

MOST: Final = 7
APART: Final = ("bot.__main__", "bot.demo", "bot.sandbox")
"""The pretend Slack and SMS-iT are described by all they hold."""
VALUES: Final = {
    "bot.features.lists.lanes.Block": "the arguments of a job",
    "bot.features.sends.rules.SendRules": "what policy and settings say, and a sentence made of it",
    "bot.store.verifications.Verification": "a row",
    "bot.texting.tables.sheet.Sheet": "a table that was read, asked about itself",
}
"""What may take more, and why: records that answer a question about themselves, and what is not ours."""


def classes() -> Iterator[type]:
    for info in pkgutil.walk_packages(bot.__path__, "bot."):
        if info.name.startswith((*APART, "bot.store.migrations")):
            continue
        module = importlib.import_module(info.name)
        found = vars(module).values()
        yield from (each for each in found if inspect.isclass(each) and each.__module__ == info.name)


def parameters(found: type) -> int:
    """How many things the constructor takes, if it is ours: a library's may take what it likes."""
    if inspect.isfunction(found.__init__) and not found.__init__.__module__.startswith(("bot.", "tests.")):
        return 0
    variadic = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    try:
        taken = inspect.signature(found).parameters.values()
    except ValueError:  # an enumeration, or what Python makes itself
        return 0
    return sum(each.kind not in variadic for each in taken)


def does_something(found: type) -> bool:
    """Whether it has a method: a plain record has fields, and properties that put them in another way."""
    return any(
        inspect.isfunction(value)
        and value.__module__ == each.__module__  # a named tuple has some of Python's
        and not (name.startswith("__") and name.endswith("__"))
        for each in found.__mro__
        if each.__module__.startswith(("bot.", "tests."))
        for name, value in vars(each).items()
    )


def name(found: type) -> str:
    return f"{found.__module__}.{found.__qualname__}"


@dataclass(frozen=True)
class Record:
    a: int
    b: int
    c: int
    d: int
    e: int
    f: int
    g: int
    h: int

    @property
    def both(self) -> int:
        return self.a + self.b


@dataclass(frozen=True)
class Doer(Record):
    seen: list[int] = field(init=False, default_factory=list)

    def see(self) -> None:
        self.seen.append(self.both)


class Heir(Doer):
    """Does what it does by what it comes from."""


@pytest.mark.parametrize(("found", "counts"), [(Record, False), (Doer, True), (Heir, True)])
def test_a_method_tells_what_does_something_from_a_record(found: type, *, counts: bool) -> None:
    assert parameters(found) == 8
    assert does_something(found) is counts


def test_nothing_that_does_something_is_made_of_more_than_seven_things() -> None:
    large = {name(found): parameters(found) for found in classes() if does_something(found)}
    assert {found: taken for found, taken in large.items() if taken > MOST and found not in VALUES} == {}
    assert {found for found in VALUES if large.get(found, 0) <= MOST} == set()


def test_all_rooms_are_looked_at() -> None:
    rooms = {found.__module__.split(".")[1] for found in classes()}
    assert {"assembly", "engine", "features", "policy", "slack", "smsit", "store", "texting"} <= rooms
    assert Policy in set(classes())
