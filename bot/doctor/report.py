"""How findings are told: as a table to read, or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from bot.doctor.finding import Finding, State

MARKS: Final = {State.OK: "✓", State.LOOK: "!", State.WRONG: "✗"}


def as_table(found: Sequence[Finding]) -> str:
    """Return a line for each, and below it what to do; the last line counts them."""
    width = max(len(each.name) for each in found)
    lines = []
    for each in found:
        lines.append(f"{MARKS[each.state]} {each.name:<{width}}  {each.what}")
        if each.todo:
            lines.append(f"  {'':<{width}}  → {each.todo}")
    return "\n".join((*lines, "", _summary(found)))


def as_json(found: Sequence[Finding]) -> str:
    """Return the same for programs: ``findings``, each with ``name``, ``state``, ``what`` and ``todo``."""
    return json.dumps({"state": worst(found).value, "findings": [asdict(each) for each in found]}, indent=2)


def worst(found: Sequence[Finding]) -> State:
    """Return the worst there is."""
    states = {each.state for each in found}
    return next(each for each in (State.WRONG, State.LOOK, State.OK) if each in states)


def _summary(found: Sequence[Finding]) -> str:
    count = {state: sum(each.state is state for each in found) for state in State}
    if count[State.WRONG]:
        return f"{count[State.WRONG]} to correct, {count[State.LOOK]} to look at, {count[State.OK]} fine."
    if count[State.LOOK]:
        return f"Nothing is wrong. {count[State.LOOK]} to look at, {count[State.OK]} fine."
    return f"All {count[State.OK]} are fine."
