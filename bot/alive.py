"""The command ``alive``: ask a bot on this machine how it is, with nothing but Python.

Health checks run it every few seconds, so it reads no settings and imports no library.
"""

import sys
from http.client import HTTPConnection, HTTPException
from typing import Final

HOST: Final = "127.0.0.1"
SECONDS: Final = 5.0
MOST_BYTES: Final = 64 * 1024
FINE: Final = 200


def ask(port: int, page: str) -> int:
    """Say what the bot answers on this page. Returns 0 where all is well, else 1."""
    connection = HTTPConnection(HOST, port, timeout=SECONDS)
    try:
        connection.request("GET", page)
        answer = connection.getresponse()
        said = answer.read(MOST_BYTES).decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        print(f"Nothing answers on port {port}: {type(error).__name__}. Is OPS_PORT set?", file=sys.stderr)  # noqa: T201 - a command line answers so
        return 1
    finally:
        connection.close()
    print(said)  # noqa: T201 - as above
    return 0 if answer.status == FINE else 1
