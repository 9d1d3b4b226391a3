"""The command ``manifest``: prints what to paste at Slack when the app is made or changed."""

import json
import re
import sys
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from bot.slack.manifest import ENDPOINT, LONGEST_NAME, NAME, as_yaml, manifest

BAD_ARGUMENTS: Final = 2
NO_ADDRESS: Final = "Give the address where Slack reaches the bot, such as https://sms.example.com"
LONGEST_HOST: Final = 253
_ADDRESS: Final = re.compile(r"[A-Za-z]+://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
NO_NAME: Final = f"Give a name of 1 to {LONGEST_NAME} characters on one line"
HEAD: Final = """\
# The Slack app, to paste at api.slack.com/apps under "Create New App", "From a manifest".
# Made by `smsit-bot manifest`: change bot/slack/surface.py, and write it again with `make manifest`.
"""
FOR_HTTP: Final = f"""\
# For HTTP instead of Socket Mode, `smsit-bot manifest --http https://your.address` prints the one to paste:
# it has {ENDPOINT} of your address wherever Slack needs it.
"""


def show(*, name: str = NAME, http: str = "", oauth: bool = False, as_json: bool = False) -> int:
    """Print it. Returns the exit status: 0, or 2 for arguments that Slack would not take."""
    if not _is_name(name):
        return _complain(NO_NAME)
    if http and not _is_address(http):
        return _complain(NO_ADDRESS)
    found = manifest(name, http, oauth=oauth)
    head = HEAD if http else HEAD + FOR_HTTP
    sys.stdout.write(
        json.dumps(found, ensure_ascii=False, indent=2) + "\n" if as_json else head + as_yaml(found)
    )
    return 0


def _is_name(name: str) -> bool:
    return 0 < len(name.strip()) <= len(name) <= LONGEST_NAME and name.isprintable()


def _is_address(text: str) -> bool:
    try:
        found = urlsplit(text)
        is_port = found.port != 0  # raises for one that is none
    except ValueError:
        return False
    # Nobody's name or password: Slack shows the address to everyone who looks after the app.
    is_plain = _ADDRESS.fullmatch(text) is not None
    return is_plain and is_port and found.scheme == "https" and _is_host(found.hostname or "")


def _is_host(name: str) -> bool:
    """Tell whether Slack could look for it: a name with dots in it, or an address."""
    try:
        ip_address(name)
    except ValueError:
        return len(name) <= LONGEST_HOST and "." in name and all(map(_LABEL.fullmatch, name.split(".")))
    return True


def _complain(text: str) -> int:
    sys.stderr.write(f"{text}.\n")
    return BAD_ARGUMENTS
