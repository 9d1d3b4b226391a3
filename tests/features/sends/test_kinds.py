"""What kind of send something is, as it is said before whom it is for."""

import pytest

from bot.access import Role
from bot.features.sends.kinds import Kind, label
from bot.store.sends import AppointmentText, SendKind
from tests.features.samples import a_send

KINDS = {
    kind: Kind(Role.SENDER, said, lambda _conn, _send, _now: None)
    for kind, said in {SendKind.CONTACT: "Text to", SendKind.GROUP: "Broadcast to"}.items()
}


@pytest.mark.parametrize(("kind", "said"), [(SendKind.CONTACT, "Text to"), (SendKind.GROUP, "Broadcast to")])
def test_a_send_is_called_by_its_kind(kind: SendKind, said: str) -> None:
    assert label(KINDS, a_send(kind=kind)) == said


@pytest.mark.parametrize("text", list(AppointmentText))
def test_a_text_of_an_appointment_is_called_by_what_it_is_for(text: AppointmentText) -> None:
    assert label(KINDS, a_send(appointment_text=text)) == f"Appointment {text.value} to"
