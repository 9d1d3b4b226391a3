"""How the confirmation of a code looks: what is its own, before one is made and texted. Pure."""

from dataclasses import dataclass, field

from bot.features.otp import texts
from bot.features.otp.ids import Modal
from bot.features.outbox import confirmation_view
from bot.features.outbox.confirmation_view import Layout
from bot.features.outbox.preview import Preview
from bot.policy.model import Otp
from bot.slack import kit, metadata
from bot.slack.kit import Block
from bot.store.sends import Send
from bot.texting import phones, words


@dataclass(frozen=True, slots=True)
class Meta:
    """Which draft a confirmation is about, and what the code is for."""

    send_id: str
    purpose: str = field(repr=False)


def confirmation(preview: Preview[Send, str], rules: Otp) -> Block:
    """Return the confirmation of a draft."""
    draft, purpose = preview.draft, preview.own
    number = phones.pretty(draft.to_phone)
    rule = (
        f"The code counts for {words.counted(rules.minutes, 'minute')}, and you have "
        f"{words.counted(rules.tries, 'try', 'tries')}. Only you can verify it."
    )
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title="Send this code?",
        metadata=metadata.dump(Meta(draft.id, purpose)),
        whom=[
            ("To", kit.escape(f"{draft.to_name}, {number}" if draft.to_name else number)),
            ("What for", kit.escape(purpose)),
        ],
        submit="Send the code",
        text=[kit.literal(texts.shown(draft.body or "")), kit.context(rule)],
        follows=", with a button to verify the code. The code itself is never shown.",
    )
    return confirmation_view.confirmation(preview, layout)
