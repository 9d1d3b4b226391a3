"""Templates in a database of each kind."""

from collections.abc import Callable

import pytest

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.templates.editor import Editor, Written
from bot.features.templates.service import TemplateService
from bot.policy.model import Templates as Rules
from bot.store.database import Database
from bot.store.templates import NewTemplate, Version
from tests.clock import FakeClock
from tests.fakes.people import access_of
from tests.features.slack_harness import MAYA
from tests.slack.interactions import TEAM

GRANTS = {
    Role.VIEWER: ["*"],
    Role.BROADCASTER: ["U0MAYA", "U0PRIYA"],
    Role.APPROVER: ["U0ADA", "U0MAYA"],
    Role.ADMIN: ["U0TOM"],
}


class TemplateHarness:
    """The services of one bot, by one policy."""

    def __init__(self, database: Database, rules: Rules) -> None:
        self.database = database
        self.access: Access = access_of(TEAM, GRANTS)
        self.clock = FakeClock()
        self.service = TemplateService(database, self.access, rules)
        self.changes = Editor(database, self.service, self.access, self.clock)

    def write(self, name: str, body: str = "Hello.", **more: str) -> Version:
        """Have Maya write a template."""
        key = f"{name}:{body}:{more}"
        written = self.changes.create(NewTemplate(key=key, name=name, body=body, **more), MAYA)
        assert written is not None
        return written.version

    def change(self, seen_id: str, body: str, who: Who, key: str, **about: str) -> Written:
        """Have somebody change a template; what is not said of it stays as it is."""
        try:
            known = self.service.version(seen_id)[0].template
        except UserError:
            known = None
        kept = {name: getattr(known, name, "") for name in ("name", "language", "channel")}
        changed = self.changes.change(seen_id, NewTemplate(key=key, body=body, **(kept | about)), who)
        assert changed is not None
        return changed


MakeDesk = Callable[[Rules], TemplateHarness]


@pytest.fixture
def desk_of(database: Database) -> MakeDesk:
    return lambda rules: TemplateHarness(database, rules)


@pytest.fixture
def harness(database: Database) -> TemplateHarness:
    return TemplateHarness(database, Rules())
