"""How the one Slack message of an appointment looks. It stands in a channel: the number is masked.

It says what is true now; what changed is told in its thread (:mod:`~.change`).
"""

from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments.ids import Action
from bot.features.appointments.ledger import EXISTS, NO_CONTACT
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.views import words as words_view
from bot.features.sends.views import buttons as buttons_view
from bot.slack.blocks import kit, status_message
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.slack.blocks.recipients import person_title
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.appointment_calls import Call, CallState
from bot.store.appointments import Status
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import words

LOOK_THERE: Final = "SMS-iT shows appointments only in its own panel: look there, then tell us here."
INTERRUPTED: Final = "The bot was stopped while it was telling SMS-iT."
NOT_TEXTED: Final = "The customer isn't texted about this."
TEXTED_THEN: Final = "The customer is then texted about it."
OLD_STATUS: Final = "SMS-iT will keep showing the old status: change it there by hand."
NOT_FROM_HERE: Final = (
    "SMS-iT already has an appointment at that time, which wasn't booked from Slack. Change it in SMS-iT's "
    "own panel."
)


def message(timeline: Timeline, account_zone: ZoneInfo) -> Content:
    """Return the message of an appointment as it stands."""
    known = timeline.known
    return Content(
        text=_aloud(timeline, account_zone),
        blocks=status_message.blocks(
            [status_line(timeline, account_zone), *_trouble(timeline.last, account_zone)],
            buttons_view.menu(known.id, Action.MORE),
            [f"<@{known.user_id}>", *_texts(timeline, account_zone)],
            notes=_notes(timeline),
            buttons=_buttons(timeline),
        ),
    )


def status_line(timeline: Timeline, account_zone: ZoneInfo) -> str:
    """Return who it is with, and time and status as SMS-iT took them last; until then the time alone."""
    known = timeline.known
    who, at = person_title(known.name, known.number), moment(known.at, account_zone)
    if known.status is None:
        return f":calendar: {who} · {at}"
    icon = words_view.ICON[known.status]
    if known.status is Status.CANCELLED:
        return f"{icon} {who} · Cancelled: {at}"
    verb = words_view.done(timeline.calls[0]).capitalize()
    return f"{icon} {who} · {verb} for {at} ({words_view.STATUS[known.status].lower()})"


def _trouble(last: Call, account_zone: ZoneInfo) -> list[str]:
    """Return how the newest call stands in words; nothing when SMS-iT took it."""
    what, said = words_view.done_to(last, account_zone), words_view.shown(last.outcome_sentence)
    match last.state:
        case CallState.ACCEPTED:
            return []
        case CallState.REFUSED:
            return [f":no_entry: *Not {what}.* {words.capitalized(said)}".rstrip()]
        case CallState.UNKNOWN:
            why = words.capitalized(said) or INTERRUPTED
            return [f":grey_question: *We couldn't confirm this was {what}.* {why} {LOOK_THERE}"]
        case _:
            doing = f":hourglass_flowing_sand: {words_view.doing(last, account_zone)}"
            return [f"{doing} {said}".rstrip()]


def _aloud(timeline: Timeline, account_zone: ZoneInfo) -> str:
    """Return the message as one sentence, for notifications and screen readers."""
    known, last = timeline.known, timeline.last
    what = words_view.done_to(last, account_zone)
    match last.state:
        case CallState.ACCEPTED:
            status = words_view.STATUS[known.status or last.status].lower()
            said = f"{status}, {moment(known.at, account_zone)}"
        case CallState.REFUSED:
            said = f"not {what}"
        case CallState.UNKNOWN:
            said = f"we couldn't confirm this was {what}"
        case _:
            said = f"waiting for SMS-iT, {moment(last.at, account_zone)}"
    return f"Appointment with {words_view.person(known)}: {said}."


def _notes(timeline: Timeline) -> list[str]:
    found, last = [], timeline.last
    if last.state is CallState.ACCEPTED and last.outcome_sentence:
        found.append(words_view.remark(last))
    if last.state is CallState.REFUSED and last.outcome_code == EXISTS:
        found.append(_existing(timeline))
    return found


def _texts(timeline: Timeline, account_zone: ZoneInfo) -> list[str]:
    return [
        _text("Confirmation text", timeline.confirmation, account_zone),
        *(_text("Reminder", each, account_zone) for each in timeline.reminders),
        _text("Text about the change", timeline.notice, account_zone),
    ]


def _existing(timeline: Timeline) -> str:
    other = timeline.existing
    if other is None or other.status is None:
        return NOT_FROM_HERE
    status = words_view.STATUS[other.status].lower()
    return f"<@{other.user_id}> already booked one at that time ({status})."


def _text(label: str, send: Send | None, account_zone: ZoneInfo) -> str:
    if send is None:
        return ""
    if send.state is SendState.CANCELLED:
        return f"{label}: cancelled"
    at = f"{moment(send.send_at, account_zone)}, " if send.send_at else ""
    return f"{label}: {at}in thread"


def _buttons(timeline: Timeline) -> list[Block]:
    about, last = metadata.dump(timeline.about), timeline.last
    if last.state is CallState.UNKNOWN:
        return _settling(about, words_view.done(last), TEXTED_THEN if last.notice else "")
    found: list[Block] = []
    if last.state is CallState.REFUSED and last.outcome_code == NO_CONTACT:
        text = "Add to contacts and book"
        found.append(kit.button(text, Action.ADD_AND_BOOK, value=about, style="primary"))
    elif last.state is CallState.REFUSED and last.outcome_code != EXISTS:
        found.append(kit.button("Try again", Action.AGAIN, value=about))
    return found + changes(timeline)


def _settling(about: str, what: str, then: str) -> list[Block]:
    """Return the buttons that settle an unknown outcome; each asks first, for it cannot be taken back.

    ``then`` says what follows when it was taken.
    """
    look = "Check in SMS-iT's own panel first."
    was = kit.confirm(f"Was it {what}?", f"{look} {then}".rstrip(), f"It was {what}")
    was_not = kit.confirm(f"Was it not {what}?", look, f"It wasn't {what}")
    again = kit.confirm("Try again?", f"SMS-iT may already have it. {look}", "Try again", danger=True)
    return [
        kit.button(f"It was {what}", Action.WAS_BOOKED, value=about, ask=was),
        kit.button(f"It wasn't {what}", Action.WAS_NOT, value=about, ask=was_not),
        kit.button("Try again", Action.AGAIN, value=about, style="danger", ask=again),
    ]


def changes(timeline: Timeline) -> list[Block]:
    """Return the buttons that change an appointment, as far as it can be changed now."""
    known, last = timeline.known, timeline.last
    is_settled = last.state in {CallState.ACCEPTED, CallState.REFUSED}
    about, freed = metadata.dump(timeline.about), timeline.freed
    offers = []
    if is_settled and freed is not None and freed > last.created_at:
        which = "this" if known.status is Status.CANCELLED else "the old"
        offers.append(kit.button(f"Offer {which} time", Action.OFFER, value=about))
    if not is_settled or known.status in {None, Status.CANCELLED}:
        return offers
    found = [kit.button("Move", Action.MOVE, value=about)]
    if known.status is not Status.CONFIRMED:
        ask = kit.confirm("Confirm this appointment?", f"{NOT_TEXTED} {OLD_STATUS}", "Confirm")
        found.append(kit.button("Confirm", Action.CONFIRM, value=about, ask=ask))
    found.append(kit.button("Cancel appointment", Action.CANCEL, value=about, style="danger"))
    return found + offers


def called_off(timeline: Timeline) -> list[str]:
    """Return which texts that wait a cancellation takes with it, in a sentence, if any."""
    reminders = timeline.reminders_waiting
    waiting = ["confirmation text"] * timeline.confirmation_waits
    waiting += ["reminder" if reminders == 1 else "reminders"] * bool(reminders)
    if not waiting:
        return []
    is_one = len(waiting) == 1 and reminders <= 1
    return [f"Its {words.join_and(waiting)} {'is' if is_one else 'are'} cancelled."]
