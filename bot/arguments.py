"""How commands of ``smsit-bot`` are added, and what is typed behind several of them."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


def add_command(commands: "Commands", name: str, what: str) -> argparse.ArgumentParser:
    """Add a command; ``what`` it does stands in the list of all, and in its own help."""
    made = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
    made.set_defaults(parser=made)
    return made


def require_alone(given: argparse.Namespace, option: str, *others: str) -> None:
    """End with a sentence where one of `others` was typed as well, which would do nothing beside `option`."""
    typed = [each for each in others if _value(given, each) != given.parser.get_default(_name(each))]
    if _value(given, option) and typed:
        given.parser.error(f"argument {option}: leave out {' and '.join(typed)}, for which it has no use")


def require_with(given: argparse.Namespace, option: str, other: str, why: str) -> None:
    """End with a sentence where `option` was typed without the `other` it needs, such as ``--to FILE``."""
    if _value(given, option) and not _value(given, other.partition(" ")[0]):
        given.parser.error(f"argument {option}: add {other}, {why}")


def _value(given: argparse.Namespace, option: str) -> object:
    return getattr(given, _name(option))


def _name(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")


def whole_number(most: int, *, least: int = 1) -> Callable[[str], int]:
    """Return what reads a whole number within these bounds; it refuses anything else in a sentence."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"enter a whole number from {least:,} to {most:,}")
        return int(text)

    return read
