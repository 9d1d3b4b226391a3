"""The command table: one row a verb. Router, help, access check and the manifest's test all read it."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.slack.entrances import NO_ROLE, Entrances
from bot.slack.errors import UserError
from bot.slack.roles import Access, Role, Who
from bot.slack.visits import Visit

COMMAND: Final = "/sms"
HELP: Final = "help"
SURE: Final = 0.8
"""How alike a word and a verb must be to be taken for a slip of the finger (difflib's ratio)."""

Run = Callable[[Visit, str], None]


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing people can do: ``/sms NAME``, and for daily jobs a command of its own.

    A name is one word, or two whose first names a verb by itself: ``contacts`` and ``contacts add``. A
    command of its own takes the second word too. ``run`` gets the visit and what was typed behind the verb.
    The verb with an empty name is what ``/sms`` does when no other verb was named.
    """

    name: str
    usage: str
    summary: str
    role: Role
    run: Run
    own_command: str = ""


class CommandTable:
    """Finds the verb a person typed, and whether they may use it."""

    def __init__(self, verbs: Sequence[Verb], access: Access) -> None:
        self._verbs = {verb.name: verb for verb in verbs}
        self._access = access

    def add(self, verb: Verb) -> None:
        """Put one more row at the end of the table."""
        self._verbs[verb.name] = verb

    @property
    def commands(self) -> frozenset[str]:
        """Every slash command the manifest has to name."""
        return frozenset({COMMAND} | {verb.own_command for verb in self._verbs.values() if verb.own_command})

    def allowed(self, who: Who) -> tuple[Verb, ...]:
        """Return the verbs this person may use, in the order of the table."""
        roles = self._access.roles(who)
        return tuple(verb for verb in self._verbs.values() if verb.role in roles)

    def run(self, visit: Visit) -> None:
        """Do what was typed behind ``/sms``. Raises :exc:`UserError` when the person may not."""
        found = self._named(visit.text)
        if found is not None:
            self._run(found[0], visit, found[1])
        elif self._mistyped(visit.text):
            self._run(self._verbs[HELP], visit, _first_word(visit.text)[0])
        else:
            self._run(self._verbs[""], visit, visit.text)

    def register(self, entrances: Entrances) -> None:
        """Register ``/sms`` and the commands of their own."""
        entrances.command(COMMAND, Role.VIEWER, self.run)
        for verb in self._verbs.values():
            if verb.own_command:
                entrances.command(verb.own_command, verb.role, partial(self._run_own, verb))

    def _named(self, text: str) -> tuple[Verb, str] | None:
        """Return the verb a line begins with, the longer one of two, and what stands behind it."""
        word, rest = _first_word(text)
        second, after = _first_word(rest)
        for name, behind in ((f"{word} {second}", after), (word, rest)):
            verb = self._verbs.get(name.lower().strip()) if word else None
            if verb is not None:
                return verb, behind
        return None

    def _run_own(self, verb: Verb, visit: Visit) -> None:
        found, rest = self._named(f"{verb.name} {visit.text}") or (verb, visit.text)
        self._run(found, visit, rest)

    def _run(self, verb: Verb, visit: Visit, rest: str) -> None:
        if not self._access.allows(visit.who, verb.role):
            raise UserError(NO_ROLE.format(role=verb.role))
        verb.run(visit, rest)

    def _mistyped(self, text: str) -> bool:
        """Tell whether this can be neither a text to send nor a contact's name with one.

        A lone word without a digit is neither a number nor a name with a message; and a first word that
        is nearly a verb was most likely meant as one.
        """
        word, rest = _first_word(text)
        if not word:
            return False
        lone = not rest and not any(character.isdigit() for character in word)
        names = [name for name in self._verbs if name and " " not in name]
        return lone or bool(difflib.get_close_matches(word.lower(), names, n=1, cutoff=SURE))


def _first_word(text: str) -> tuple[str, str]:
    """Return the first word and what stands behind it; a line break or a tab ends a word as a blank does."""
    word, *rest = text.split(maxsplit=1) or [""]
    return word, "".join(rest)
