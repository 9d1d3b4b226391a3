"""Draws the Home tab of one person: when they open it, and again while they look at it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.access import Access, Role, Who
from bot.features.feature import HomePart
from bot.features.home import views
from bot.features.home.service import Desk
from bot.features.home.views import Label, Person
from bot.features.home.visitors import Visitors
from bot.slack.blocks.digests import digest
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.modals import Modals


@dataclass(frozen=True, slots=True)
class RecentPart:
    """Shows people their newest texts. ``may_text`` tells of whom it is said that there are none."""

    desk: Desk
    label: Label
    may_text: Callable[[Who], bool]

    def draw(self, who: Who) -> list[Block]:
        """Return a line for each text."""
        return views.recent(self.desk.recent(who), self.label, may_text=self.may_text(who))


@dataclass(frozen=True, slots=True)
class HomeTab:
    """Draws the tab of its ``parts``. ``person`` tells what somebody may do."""

    parts: Sequence[HomePart]
    person: Callable[[Who], Person]
    desk: Desk
    visitors: Visitors
    access: Access
    modals: Modals

    def open(self, who: Who) -> None:
        """Show the tab to who opened it."""
        mark = self.desk.mark()
        view = self.draw(who)
        if self.modals.publish(who.user_id, view):
            self.visitors.came(who, mark, digest(view))

    def draw_again(self) -> None:
        """Show the tab anew to those who look at it and would see something else, until Slack fails."""
        if self.visitors:
            mark = self.desk.mark()
            all(self._update(who, mark) for who in self.visitors.due(mark))

    def update(self, who: Who) -> None:
        """Show the tab anew to one person, if they look at it and would see something else."""
        if self.visitors.sees(who) is not None:
            self._update(who, self.desk.mark())

    def draw(self, who: Who) -> Block:
        """Return the tab of one person now."""
        parts = sorted(self.parts, key=lambda part: part.section)
        return views.home(self.person(who), [(part.section, part.draw(who)) for part in parts])

    def _update(self, who: Who, mark: object) -> bool:
        """Draw it for one person; tell whether Slack took what there was."""
        if not self.access.allows(who, Role.VIEWER):
            self.visitors.left(who)
            return True
        view = self.draw(who)
        told = digest(view)
        if told != self.visitors.sees(who) and not self.modals.publish(who.user_id, view):
            return False
        self.visitors.drawn(who, mark, told)
        return True
