"""How the listing of what waits looks to whoever asked. Numbers are masked: some see other people's texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.scheduled.ids import Action, Modal
from bot.features.scheduled.service import Entry, Listing, is_at_smsit
from bot.features.sends.holds import Hold
from bot.slack.blocks import kit, paging, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient
from bot.slack.incoming import metadata
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.texting import phones, words

PAGE: Final = 10
TITLE: Final = "Scheduled"
SHOWN_WORDS: Final = 80
SHOWN_SENTENCE: Final = 400
OUT_OF_REACH: Final = ":lock: SMS-iT holds it: it can be neither seen nor cancelled from here"
_KINDS: Final = {
    SendKind.CONTACT: "Text to",
    SendKind.OTP: "Code to",
    SendKind.GROUP: "Group",
    SendKind.ELSEWHERE: "Group",
    SendKind.LIST: "List",
}
_QUESTIONS: Final[Mapping[str, str]] = {
    Hold.LATE: "Not sent: the bot was not running when its time came.",
    Hold.QUIET: "Not sent: it was quiet hours where some of the people are.",
    Hold.CHANGED: "Not sent: it would cost more, or reach others, than was confirmed.",
    Hold.LISTED: "Not sent: it would reach somebody on the do-not-text list.",
    Hold.UNREADABLE: "Not sent: a number of the group cannot be read.",
}
_ASKS: Final = "Not sent: it waits for somebody to decide."


@dataclass(frozen=True, slots=True)
class ListingState:
    """What the listing carries along: the zone its times are shown in, and which page is shown."""

    zone: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class ScheduledRef:
    """What a button is about: a send, and how often it had been tried when the button was drawn."""

    send_id: str
    attempts: int = 0


def loading() -> Block:
    """Return what a person sees while their time zone is looked up."""
    return kit.modal(
        callback_id=Modal.NOTICE,
        title=TITLE,
        blocks=[kit.section(":calendar: Looking up what is scheduled …")],
        close="Close",
    )


def listing(found: Listing, zone: ZoneInfo, note: str = "") -> Block:
    """Return a page of what waits, times in ``zone``. ``note`` is mrkdwn about what was just done."""
    blocks = [kit.section(note)] if note else []
    blocks.append(kit.section(_count(found)))
    for entry in found.entries:
        blocks += [kit.divider(), kit.section(_entry(entry, zone))]
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


def whom(send: Send) -> str:
    """Return what kind of send it is and whom it is for, masked and escaped."""
    return f"{_KINDS[send.kind]} *{recipient(send)}*"


def _count(found: Listing) -> str:
    whose = "" if found.everybody else " of yours"
    if not found.by_bot and not found.at_smsit:
        return f"Nothing{whose} is scheduled."
    text = f"*{words.pluralize(found.by_bot, 'text')}{whose}* held by the bot"
    if found.at_smsit:
        text += f", *{found.at_smsit:,}* by SMS-iT"
    return text + "."


def _entry(entry: Entry, zone: ZoneInfo) -> str:
    send = entry.send
    lines = [whom(send), _state(entry, zone), _small_print(entry)]
    if entry.is_own and send.body:
        said = " ".join(send.body.split())
        lines.append(f"> {kit.escape(kit.truncate(said, SHOWN_WORDS))}")
    return "\n".join(lines)


def _state(entry: Entry, zone: ZoneInfo) -> str:
    send = entry.send
    at = "" if entry.next_at is None else words.when(entry.next_at, zone)
    if is_at_smsit(send):
        which = "for" if send.recurrence is None else "repeats, next"
        return f"{state_words.icon(send.state)} {which} {at}\n{OUT_OF_REACH}"
    if send.state is SendState.AWAITING_APPROVAL:
        when = f"for {at}" if at else "goes out as soon as it is approved"
        return f"{state_words.icon(send.state)} {state_words.in_words(send.state)}, {when}"
    if send.outcome_code is not None:
        asked = send.outcome_sentence or _QUESTIONS.get(send.outcome_code, _ASKS)
        was = f" It was for {at}." if at else ""
        return f":warning: {kit.escape(kit.truncate(phones.mask_in(asked), SHOWN_SENTENCE))}{was}"
    return f"{state_words.icon(send.state)} {state_words.in_words(send.state)} for {at}"


def _small_print(entry: Entry) -> str:
    send = entry.send
    parts = [words.pluralize(send.credits, "credit") + (" each time" if send.recurrence else "")]
    if send.held_by is HeldBy.SMSIT and not is_at_smsit(send):
        parts.append("to be held by SMS-iT")
    if not entry.is_own:
        parts.append(f"by <@{send.user_id}>")
    parts.append(f"`{send.id[:8]}`")
    return " · ".join(parts)


def _buttons(entry: Entry) -> list[Block]:
    send = entry.send
    about = metadata.dump(ScheduledRef(send.id, send.attempts))
    found: list[Block] = []
    if entry.may_edit:
        found.append(kit.button("Edit", Action.EDIT, value=about))
    if entry.may_send:
        cost = words.pluralize(send.credits, "credit")
        people = words.pluralize(send.people, "person", "people")
        ask = kit.confirm("Send it now?", f"It goes out at once, to {people}, for {cost}.", "Send now")
        found.append(kit.button("Send now", Action.SEND_NOW, value=about, ask=ask))
    if entry.may_change:
        ask = kit.confirm("Cancel this text?", "It will not be sent.", "Cancel the text", danger=True)
        found.append(kit.button("Cancel", Action.CANCEL, value=about, style="danger", ask=ask))
    return found


def _turning(found: Listing) -> list[Block]:
    total = found.by_bot + found.at_smsit
    buttons = paging.buttons(found.page, Action.PREVIOUS, Action.NEXT)
    if not buttons:
        return []
    place = f"{paging.span(found.page, len(found.entries))} of {total:,}"
    return [kit.divider(), kit.context(place), kit.actions(buttons)]
