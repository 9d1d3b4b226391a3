"""How the confirmation looks: everything a person should know before a code is made and texted. Pure."""

from dataclasses import dataclass, field

from bot.features.otp import texts
from bot.features.otp.ids import Modal
from bot.features.otp.service import Ready
from bot.features.sms.confirm_view import sender
from bot.policy.model import Otp
from bot.slack import kit, metadata
from bot.slack.kit import Block
from bot.texting import phones, words


@dataclass(frozen=True, slots=True)
class Meta:
    """Which draft a confirmation is about, and what the code is for."""

    send_id: str
    purpose: str = field(repr=False)


def confirmation(ready: Ready, rules: Otp, *, here: str) -> Block:
    """Return the confirmation of a draft. ``here`` says where its message will appear."""
    draft = ready.draft
    rule = (
        f"The code counts for {words.counted(rules.minutes, 'minute')}, and you have "
        f"{words.counted(rules.tries, 'try', 'tries')}. Only you can verify it."
    )
    blocks = [
        kit.fields(_facts(ready)),
        kit.literal(texts.shown(draft.body or "")),
        kit.context(rule),
    ]
    if ready.balance_after < 0:
        blocks.append(kit.context(":warning: By SMS-iT's stricter way of counting, the balance may not do."))
    blocks.append(kit.context(here))
    return kit.modal(
        callback_id=Modal.CONFIRM,
        title="Send this code?",
        blocks=blocks,
        submit="Send the code",
        close="Back",
        metadata=metadata.dump(Meta(draft.id, ready.purpose)),
    )


def _facts(ready: Ready) -> list[tuple[str, str]]:
    draft = ready.draft
    number = phones.pretty(draft.to_phone)
    cost = words.counted(draft.credits, "credit")
    if draft.credits_upper > draft.credits:
        cost += f", at most {draft.credits_upper:,}"
    return [
        ("To", kit.escape(f"{draft.to_name}, {number}" if draft.to_name else number)),
        ("What for", kit.escape(ready.purpose)),
        ("From", kit.escape(sender(draft))),
        ("Cost", cost),
        ("Balance", f"{ready.balance:,}" + (f", {ready.reserved:,} spoken for" if ready.reserved else "")),
        ("Balance after", f"{ready.balance_after:,}"),
    ]
