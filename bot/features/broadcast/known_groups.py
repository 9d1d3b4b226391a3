"""The groups that are known, as far as the form needs them: by typed name, their sizes, and similar names."""

import difflib
from typing import Final

from bot.features.groups.service import GroupChoice
from bot.store import contact_groups
from bot.store.contact_groups import Group
from bot.store.database import Database
from bot.texting import names

NEAR: Final = 5
LONGEST: Final = 3000
"""Characters of a typed name that are read: what a form takes."""
ALIKE: Final = 0.5
"""How alike two names must be for one to be suggested in the place of the other (difflib's ratio)."""


class KnownGroups:
    """Reads the groups the bot has counted. A broadcast is never sent by these figures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def choice(self, typed: str) -> GroupChoice | None:
        """Return the group of that name, however it is written; none when none or several are meant."""
        request = typed[:LONGEST].strip()
        found = [each for each in self._all() if _same(each.name, request)]
        exact = [each for each in found if each.name.strip() == request]
        chosen = exact or found
        return GroupChoice.of(chosen[0]) if len(chosen) == 1 else None

    def people(self, value: str) -> int:
        """Return how many people of the group that a choice means could be texted; 0 when not known."""
        found = (each for each in self._all() if GroupChoice.of(each).value == value)
        return next((each.counts.subscribed for each in found if each.counts), 0)

    def near(self, typed: str) -> tuple[str, ...]:
        """Return the names of groups that a typed name may have meant, the likeliest first."""
        request = typed[: names.LONGEST].strip().casefold()
        by_folded = {each.name.casefold(): each.name for each in self._all()}
        holding = [name for folded, name in by_folded.items() if request in folded]
        alike = difflib.get_close_matches(request, by_folded, n=NEAR, cutoff=ALIKE)
        return tuple(dict.fromkeys([*holding, *(by_folded[each] for each in alike)]))[:NEAR]

    def _all(self) -> tuple[Group, ...]:
        with self._database.read() as conn:
            return contact_groups.matching(conn, "")


def _same(name: str, typed: str) -> bool:
    if name.strip().casefold() == typed.casefold():
        return True
    # What is folded is bounded, and the names of groups are not.
    return max(len(name), len(typed)) <= names.LONGEST and names.fold(name) == names.fold(typed) != ""
