"""The ways to the contacts: a line as people type it, and the button of the Home tab."""

import pytest

from bot.access import Role
from bot.features.contacts.ids import Action
from bot.store.database import Database
from tests.features.contacts.hall import Hall
from tests.features.contacts.register import entry
from tests.features.do_not_text.windows import APO, MAYA
from tests.features.lists.front import Entries
from tests.features.sends import words_in

FULL = "+1 415-555-0100"


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


def test_a_groups_name_may_be_typed_as_it_is(hall: Hall) -> None:
    hall.register.rows.append(entry("14155550188", "Vera Two", group="VIP 2"))
    shown = words_in(hall.find("group:vip 2 vera"))
    assert "name contains *vera*, in *vip 2*" in shown
    assert "Vera Two" in shown


def test_the_home_tab_leads_to_everybody(hall: Hall) -> None:
    doors = Entries()
    hall.looking.register(doors)  # type: ignore[arg-type] # pretend entrances
    assert doors.roles[Action.NEW] is Role.VIEWER
    home = {"type": "home", "blocks": []}
    for who, shown in ((MAYA, FULL), (APO, "•••0100")):
        hall.looking.all(hall.front.press(home, who=who))
        assert "Looking through the contacts" in words_in(hall.front.windows.opened[-1])
        assert hall.front.ack == {}
        assert "All contacts, sorted by name." in hall.shown
        assert "3 people" in hall.shown
        assert shown in hall.shown
