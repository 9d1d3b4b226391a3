"""The choice of whom a text comes from."""

from dataclasses import dataclass
from typing import Final

from bot.slack import kit
from bot.slack.kit import Block
from bot.texting import phones

BLOCK: Final = "sender"


@dataclass(frozen=True, slots=True)
class Senders:
    """What a text can come from: numbers (digits) and alphanumeric sender IDs, the first one by default."""

    numbers: tuple[str, ...]
    alphanumeric: tuple[str, ...] = ()

    def choose(self, chosen: str) -> tuple[str, str | None] | None:
        """Return the number and the sender ID that a choice means, if any; none when it is not offered."""
        chosen = chosen or self.numbers[0]
        if chosen in self.numbers:
            return chosen, None
        return (self.numbers[0], chosen) if chosen in self.alphanumeric else None


def blocks(senders: Senders, chosen: str, *, feature: str) -> list[Block]:
    """Return the select, under the action id ``feature.sender``; nothing when there is only one sender."""
    if len(senders.numbers) + len(senders.alphanumeric) < 2:  # noqa: PLR2004 - a choice has two ends
        return []
    options = [kit.option(phones.pretty(number), number) for number in senders.numbers]
    options += [kit.option(name, name, "Shown as a name; no replies") for name in senders.alphanumeric]
    initial = next((option for option in options if option["value"] == chosen), options[0])
    element = {
        "type": "static_select",
        "action_id": f"{feature}.sender",
        "options": options,
        "initial_option": initial,
    }
    return [kit.field("From", BLOCK, element)]
