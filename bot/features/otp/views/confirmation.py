"""How the confirmation of a code looks: what is its own, before one is made and texted. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.features.otp import texts
from bot.features.otp.ids import Modal
from bot.features.sends.preview import Preview
from bot.features.sends.views import confirmation as confirmation_view
from bot.features.sends.views.confirmation import Layout
from bot.policy.model import Otp
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import heading
from bot.slack.incoming import metadata
from bot.store.sends import Send
from bot.texting import words


@dataclass(frozen=True, slots=True)
class ConfirmationState:
    """Which draft a confirmation is about, and what the code is for."""

    send_id: str
    purpose: str = field(repr=False)


def confirmation(preview: Preview[Send, str], rules: Otp, now: datetime) -> Block:
    """Return the confirmation of a draft."""
    draft, purpose = preview.draft, preview.own
    rule = (
        f"The code expires after {words.pluralize(rules.minutes, 'minute')} and allows "
        f"{words.pluralize(rules.tries, 'attempt')}. Only you can verify it."
    )
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title="Review code",
        metadata=metadata.dump(ConfirmationState(draft.id, purpose)),
        heading=heading(draft, full=preview.full),
        submit="Send now",
        text=[kit.quote(texts.shown(draft.body or ""))],
        more=[("Purpose", f"*{kit.escape(purpose)}*")],
        small=[f"{rule} The code itself is never shown."],
        updates=True,
    )
    return confirmation_view.confirmation(preview, layout, now=now)
