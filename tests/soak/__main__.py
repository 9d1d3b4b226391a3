"""`python -m tests.soak [FILE [MODE]]`: both modes, figures as JSON; 1 when a bound is missed.

`--seconds`, `--rows` and `--restarts` make it shorter, for a look at one of them: memory then says little.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from bot.settings import Mode
from tests.quick_disk import use_memory
from tests.soak.soak import Figures, Size, Soak, Waits

WHOLE: Final = Size(per_second=200, seconds=60, rows=10_000, restarts=20)
MOST_GROWN: Final = 10 * 1024**2
MOST_ACK_MS: Final = 150.0
MOST_ACK_BESIDE_LIST_MS: Final = 250.0
"""99 of 100 acknowledgements come sooner where nothing else runs; Slack waits three seconds."""
MOST_RESTART_SECONDS: Final = 60.0
MOST_DRAWN_SECONDS: Final = 60.0
"""After the last command, until every message shows what there is to show; where no list goes on longer."""
MOST_REFUSED: Final = 0.02
"""Of all that was typed and checked: who asks for one thing after the other is hardly ever told to wait."""


def main() -> int:
    """Measure, print and keep the figures, and return the exit status."""
    file, modes, size = asked(sys.argv[1:])
    use_memory()
    found = []
    for mode in modes:
        with tempfile.TemporaryDirectory() as folder:
            found.append(Soak(Path(folder), mode, waiting=True).run(size))
    document = json.dumps([asdict(each) | {"missed": missed(each)} for each in found], indent=2)
    sys.stdout.write(document + "\n")
    if file is not None:
        file.write_text(document + "\n", encoding="utf-8")
    return int(any(map(missed, found)))


def asked(arguments: Sequence[str]) -> tuple[Path | None, tuple[Mode, ...], Size]:
    """Return where the figures are kept, in which modes it is measured, and how much of it there is."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("modes", nargs="*", type=Mode, metavar="MODE")
    for name, usual in asdict(WHOLE).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=usual)
    found = vars(parser.parse_args(arguments))
    size = Size(**{name: found[name] for name in asdict(WHOLE)})
    return found["file"], tuple(found["modes"]) or tuple(Mode), size


def missed(figures: Figures) -> list[str]:
    """Name the bounds that were not kept."""
    bounds = {
        "a command was not acknowledged": figures.alone.unacknowledged == 0,
        "a command was not acknowledged beside the list": figures.beside_list.unacknowledged == 0,
        "an acknowledgement came too late": figures.alone.p99_ms < MOST_ACK_MS,
        "an acknowledgement came too late beside the list": figures.beside_list.p99_ms
        < MOST_ACK_BESIDE_LIST_MS,
        "a text went twice": figures.doubled == 0,
        "a text was lost": figures.lost == 0,
        "memory was kept": figures.grown <= MOST_GROWN,
        "the restarts took too long": figures.restart_seconds <= MOST_RESTART_SECONDS,
        "a message was not drawn": figures.undrawn == 0,
        "messages were drawn too late": figures.alone.drawn_seconds <= MOST_DRAWN_SECONDS,
        "nothing was checked": min(figures.alone.checks, figures.beside_list.checks) > 0,
        "too much was refused": max(map(_refused, (figures.alone, figures.beside_list))) <= MOST_REFUSED,
    }
    return [name for name, kept in bounds.items() if not kept]


def _refused(load: Waits) -> float:
    """Return which share of what people asked for was refused."""
    return load.refused / (load.commands + load.checks)


if __name__ == "__main__":
    sys.exit(main())
