"""Reading one table of a policy file key by key, noting what does not fit and going on."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from bot.access import Role
from bot.policy.lines import Path
from bot.policy.mistakes import Mistakes

USER: Final = re.compile(r"[UW][A-Z0-9]{2,}")
CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{2,}")
ROLES: Final = tuple(role.value for role in Role)


class Table:
    """One table. A key that is missing or wrong gives None; what is wrong is among the mistakes."""

    def __init__(self, values: Mapping[str, object], path: Path, mistakes: Mistakes) -> None:
        self.values = values
        self.path = path
        self._mistakes = mistakes

    def has_only(self, known: Collection[str]) -> None:
        """Note every key that is not among the known ones."""
        for key in self.values:
            if key not in known:
                self._mistakes.add_unknown((*self.path, key), known)

    def wrong(self, key: str, text: str, *within: int) -> None:
        """Note a mistake in a key, or in an element of its list."""
        self._mistakes.add((*self.path, key, *within), text)

    def table(self, key: str) -> "Table":
        """Return a table inside this one; an empty one where the file has none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            name = ".".join(map(str, (*self.path, key)))
            self.wrong(key, f"is a table; write [{name}] on a line of its own")
            value = {}
        return Table(value, (*self.path, key), self._mistakes)

    def whole(self, key: str, of: str, least: int = 0, most: int | None = None) -> int | None:
        """Return a whole number between two bounds. ``of`` names what is counted."""
        value = self.values.get(key)
        if value is None:
            return None
        bounds = f"from {least:,} to {most:,}" if most is not None else f"{least:,} or more"
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(key, f"write a whole number of {of}, {bounds}")
            return None
        if value < least or (most is not None and value > most):
            self.wrong(key, f"is {value:,}; write a whole number of {of}, {bounds}")
            return None
        return value

    def role(self, key: str, usual: Role) -> Role:
        """Return the role a key names; the usual one where it names none."""
        value = self.values.get(key, usual.value)
        if value in ROLES:
            return Role(value)
        self.wrong(key, f"write a role: {', '.join(ROLES)}")
        return usual

    def credits_by(self, kind: re.Pattern[str], example: str) -> Mapping[str, int]:
        """Return a number of credits for each id; ``kind`` is what an id looks like."""
        found: dict[str, int] = {}
        for key in self.values:
            if not kind.fullmatch(key):
                self.wrong(key, f"is not an id; ids look like {example}")
            elif (number := self.whole(key, "credits")) is not None:
                found[key] = number
        return found
