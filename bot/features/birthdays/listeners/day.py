"""How Slack reaches the birthday texts of a day: the buttons of their message."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role, Who
from bot.features.birthdays.decisions import STOP, TEXT, BirthdayDecisions
from bot.features.birthdays.ids import Action
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry


@dataclass(frozen=True, slots=True)
class DayListeners:
    """Stops texts, and has missed ones prepared. Which role may stop them, the policy says."""

    decisions: BirthdayDecisions

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        stops = registry.to(STOP)
        stops.action(Action.STOP, self._may_stop, self._decided(self.decisions.stop))
        stops.action(Action.STOP_ALL, self._may_stop, self._decided(self.decisions.stop_all))
        registry.to(TEXT).action(Action.ASK, Role.SENDER, self._decided(self.decisions.ask))

    def _may_stop(self) -> Role:
        return self.decisions.calendar.rules.stop

    def _decided(self, decide: Callable[[str, Who], None]) -> Callable[[Interaction], None]:
        def listener(interaction: Interaction) -> None:
            decide(interaction.value, interaction.who)
            interaction.ack()

        return listener
