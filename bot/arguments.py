"""What is typed behind a command of ``smsit-bot``, where several commands read it alike."""

import argparse
from collections.abc import Callable


def whole_number(most: int, *, least: int = 1) -> Callable[[str], int]:
    """Return what reads a whole number within these bounds; it refuses anything else in a sentence."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"enter a whole number from {least:,} to {most:,}")
        return int(text)

    return read
