"""How Slack reaches the bot over HTTP: whether the bot answers on its port, or could listen there."""

import errno
import json
import secrets
import socket
from enum import Enum, auto
from http.client import HTTPConnection, HTTPException
from typing import Final

from bot.doctor.finding import Finding, ok, wrong
from bot.settings import Settings
from bot.slack.incoming.http import PATH, Signatures

NAME: Final = "HTTP"
SECONDS: Final = 3.0
"""How long Slack would wait for an answer."""
MOST_BYTES: Final = 4096
REFUSED: Final = (401, "401 Unauthorized")
"""What a bot says to whoever doesn't sign as Slack does."""
_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - told from others, not listened on


class _Who(Enum):
    """Who listens on a port."""

    US = auto()
    OTHER_SECRET = auto()
    STRANGER = auto()


def finding(found: Settings) -> Finding:
    """Tell whether the bot answers on its port, or could listen there. A bot does nothing for being asked."""
    place = f"{found.http_host}:{found.http_port}"
    with socket.socket(socket.AF_INET6 if ":" in found.http_host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((found.http_host, found.http_port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                told = f"{place} can't be used: {error.strerror}"
                return wrong(NAME, told, "Set HTTP_HOST and HTTP_PORT to an address the bot may listen on.")
        else:
            return ok(NAME, f"{place} is free; Slack reaches it through your proxy")
    return _taken(found, place)


def _taken(found: Settings, place: str) -> Finding:
    match _who(found):
        case _Who.US:
            return ok(NAME, f"the bot answers on {place}")
        case _Who.OTHER_SECRET:
            told = f"on {place} a bot listens that has another SLACK_SIGNING_SECRET"
            return wrong(NAME, told, "Start the bot again if you changed it; else set another HTTP_PORT.")
        case _:
            told = f"another program listens on {place}"
            return wrong(NAME, told, "End it, or set another HTTP_PORT.")


def _who(found: Settings) -> _Who:
    """Ask as Slack asks who changes the address of an app: only who has the same secret answers that."""
    challenge = secrets.token_hex(16)
    body = json.dumps({"type": "url_verification", "challenge": challenge}).encode()
    secret = found.slack_signing_secret
    signed = Signatures(secret.get_secret_value() if secret else "").sign(body)
    host = _EVERYWHERE.get(found.http_host, found.http_host)
    connection = HTTPConnection(host, found.http_port, timeout=SECONDS)
    try:
        connection.request("POST", PATH, body, {"Content-Type": "application/json", **signed})
        answer = connection.getresponse()
        said = answer.read(MOST_BYTES).decode("utf-8", "replace")
    except (OSError, HTTPException):
        return _Who.STRANGER
    finally:
        connection.close()
    if challenge in said:
        return _Who.US
    return _Who.OTHER_SECRET if (answer.status, said) == REFUSED else _Who.STRANGER
