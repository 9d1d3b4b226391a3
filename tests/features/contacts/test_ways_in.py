"""The ways to the contacts: a line as people type it, and the button of the Home tab."""

import pytest

from bot.access import Role
from bot.features.contacts.ids import Action
from bot.store.database import Database
from tests.fakes.slack import FakeRegistry
from tests.features.contacts.entries import entry
from tests.features.contacts.search_harness import SearchHarness
from tests.features.samples import words_in
from tests.features.slack_harness import APO, MAYA

FULL = "+1 415-555-0100"


@pytest.fixture
def search_harness(database: Database) -> SearchHarness:
    return SearchHarness(database)


def test_a_groups_name_may_be_typed_as_it_is(search_harness: SearchHarness) -> None:
    search_harness.register.rows.append(entry("14155550188", "Vera Two", group="VIP 2"))
    shown = words_in(search_harness.find("group:vip 2 vera"))
    assert "Contacts matching “vera”, in *vip 2*" in shown
    assert "Vera Two" in shown


def test_the_home_tab_leads_to_everybody(search_harness: SearchHarness) -> None:
    registry = FakeRegistry()
    search_harness.search_listeners.register(registry)  # type: ignore[arg-type] # a pretend registry
    assert registry.roles[Action.NEW] is Role.VIEWER
    home = {"type": "home", "blocks": []}
    for who, shown in ((MAYA, FULL), (APO, "•••0100")):
        search_harness.search_listeners.all(search_harness.slack_harness.press(home, who=who))
        assert "Searching contacts" in words_in(search_harness.slack_harness.windows.opened[-1])
        assert search_harness.slack_harness.ack == {}
        assert "All contacts · by name" in search_harness.shown
        assert "3 contacts" in search_harness.shown
        assert shown in search_harness.shown
