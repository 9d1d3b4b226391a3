"""The command table: one row a verb. Router, help, access check and the manifest's test all read it."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot import spans
from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.slack import surface
from bot.slack.blocks import limits
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry

COMMAND: Final = surface.SMS.name
HELP: Final = "help"
SURE: Final = 0.8
"""How alike a word and a verb must be to be taken for a slip of the finger (difflib's ratio)."""

LONGEST_WORD: Final = 30
"""Characters of a first word that are compared with the verbs; none of them is nearly as long."""
QUOTES: Final = ('"', "“", "”")
TOO_LONG: Final = (
    f"That's longer than {limits.INPUT_TEXT:,} characters, the most a form takes. A text holds up to 1,600: "
    "shorten it, or send it in parts."
)

Run = Callable[[Interaction, str], None]


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing people can do: ``/sms NAME``, and for daily jobs a command of its own.

    ``unsure`` is what happens instead of ``run`` when the line begins with nearly the name of another verb,
    of one word or two: it gets the interaction, the whole line and that verb's name. So it does for a verb
    that stands ``alone`` as a rule and has words behind it: ``/sms credits were added`` may be a text. The
    verb for texts is asked about lines that may be one, the help about all others, and about a word like no
    verb: that has no name.

    A name is one word, or two whose first names a verb by itself: ``contacts`` and ``contacts add``. A
    command of its own takes the second word too. ``run`` gets the interaction and what was typed behind the
    verb. The verb with an empty name is what ``/sms`` does when no other verb was named.

    ``to`` is what a refusal says the role is needed for; empty for the command's own name.
    """

    name: str
    usage: str
    summary: str
    role: Role
    run: Run
    own_command: str = ""
    unsure: Callable[[Interaction, str, str], None] | None = None
    alone: bool = False
    to: str = ""

    @property
    def purpose(self) -> str:
        """What its role is needed for, as a refusal says it: send a text."""
        return self.to or f"use `{COMMAND} {self.name}`"


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

    def run(self, interaction: Interaction) -> None:
        """Do what was typed behind ``/sms``, or ask what was meant.

        Raises :exc:`UserError` when the person may not, and for a line no form can take.
        """
        text = _line(interaction)
        found = self._named(text)
        if found is not None and not (found[0].alone and found[1] and self._may_be_text(interaction)):
            self._run_or_ask(found[0], interaction, found[1])
            return
        word, rest = _first_word(text)
        near = found[0].name if found is not None else self._near(word, interaction.who)
        if near or (word and not rest and not any(character.isdigit() for character in word)):
            self._ask(interaction, rest, near)  # neither a number nor a name with a message
        else:
            self._run(self._verbs[""], interaction, text)

    def register(self, registry: Registry) -> None:
        """Register ``/sms`` and the commands of their own."""
        registry.command(COMMAND, Role.VIEWER, self.run)
        for verb in self._verbs.values():
            if verb.own_command:
                run = partial(self._run_own, verb)
                registry.to(verb.purpose).command(verb.own_command, verb.role, run)

    def _named(self, text: str) -> tuple[Verb, str] | None:
        """Return the verb a line begins with, the longer one of two, and what stands behind it."""
        word, rest = _first_word(text)
        second, after = _first_word(rest)
        for name, behind in ((f"{word} {second}", after), (word, rest)):
            verb = self._verbs.get(name.lower().strip()) if word else None
            if verb is not None:
                return verb, behind
        return None

    def _run_own(self, verb: Verb, interaction: Interaction) -> None:
        text = _line(interaction)
        found, rest = self._named(f"{verb.name} {text}") or (verb, text)
        self._run_or_ask(found, interaction, rest)

    def _run_or_ask(self, verb: Verb, interaction: Interaction, rest: str) -> None:
        """Run a verb, or ask about a word behind it that is nearly the second one of another."""
        near = self._near_second(verb.name, _first_word(rest)[0], interaction.who)
        asked = self._verbs.get(HELP) if near else None
        if asked is None or asked.unsure is None:
            self._run(verb, interaction, rest)
        else:
            asked.unsure(interaction, f"{verb.name} {rest}", near)

    def _run(self, verb: Verb, interaction: Interaction, rest: str) -> None:
        if not self._access.allows(interaction.who, verb.role):
            raise UserError(self._access.refusal(verb.role, interaction.who, verb.purpose))
        spans.note(verb=verb.name or "text")
        verb.run(interaction, rest)

    def _may_text(self, who: Who) -> bool:
        return self._access.allows(who, self._verbs[""].role)

    def _may_be_text(self, interaction: Interaction) -> bool:
        """Tell whether a line may be somebody's text: not once they have said that it is a command."""
        return self._may_text(interaction.who) and not interaction.replaces

    def _near(self, word: str, who: Who) -> str:
        """Return the verb a first word was most likely meant as, of those this person may use; or nothing.

        The two words of a verb may be written as one: ``otpverify``.
        """
        if not _may_be_verb(word):
            return ""
        return _likeliest(word, [verb.name for verb in self.allowed(who) if verb.name])

    def _near_second(self, first: str, word: str, who: Who) -> str:
        """Return the verb of two words whose second a word behind its first was most likely meant as.

        Nothing for one in quotes: whoever looks for a contact with such a name writes it so.
        """
        if not _may_be_verb(word) or word.startswith(QUOTES):
            return ""
        names = [verb.name.split() for verb in self.allowed(who)]
        seconds = [name[1] for name in names if name[:-1] == [first]]
        near = _likeliest(word, seconds)
        return near and f"{first} {near}"

    def _ask(self, interaction: Interaction, rest: str, near: str) -> None:
        """Ask what was meant: behind a name there may be a text, so nothing of what was typed is lost."""
        may_be_text = near and rest and self._may_text(interaction.who)
        asked = self._verbs["" if may_be_text else HELP]
        if asked.unsure is not None:
            asked.unsure(interaction, interaction.text, near)


def _line(interaction: Interaction) -> str:
    """Return what was typed. Raises :exc:`UserError` where it is longer than Slack's fields, in UTF-16."""
    text = interaction.text
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > limits.INPUT_TEXT:
        raise UserError(TOO_LONG)
    return text


def mistyped(line: str, near: str) -> tuple[str, str]:
    """Return what of a line was meant as the verb ``near``, one word or two, and what stands behind it."""
    word, rest = _first_word(line)
    if " " not in near or near.split(maxsplit=1)[0] != word.lower():
        return word, rest
    second, behind = _first_word(rest)
    return f"{word} {second}", behind


def _may_be_verb(word: str) -> bool:
    """Tell whether a word may be nearly a verb: a number is near none."""
    return any(map(str.isalpha, word))


def _likeliest(word: str, names: Sequence[str]) -> str:
    """Return the name that a word is nearly, or nothing."""
    short = word.lower() if len(word) <= LONGEST_WORD else ""
    swapped = [name for name in names if sorted(name) == sorted(short)]
    return next(iter(swapped or difflib.get_close_matches(short, names, n=1, cutoff=SURE)), "")


def _first_word(text: str) -> tuple[str, str]:
    """Return the first word and what stands behind it; a line break or a tab ends a word as a blank does."""
    word, *rest = text.split(maxsplit=1) or [""]
    return word, "".join(rest)
