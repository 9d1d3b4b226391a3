"""The messages of all kinds have one layout: a line with its menu, one block of small print, decisions."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.appointments.views import message as appointment_view
from bot.features.broadcast.views import message as broadcast_view
from bot.features.lists.views import message as list_view
from bot.features.lists.views.figures import Figures
from bot.features.otp.views import message as code_view
from bot.features.sms.views import message as text_view
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.outgoing.poster import Content
from bot.store.appointment_calls import CallState
from bot.store.appointments import Status
from bot.store.sends import Send, SendKind
from bot.store.sends.lists import Unknown
from bot.store.states import SendState
from tests.clock import START
from tests.features.appointments.harness import ACCOUNT
from tests.features.appointments.test_views import CALL, KNOWN, timeline
from tests.features.samples import LATER, NAMES, a_send, words_in

COUNTS = st.integers(0, 3)
MANY = {SendKind.GROUP, SendKind.LIST}
SENDS = st.builds(
    a_send,
    state=st.sampled_from(SendState),
    to_name=st.sampled_from(NAMES),
    send_at=st.sampled_from([None, LATER]),
    decided_by=st.sampled_from([None, "U0TOM"]),
    quiet_override=st.sampled_from([None, "U0TOM"]),
    outcome_sentence=st.sampled_from([None, "Because."]),
    outcome_code=st.sampled_from([None, "-6"]),
    hold_code=st.sampled_from([None, "late"]),
    hold_sentence=st.sampled_from([None, "Because."]),
    successful=COUNTS,
    failed=COUNTS,
    people=st.integers(0, 9),
)


def of_list(send: Send, figures: Figures) -> Content:
    return list_view.message(list_view.Shown(send, figures, Unknown(1, START), START, "Approval: approved."))


DRAWN: dict[SendKind, Callable[[Send, Figures], Content]] = {
    SendKind.CONTACT: lambda send, _: text_view.message(send),
    SendKind.OTP: lambda send, _: code_view.message(send, None),
    SendKind.GROUP: lambda send, _: broadcast_view.message(broadcast_view.Shown(send, START)),
    SendKind.LIST: of_list,
}


def has_the_layout(content: Content, subject_id: str) -> None:
    first, *rest = content.blocks
    types = [block["type"] for block in rest]
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert first["accessory"]["type"] == "overflow"
    assert [each["text"]["text"] for each in first["accessory"]["options"]] == ["Show text", "Show ID"]
    assert all(subject_id in each["value"] for each in first["accessory"]["options"])
    assert types in [
        [*chart, "context", *facts, *decisions]
        for chart in ([], ["data_visualization"])
        for facts in ([], ["section"])
        for decisions in ([], ["actions"])
    ]
    small = next(block for block in rest if block["type"] == "context")
    assert subject_id[:8] not in words_in(small)
    assert "Show text" not in words_in(rest)


@pytest.mark.parametrize("kind", DRAWN)
@given(send=SENDS, figures=st.builds(Figures, *[COUNTS] * 8))
def test_the_message_of_every_kind_of_send(kind: SendKind, send: Send, figures: Figures) -> None:
    shown = replace(send, kind=kind, to_number="" if kind in MANY else send.to_number)

    has_the_layout(DRAWN[kind](shown, figures), shown.id)


@given(
    state=st.sampled_from(CallState),
    status=st.sampled_from([None, *Status]),
    to=st.sampled_from(Status),
    code=st.sampled_from([None, "-7", "-8"]),
)
def test_the_message_of_an_appointment(
    state: CallState, status: Status | None, to: Status, code: str | None
) -> None:
    call = replace(CALL, state=state, status=to, outcome_code=code, outcome_sentence="Because.")
    found = timeline(replace(KNOWN, status=status), call)

    has_the_layout(appointment_view.message(found, ACCOUNT), KNOWN.id)
