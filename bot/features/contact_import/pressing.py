"""How Slack reaches the buttons under the message of an import."""

from dataclasses import dataclass

from bot.access import Role
from bot.features.contact_import.ids import Action, Moment
from bot.features.contact_import.service import Imports
from bot.slack import metadata
from bot.slack.entrances import Entrances
from bot.slack.visits import Visit


@dataclass(frozen=True, slots=True)
class Pressing:
    """Acts on an import that has its message. Whoever started it may stop it, whatever their role now."""

    imports: Imports

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.PAUSE, Role.VIEWER, self.pause)
        entrances.action(Action.RESUME, Role.BROADCASTER, self.resume)
        entrances.action(Action.CANCEL, Role.VIEWER, self.cancel)

    def pause(self, visit: Visit) -> None:
        """Begin no further row."""
        about = metadata.load(Moment, visit.value)
        self.imports.pause(about.import_id, visit.who, about.wave)
        visit.ack()

    def resume(self, visit: Visit) -> None:
        """Go on."""
        about = metadata.load(Moment, visit.value)
        self.imports.resume(about.import_id, visit.who, about.wave)
        visit.ack()

    def cancel(self, visit: Visit) -> None:
        """End an import."""
        about = metadata.load(Moment, visit.value)
        self.imports.cancel(about.import_id, visit.who)
        visit.ack()
