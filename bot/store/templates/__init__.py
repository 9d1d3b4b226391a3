"""Templates: texts that are written once and used again. What was written stays, version by version.

A version waits until somebody approves or rejects it. Which of them may be used is up to the policy: the
newest of these is the one in use.
"""

from bot.store.templates.edits import NameTaken, add_version, archive, decide, describe, insert
from bot.store.templates.model import (
    Entry,
    NewTemplate,
    NewVersion,
    Ready,
    Scope,
    Template,
    Version,
    VersionState,
)
from bot.store.templates.queries import by_key, count, get, listed, standing, usable, version, versions

__all__ = [
    "Entry",
    "NameTaken",
    "NewTemplate",
    "NewVersion",
    "Ready",
    "Scope",
    "Template",
    "Version",
    "VersionState",
    "add_version",
    "archive",
    "by_key",
    "count",
    "decide",
    "describe",
    "get",
    "insert",
    "listed",
    "standing",
    "usable",
    "version",
    "versions",
]
