"""What the list above the composer offers: Slack's commands, and what the bot understands behind one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.sandbox.page.backstage import Suggestion
from bot.sandbox.slack.model import Payload

SLACK, DEMO = "SMS-iT", "Demo tip"


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list. A command is marked from the start; a tip only by the arrows."""

    line: str
    usage: str
    about: str
    source: str

    @property
    def is_tip(self) -> bool:
        """Whether the real Slack would not offer it: it knows commands, not what may stand behind them."""
        return self.source == DEMO


def offers(typed: str, commands: Iterable[Payload], tips: Iterable[Suggestion]) -> Sequence[Offer]:
    """Return what may be meant by a line that is being typed; nothing for an ordinary message."""
    if not typed.startswith("/") or "\n" in typed:
        return []
    if " " not in typed:
        return [_command(each) for each in commands if each["command"].startswith(typed)]
    sought = typed.casefold()
    found = (each for each in tips if " " in each.line and each.line.startswith(sought))
    return [Offer(each.line, each.usage, each.about, DEMO) for each in found]


def _command(command: Payload) -> Offer:
    usage, about = str(command.get("usage_hint", "")), str(command.get("description", ""))
    return Offer(str(command["command"]), usage, about, SLACK)
