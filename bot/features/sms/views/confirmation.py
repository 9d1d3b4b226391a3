"""How the confirmation of a text to one person looks: what is its own, and a number that is no contact."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.features.contacts.service import Card
from bot.features.sends.preview import Preview
from bot.features.sends.views import confirmation as confirmation_view
from bot.features.sends.views.confirmation import Layout
from bot.features.sms.ids import GROUP_BLOCK, Action, Modal
from bot.slack.blocks import kit
from bot.slack.blocks.fields import group as groups_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient_in_full
from bot.slack.incoming import metadata
from bot.store.sends import HeldBy, Send
from bot.texting import segments, words


@dataclass(frozen=True, slots=True)
class ConfirmationState:
    """Which draft a confirmation is about."""

    send_id: str


def confirmation(
    preview: Preview[Send, Card | None], *, account_zone: ZoneInfo | None, now: datetime
) -> Block:
    """Return the confirmation of a draft."""
    draft, is_new = preview.draft, preview.own is None
    characters = segments.measure(draft.body or "").characters
    length = f"{words.pluralize(draft.segments, 'segment')}, {words.pluralize(characters, 'character')}"
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title="Add and send?" if is_new else "Send this text?",
        metadata=metadata.dump(ConfirmationState(draft.id)),
        whom=[("To", recipient_in_full(draft))],
        size=[("Length", length)],
        submit=_add_and_submit(draft) if is_new else "",
        text=[kit.quote(draft.body or "")],
        warnings=confirmation_view.warnings_of(draft.body or ""),
        below=_new_contact() if is_new else (),
        follows=" and follows it until it is delivered.",
    )
    return confirmation_view.confirmation(preview, layout, now=now, account_zone=account_zone)


def add_contact(send: Send, *, balance: int) -> Block:
    """Return the form that adds a refused text's number to a group, to send it once more, and its cost."""
    facts = [
        ("To", recipient_in_full(send)),
        *confirmation_view.senders(send),
        ("Cost, each time", words.pluralize(send.credits, "credit")),
        ("Balance", f"{balance:,}"),
    ]
    if send.held_by is HeldBy.SMSIT and send.send_at is not None:
        facts.append(("When", words.when(send.send_at, words.zone_or_utc(send.zone))))
    return kit.modal(
        callback_id=Modal.ADD,
        title="Add and send?",
        blocks=[kit.fields(facts), kit.quote(send.body or ""), *_new_contact()],
        submit="Add and send",
        metadata=metadata.dump(ConfirmationState(send.id)),
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
