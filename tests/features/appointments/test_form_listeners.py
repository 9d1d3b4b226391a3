"""The form of an appointment: how it opens, follows what is chosen, and says what is wrong."""

import pytest

from bot.errors import UserError
from bot.features.appointments.ids import Action, Modal
from bot.slack.incoming.interaction import Interaction, who_is
from bot.store.database import Database
from tests.clock import START, FakeClock
from tests.features.appointments.form_harness import FormHarness, at
from tests.features.appointments.harness import ADA, DAY, MAYA
from tests.features.appointments.samples import STRANGER, TICKED, filled, form
from tests.features.samples import words_in
from tests.slack.interactions import hand_in, payload
from tests.slack.offered import offered


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", ""),
        ("415 555 0100", "+1 415-555-0100"),
        ("Ada Lovelace", "Ada Lovelace (+1 415-555-0100)"),
        ("Ada", "Did you mean Ada Lovelace? You typed “Ada”."),
        ("Ada Lovelace at 3", "You typed “at 3”."),
        ("Nobody <x>", "No contact is named “Nobody"),
    ],
)
def test_the_command_opens_the_form_filled_in(forms: FormHarness, line: str, said: str) -> None:
    opened = form(forms, line)
    assert opened["callback_id"] == "appointments.book"
    assert said in words_in(opened)


def test_several_of_a_name_are_to_be_chosen_from(forms: FormHarness) -> None:
    with forms.harness.account.lock:
        for contact in forms.book.account.book.contacts[:2]:
            contact.describe(name="Kim Doe", email="", birthday="")
    assert "2 contacts are named Kim Doe. Which one?" in words_in(form(forms, "Kim Doe"))
    assert "No contact has that exact name. Which one did you mean?" in words_in(form(forms, "Kim"))


def test_a_silent_smsit_leaves_the_form_usable(forms: FormHarness) -> None:
    forms.book.is_down = True
    assert "does not answer" in words_in(form(forms, "Ada"))
    forms.form_listeners.to_contact(forms.press({}, ADA))
    assert "+1 415-555-0100" in forms.shown


def test_from_a_contact_the_form_is_filled_in(forms: FormHarness) -> None:
    forms.form_listeners.to_contact(forms.press({}, ADA))
    assert "Ada Lovelace (+1 415-555-0100)" in forms.shown
    forms.form_listeners.to_contact(forms.press({}, STRANGER))
    assert "+1 415-555-0999" in forms.shown


def test_from_the_home_tab_the_form_is_empty_and_its_message_goes_to_the_person(forms: FormHarness) -> None:
    body = payload("block_actions", MAYA, view={"type": "home"}, actions=[{"value": ADA}])
    forms.form_listeners.new(Interaction(who_is(body), body, forms.slack_harness.acks))
    opened = forms.slack_harness.windows.last
    assert opened["callback_id"] == Modal.BOOK
    assert "555-0100" not in words_in(opened)
    forms.confirmation_listeners.filled_in(forms.submit(opened, filled()))
    assert "Updates will come as a direct message" in forms.shown


def test_without_the_account_s_zone_the_setting_is_named(database: Database, clock: FakeClock) -> None:
    forms = FormHarness(database, clock, None)
    with pytest.raises(UserError, match="SMSIT_TIMEZONE"):
        forms.form_listeners.command(forms.slack_harness.command(""), "")
    assert forms.slack_harness.windows.opened == []
    forms.listing_listeners.command(forms.slack_harness.command(""), "")
    assert "No upcoming appointments" in words_in(forms.slack_harness.windows.opened[-1])
    assert forms.renderer.draw("none") is None


def test_the_form_follows_what_is_chosen(forms: FormHarness) -> None:
    opened = form(forms) | {"private_metadata": '{"zone":"Europe/London"}'}
    values = {"at": at(DAY), "confirmation": TICKED, "reminder": TICKED}
    interaction = forms.submit(opened, values)
    forms.form_listeners.changed(interaction)
    shown = forms.shown
    assert "Thu 26 Nov 2026, 09:00 in America/Los_Angeles, the account's time zone" in shown
    assert "Confirmation text" in shown
    assert "Hours before the appointment" in shown
    assert "a reminder of your appointment" in shown
    assert "From" in shown


def test_contacts_and_groups_are_offered_while_somebody_types(forms: FormHarness) -> None:
    assert offered(forms.form_listeners, Action.CONTACT, {}) == []
    assert offered(forms.form_listeners, Action.CONTACT, {"value": ADA})[0]["value"] == ADA
    assert offered(forms.form_listeners, Action.GROUP, {"value": "VIP"})


def test_what_is_wrong_stands_beside_its_field(forms: FormHarness) -> None:
    hand_in(
        forms.confirmation_listeners.filled_in,
        forms.submit(form(forms), filled() | {"at": at(START), "reminder": TICKED}),
    )
    assert "has passed" in forms.ack["errors"]["reminder"]
