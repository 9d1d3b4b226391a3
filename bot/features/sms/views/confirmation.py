"""How the confirmation of a text to one person looks: what is its own, and a number that is no contact."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.features.contacts.service import Card
from bot.features.sends.preview import Preview
from bot.features.sends.views import confirmation as confirmation_view
from bot.features.sends.views import duplicates as duplicates_view
from bot.features.sends.views.confirmation import Layout
from bot.features.sends.weekly import REASONS
from bot.features.sms.ids import GROUP_BLOCK, REASON_BLOCK, Action, Modal
from bot.slack.blocks import kit, moments
from bot.slack.blocks.fields import group as groups_field
from bot.slack.blocks.fields import select
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import heading
from bot.slack.incoming import metadata
from bot.store.sends import HeldBy, Send
from bot.store.sends.duplicates import fingerprint
from bot.texting import segments, words


@dataclass(frozen=True, slots=True)
class ConfirmationState:
    """Which draft a confirmation is about, and the fingerprint of the duplicates that it tells of."""

    send_id: str
    told: str = ""


def confirmation(
    preview: Preview[Send, Card | None], *, account_zone: ZoneInfo | None, now: datetime
) -> Block:
    """Return the confirmation of a draft."""
    draft, is_new = preview.draft, preview.own is None
    characters = segments.measure(draft.body or "").characters
    length = f"{words.pluralize(draft.segments, 'segment')} · {words.pluralize(characters, 'character')}"
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title="Review text",
        metadata=metadata.dump(ConfirmationState(draft.id, fingerprint(preview.duplicates))),
        heading=heading(draft, full=preview.full),
        submit=_add_and_submit(draft) if is_new else "",
        text=[kit.quote(draft.body or "")],
        warnings=[*_twice(preview, now), *confirmation_view.warnings_of(draft.body or "")],
        below=[*(_new_contact() if is_new else ()), *(_reason() if preview.needs_reason else ())],
        small=[length],
        updates=True,
    )
    return confirmation_view.confirmation(preview, layout, now=now, account_zone=account_zone)


def _twice(preview: Preview[Send, Card | None], now: datetime) -> list[str]:
    """Return what there is to say of the same text to the same number."""
    asked = duplicates_view.question(preview.duplicates, words.zone_or_utc(preview.draft.zone), now)
    return [asked] if asked else []


def add_contact(send: Send, now: datetime, *, balance: int, full: bool = False) -> Block:
    """Return the form that adds a refused text's number to a group, to send it once more, and its cost.

    ``full`` for people who see numbers in full.
    """
    each = " each time" if send.recurrence else ""
    facts = [
        ("Cost", confirmation_view.cost(send.credits, send.credits_upper) + each),
        ("Balance", f"{balance:,}"),
        ("Send", f"*{_when(send, now)}*"),
        *confirmation_view.senders(send),
    ]
    return kit.modal(
        callback_id=Modal.ADD,
        title="Review text",
        blocks=[
            kit.header(heading(send, full=full)),
            kit.quote(send.body or ""),
            kit.facts(facts),
            *_new_contact(),
        ],
        submit="Add and send",
        metadata=metadata.dump(ConfirmationState(send.id)),
    )


def _new_contact() -> list[Block]:
    text = (
        ":bust_in_silhouette: *This number isn't in your contacts yet*, and SMS-iT only texts contacts. "
        "Choose a group to add it to."
    )
    return [
        kit.divider(),
        kit.section(text),
        kit.field("Group", GROUP_BLOCK, groups_field.select(Action.GROUP)),
    ]


def _reason() -> list[Block]:
    """Return the question why somebody is texted in spite of the limit of a week."""
    options = [kit.option(why, reason.value) for reason, why in REASONS.items()]
    reasons = select.element(Action.REASON, options, example="Choose a reason")
    hint = "It's kept in the record, with your name."
    return [kit.field("Why send it anyway", REASON_BLOCK, reasons, hint=hint)]


def _when(send: Send, now: datetime) -> str:
    """Return when a refused text goes out once more: one the bot held has had its time, and goes now."""
    if send.held_by is not HeldBy.SMSIT or send.send_at is None:
        return "now"
    return moments.when(send.send_at, words.zone_or_utc(send.zone), now)


def _add_and_submit(draft: Send) -> str:
    return "Add and send" if draft.held_by is HeldBy.NONE else "Add and schedule"
