"""How the confirmation of a text to one person looks: what is its own, and a number that is no contact."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.features.contacts.service import Card
from bot.features.outbox import confirmation_view
from bot.features.outbox.confirmation_view import Layout
from bot.features.outbox.preview import Preview
from bot.features.sms.ids import GROUP_BLOCK, Action, Modal
from bot.slack import kit, metadata
from bot.slack.kit import Block
from bot.slack.recipients import recipient_in_full, sender
from bot.slack.writing import groups as groups_field
from bot.store.sends import HeldBy, Send
from bot.texting import segments, words


@dataclass(frozen=True, slots=True)
class Meta:
    """Which draft a confirmation is about."""

    send_id: str


def confirmation(
    preview: Preview[Send, Card | None], *, account_zone: ZoneInfo | None, now: datetime
) -> Block:
    """Return the confirmation of a draft."""
    draft, is_new = preview.draft, preview.own is None
    characters = segments.measure(draft.body or "").characters
    length = f"{words.counted(draft.segments, 'segment')}, {words.counted(characters, 'character')}"
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title="Add and send?" if is_new else "Send this text?",
        metadata=metadata.dump(Meta(draft.id)),
        whom=[("To", recipient_in_full(draft))],
        size=[("Length", length)],
        submit=_add_and_submit(draft) if is_new else "",
        text=[kit.literal(draft.body or "")],
        warnings=confirmation_view.warnings_of(draft.body or ""),
        below=_new_contact() if is_new else (),
        follows=" and follows it until it is delivered.",
    )
    return confirmation_view.confirmation(preview, layout, now=now, account_zone=account_zone)


def add_contact(send: Send, *, balance: int) -> Block:
    """Return the form that adds a refused text's number to a group, to send it once more, and its cost."""
    facts = [
        ("To", recipient_in_full(send)),
        ("From", sender(send)),
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


def _new_contact() -> list[Block]:
    text = (
        ":bust_in_silhouette: *This number is not in your contacts*, and SMS-iT texts only contacts. "
        "Choose a group to add it to."
    )
    return [
        kit.divider(),
        kit.section(text),
        kit.field("Group", GROUP_BLOCK, groups_field.select(Action.GROUP)),
    ]


def _add_and_submit(draft: Send) -> str:
    return "Add and send" if draft.held_by is HeldBy.NONE else "Add and schedule"
