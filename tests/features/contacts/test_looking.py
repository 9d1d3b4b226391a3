"""Finding and opening contacts, driven as Slack would drive it."""

import json
from dataclasses import replace

import pytest

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts.groups import value
from bot.features.contacts.ids import Action
from bot.slack.metadata import MetadataError
from bot.smsit import Endpoint, Unavailable, UnknownGroup
from bot.smsit.codes import refusal
from bot.store.database import Database
from tests.features.contacts.hall import Hall, option
from tests.features.contacts.register import ADA, GRACE, NORA, entry
from tests.features.do_not_text.windows import ADA as ADMIN
from tests.features.do_not_text.windows import APO, MAYA, SAM, buttons, typed
from tests.features.lists.front import Entries
from tests.features.sends import words_in
from tests.slack.offered import offered

DOWN = Unavailable(Endpoint.GET_CONTACTS, "it did not answer in time")
FULL = "+1 415-555-0100"


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


def test_whoever_may_look_may_find_and_open_contacts(hall: Hall) -> None:
    (verb,) = hall.looking.verbs()
    assert (verb.name, verb.role) == ("contacts", Role.VIEWER)
    doors = Entries()
    hall.looking.register(doors)  # type: ignore[arg-type] # pretend entrances
    assert set(doors.roles.values()) == {Role.VIEWER}


def test_a_waiting_view_opens_first_then_the_people(hall: Hall) -> None:
    view = hall.find("ada")
    assert "Looking through the contacts" in words_in(hall.front.windows.opened[0])
    assert hall.front.windows.updates[-1][0] == "V1"
    assert hall.front.acks.given == [{}]
    shown = words_in(view)
    assert "name contains *ada*" in shown
    assert f"*Ada Lovelace*  {FULL}" in shown
    assert "Newsletter and VIP · :no_bell: has opted out of Newsletter" in shown
    assert "1 person" in shown
    assert set(json.loads(view["private_metadata"])) == {
        *("name", "number", "email", "group", "source", "subscribed", "sort", "order", "page")
    }


def test_numbers_are_masked_unless_the_role_shows_them(hall: Hall) -> None:
    hall.register.rows.append(entry("14155550199", "+1 415 555 0199", email="x@example.com"))
    for who, is_full in ((MAYA, True), (ADMIN, True), (SAM, False), (APO, False)):
        found = hall.find("", who)
        assert (FULL in words_in(found)) is is_full
        assert ("•••0100" in words_in(found)) is not is_full
        opened = hall.open(found, 1, who)
        shown = words_in(
            {**opened, "blocks": [block for block in opened["blocks"] if block["type"] != "actions"]}
        )
        assert (FULL in shown) is is_full
        assert ("ada@example.com" in shown) is is_full
        assert "555-0199" not in words_in(hall.find("", who)) or is_full


def test_who_may_do_more_is_offered_more(hall: Hall) -> None:
    def offered(who: object) -> set[str]:
        return set(buttons(hall.find("", who))) - {"contacts.open"}  # type: ignore[arg-type] # a person

    assert offered(APO) == {"contacts.filter"}
    assert offered(SAM) == {"contacts.filter", "contacts.add"}
    assert offered(MAYA) == {"contacts.filter", "contacts.add", "contact_import.ask"}
    assert offered(ADMIN) == {"contacts.filter", "contacts.add", "contact_import.ask", "contacts.export"}
    assert "contacts.export" not in buttons(hall.find("nobody", ADMIN))


def test_a_link_slack_made_of_what_was_typed_is_read_as_it_is_shown(hall: Hall) -> None:
    hall.find("<mailto:ada@example.com|ada@example.com>")
    assert "Ada Lovelace" in hall.shown
    assert "mailto" not in hall.shown


def test_nobody_found_is_said(hall: Hall) -> None:
    assert "No contact matches." in words_in(hall.find("nobody"))


def test_words_nobody_can_look_for_are_answered_at_once(hall: Hall) -> None:
    with pytest.raises(UserError, match="After sort:"):
        hall.find("sort:age")


def test_pages_are_turned_and_say_what_is_known(hall: Hall) -> None:
    hall.register.rows = [entry(str(14155550200 + n), f"Person {n:03}") for n in range(150)]
    hall.register.rows += [entry(str(14155560200 + n), f"Person {n:03}") for n in range(150)]
    first = hall.find("")
    assert "1 to 10, and there are more" in words_in(first)
    second = hall.turn("further", first)
    assert "11 to 20, and there are more" in words_in(second)
    assert hall.front.windows.updates[-1][0] == "VLIST"
    assert "Looking through" in hall.front.windows.drawn("VLIST")[-2]
    assert "1 to 10," in words_in(hall.turn("earlier", second))
    hall.looking.turn(hall.front.press(second, "29"))
    assert "291 to 300 of 300 people" in hall.shown
    hall.looking.turn(hall.front.press(second, "nonsense"))
    assert "1 to 10," in hall.shown


def test_too_many_rows_of_others_are_told(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.features.contacts.finder.MOST_REQUESTS", 1)
    hall.register.rows = [entry(str(14155550200 + n), group="VIP 2") for n in range(20)]
    shown = words_in(hall.find("group:VIP"))
    assert "There may be more" in shown
    assert "No contact matches" not in shown
    hall.register.rows = hall.register.rows[:4]
    shown = words_in(hall.find("group:“VIP 2”"))
    assert "There may be more" in shown
    assert "1 to 4" in shown


def test_when_smsit_is_silent_the_search_can_be_tried_again(hall: Hall) -> None:
    hall.register.trouble = DOWN
    view = hall.find("ada subscribed:yes")
    assert DOWN.sentence in words_in(view)
    assert "name contains *ada*, *subscribed*" in words_in(view)
    hall.register.trouble = None
    assert "Ada Lovelace" in words_in(hall.turn("again", view))


def test_a_group_smsit_does_not_have_is_told(hall: Hall) -> None:
    hall.register.trouble = refusal(Endpoint.GET_CONTACTS, -2)
    assert isinstance(hall.register.trouble, UnknownGroup)
    assert "SMS-iT has no group of that name" in words_in(hall.find("group:Night"))


def test_the_form_is_filled_in_with_the_search_and_looks_again(hall: Hall) -> None:
    view = hall.find("ada group:newsletter source:kiosk subscribed:no sort:newest")
    answer = hall.submit_filter(
        view,
        number=typed("555012"),
        group=option("Newsletter"),
        source=option("kiosk"),
        subscribed=option("no"),
        sort=option("number"),
        order=option("reversed"),
    )
    form = hall.front.windows.opened[-1]
    initial = [
        block["element"].get("initial_value") or block["element"].get("initial_option", {}).get("value")
        for block in form["blocks"]
    ]
    assert initial == ["ada", None, None, "Newsletter", "kiosk", "no", "newest", "usual"]
    assert answer == {}
    assert [name for name, _view in hall.front.windows.updates[-2:]] == ["VLIST", "VLIST"]
    assert "Looking through" in hall.front.windows.drawn("VLIST")[-2]
    assert (
        "number contains *555012*, in *Newsletter*, signed up by *Kiosk*, *opted out* of a group"
        in hall.shown
    )
    assert "sorted by number, falling." in hall.shown
    assert "Nora Quiet" in hall.shown


def test_an_empty_form_finds_everybody(hall: Hall) -> None:
    assert hall.submit_filter(hall.find("ada")) == {}
    assert "All contacts, sorted by name." in hall.shown
    assert "3 people" in hall.shown


def test_too_few_digits_are_told_beside_the_field(hall: Hall) -> None:
    answer = hall.submit_filter(hall.find(""), number=typed("12"))
    assert "3 to 15 digits" in answer["errors"]["number"]


def test_a_group_that_is_gone_is_not_filled_in(hall: Hall) -> None:
    view = hall.find(f"group:{'X' * 200}")
    assert "in one group" in words_in(view)
    assert "no longer known" in words_in(view)
    hall.looking.ask(hall.front.press(view))
    assert "initial_option" not in hall.front.windows.opened[-1]["blocks"][2]["element"]


def test_groups_are_offered_while_somebody_types(hall: Hall) -> None:
    found = offered(hall.looking, Action.GROUP, {"value": "vip"})
    assert [each["value"] for each in found] == ["VIP", "VIP 2"]
    assert offered(hall.looking, Action.GROUP, {})[1]["value"] == value("N" * 200)


def test_a_contact_opens_in_place_and_leads_elsewhere(hall: Hall) -> None:
    found = hall.find("ada sort:newest")
    view = hall.open(found)
    assert hall.front.windows.updates[-1][0] == "VLIST"  # nothing is pushed: a doorway's form needs the room
    shown = words_in(view)
    for fact in ("10 December 1985", "ada@example.com", "12 March 2021", "SMS", "Newsletter and VIP"):
        assert fact in shown
    assert buttons(view) == {"sms.to_contact": [ADA], "delivery.recent": [ADA], "contacts.back": ["0"]}
    assert "do-not-text" not in shown
    assert "name contains *ada*" in words_in(hall.turn("back", view))
    assert "sorted the newest first" in hall.shown


def test_doorways_are_shown_to_people_with_their_role_only(hall: Hall) -> None:
    view = hall.open(hall.find("ada", APO), who=APO)
    assert set(buttons(view)) == {"delivery.recent", "contacts.back"}
    alone = replace(hall.looking, beside_one=())
    alone.opened(hall.front.press(view, ADA))
    assert set(buttons(hall.front.windows.last)) == {"contacts.back"}


def test_opt_outs_and_the_do_not_text_list_are_told(hall: Hall) -> None:
    hall.numbers.add(NORA, "asked", MAYA)
    view = hall.open(hall.find("nora"))
    shown = words_in(view)
    assert "On the do-not-text list" in shown
    assert ":no_bell: has opted out" in shown
    assert "not known" in shown  # email and birthday
    hall.register.rows = [entry(GRACE, group="")]
    assert "subscribed" in words_in(hall.open(hall.find("5550101")))


def test_somebody_deleted_meanwhile_is_told(hall: Hall) -> None:
    found = hall.find("ada")
    hall.register.rows.clear()
    view = hall.open(found)
    assert "no contact with this number any more" in words_in(view)
    assert set(buttons(view)) == {"contacts.back"}


def test_a_contact_smsit_does_not_tell_of_can_be_opened_again(hall: Hall) -> None:
    found = hall.find("ada")
    hall.register.trouble = DOWN
    view = hall.open(found)
    assert DOWN.sentence in words_in(view)
    hall.register.trouble = None
    assert "Newsletter and VIP" in words_in(hall.open(view))


def test_a_modal_of_another_version_is_refused(hall: Hall) -> None:
    view = {**hall.find("ada"), "private_metadata": '{"sort":"age"}'}
    with pytest.raises(MetadataError):
        hall.looking.turn(hall.front.press(view, "1"))


def test_what_people_wrote_is_no_markup(hall: Hall) -> None:
    hall.register.rows = [entry(ADA, "<!channel> & co", "<@U0TOM>")]
    for view in (hall.find("<"), hall.open(hall.find(""))):
        assert "&lt;!channel&gt; &amp; co" in words_in(view)
        assert "<@U0TOM>" not in words_in(view)
