"""How findings are told: as a table to read, in short, or as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from bot.complaints import printable
from bot.doctor.finding import Finding, State

MARKS: Final = {State.OK: "✓", State.LOOK: "!", State.WRONG: "✗"}


def as_table(found: Sequence[Finding]) -> str:
    """Return a line for each, and below it what to do; the last line counts them."""
    return "\n".join((*_lines(found), "", _summary(found)))


def in_short(found: Sequence[Finding]) -> str:
    """Return the same, but for what is fine."""
    others = [each for each in found if each.state is not State.OK]
    return "\n".join((*(_lines(others)), *([""] if others else []), _summary(found)))


def as_json(found: Sequence[Finding]) -> str:
    """Return the same for programs: ``findings``, each with ``name``, ``state``, ``what`` and ``todo``.

    That of the settings has ``origins``, too: where each one came from, by its name.
    """
    told = [
        {name: value for name, value in asdict(each).items() if name != "origins" or value} for each in found
    ]
    return json.dumps({"state": worst(found).value, "findings": told}, indent=2)


def worst(found: Sequence[Finding]) -> State:
    """Return the worst there is."""
    states = {each.state for each in found}
    return next(each for each in (State.WRONG, State.LOOK, State.OK) if each in states)


def _lines(found: Sequence[Finding]) -> Iterator[str]:
    width = max((len(each.name) for each in found), default=0)
    for each in found:
        yield f"{MARKS[each.state]} {each.name:<{width}}  {printable(each.what)}"
        if each.todo:
            yield f"  {'':<{width}}  → {printable(each.todo)}"


def _summary(found: Sequence[Finding]) -> str:
    count = {state: sum(each.state is state for each in found) for state in State}
    if count[State.WRONG]:
        return f"{count[State.WRONG]} to correct, {count[State.LOOK]} to look at, {count[State.OK]} fine."
    if count[State.LOOK]:
        return f"Nothing is wrong. {count[State.LOOK]} to look at, {count[State.OK]} fine."
    return f"All {count[State.OK]} are fine."
