"""How the listing of what waits looks to whoever asked. Numbers are masked: some see other people's texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.features.scheduled.ids import Action, Modal
from bot.features.scheduled.service import Entry, Listing, is_at_smsit
from bot.features.sends.holds import Hold
from bot.features.series.views import buttons as series_buttons
from bot.slack.blocks import kit, moments, paging, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient
from bot.slack.incoming import metadata
from bot.store.sends import HeldBy, Send
from bot.store.states import SendState
from bot.texting import phones, recurrence, recurrence_words, words

PAGE: Final = 10
TITLE: Final = "Scheduled"
NOTHING: Final = "Nothing is scheduled. To schedule a text, use `/sms` and choose a time."
NOTHING_OF_YOURS: Final = "You have nothing scheduled. To schedule a text, use `/sms` and choose a time."
SHOWN_WORDS: Final = 80
SHOWN_SENTENCE: Final = 400
CANCEL_THERE: Final = "To cancel it, use SMS-iT's own panel."
_QUESTIONS: Final[Mapping[str, str]] = {
    Hold.LATE: "Not sent: the bot was offline at that time.",
    Hold.QUIET: "Not sent: some recipients were in quiet hours.",
    Hold.CHANGED: "Not sent: it would cost more, or reach other people, than you confirmed.",
    Hold.LISTED: "Not sent: a recipient is on the do-not-text list.",
    Hold.WORDS: "Not sent: its template is no longer in use.",
    Hold.UNREADABLE: "Not sent: a number in the group can't be read.",
}
_ASKS: Final = "Not sent: it needs a decision."


@dataclass(frozen=True, slots=True)
class ListingState:
    """What the listing carries along: the zone its times are shown in, and which page is shown."""

    zone: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class ScheduledRef:
    """What a button is about: a send, and how often it had been set going when the button was drawn."""

    send_id: str
    wave: int = 0


def loading() -> Block:
    """Return what a person sees while their time zone is looked up."""
    return kit.modal(
        callback_id=Modal.NOTICE,
        title=TITLE,
        blocks=[kit.section(":calendar: Loading …")],
        close="Close",
    )


def listing(found: Listing, zone: ZoneInfo, now: datetime, note: str = "") -> Block:
    """Return a page of what waits. ``note`` is mrkdwn about what was just done.

    Times are told in ``zone``, the reader's own, as seen at ``now`` (aware).
    """
    blocks = [kit.section(note)] if note else []
    blocks.append(kit.section(_count(found)))
    for entry in found.entries:
        blocks += [kit.divider(), kit.section(_entry(entry, zone, now))]
        buttons = _buttons(entry)
        if buttons:
            blocks.append(kit.actions(buttons))
    blocks += _turning(found)
    return kit.modal(
        callback_id=Modal.LIST,
        title=TITLE,
        blocks=blocks,
        close="Close",
        metadata=metadata.dump(ListingState(zone.key, found.page.number)),
    )


def whom(send: Send, label: str) -> str:
    """Return what kind of send it is and whom it is for, masked and escaped."""
    return f"{label} *{recipient(send)}*"


def owner(send: Send, lost: Role | None) -> str:
    """Return whose a text is, and the role its owner has lost since, if any: it goes out all the same."""
    return f"<@{send.user_id}>" + (f", who no longer has the *{lost}* role" if lost else "")


def _count(found: Listing) -> str:
    if not found.by_bot and not found.series and not found.at_smsit:
        return NOTHING if found.everybody else NOTHING_OF_YOURS
    parts = []
    if found.by_bot:
        parts.append(f"*{words.pluralize(found.by_bot, 'text')}* scheduled")
    if found.series:
        parts.append(f"*{found.series:,}* repeating")
    if found.at_smsit:
        parts.append(f"*{words.pluralize(found.at_smsit, 'text')}* scheduled in SMS-iT")
    return " · ".join(parts)


def _entry(entry: Entry, zone: ZoneInfo, now: datetime) -> str:
    send = entry.send
    lines = [whom(send, entry.label), _state(entry, zone, now), _small_print(entry)]
    if entry.is_own and send.body:
        said = " ".join(send.body.split())
        lines.append(f"> {kit.escape(kit.truncate(said, SHOWN_WORDS))}")
    return "\n".join(lines)


def _state(entry: Entry, zone: ZoneInfo, now: datetime) -> str:
    send = entry.send
    at = "" if entry.next_at is None else moments.when(entry.next_at, zone, now)
    if is_at_smsit(send):
        which = "for" if send.recurrence is None else "and repeating, next on"
        return f"{_stands(send)} {which} {at}\n{CANCEL_THERE}"
    if entry.repeats:
        return _repeats(entry, at)
    if send.state is SendState.AWAITING_APPROVAL:
        goes = at or "as soon as it's approved"
        return f"{_stands(send)}, to be sent {goes}"
    if send.hold is not None:
        asked = send.hold_sentence or _QUESTIONS.get(send.hold, _ASKS)
        was = f" It was scheduled for {at}." if at else ""
        return f":warning: {kit.escape(kit.truncate(phones.mask_in(asked), SHOWN_SENTENCE))}{was}"
    return f"{_stands(send)} for {at}"


def _repeats(entry: Entry, at: str) -> str:
    send = entry.send
    kept, zone = recurrence.load(send.recurrence), words.zone_or_utc(send.zone)
    rhythm = "" if kept is None else recurrence_words.rhythm(kept, zone)
    if entry.is_paused:
        return f"{state_words.icon(SendState.PAUSED)} Paused, {rhythm}"
    return f"{state_words.icon(send.state)} Repeats {rhythm}, next on {at}"


def _stands(send: Send) -> str:
    return f"{state_words.icon(send.state)} {state_words.label(send.state)}"


def _small_print(entry: Entry) -> str:
    send = entry.send
    parts = [words.pluralize(send.credits, "credit") + (" each time" if send.recurrence else "")]
    if send.held_by is HeldBy.SMSIT and not is_at_smsit(send):
        parts.append("SMS-iT will schedule it")
    if not entry.is_own:
        parts.append(f"by {owner(send, entry.lost)}")
    parts.append(f"`{send.id[:8]}`")
    return " · ".join(parts)


def _buttons(entry: Entry) -> list[Block]:
    send = entry.send
    about = metadata.dump(ScheduledRef(send.id, send.wave))
    found: list[Block] = []
    if entry.repeats:
        return [series_buttons.opening(send.id)] if entry.may_change else []
    if entry.may_edit:
        found.append(kit.button("Edit", Action.EDIT, value=about))
    if entry.may_rewrite:
        found.append(series_buttons.edit(send.id))
    if entry.may_send:
        cost = words.pluralize(send.credits, "credit")
        people = words.pluralize(send.people, "recipient")
        ask = kit.confirm("Send it now?", f"It goes out immediately to {people} for {cost}.", "Send now")
        found.append(kit.button("Send now", Action.SEND_NOW, value=about, ask=ask))
    if entry.may_change:
        ask = kit.confirm("Cancel this text?", "It won't be sent.", "Cancel text", danger=True)
        found.append(kit.button("Cancel", Action.CANCEL, value=about, style="danger", ask=ask))
    return found


def _turning(found: Listing) -> list[Block]:
    total = found.by_bot + found.series + found.at_smsit
    buttons = paging.buttons(found.page, Action.PREVIOUS, Action.NEXT)
    if not buttons:
        return []
    place = f"{paging.span(found.page, len(found.entries))} of {total:,}"
    return [kit.divider(), kit.context(place), kit.actions(buttons)]
