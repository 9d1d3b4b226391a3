"""Finding and opening contacts, driven as Slack would drive it."""

import json
from dataclasses import replace

import pytest

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts.directory import BY_NUMBER
from bot.features.contacts.ids import Action
from bot.features.groups.service import value
from bot.slack.incoming.metadata import MetadataError
from bot.smsit import Endpoint, Unavailable, UnknownGroup
from bot.smsit.codes import refusal
from bot.store.database import Database
from tests.fakes.slack import FakeRegistry
from tests.features.contacts.entries import ADA, GRACE, NORA, entry
from tests.features.contacts.search_harness import SearchHarness, option
from tests.features.samples import words_in
from tests.features.slack_harness import ADA as ADMIN
from tests.features.slack_harness import APO, MAYA, SAM, buttons, typed
from tests.slack.offered import offered

DOWN = Unavailable(Endpoint.GET_CONTACTS, "it did not answer in time")
FULL = "+1 415-555-0100"


@pytest.fixture
def search_harness(database: Database) -> SearchHarness:
    return SearchHarness(database)


def test_whoever_may_look_may_find_and_open_contacts(search_harness: SearchHarness) -> None:
    (verb,) = search_harness.search_listeners.verbs()
    assert (verb.name, verb.role) == ("contacts", Role.VIEWER)
    registry = FakeRegistry()
    search_harness.search_listeners.register(registry)  # type: ignore[arg-type] # a pretend registry
    search_harness.person_listeners.register(registry)  # type: ignore[arg-type] # a pretend registry
    assert set(registry.roles.values()) == {Role.VIEWER}


def test_a_waiting_view_opens_first_then_the_people(search_harness: SearchHarness) -> None:
    view = search_harness.find("ada")
    assert "Searching contacts" in words_in(search_harness.slack_harness.windows.opened[0])
    assert search_harness.slack_harness.windows.updates[-1][0] == "V1"
    assert search_harness.slack_harness.acks.given == [{}]
    shown = words_in(view)
    assert "Contacts matching “ada”" in shown
    assert f"*Ada Lovelace* ({FULL})" in shown
    assert "Newsletter and VIP · :no_bell: opted out of Newsletter" in shown
    assert "1 contact" in shown
    assert set(json.loads(view["private_metadata"])) == {
        *("name", "number", "email", "group", "source", "subscribed", "sort", "order", "page")
    }


def test_numbers_are_masked_unless_the_role_shows_them(search_harness: SearchHarness) -> None:
    search_harness.register.rows.append(entry("14155550199", "+1 415 555 0199", email="x@example.com"))
    for who, is_full in ((MAYA, True), (ADMIN, True), (SAM, False), (APO, False)):
        found = search_harness.find("", who)
        assert (FULL in words_in(found)) is is_full
        assert ("•••0100" in words_in(found)) is not is_full
        opened = search_harness.open(found, 1, who)
        shown = words_in(
            {**opened, "blocks": [block for block in opened["blocks"] if block["type"] != "actions"]}
        )
        assert (FULL in shown) is is_full
        assert ("ada@example.com" in shown) is is_full
        assert "555-0199" not in words_in(search_harness.find("", who)) or is_full


def test_who_may_do_more_is_offered_more(search_harness: SearchHarness) -> None:
    def offered(who: object) -> set[str]:
        return set(buttons(search_harness.find("", who))) - {"contacts.open"}  # type: ignore[arg-type] # a person

    assert offered(APO) == {"contacts.filter"}
    assert offered(SAM) == {"contacts.filter", "contacts.add"}
    assert offered(MAYA) == {"contacts.filter", "contacts.add", "contact_import.ask"}
    assert offered(ADMIN) == {"contacts.filter", "contacts.add", "contact_import.ask", "contacts.export"}
    assert "contacts.export" not in buttons(search_harness.find("nobody", ADMIN))


def test_a_link_slack_made_of_what_was_typed_is_read_as_it_is_shown(search_harness: SearchHarness) -> None:
    search_harness.find("<mailto:ada@example.com|ada@example.com>")
    assert "Ada Lovelace" in search_harness.shown
    assert "mailto" not in search_harness.shown


def test_nobody_found_is_said(search_harness: SearchHarness) -> None:
    assert "No contacts match." in words_in(search_harness.find("nobody"))


def test_words_nobody_can_look_for_are_answered_at_once(search_harness: SearchHarness) -> None:
    with pytest.raises(UserError, match="After sort:"):
        search_harness.find("sort:age")


def test_pages_are_turned_and_say_what_is_known(search_harness: SearchHarness) -> None:
    search_harness.register.rows = [entry(str(14155550200 + n), f"Person {n:03}") for n in range(150)]
    search_harness.register.rows += [entry(str(14155560200 + n), f"Person {n:03}") for n in range(150)]
    first = search_harness.find("")
    assert "1 to 10 · more on the next page" in words_in(first)
    second = search_harness.turn("further", first)
    assert "11 to 20 · more on the next page" in words_in(second)
    assert search_harness.slack_harness.windows.updates[-1][0] == "VLIST"
    assert "Searching contacts" in search_harness.slack_harness.windows.drawn("VLIST")[-2]
    assert "1 to 10 · more" in words_in(search_harness.turn("earlier", second))
    search_harness.search_listeners.turn(search_harness.slack_harness.press(second, "29"))
    assert "291 to 300 of 300 contacts" in search_harness.shown
    search_harness.search_listeners.turn(search_harness.slack_harness.press(second, "nonsense"))
    assert "1 to 10 · more" in search_harness.shown


def test_too_many_rows_of_others_are_told(
    search_harness: SearchHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.contacts.directory.MOST_REQUESTS", 1)
    search_harness.register.rows = [entry(str(14155550200 + n), group="VIP 2") for n in range(20)]
    shown = words_in(search_harness.find("group:VIP"))
    assert "There may be more" in shown
    assert "No contacts match" not in shown
    search_harness.register.rows = search_harness.register.rows[:4]
    shown = words_in(search_harness.find("group:“VIP 2”"))
    assert "There may be more" in shown
    assert "1 to 4" in shown


def test_when_smsit_is_silent_the_search_can_be_tried_again(search_harness: SearchHarness) -> None:
    search_harness.register.trouble = DOWN
    view = search_harness.find("ada subscribed:yes")
    assert DOWN.sentence in words_in(view)
    assert "Contacts matching “ada”, *subscribed*" in words_in(view)
    search_harness.register.trouble = None
    assert "Ada Lovelace" in words_in(search_harness.turn("again", view))


def test_a_group_smsit_does_not_have_is_told(search_harness: SearchHarness) -> None:
    search_harness.register.trouble = refusal(Endpoint.GET_CONTACTS, -2)
    assert isinstance(search_harness.register.trouble, UnknownGroup)
    assert "SMS-iT has no group of that name" in words_in(search_harness.find("group:Night"))


def test_the_form_is_filled_in_with_the_search_and_looks_again(search_harness: SearchHarness) -> None:
    view = search_harness.find("ada group:newsletter source:kiosk subscribed:no sort:newest")
    answer = search_harness.submit_filter(
        view,
        number=typed("555012"),
        group=option("Newsletter"),
        source=option("kiosk"),
        subscribed=option("no"),
        sort=option("number"),
        order=option("reversed"),
    )
    form = search_harness.slack_harness.windows.opened[-1]
    initial = [
        block["element"].get("initial_value") or block["element"].get("initial_option", {}).get("value")
        for block in form["blocks"]
    ]
    assert initial == ["ada", None, None, "Newsletter", "kiosk", "no", "newest", "usual"]
    assert answer == {}
    assert [name for name, _view in search_harness.slack_harness.windows.updates[-2:]] == ["VLIST", "VLIST"]
    assert "Searching contacts" in search_harness.slack_harness.windows.drawn("VLIST")[-2]
    assert (
        "Contacts matching “555012”, in *Newsletter*, signed up through *Kiosk*, *opted out* of a group"
        in search_harness.shown
    )
    assert "by number, 9 to 0" in search_harness.shown
    assert "Nora Quiet" in search_harness.shown


def test_an_empty_form_finds_everybody(search_harness: SearchHarness) -> None:
    assert search_harness.submit_filter(search_harness.find("ada")) == {}
    assert "All contacts · by name" in search_harness.shown
    assert "3 contacts" in search_harness.shown


def test_too_few_digits_are_told_beside_the_field(search_harness: SearchHarness) -> None:
    answer = search_harness.submit_filter(search_harness.find(""), number=typed("12"))
    assert "3 to 15 digits" in answer["errors"]["number"]


def test_a_group_that_is_gone_is_not_filled_in(search_harness: SearchHarness) -> None:
    view = search_harness.find(f"group:{'X' * 200}")
    assert "in one group" in words_in(view)
    assert "no longer exists" in words_in(view)
    search_harness.search_listeners.ask(search_harness.slack_harness.press(view))
    assert "initial_option" not in search_harness.slack_harness.windows.opened[-1]["blocks"][2]["element"]


def test_groups_are_offered_while_somebody_types(search_harness: SearchHarness) -> None:
    found = offered(search_harness.search_listeners, Action.GROUP, {"value": "vip"})
    assert [each["value"] for each in found] == ["VIP", "VIP 2"]
    assert offered(search_harness.search_listeners, Action.GROUP, {})[1]["value"] == value("N" * 200)


def test_a_contact_opens_in_place_and_leads_elsewhere(search_harness: SearchHarness) -> None:
    found = search_harness.find("ada sort:newest")
    view = search_harness.open(found)
    assert (
        search_harness.slack_harness.windows.updates[-1][0] == "VLIST"
    )  # nothing is pushed: a doorway's form needs the room
    shown = words_in(view)
    for fact in ("10 December 1985", "ada@example.com", "12 March 2021", "SMS", "Newsletter and VIP"):
        assert fact in shown
    assert buttons(view) == {"sms.to_contact": [ADA], "delivery.recent": [ADA], "contacts.back": ["0"]}
    assert "do-not-text" not in shown
    assert "Contacts matching “ada”" in words_in(search_harness.turn("back", view))
    assert "newest first" in search_harness.shown


def test_doorways_are_shown_to_people_with_their_role_only(search_harness: SearchHarness) -> None:
    view = search_harness.open(search_harness.find("ada", APO), who=APO)
    assert set(buttons(view)) == {"delivery.recent", "contacts.back"}
    alone = replace(search_harness.person_listeners, beside_one=())
    alone.opened(search_harness.slack_harness.press(view, ADA))
    assert set(buttons(search_harness.slack_harness.windows.last)) == {"contacts.back"}


def test_opt_outs_and_the_do_not_text_list_are_told(search_harness: SearchHarness) -> None:
    search_harness.numbers.add(NORA, "asked", MAYA)
    view = search_harness.open(search_harness.find("nora"))
    shown = words_in(view)
    assert "On the do-not-text list" in shown
    assert ":no_bell: opted out" in shown
    assert "not set" in shown  # email and birthday
    search_harness.register.rows = [entry(GRACE, group="")]
    assert "subscribed" in words_in(search_harness.open(search_harness.find("5550101")))


def test_somebody_deleted_meanwhile_is_told(search_harness: SearchHarness) -> None:
    found = search_harness.find("ada")
    search_harness.register.rows.clear()
    view = search_harness.open(found)
    assert "no longer exists in SMS-iT" in words_in(view)
    assert set(buttons(view)) == {"contacts.back"}


def test_a_contact_smsit_does_not_tell_of_can_be_opened_again(search_harness: SearchHarness) -> None:
    found = search_harness.find("ada")
    search_harness.register.trouble = DOWN
    view = search_harness.open(found)
    assert DOWN.sentence in words_in(view)
    search_harness.register.trouble = None
    assert "Newsletter and VIP" in words_in(search_harness.open(view))


def test_a_modal_of_another_version_is_refused(search_harness: SearchHarness) -> None:
    view = {**search_harness.find("ada"), "private_metadata": '{"sort":"age"}'}
    with pytest.raises(MetadataError):
        search_harness.search_listeners.turn(search_harness.slack_harness.press(view, "1"))


def test_what_people_wrote_is_no_markup(search_harness: SearchHarness) -> None:
    search_harness.register.rows = [entry(ADA, "<!channel> & co", "<@U0TOM>")]
    for view in (search_harness.find("<"), search_harness.open(search_harness.find(""))):
        assert "&lt;!channel&gt; &amp; co" in words_in(view)
        assert "<@U0TOM>" not in words_in(view)


@pytest.mark.parametrize("order", ["", "order:reversed"])
def test_who_sees_last_digits_only_puts_nobody_in_the_order_of_numbers(
    search_harness: SearchHarness, order: str
) -> None:
    view = search_harness.find(f"name:ada sort:number {order}", SAM)
    assert BY_NUMBER in words_in(view)
    assert "Ada Lovelace" not in words_in(view)

    search_harness.search_listeners.ask(search_harness.slack_harness.press(view, who=SAM))
    assert _sorts(search_harness) == (["name", "newest"], "name")
    search_harness.search_listeners.ask(search_harness.slack_harness.press(view, who=MAYA))
    assert _sorts(search_harness) == (["name", "number", "newest"], "number")


def _sorts(search_harness: SearchHarness) -> tuple[list[str], str]:
    """The orders that the form offers, and the one that is chosen."""
    blocks = search_harness.slack_harness.windows.opened[-1]["blocks"]
    element = next(each["element"] for each in blocks if each.get("block_id") == "sort")
    return [each["value"] for each in element["options"]], element["initial_option"]["value"]
