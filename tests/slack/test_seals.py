"""Seals: what is sealed comes back to the same person within hours, and to nobody else, and tells nothing."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.seals import HOLDS, LONGER, UNPROVEN, Place, Seals
from tests.clock import FakeClock

KEY = b"a key of the tests"
NUMBERS = st.from_regex(r"\+?[0-9]{5,15}", fullmatch=True)
PEOPLE = st.sampled_from(["U0MAYA", "U0TOM", "U0SAM"])
TYPED = {"type": "plain_text_input"}


def button(value: str) -> dict[str, object]:
    return {"type": "button", "text": {"type": "plain_text", "text": "Open"}, "value": value}


@given(NUMBERS, PEOPLE, PEOPLE)
def test_a_number_comes_back_to_who_it_was_sealed_for_and_to_nobody_else(
    number: str, whose: str, other: str
) -> None:
    seals = Seals(KEY, FakeClock())
    view = {"blocks": [button(number), button(f"{number}|Ada")], "private_metadata": f'{{"to":"{number}"}}'}

    sealed = seals.sealed(view, whose)

    assert number.lstrip("+") not in str(sealed)
    assert seals.sealed(view, whose) == sealed
    assert all(len(each["value"]) <= len(number) + 4 + LONGER for each in sealed["blocks"])
    assert (seals.opened(sealed, other) == view) is (whose == other)
    assert seals.opened(sealed, "") != view
    assert Seals(b"another key", FakeClock()).opened(sealed, whose) != view


def element(action_id: str, value: str) -> dict[str, object]:
    option = {"text": {"type": "plain_text", "text": "Ada"}, "value": value}
    return {"type": "external_select", "action_id": action_id, "initial_option": option, "options": [option]}


def chosen(form: str, block: str, action_id: str, value: str) -> dict[str, object]:
    given = {"type": "external_select", "selected_option": {"text": {"text": "Ada"}, "value": value}}
    return {
        "actions": [{"action_id": action_id, "block_id": block, **given}],
        "view": {"callback_id": form, "blocks": [], "state": {"values": {block: {action_id: given}}}},
    }


HERE = Place("sms.compose", "to", "sms.contact")


@given(NUMBERS, st.sampled_from(["", "+", "x|"]), st.sampled_from(["", "|", "1"]))
def test_a_seal_opens_in_the_field_it_was_put_in_and_as_it_was_put(
    number: str, before: str, behind: str
) -> None:
    seals = Seals(KEY, FakeClock())
    field = {"type": "input", "block_id": "to", "element": element("sms.contact", number)}
    view = seals.sealed({"callback_id": "sms.compose", "blocks": [field]}, "U0MAYA")
    sealed = view["blocks"][0]["element"]
    value = sealed["initial_option"]["value"]
    assert [sealed["initial_option"]] == sealed["options"]
    offered = seals.sealed({"options": [element("", number)["initial_option"]]}, "U0MAYA", HERE)
    assert sealed["options"] == offered["options"]
    assert seals.opened(view, "U0MAYA") == {"callback_id": "sms.compose", "blocks": [field]}

    def opened(place: Place, value: str) -> str:
        found = seals.opened(chosen(*place, value), "U0MAYA")
        in_state = found["view"]["state"]["values"][place.block][place.element]
        [only] = {each["selected_option"]["value"] for each in (*found["actions"], in_state)}
        return str(only)

    assert opened(HERE, value) == number
    for elsewhere in ({"form": "do_not_text.add"}, {"block": "number"}, {"element": "sms.group"}):
        assert opened(HERE._replace(**elsewhere), value) == ""
    moved = f"{before}{value}{behind}"
    assert opened(HERE, moved) == (number if moved == value else f"{before}{behind}")


@given(NUMBERS)
def test_the_seal_of_a_button_opens_in_its_form_and_in_no_field(number: str) -> None:
    seals = Seals(KEY, FakeClock())
    open_it = {**button(number), "action_id": "contacts.open"}
    drawn = {"callback_id": "contacts.list", "blocks": [{"type": "section", "accessory": open_it}]}
    pressed = seals.sealed(drawn, "U0MAYA")["blocks"][0]["accessory"]

    def opened(form: str) -> str:
        body = {"view": {"callback_id": form, "blocks": []}, "actions": [{**pressed, "block_id": "x1"}]}
        return str(seals.opened(body, "U0MAYA")["actions"][0]["value"])

    assert (opened("contacts.list"), opened("contacts.person")) == (number, "")
    moved = chosen("contacts.list", "x1", "contacts.open", pressed["value"])
    assert seals.opened(moved, "U0MAYA") == chosen("contacts.list", "x1", "contacts.open", "")


@given(NUMBERS, NUMBERS)
def test_numbers_in_one_value_do_not_change_places(one: str, other: str) -> None:
    seals = Seals(KEY, FakeClock())
    sealed = str(seals.sealed(button(f'{{"to":"{one}","own":"{other}"}}'), "U0MAYA")["value"])
    first, second = (f"~{each}~" for each in sealed.split("~")[1::2])
    swapped = sealed.replace(first, "!").replace(second, first).replace("!", second)

    found = seals.opened(button(swapped), "U0MAYA")["value"]

    assert found == ('{"to":"","own":""}' if swapped != sealed else f'{{"to":"{one}","own":"{other}"}}')


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_a_view_carries_comes_back_as_it_was_given_to_such_a_view_or_not_at_all(
    carried: str, other: str
) -> None:
    seals = Seals(KEY, FakeClock())
    view = {"callback_id": "sms.compose", "private_metadata": f'{{"channel":"{carried}"}}'}
    sealed = seals.sealed(view, "U0MAYA")

    assert seals.opened(sealed, "U0MAYA") == view
    changed = {**sealed, "private_metadata": sealed["private_metadata"].replace("channel", other, 1)}
    assert (seals.opened(changed, "U0MAYA") == view) is (other == "channel")
    for wrong in (changed if other != "channel" else view, view, {**sealed, "callback_id": "list.compose"}):
        assert seals.opened(wrong, "U0MAYA")["private_metadata"] == UNPROVEN
    bare = {"callback_id": "sms.compose", "private_metadata": ""}
    assert seals.opened(seals.sealed(bare, "U0MAYA"), "U0MAYA") == bare


@given(NUMBERS, st.integers(0, 3000))
def test_a_seal_holds_for_hours_and_not_for_days(number: str, minutes: int) -> None:
    clock = FakeClock()
    seals = Seals(KEY, clock)
    sealed = seals.sealed(button(number), "U0MAYA")

    clock.advance(minutes=minutes)

    found = seals.opened(sealed, "U0MAYA")["value"]
    passed = timedelta(minutes=minutes)
    assert found == number if passed <= HOLDS else found in {number, ""}
    assert passed < HOLDS + timedelta(hours=1) or not found


@given(NUMBERS)
def test_a_seal_that_is_pasted_into_a_field_stays_what_it_is(number: str) -> None:
    seals = Seals(KEY, FakeClock())
    pasted = seals.seal(number, "U0MAYA")
    body = {
        "actions": [{**TYPED, "value": pasted}],
        "value": pasted,
        "view": {"state": {"values": {"to": {"x": {**TYPED, "value": pasted}}}}},
    }

    assert seals.opened(body, "U0MAYA") == body


@given(st.text(max_size=40), st.uuids())
def test_ids_and_words_stay_as_they_are(words: str, id_: object) -> None:
    seals = Seals(KEY, FakeClock())
    for text in (f"{words} x", str(id_), "1234", f'{{"at":1790000000,"id":"{id_}"}}'):
        assert seals.sealed(button(text), "U0MAYA") == button(text)
