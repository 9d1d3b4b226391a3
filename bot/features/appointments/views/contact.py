"""How the forms look that add a number to the contacts, so that an appointment can be booked for it. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.features.appointments.ids import Action, AppointmentRef, Modal, Part
from bot.features.appointments.views import words as words_view
from bot.features.appointments.views.confirmation import ConfirmationState
from bot.features.contacts.service import LONGEST_NAME
from bot.slack.blocks import kit
from bot.slack.blocks.fields import group as groups_field
from bot.slack.blocks.fields import text_input
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.appointments import Appointment


def new_contact(
    state: ConfirmationState, name: str = "", *, group: Mapping[str, Any] | None = None, trouble: str = ""
) -> Block:
    """Return what is shown when the number is no contact: its group is chosen here.

    ``trouble`` (plain text) says why it was not added to ``group``, the option chosen before.
    """
    return kit.modal(
        callback_id=Modal.NEW_CONTACT,
        title="Add to contacts",
        blocks=_new_contact(name, group, trouble),
        submit="Add and continue",
        close="Back",
        metadata=metadata.dump(state),
    )


def add_and_book(known: Appointment, about: AppointmentRef) -> Block:
    """Return the form that adds the number of a refused booking to a group, to book it once more."""
    return kit.modal(
        callback_id=Modal.ADD,
        title="Add and book",
        blocks=[kit.section(f"*{words_view.person(known)}*"), *_new_contact(known.name or "")],
        submit="Add and book",
        metadata=metadata.dump(about),
    )


def _new_contact(name: str = "", chosen: Mapping[str, Any] | None = None, trouble: str = "") -> list[Block]:
    text = (
        ":bust_in_silhouette: *This number isn't in your contacts*, and SMS-iT books appointments only for "
        "contacts. Choose a group to add it to."
    )
    typed = text_input.element(Action.NAME, LONGEST_NAME, name)
    said = [kit.section(f":no_entry: {kit.escape(trouble)}")] if trouble else []
    return [
        *said,
        kit.section(text),
        kit.field("Group", Part.GROUP, groups_field.select(Action.GROUP, chosen)),
        kit.field("Name", Part.NAME, typed, optional=True),
    ]
