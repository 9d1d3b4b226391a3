"""What every benchmark prints: a small table for people, and one line of JSON, the last, for machines."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `target` reads like ">= 0.85", "" for none; `ok` is whether it was met."""

    name: str
    figure: float
    unit: str
    target: str
    ok: bool


def report(title: str, rows: Sequence[Figure]) -> int:
    """Print the table, then the JSON line. Return the exit code: 0, or 1 when a target was missed."""
    header = ("", "figure", "unit", "target", "")
    cells = [
        (row.name, f"{row.figure:,.2f}", row.unit, row.target or "-", "ok" if row.ok else "MISSED")
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (header, *cells)) for column in range(len(header))]
    print(title)
    for name, figure, unit, target, verdict in (header, *cells):
        line = (
            f"  {name:<{widths[0]}}  {figure:>{widths[1]}}  {unit:<{widths[2]}}"
            f"  {target:<{widths[3]}}  {verdict}"
        )
        print(line.rstrip())
    print(json.dumps([asdict(row) for row in rows]))
    return 0 if all(row.ok for row in rows) else 1
