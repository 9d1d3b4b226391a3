"""How commands of ``smsit-bot`` are added, and what is typed behind several of them."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


def add_command(commands: "Commands", name: str, what: str) -> argparse.ArgumentParser:
    """Add a command; ``what`` it does stands in the list of all, and in its own help."""
    return commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")


def whole_number(most: int, *, least: int = 1) -> Callable[[str], int]:
    """Return what reads a whole number within these bounds; it refuses anything else in a sentence."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"enter a whole number from {least:,} to {most:,}")
        return int(text)

    return read
