"""How appointments look: nothing Slack would refuse, and no number in full where a channel reads along."""

from dataclasses import replace
from itertools import cycle, product
from zoneinfo import ZoneInfo

import pytest

from bot.features.appointments.form.booking import Form, FormState
from bot.features.appointments.ids import AppointmentRef
from bot.features.appointments.listing import Listing, Where
from bot.features.appointments.move_preview import ChangePreview
from bot.features.appointments.service import Plan
from bot.features.appointments.texts import Planned
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.views import cancel as cancel_view
from bot.features.appointments.views import confirmation as confirmation_view
from bot.features.appointments.views import contact as contact_view
from bot.features.appointments.views import form as form_view
from bot.features.appointments.views import listing as listing_view
from bot.features.appointments.views import message as message_view
from bot.features.appointments.views import move as move_view
from bot.features.appointments.views.listing import Opened
from bot.features.sends.preview import Funds, Preview
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.store.appointment_calls import Call, CallState
from bot.store.appointments import Appointment, Status
from bot.store.states import SendState
from bot.texting.sender_ids import Senders
from tests.clock import START
from tests.features.appointments.harness import ACCOUNT, ADA, DAY, NEXT_DAY
from tests.features.recipients import to
from tests.features.samples import BODIES, NAMES, a_send, words_in

LONDON = ZoneInfo("Europe/London")
ABOUT = AppointmentRef("a" * 32, "c" * 32, 1)
KNOWN = Appointment(
    id="a" * 32,
    key="key",
    team_id="T0HARBOUR",
    user_id="U0MAYA",
    origin_channel="C0FRONT",
    number=ADA,
    name="Ada Lovelace",
    at=DAY,
    status=Status.UNCONFIRMED,
    zone="Europe/London",
    reminder_ids=("r" * 32,),
    hours_before=(24,),
    reminder_text="Hi",
    confirmation_id=None,
    confirmation_text=None,
    sender="14155550190",
    created_at=START,
    updated_at=START,
)
CALL = Call(
    id="c" * 32,
    key=f"first:{KNOWN.id}",
    appointment_id=KNOWN.id,
    user_id="U0MAYA",
    at=DAY,
    status=Status.CONFIRMED,
    state=CallState.ACCEPTED,
    token=None,
    attempting_at=None,
    attempts=0,
    outcome_code=None,
    outcome_sentence=None,
    decided_by=None,
    created_at=START,
    updated_at=START,
)
FUNDS = Funds(3, 4, 5000, 7)
REMINDER = a_send(state=SendState.SCHEDULED, send_at=START)


def timeline(known: Appointment = KNOWN, *calls: Call, **changes: object) -> Timeline:
    usual: dict[str, object] = {"confirmation": a_send(), "reminders": (REMINDER,), "existing": KNOWN}
    return Timeline(known, calls or (CALL,), **(usual | changes))


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_slack_takes_every_message_and_listing(name: str | None) -> None:
    codes = cycle((None, "-7", "-8", "-9"))
    for state, status, told in product(CallState, (None, *Status), (Status.CONFIRMED, Status.RESCHEDULED)):
        code = next(codes)
        call = replace(CALL, state=state, status=told, outcome_code=code, outcome_sentence=name)
        known = replace(KNOWN, name=name, status=status)
        found = timeline(known, *[replace(call, key="after:x")] * 12)
        content = message_view.message(found, ACCOUNT)
        payload = {"channel": "C0FRONT", "text": content.text, "blocks": list(content.blocks)}
        assert problems_in_message(payload) == []
        assert ADA not in words_in(list(content.blocks)) + content.text
        if told is Status.CONFIRMED and state is CallState.ACCEPTED:
            full = Listing(Where("x" * 60, 0, 1), (found,) * 8, 30)
            view = listing_view.listing(full, ACCOUNT, changes=True, note="x" * 4000)
            assert problems_in_view(view) == []
            at = Opened(known.id, "x" * 60, 1, 1)
            opened = listing_view.opened(found, at, ACCOUNT, changes=True, note="x" * 4000)
            assert problems_in_view(opened) == []


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_slack_takes_every_form_and_confirmation(body: str) -> None:
    for name in NAMES:
        known = replace(KNOWN, name=name)
        texts = (Planned(body, None), Planned(body, START))
        plan = Plan(Status.CONFIRMED, None, texts, known)
        night = "At night: x"
        views = [
            confirmation_view.confirmation(
                Preview(known, plan, FUNDS, warnings=(body, night, night)), ACCOUNT, START
            ),
            contact_view.new_contact(
                confirmation_view.ConfirmationState(known.id, plan.status.value, "C0FRONT"),
                known.name or "",
                trouble=known.name or "",
            ),
            contact_view.add_and_book(known, ABOUT),
            move_view.opened(timeline(known), ABOUT, LONDON, ACCOUNT, body),
            cancel_view.opened(timeline(known), ABOUT, LONDON, START, body),
        ]
        for text, funds in ((texts[1], Funds(1, 2, 1, 0)), (None, None)):
            reminders = (text, text) if text else ()
            own = ChangePreview("p" * 32, timeline(known), NEXT_DAY, texts[0], reminders, known, (body, body))
            change = Preview(known, own, funds, warnings=(night,))
            views.append(move_view.review(change, LONDON, ACCOUNT, START))
            views.append(cancel_view.review(change, LONDON, START))
        for view in views:
            assert problems_in_view(view) == []
    form = Form(
        FormState("C0FRONT", LONDON.key, "note"),
        to(ADA),
        DAY,
        "confirmed",
        confirms=True,
        confirmation=body,
        reminds=True,
        hours="24",
        reminder=body,
    )
    for shown in (form, replace(form, confirmation="", hours="", status="odd", at=None)):
        assert problems_in_view(form_view.book(shown, Senders((ADA, "14155550191")), ACCOUNT, START)) == []
    assert problems_in_view(form_view.loading()) == []
    assert problems_in_view(confirmation_view.done("Done.")) == []


def test_a_confirmation_says_what_is_left_out_and_what_may_go_wrong() -> None:
    known = replace(KNOWN, name=None, confirmation_text="Hi %%Name%%", reminder_text=None)
    texts = (Planned("Hi {a|b} \u2019", None),)
    plan = Plan(Status.CONFIRMED, None, texts)
    said = words_in(confirmation_view.confirmation(Preview(known, plan, Funds(1, 1, 5, 0)), ACCOUNT, START))
    assert "%%Name%% will be blank" in said
    assert "as a choice" in said
    assert "Thu 26 Nov, 09:00 in America/Los_Angeles, the account's time zone" in said
    unknown = replace(KNOWN, status=None)
    preview = Preview(KNOWN, Plan(Status.CONFIRMED, None, existing=unknown), None)
    assert "already booked" not in words_in(confirmation_view.confirmation(preview, ACCOUNT, START))


def test_what_is_not_accepted_yet_can_not_be_changed() -> None:
    for state in (CallState.QUEUED, CallState.ATTEMPTING, CallState.UNKNOWN):
        assert message_view.changes(timeline(KNOWN, replace(CALL, state=state))) == []
    assert len(message_view.changes(timeline())) == 3
    assert len(message_view.changes(timeline(replace(KNOWN, status=Status.CONFIRMED)))) == 2


def test_words_of_smsit_are_masked_and_escaped() -> None:
    call = replace(CALL, state=CallState.REFUSED, outcome_sentence=f"<!channel> {ADA}")
    said = words_in(list(message_view.message(timeline(KNOWN, call), ACCOUNT).blocks))
    assert "&lt;!channel&gt; •••0100" in said


def test_a_story_knows_which_reminders_wait() -> None:
    went = replace(REMINDER, state=SendState.DELIVERED)
    assert timeline(reminders=(went, REMINDER, REMINDER)).reminders_waiting == 2
    assert timeline(reminders=()).reminders_waiting == 0


def test_a_cancellation_names_the_texts_that_go_with_it() -> None:
    sent = a_send(state=SendState.DELIVERED)
    assert message_view.called_off(timeline(confirmation=sent, reminders=())) == []
    assert message_view.called_off(timeline(confirmation=sent)) == ["Its reminder is cancelled."]
    several = timeline(confirmation=sent, reminders=(REMINDER, REMINDER))
    assert message_view.called_off(several) == ["Its reminders are cancelled."]
    all_ = timeline(confirmation=REMINDER, reminders=(REMINDER, REMINDER))
    assert message_view.called_off(all_) == ["Its confirmation text and reminders are cancelled."]
