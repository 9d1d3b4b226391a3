"""How the one Slack message of an appointment looks. It stands in a channel: the number is masked."""

from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments.ids import Action
from bot.features.appointments.ledger import EXISTS, NO_CONTACT
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.views import words as words_view
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.appointment_calls import Call, CallState
from bot.store.appointments import Status
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import phones, words

HISTORY_SHOWN: Final = 8
LOOK_THERE: Final = "SMS-iT shows appointments in its own panel only: look there, then say what you found."
INTERRUPTED: Final = "the bot was stopped while telling SMS-iT."
NOT_FROM_HERE: Final = (
    "SMS-iT has one at that time; it was not booked from here. SMS-iT takes no second one: to change how it "
    "stands, go to SMS-iT's own panel."
)
MAY_STAY: Final = "SMS-iT may keep the time before the move in its own calendar: remove that there by hand."
_OUTCOMES: Final = {
    CallState.QUEUED: "on its way",
    CallState.ATTEMPTING: "on its way",
    CallState.ACCEPTED: "done",
    CallState.REFUSED: "not done",
    CallState.UNKNOWN: "not known whether it is done",
}


def message(timeline: Timeline, account_zone: ZoneInfo) -> Content:
    """Return the message of an appointment as it stands."""
    title = f"Appointment with *{words_view.person(timeline.known)}*"
    status = _status(timeline, account_zone)
    small = f"booked by <@{timeline.known.user_id}> · `{timeline.known.id[:8]}`"
    blocks = [kit.section(f"{title}\n{status}")]
    blocks += [kit.context(note) for note in _notes(timeline, account_zone)]
    blocks.append(kit.context(small))
    buttons = _buttons(timeline)
    if buttons:
        blocks.append(kit.actions(buttons))
    return Content(text=f"{title}: {status} ({small})", blocks=tuple(blocks))


def status_line(timeline: Timeline, account_zone: ZoneInfo) -> str:
    """Return time and status as SMS-iT took them last."""
    known = timeline.known
    if known.status is None:
        return f":calendar: {words_view.for_everybody(known.at, account_zone)}"
    icon, status = words_view.ICON[known.status], words_view.STATUS[known.status]
    return f":calendar: {words_view.for_everybody(known.at, account_zone)}\n{icon} {status}"


def _status(timeline: Timeline, account_zone: ZoneInfo) -> str:
    first = status_line(timeline, account_zone)
    change = _change(timeline.last, account_zone)
    return f"{first}\n{change}" if change else first


def _change(last: Call, account_zone: ZoneInfo) -> str:
    """Return how the newest call stands in words; nothing when SMS-iT took it."""
    told, said = words_view.told(last, account_zone), _shown(last.outcome_sentence)
    match last.state:
        case CallState.ACCEPTED:
            return ""
        case CallState.REFUSED:
            return f":no_entry: <@{last.user_id}> wanted {told}, which was not done: {said}"
        case CallState.UNKNOWN:
            return (
                f":grey_question: <@{last.user_id}> wanted {told}. It is not known whether SMS-iT took it: "
                f"{said or INTERRUPTED} {LOOK_THERE}"
            )
        case _:
            doing = f":hourglass_flowing_sand: SMS-iT is being asked {told} …"
            return f"{doing} {said}" if said else doing


def _notes(timeline: Timeline, account_zone: ZoneInfo) -> list[str]:
    found = []
    if timeline.last.state is CallState.ACCEPTED and timeline.last.outcome_sentence:
        found.append(f":warning: {_shown(timeline.last.outcome_sentence)}")
    if timeline.last.state is CallState.REFUSED and timeline.last.outcome_code == EXISTS:
        found.append(_existing(timeline, account_zone))
    texts = [_text("Confirmation text", timeline.confirmation), _text("Reminder", timeline.reminder)]
    said = " · ".join(filter(None, texts))
    if said:
        found.append(said)
    moved = (
        each.status is Status.RESCHEDULED and each.state is CallState.ACCEPTED for each in timeline.calls
    )
    if any(moved):
        found.append(MAY_STAY)
    if len(timeline.calls) > 1:
        lines = [_line(call, account_zone) for call in timeline.calls[-HISTORY_SHOWN:]]
        found.append("\n".join(lines))
    return found


def _existing(timeline: Timeline, account_zone: ZoneInfo) -> str:
    other = timeline.existing
    if other is None or other.status is None:
        return NOT_FROM_HERE
    at = words.when(timeline.last.at, account_zone)
    status = words_view.STATUS[other.status].lower()
    return f"<@{other.user_id}> booked one for {at}: `{other.id[:8]}`, {status} now."


def _text(label: str, send: Send | None) -> str:
    if send is None:
        return ""
    if send.state is SendState.CANCELLED:
        return f"{label} called off"
    at = f" for {words.when(send.send_at, words.zone_or_utc(send.zone))}" if send.send_at else ""
    return f"{label}{at}: see its own message"


def _line(call: Call, account_zone: ZoneInfo) -> str:
    at = words.when(call.created_at, account_zone)
    return f"• {at}: <@{call.user_id}>, {words_view.told(call, account_zone)}: {_OUTCOMES[call.state]}"


def _shown(sentence: str | None) -> str:
    return kit.escape(phones.mask_in(sentence or ""))


def _buttons(timeline: Timeline) -> list[Block]:
    about, last = metadata.dump(timeline.about), timeline.last
    if last.state is CallState.UNKNOWN:
        again = kit.confirm(
            "Try again?",
            "SMS-iT may have taken it already. Look in its panel first.",
            "Try again",
            danger=True,
        )
        return [
            kit.button(
                "It was booked" if len(timeline.calls) == 1 else "It was done", Action.WAS_BOOKED, value=about
            ),
            kit.button("It was not", Action.WAS_NOT, value=about),
            kit.button("Try again", Action.AGAIN, value=about, style="danger", ask=again),
        ]
    found: list[Block] = []
    if last.state is CallState.REFUSED and last.outcome_code == NO_CONTACT:
        text = "Add to contacts and book"
        found.append(kit.button(text, Action.ADD_AND_BOOK, value=about, style="primary"))
    elif last.state is CallState.REFUSED and last.outcome_code != EXISTS:
        found.append(kit.button("Try again", Action.AGAIN, value=about))
    return found + changes(timeline)


def changes(timeline: Timeline) -> list[Block]:
    """Return the buttons that change an appointment, as far as it can be changed now."""
    known, last = timeline.known, timeline.last
    is_settled = last.state in {CallState.ACCEPTED, CallState.REFUSED}
    if not is_settled or known.status in {None, Status.CANCELLED}:
        return []
    about = metadata.dump(timeline.about)
    found = [kit.button("Move", Action.MOVE, value=about)]
    if known.status is not Status.CONFIRMED:
        found.append(kit.button("Confirm", Action.CONFIRM, value=about))
    ask = kit.confirm(
        "Cancel the appointment?",
        "SMS-iT is told, and its reminder does not go. The person is not told by a text.",
        "Cancel appointment",
        "Keep it",
        danger=True,
    )
    found.append(kit.button("Cancel appointment", Action.CANCEL, value=about, style="danger", ask=ask))
    return found
