"""What a command says when something stands in its way, and how it ends then."""

import re
import sys
from collections.abc import Callable
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import NO_DATABASE, UserError
from bot.logs import kind_of

FAILED: Final = 1
BAD_SETTINGS: Final = 2
_MOVES: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
NO_DRIVER: Final = "PostgreSQL needs {}: pip install 'smsit-slack-bot[postgres]'"


def printable(text: str) -> str:
    """Return a text, which may quote the name of any file, as a terminal may show it.

    What would move its cursor, colour it or forge a line becomes a question mark in a box.
    """
    return _MOVES.sub("\ufffd", text).encode("utf-8", "replace").decode()


def complain(text: str) -> None:
    """Say what is wrong, where it does not mix with what was asked for."""
    lines = (printable(each) for each in text.split("\n"))
    print("\n".join(lines), file=sys.stderr)  # noqa: T201 - a command line answers so


def ended(work: Callable[[], int]) -> int:
    """Do something and return its exit status, or say what stands in the way and return :data:`FAILED`."""
    try:
        return work()
    except UserError as error:
        complain(error.sentence)
    except SQLAlchemyError as error:  # its text may quote the address, and with it a password
        complain(NO_DATABASE.format(kind_of(error)))
    except ModuleNotFoundError as error:
        complain(NO_DRIVER.format(error.name))
    except FileExistsError as error:
        complain(f"Choose another name: there is a file {error.filename or error} already.")
    except OSError as error:
        complain(
            f"The file can't be used: {error.strerror}" + (f": {error.filename}" if error.filename else "")
        )
    return FAILED
