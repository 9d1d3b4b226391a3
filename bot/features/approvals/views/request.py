"""How a request to approve looks.

It stands in a channel: the words of the text are left out, and a number is masked. Who may approve asks for
the words with a button.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.features.approvals.ids import REASON_BLOCK, Action, Modal
from bot.features.approvals.service import LONGEST_REASON
from bot.features.approvals.texts import Text
from bot.features.approvals.views import status as status_view
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import sender
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.approvals import ApprovalRequest
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.texting import phones, words
from bot.texting.schedules import Repeat

LONGEST_NAME: Final = 80
_UNITS: Final = {
    Repeat.DAILY: "day",
    Repeat.WEEKLY: "week",
    Repeat.MONTHLY: "month",
    Repeat.YEARLY: "year",
}


@dataclass(frozen=True, slots=True)
class ApprovalRef:
    """What a decision is about: a send, and which of the requests about it."""

    send_id: str
    number: int


def request(send: Send, asked: ApprovalRequest, why: tuple[str, ...]) -> Content:
    """Return the message that asks the approvers, or tells what they decided. ``why`` it needs them."""
    waits = send.state is SendState.AWAITING_APPROVAL and asked.decision is None
    said = "Needs a second person" if waits else _capital(status_view.in_words(send, asked, None))
    if waits and why:
        said += f": {words.join_and(why)}"
    title = f"<@{send.user_id}> wants to text {_whom(send)}"
    status = f"{state_words.icon(send.state)} {said}."
    facts = _facts(send, asked)
    notes = _notes(send, asked)
    blocks: list[Block] = [kit.section(f"{title}\n{status}"), kit.fields(facts)]
    blocks += [kit.context(note) for note in notes]
    if waits:
        blocks.append(kit.actions(_buttons(send, asked)))
    small = "; ".join(f"{label}: {value}" for label, value in facts)
    return Content(" ".join((f"{title}: {said}.", f"{small}.", *notes)), tuple(blocks))


def nothing(send: Send) -> Content:
    """Return the message about a send nobody is asked about any more."""
    text = f"The text to {_whom(send)} is {state_words.in_words(send.state)}."
    return Content(text, (kit.section(text),))


def rejection(about: ApprovalRef) -> Block:
    """Return the form that asks for the reason of a rejection."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": Action.REASON,
        "multiline": True,
        "max_length": LONGEST_REASON,
    }
    hint = "Whoever asked reads it, and everybody in the channel. Do not name customers."
    return kit.modal(
        callback_id=Modal.REJECT,
        title="Reject this text?",
        blocks=[kit.field("Why", REASON_BLOCK, element, hint=hint)],
        submit="Reject",
        metadata=metadata.dump(about),
    )


def whole_text(text: Text) -> Block:
    """Return the words of a text, for whoever may approve it; of a list with its first texts filled in."""
    blocks = [kit.quote(text.body)]
    if text.rows:
        blocks.append(kit.section(f"*First {words.pluralize(len(text.rows), 'text')}*"))
    for row in text.rows:
        blocks += [
            kit.context(f"to {phones.mask(row.to_number)}, line {row.line:,}"),
            kit.quote(row.body or ""),
        ]
    if text.more:
        blocks.append(kit.context(f"And {text.more:,} more."))
    return kit.modal(callback_id=Modal.TEXT, title="Text", blocks=blocks, close="Close")


def _facts(send: Send, asked: ApprovalRequest) -> list[tuple[str, str]]:
    zone = words.zone_or_utc(send.zone)
    facts = [
        ("To", _whom(send)),
        ("People", f"{send.people:,}"),
        ("Cost", _cost(send)),
        ("From", _sender(send)),
        ("When", _when(send)),
    ]
    if send.balance_shown is not None:
        facts.append(("Balance when it was confirmed", f"{send.balance_shown:,}"))
    if asked.decision is None:
        facts.append(("This request lapses", words.when(asked.expires_at, zone)))
    return facts


def _notes(send: Send, asked: ApprovalRequest) -> list[str]:
    found = []
    by = f"Changed or asked for by <@{asked.asked_by}>." if asked.asked_by else ""
    if asked.changed:
        found.append(f":warning: Asked again. {kit.escape(phones.mask_in(asked.changed))} {by}".rstrip())
    elif by and asked.asked_by != send.user_id:
        found.append(f":warning: {by}")
    if send.quiet_override:
        found.append(f":zzz: <@{send.quiet_override}> decided to send it in spite of quiet hours.")
    return found


def _whom(send: Send) -> str:
    return f"the {_noun(send)} *{kit.escape(_name(send))}*"


def _noun(send: Send) -> str:
    return "list" if send.kind is SendKind.LIST else "group"


def _name(send: Send) -> str:
    return kit.truncate(phones.mask_in(send.to_name or "without a name"), LONGEST_NAME)


def _cost(send: Send) -> str:
    takes = words.pluralize(send.credits, "credit")
    if send.segments * send.people == send.credits:
        people = words.pluralize(send.people, "person", "people")
        takes = f"{words.pluralize(send.segments, 'segment')} \N{MULTIPLICATION SIGN} {people} = {takes}"
    if send.credits_upper > send.credits:
        takes += f", at most {send.credits_upper:,}"
    if send.occurrences > 1:
        takes += f", each time; at most {send.credits_upper * send.occurrences:,} in all"
    return takes


def _sender(send: Send) -> str:
    found = sender(send)
    if send.throttle:
        found += f", {words.pluralize(send.throttle, 'second')} between texts"
    return found


def _when(send: Send) -> str:
    zone = words.zone_or_utc(send.zone)
    if send.send_at is None:
        return "At once when it is approved"
    first = words.when(send.send_at, zone)
    held = ", held by SMS-iT" if send.held_by is HeldBy.SMSIT else ""
    if send.recurrence is None:
        return first + held
    rule = {name: str(value) for name, value in send.recurrence.items()}
    unit, every = _UNITS[Repeat(rule["repeat"])], int(rule["every"])
    rhythm = unit if every == 1 else words.pluralize(every, unit)
    until = words.when(datetime.fromisoformat(rule["until"]), zone)
    times = words.pluralize(send.occurrences, "time")
    return f"{times}, every {rhythm}, first {first}, until {until}{held}"


def _buttons(send: Send, asked: ApprovalRequest) -> list[Block]:
    about = metadata.dump(ApprovalRef(send.id, asked.round))
    figures = (
        f"The {_noun(send)} {_name(send)}: {words.pluralize(send.people, 'person', 'people')}, "
        f"{_cost(send)}. "
        f"{_when(send)}."
    )
    ask = kit.confirm("Approve this text?", figures, "Approve")
    return [
        kit.button("Approve", Action.APPROVE, value=about, style="primary", ask=ask),
        kit.button("Reject", Action.REJECT, value=about, style="danger"),
        kit.button("View text", Action.VIEW, value=send.id),
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
