"""What the value of one setting must look like.

Each check returns the value in its final form or raises ``ValueError`` with a sentence that never repeats
the value: it may be a secret in the wrong place.
"""

import re
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, SecretStr, ValidationInfo
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot import regular_files
from bot.texting import phones, sender_ids, zones

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_NO_ADDRESS: Final = "This isn't an address that starts with https://, and nothing but one."
_MORE: Final = re.compile(r"[?#@\s]")
_NAMED_HOSTS: Final = ("decentralized", "cloud")
_PANELS: Final = {"decontrolpanel.smsit.ai": "decentralized", "controlpanel.smsit.ai": "cloud"}
"""The addresses where people sign in, which are those of the two editions but for their path."""
_DATABASES: Final = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
_NO_DATABASE: Final = "This isn't a supported database address."
_USER: Final = re.compile("[UW][A-Z0-9]{1,30}")
_HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+=[\x21-\x2b\x2d-\x7e]+(?: [\x21-\x2b\x2d-\x7e]+)*")
"""A name and a value: letters, digits and signs, and no comma."""
_SWITCH: Final = {"on": True, "true": True, "yes": True, "1": True} | {
    "off": False,
    "false": False,
    "no": False,
    "0": False,
}
_PORTS: Final = range(1, 65_536)


def begins_with(prefix: str) -> AfterValidator:
    """Check how a Slack token begins, which tells a bot's from an app's."""

    def check(secret: SecretStr) -> SecretStr:
        if not secret.get_secret_value().startswith(prefix):
            raise ValueError(f"It doesn't start with {prefix}.")
        return secret

    return AfterValidator(check)


def longer_than(characters: int) -> AfterValidator:
    """Check that a secret is too long to be guessed."""

    def check(secret: SecretStr) -> SecretStr:
        if len(secret.get_secret_value()) <= characters:
            raise ValueError(f"It's too short: it needs more than {characters} characters.")
        return secret

    return AfterValidator(check)


def each_longer_than(characters: int) -> AfterValidator:
    """Check that secrets, separated by commas, are each too long to be guessed, and none there twice."""

    def check(secret: SecretStr) -> SecretStr:
        several = words_of(secret.get_secret_value())
        if any(len(each) <= characters for each in several):
            raise ValueError(f"One is too short: each needs more than {characters} characters.")
        if len(set(several)) < len(several):
            raise ValueError("One stands there twice.")
        return secret

    return AfterValidator(check)


def url(value: str) -> str:
    """Accept an https address and nothing but one, or http on this machine; it ends with a slash."""
    parts = _place(value, _NO_ADDRESS)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ValueError("Use https://: keys and texts would travel unencrypted over http://.")
    return value if value.endswith("/") else f"{value}/"


def collector(value: str) -> str:
    """Accept an http or https address: a collector is often a neighbour without a certificate."""
    _place(value, "This isn't an address that starts with http:// or https://, and nothing but one.")
    return value.rstrip("/")


def _place(value: str, told: str) -> SplitResult:
    """Return the parts of an address in which no name, password or query stands: logs would show them."""
    try:
        parts = urlsplit(value)
        is_one = parts.scheme in {"https", "http"} and parts.hostname and parts.port != 0
    except ValueError:  # its own text would repeat the value
        is_one = False
    if not is_one or _MORE.search(value):
        raise ValueError(told)
    return parts


def headers(secret: SecretStr, info: ValidationInfo) -> SecretStr:
    """Accept pairs of header names and values, for a collector that nobody on the way there listens to."""
    pairs = secret.get_secret_value().split(",")
    if not all(_HEADER.fullmatch(pair.strip()) for pair in pairs):
        raise ValueError("This isn't a list like name=value,name=value.")
    parts = urlsplit(info.data.get("otel_exporter_otlp_endpoint", ""))
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ValueError("Use https:// for OTEL_EXPORTER_OTLP_ENDPOINT: headers hold keys.")
    return secret


def switch(value: object) -> object:
    """Read on or off."""
    if not isinstance(value, str):
        return value
    if value.lower() not in _SWITCH:
        raise ValueError("This is neither on nor off.")
    return _SWITCH[value.lower()]


def smsit_host(value: str) -> str:
    """Accept SMS-iT's two editions by name or by the address where people sign in, or another address."""
    if value.lower() in _NAMED_HOSTS:
        return value.lower()
    host, _, path = value.lower().removeprefix("https://").partition("/")
    return _PANELS[host] if host in _PANELS and not path.startswith("apis") else url(value)


def database(value: str) -> str:
    """Accept an SQLAlchemy address of a SQLite file, or of PostgreSQL through psycopg."""
    if not value.startswith(_DATABASES):
        raise ValueError(_NO_DATABASE)
    try:
        parts = make_url(value)
        named = parts if parts.get_backend_name() == "sqlite" else parts.set(drivername="postgresql+psycopg")
        named.get_dialect()().create_connect_args(named)  # reads what stands behind the question mark
    except (ArgumentError, ValueError, TypeError):  # their own texts repeat the value, and with it a password
        raise ValueError(
            f"{_NO_DATABASE} Write special characters in a password as %, like %40 for @."
        ) from None
    wrong = _file_missing(parts) if parts.get_backend_name() == "sqlite" else _server_missing(parts)
    if wrong:
        raise ValueError(wrong)
    return value


def _file_missing(parts: URL) -> str:
    return "It names no file." if parts.database in {None, "", ":memory:"} else ""


def _server_missing(parts: URL) -> str:
    """Return what an address of PostgreSQL lacks; its host may stand behind the question mark."""
    if not (parts.host or parts.query.get("host")):
        return "It names no host."
    if not _is_host(parts.host or ""):
        return "Its host isn't the name of any."
    if parts.port is not None and parts.port not in _PORTS:
        return "Its port isn't a number from 1 to 65535."
    return "" if parts.database else "It names no database."


def _is_host(host: str) -> bool:
    """Tell whether somebody could be asked where a host is: not one with 300 letters between two dots."""
    try:
        host.encode("idna")
    except UnicodeError:
        return host.startswith(("/", "%2F", "%2f"))  # the folder of a socket
    return True


def user(value: str) -> str:
    """Accept the id of one person in Slack."""
    if not _USER.fullmatch(value):
        raise ValueError("This isn't the Slack ID of a person.")
    return value


def region(value: str) -> str:
    """Accept a two-letter country code, in capitals."""
    region = value.upper()
    if region not in phones.REGIONS:
        raise ValueError("This isn't a two-letter country code." + (" Use GB." if region == "UK" else ""))
    return region


def zone(value: object) -> object:
    """Find a time zone by its IANA name."""
    return zones.parse(value) if isinstance(value, str) else value


def readable_file(path: Path) -> Path:
    """Accept the path of a file that can be read."""
    try:
        regular_files.require_readable(path)
    except OSError as error:
        raise ValueError(f"The file can't be read: {regular_files.why(error)}.") from None
    return path


def listed(value: object) -> object:
    """Split at commas."""
    return words_of(value) if isinstance(value, str) else value


def words_of(text: str) -> tuple[str, ...]:
    """Return what stands between commas, as far as there is something."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def each_number(numbers: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Bring phone numbers to digits with country code, each once; local forms follow the default region."""
    return tuple(
        dict.fromkeys(phones.parse(number, info.data.get("default_region")).digits for number in numbers)
    )


def each_sender(names: tuple[str, ...]) -> tuple[str, ...]:
    """Accept alphanumeric sender IDs, each once."""
    for name in names:
        sender_ids.check(name)
    return tuple(dict.fromkeys(names))


def lower(value: object) -> object:
    """Forgive capitals."""
    return value.lower() if isinstance(value, str) else value


def upper(value: object) -> object:
    """Forgive small letters."""
    return value.upper() if isinstance(value, str) else value
