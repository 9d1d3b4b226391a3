"""How the bot of an account is started: its settings go in by a pipe, and its ports come back by another.

So no key stands in its environment or on its command line.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import IO, Final, NamedTuple, cast

from bot.accounts.model import Account
from bot.settings import Settings
from bot.settings_credentials import CREDENTIALS

HOST: Final = "127.0.0.1"
CHILD: Final = (sys.executable, "-m", "bot.accounts.child")
MOST_AT_ONCE: Final = 8
"""Arrivals of one account that are being answered: the others' go on however slow this one is."""
LONGEST_LINE: Final = 4096

Process = subprocess.Popen[str]


class Ports(NamedTuple):
    """Where a bot listens on this machine: for what arrives, and for operations."""

    slack: int
    ops: int


def begun(command: tuple[str, ...]) -> Process:
    """Return a process that waits to be told who it is. Raises :exc:`OSError`."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
        start_new_session=True,  # Ctrl-C is the front's matter
    )


def introduce(process: Process, account: Account, given: Mapping[str, str]) -> Ports | None:
    """Tell a process its settings, and return its ports once it runs; None where it ends before.

    What else is written there, by a library perhaps, is passed over.
    """
    told = {"key": account.key, "name": account.name, "workspace": account.workspace, "settings": given}
    to_it, from_it = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
    try:
        to_it.write(json.dumps(told) + "\n")
        to_it.flush()
        while line := from_it.readline(LONGEST_LINE):
            if ports := _ports(line):
                return ports
    except (OSError, ValueError):
        pass
    return None


def _ports(line: str) -> Ports | None:
    try:
        said = json.loads(line)
        return Ports(int(said["port"]), int(said["ops_port"]))
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def inner(values: Mapping[str, str], secret: str) -> dict[str, str]:
    """Return the settings of a bot, with how the front reaches it: over signed HTTP on this machine."""
    seen = values.get("OPS_PORT", "").strip()
    return {
        **values,
        "OPS_HOST": values.get("OPS_HOST", "").strip() or HOST if seen else HOST,
        "OPS_PORT": seen or "0",
        "SLACK_APP_TOKEN": "",
        "SLACK_SIGNING_SECRET": secret,
        "HTTP_HOST": HOST,
        "HTTP_PORT": "0",
        "HTTP_THREADS": str(MOST_AT_ONCE * 2),
        "HTTP_MAX_BODY_KB": "65536",  # the front has looked, and JSON may be longer than what came
    }


def reached_at(host: str) -> str:
    """Return where something on this machine is reached that listens on an address, perhaps on all."""
    return {"0.0.0.0": HOST, "::": "::1"}.get(host, host)  # noqa: S104 - told from others, not listened on


def environment() -> dict[str, str]:
    """Return the environment of this process without settings: a bot gets its own by the pipe."""
    ours = {name.upper() for name in Settings.model_fields} | {CREDENTIALS}
    return {
        name: value
        for name, value in os.environ.items()
        if not {name.upper(), name.upper().removesuffix("_FILE")} & ours
        and not name.upper().startswith(("SLACK_", "SMSIT_"))
    }
