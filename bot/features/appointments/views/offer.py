"""How the form looks that offers a free time, its review, and the message that follows it. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments.form.offer import Form, OfferState, empty
from bot.features.appointments.free_times import Freed, OfferPreview
from bot.features.appointments.ids import Action, Modal, Part
from bot.features.appointments.views import confirmation as confirmation_view
from bot.features.appointments.views import text_field as text_view
from bot.features.appointments.views.change_review import PlanState
from bot.features.appointments.waiting_list import AT_ONCE, EVERY, NIGHT
from bot.features.sends.preview import Preview
from bot.features.sends.views import buttons as buttons_view
from bot.features.sends.views import confirmation as sends_view
from bot.features.sends.views.confirmation import Layout
from bot.slack.blocks import kit, moments, status_message
from bot.slack.blocks.fields import group as group_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.appointments import Appointment
from bot.store.free_times import FreeState, FreeTime, Why
from bot.texting import words

TITLE: Final = "Offer a free time"
MINUTES: Final = round(EVERY.total_seconds() / 60)
HOW: Final = (
    f"{AT_ONCE} people every {MINUTES} minutes, never at night, no one twice in a week, until you "
    "press *Taken*"
)
NO_ONE: Final = "no one in the group can be asked"
LOST: Final = (
    "<@{owner}> no longer has the *{role}* role. The time is still offered, unless someone with the "
    "*{decider}* role presses *Stop offering*."
)
_WHY: Final[Mapping[Why, str]] = {
    Why.EVERYBODY: "everyone in the group has been asked",
    Why.TIME: "it's less than an hour away",
    Why.BUDGET: "a limit on credits was reached",
    Why.APPROVAL: "it would need approval by now",
    Why.BACK: "the appointment was moved back to it",
    Why.STOPPED: "stopped",
}


def opened(freed: Freed, zone: ZoneInfo, now: datetime, text: str, channel: str | None = None) -> Block:
    """Return the form as it is opened in a channel, with the ``text`` that is suggested."""
    said = f"*{moments.when(freed.at, zone, now)}* is free."
    at = int(freed.at.timestamp())
    return form(empty(OfferState(freed.known.id, zone.key, said, channel, at=at), text))


def form(filled: Form) -> Block:
    """Return the form as it stands."""
    groups = group_field.select(Action.WAITING_LIST, filled.group)
    return kit.modal(
        callback_id=Modal.OFFER,
        title=TITLE,
        blocks=[
            kit.section(filled.state.said),
            kit.field("Waiting list", Part.WAITING_LIST, groups),
            *text_view.blocks(filled.text, label="Text", action_id=Action.OFFER_TEXT, count="offer"),
        ],
        submit="Review",
        metadata=metadata.dump(filled.state),
    )


def review(preview: Preview[Appointment, OfferPreview], zone: ZoneInfo, now: datetime) -> Block:
    """Return the review of an offer: the text as the first gets it, and the most it may cost."""
    own = preview.own
    people = words.pluralize(own.people, "person", "people")
    layout = Layout(
        callback_id=Modal.CONFIRM_OFFER,
        title="Review offer",
        metadata=metadata.dump(PlanState(own.free.id)),
        heading=f"{moments.when(own.free.at, zone, now)} · {own.free.group_name} · up to {people}",
        submit="Start offering",
        sender_label=confirmation_view.SENDER,
        cost_label="Cost at most",
        text=[kit.quote(own.example.body)],
        warnings=sends_view.warnings_of(own.example.body),
        small=[HOW],
    )
    return sends_view.confirmation(preview, layout, now=now)


def message(free: FreeTime, account_zone: ZoneInfo, note: str = "") -> Content:
    """Return the message of a free time as it stands; ``note`` (mrkdwn) is what else is to be known of it."""
    at, group = moment(free.at, account_zone), kit.escape(kit.truncate(free.group_name, 80))
    people = words.pluralize(free.offered, "person", "people") if free.offered else "no one yet"
    asked = f"offered to {people} in *{group}*"
    notes = [f":warning: {note}"] if note and free.state is FreeState.OPEN else []
    said, buttons = _stand(free, account_zone), list[Block]()
    if free.state is FreeState.OPEN:
        value = metadata.dump(PlanState(free.id))
        buttons = [
            kit.button("Taken", Action.TAKEN, value=value, style="primary"),
            kit.button("Stop offering", Action.STOP_OFFER, value=value),
        ]
    return Content(
        text=" ".join([f"Free time {at}: {asked}. {words.capitalized(said)}.", *notes]),
        blocks=status_message.blocks(
            [f":hourglass: *Free time* {at} · {asked}", said[:1].upper() + said[1:]],
            buttons_view.menu(free.id, Action.FREE_MORE, has_words=False),
            [f"<@{free.user_id}>"],
            notes=notes,
            buttons=buttons,
        ),
    )


def _stand(free: FreeTime, account_zone: ZoneInfo) -> str:
    """Return what happens next, or how it ended, without a full stop."""
    by = f" by <@{free.decided_by}>" if free.decided_by else ""
    if free.state is FreeState.TAKEN:
        return f"taken, says <@{free.decided_by}>. Book it: `/sms appointment`"
    if free.state is FreeState.ENDED and free.why is not None:
        why = NO_ONE if free.why is Why.EVERYBODY and not free.offered else _WHY[free.why]
        return f"not offered any more: {why}{by}"
    if free.next_at is None:
        return f"the next {AT_ONCE} are asked"
    night = NIGHT.holds(free.next_at.astimezone(account_zone).time())
    later = f"the next {AT_ONCE} are asked at {moment(free.next_at, account_zone)} or later"
    return f"{later}, because no one is asked at night" if night else later
