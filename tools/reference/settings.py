"""The page of settings, from their model and the example of a settings file."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pydantic.fields import FieldInfo

from bot.settings import Settings
from tools.reference.markdown import code, document, several, table

EXAMPLE: Final = Path(__file__).parents[2] / ".env.example"
_SECTION: Final = re.compile(r"# --- (.+?) -+")
_ONE_OF: Final = ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
_MORE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "SLACK_SIGNING_SECRET": "../operations.md#the-connection-to-slack",
        "SMSIT_PARALLEL": "../operations.md#queues",
        "DATABASE_URL": "../how-to/postgresql.md",
        "ERASURE_KEY": "../operations.md#erasing-a-person",
        "BACKUP_FOLDER": "../operations.md#backup",
        "POLICY_FILE": "../how-to/policy.md",
        "HTTP_HOST": "../operations.md#the-connection-to-slack",
        "OPS_HOST": "../operations.md#health-and-metrics",
        "LOG_FORMAT": "../operations.md#logs",
        "MCP_USER": "../operations.md#an-assistant",
        "TRACING": "../operations.md#traces",
        "RETENTION_DAYS": "../operations.md#what-is-kept-and-for-how-long",
        "ACCOUNTS_FILE": "../how-to/accounts.md",
        "HELD_LATE_MINUTES": "../operations.md#what-happens-at-a-restart",
    }
)
"""Where more is said of some, by the first name of its block in the example."""


def page() -> str:
    """Return the page. Raises ``ValueError`` when the example leaves a setting out."""
    told: list[str] = []
    parts: list[str] = []
    for block in EXAMPLE.read_text("utf-8").split("\n\n"):
        if section := _SECTION.fullmatch(block.strip()):
            parts += [f"## {section[1]}", ""]
        elif names := re.findall(r"^([A-Z_]+)=", block, re.MULTILINE):
            told += names
            parts[-1] += "\n" + _row(names, " ".join(re.findall(r"^# (.+)", block, re.MULTILINE)))
    missing = {name.upper() for name in Settings.model_fields} - set(told)
    if missing:
        raise ValueError(f"not in {EXAMPLE.name}: {', '.join(sorted(missing))}")
    return document(
        "Settings",
        "`.env.example` and `bot/settings.py`",
        "Settings are variables of the environment, or lines of a file `.env`; the environment wins. "
        "[.env.example](../../.env.example) is such a file to copy. "
        "[Where settings come from](../operations.md#where-settings-come-from) tells of further files and of "
        "secrets in files of their own. `smsit-bot settings` lists what is in force, and where it came from.",
        *(_HEAD + part if part.startswith("\n") else part for part in parts),
    )


_HEAD: Final = table(("setting", "default", "what it is", "what to write"), ())


def _row(names: list[str], about: str) -> str:
    fields = [Settings.model_fields[name.lower()] for name in names]
    more = _MORE.get(names[0])
    hints = dict.fromkeys(filter(None, (field.description for field in fields)))
    cells = (
        several(names),
        ", ".join(_default(name, field) for name, field in zip(names, fields, strict=True)),
        about + (f" [More]({more})" if more else ""),
        " ".join(hints),
    )
    return table(cells, ()).partition("\n")[0]


def _default(name: str, field: FieldInfo) -> str:
    if name in _ONE_OF:
        return "one of two is needed"
    if field.is_required():
        return "needed"
    if isinstance(field.default, bool):
        return code("on" if field.default else "off")
    return code(field.default) if field.default not in {None, ()} else "none"
