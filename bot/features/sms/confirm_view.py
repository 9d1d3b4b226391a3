"""How the confirmation looks: everything a person should know before a text costs money."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.sms.ids import GROUP_BLOCK, Action, Modal
from bot.features.sms.service import Ready
from bot.slack import kit, limits, metadata
from bot.slack.kit import Block
from bot.slack.recipients import recipient_in_full
from bot.store.sends import HeldBy, Send
from bot.texting import phones, segments, templates, words

DATES_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Meta:
    """Which draft a confirmation is about."""

    send_id: str


def confirmation(ready: Ready, *, here: str, account_zone: ZoneInfo | None, now: datetime) -> Block:
    """Return the confirmation of a draft. ``here`` says where its message will appear."""
    draft = ready.draft
    blocks = [
        kit.fields(_facts(ready)),
        kit.section(f"*When*\n{_when(draft, account_zone, now)}"),
        kit.literal(draft.body or ""),
    ]
    blocks += [kit.context(f":warning: {warning}") for warning in _warnings(ready)]
    if len(ready.series) > 1:
        blocks.append(kit.section(_dates(ready)))
    if ready.card is None:
        blocks += _new_contact()
    blocks.append(kit.context(here))
    return kit.modal(
        callback_id=Modal.CONFIRM,
        title="Add and send?" if ready.card is None else "Send this text?",
        blocks=blocks,
        submit=_submit(draft, new=ready.card is None),
        close="Back",
        metadata=metadata.dump(Meta(draft.id)),
    )


def add_contact(send: Send, *, balance: int) -> Block:
    """Return the form that adds a refused text's number to a group, to send it once more, and its cost."""
    facts = [
        ("To", recipient_in_full(send)),
        ("From", kit.escape(sender(send))),
        ("Cost, each time", words.counted(send.credits, "credit")),
        ("Balance", f"{balance:,}"),
    ]
    if send.held_by is HeldBy.SMSIT and send.send_at is not None:
        facts.append(("When", words.when(send.send_at, words.zone_or_utc(send.zone))))
    return kit.modal(
        callback_id=Modal.ADD,
        title="Add and send?",
        blocks=[kit.fields(facts), kit.literal(send.body or ""), *_new_contact()],
        submit="Add and send",
        metadata=metadata.dump(Meta(send.id)),
    )


def sender(send: Send) -> str:
    """Return who a text comes from."""
    return send.alpha_sender or phones.pretty(send.sender)


def _facts(ready: Ready) -> list[tuple[str, str]]:
    draft = ready.draft
    measure = segments.measure(draft.body or "")
    return [
        ("To", recipient_in_full(draft)),
        ("From", kit.escape(sender(draft))),
        (
            "Length",
            f"{words.counted(draft.segments, 'segment')}, {words.counted(measure.characters, 'character')}",
        ),
        ("Cost", _cost(ready)),
        ("Balance", f"{ready.balance:,}" + (f", {ready.reserved:,} spoken for" if ready.reserved else "")),
        ("Balance after", f"{ready.balance_after:,}"),
    ]


def _cost(ready: Ready) -> str:
    cost = words.counted(ready.credits_in_all, "credit")
    if ready.upper_in_all > ready.credits_in_all:
        cost += f", at most {ready.upper_in_all:,}"
    return cost


def _when(draft: Send, account_zone: ZoneInfo | None, now: datetime) -> str:
    zone = words.zone_or_utc(draft.zone)
    if draft.send_at is None:
        return f"Now: {words.when(now, zone)}"
    text = words.when(draft.send_at, zone)
    if draft.held_by is HeldBy.SMSIT:
        text += "\nheld by SMS-iT, cannot be cancelled from here"
        if account_zone is not None and account_zone.key != zone.key:
            text += f"\nin the account's zone: {words.when(draft.send_at, account_zone)}"
    else:
        text += "\nheld by the bot, can be cancelled"
    return text


def _warnings(ready: Ready) -> list[str]:
    draft = ready.draft
    measure = segments.measure(draft.body or "")
    found = [kit.escape(warning.sentence) for warning in templates.warnings(draft.body or "")]
    if measure.forcing:
        names = words.listed(each.name for each in measure.forcing[:4])
        found.append(f"Only 70 characters to a segment, because of: {kit.escape(names)}.")
    if ready.at_night:
        found.append(_night(ready))
    if ready.rolls_over:
        found.append(
            "Some months are too short for this day; SMS-iT then moves the date into the next month."
        )
    if ready.balance_after < 0:
        found.append("By SMS-iT's stricter way of counting, the balance may not cover this.")
    return found


def _night(ready: Ready) -> str:
    if len(ready.series) == 1:
        return "That is in quiet hours where this number seems to be (a guess from the number)."
    fall = "falls" if ready.at_night == 1 else "fall"
    times = f"{ready.at_night} of {words.counted(len(ready.series), 'date')} {fall}"
    return f"{times} in quiet hours where this number seems to be (a guess from the number)."


def _dates(ready: Ready) -> str:
    zone = words.zone_or_utc(ready.draft.zone)
    lines = [f"• {words.when(at, zone)}" for at in ready.series[:DATES_SHOWN]]
    more = len(ready.series) - DATES_SHOWN
    if more > 0:
        lines.append(f"… and {more} more, the last one {words.when(ready.series[-1], zone)}")
    return f"*{words.counted(len(ready.series), 'text')}*\n" + "\n".join(lines)


def _new_contact() -> list[Block]:
    text = (
        ":bust_in_silhouette: *This number is not in your contacts*, and SMS-iT texts only contacts. "
        "Choose a group to add it to."
    )
    return [kit.divider(), kit.section(text), _group()]


def _group() -> Block:
    element = {
        "type": "external_select",
        "action_id": Action.GROUP,
        "placeholder": kit.plain("Type the name of a group", limits.PLACEHOLDER),
        "min_query_length": 0,
    }
    return kit.field("Group", GROUP_BLOCK, element)


def _submit(draft: Send, *, new: bool) -> str:
    if draft.held_by is HeldBy.NONE:
        return "Add and send" if new else "Send now"
    return "Add and schedule" if new else "Schedule"
