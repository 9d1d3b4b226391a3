"""What a command says when something stands in its way, and how it ends then."""

import sys
from collections.abc import Callable
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import UserError

FAILED: Final = 1
BAD_SETTINGS: Final = 2
NO_DATABASE: Final = "Check DATABASE_URL: the database can't be used ({})."
NO_DRIVER: Final = "PostgreSQL needs {}: pip install 'smsit-slack-bot[postgres]'"


def complain(text: str) -> None:
    """Say what is wrong, where it does not mix with what was asked for."""
    print(text, file=sys.stderr)  # noqa: T201 - a command line answers so


def ended(work: Callable[[], int]) -> int:
    """Do something and return its exit status, or say what stands in the way and return :data:`FAILED`."""
    try:
        return work()
    except UserError as error:
        complain(error.sentence)
    except SQLAlchemyError as error:  # its text may quote the address, and with it a password
        complain(NO_DATABASE.format(type(error).__name__))
    except ModuleNotFoundError as error:
        complain(NO_DRIVER.format(error.name))
    except FileExistsError as error:
        complain(f"Choose another name: there is a file {error.filename or error} already.")
    except OSError as error:
        complain(
            f"The file can't be used: {error.strerror}" + (f": {error.filename}" if error.filename else "")
        )
    return FAILED
