"""What of a contact somebody may see, in words. Pure; the results are escaped for mrkdwn."""

from dataclasses import dataclass
from typing import Final

from bot.features.contacts.person import Person
from bot.slack.blocks import kit
from bot.texting import kept_numbers, phones
from bot.texting.words import join_and

LONGEST_NAME: Final = 80
LONGEST_GROUPS: Final = 300


@dataclass(frozen=True, slots=True)
class Visibility:
    """Whether numbers, and what is as personal, are shown in ``full``; else the last four digits.

    ``region`` is the two-letter default for numbers that SMS-iT keeps in local form.
    """

    full: bool
    region: str | None

    def number(self, number: str) -> str:
        """Return a number (digits) as this person may see it."""
        return kept_numbers.shown(number, self.region) if self.full else phones.mask(number)

    def name(self, person: Person) -> str:
        """Return a name; empty when there is none."""
        return self.text(kit.truncate(person.name, LONGEST_NAME))

    def text(self, text: str) -> str:
        """Return words of SMS-iT, which may hold a number."""
        return kit.escape(text if self.full else phones.mask_in(text))

    def groups(self, names: tuple[str, ...], longest: int = LONGEST_GROUPS) -> str:
        """Return names of groups as a list in a sentence, cut when it is longer than so many characters."""
        return self.text(kit.truncate(join_and(names), longest))

    def opted_out(self, person: Person, longest: int = LONGEST_GROUPS) -> str:
        """Return what they opted out of; empty when they may be texted in every group."""
        if not person.subscribed:
            return ":no_bell: opted out"
        return f":no_bell: opted out of {self.groups(person.left, longest)}" if person.left else ""
