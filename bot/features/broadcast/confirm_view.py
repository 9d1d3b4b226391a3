"""How the confirmation of a broadcast looks: everything a person should know before it costs money."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.broadcast import confirm_words as say
from bot.features.broadcast.costs import without_name
from bot.features.broadcast.ids import Action, Modal
from bot.features.broadcast.ready import Ready
from bot.slack import kit, metadata
from bot.slack.kit import Block
from bot.store.sends import HeldBy
from bot.texting import words

IN_SPITE: Final = "in_spite"
"""The block of the box that has a broadcast sent in spite of quiet hours."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Which draft a confirmation is about, and whether its box must be ticked."""

    send_id: str
    must_override: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """Which draft to hold until when: seconds since 1970, in UTC."""

    send_id: str
    at: int


def confirmation(ready: Ready, *, here: str, account_zone: ZoneInfo | None, now: datetime) -> Block:
    """Return the confirmation of a draft. ``here`` says where its message will appear.

    It cannot be submitted by somebody who may not send in quiet hours, while it would.
    """
    draft = ready.draft
    blocks = [
        kit.fields(say.facts(ready)),
        kit.section(f"*When*\n{say.when(ready, account_zone, now)}"),
        kit.literal(draft.body or ""),
    ]
    if len(ready.series) > 1:
        blocks.append(kit.section(say.dates(ready)))
    blocks += [kit.context(f":warning: {warning}") for warning in say.warnings(ready)]
    if ready.cost.nameless:
        blocks.append(kit.context(f":bust_in_silhouette: {say.nameless(ready)}"))
        if without_name(draft.body or "").strip():
            button = kit.button("Leave the name out", Action.WITHOUT_NAME)
            blocks.append(kit.actions([button], block_id="nameless"))
    blocks += _quiet(ready, now)
    blocks.append(kit.context(say.small_print(ready, here)))
    may_submit = ready.may_override or not ready.must_override
    return kit.modal(
        callback_id=Modal.CONFIRM,
        title="Send this broadcast?",
        blocks=blocks,
        submit=_submit(ready) if may_submit else "",
        close="Back",
        metadata=metadata.dump(Meta(draft.id, must_override=ready.must_override)),
    )


def _submit(ready: Ready) -> str:
    if ready.reasons:
        return "Ask for approval"
    return "Send now" if ready.draft.held_by is HeldBy.NONE else "Schedule"


def _quiet(ready: Ready, now: datetime) -> list[Block]:
    if not ready.must_override:
        return [kit.context(say.not_quiet(ready))]
    blocks = [kit.divider(), kit.section(say.quiet(ready))]
    until = ready.quiet.until
    if until is not None and until > now and len(ready.series) == 1:
        value = metadata.dump(After(ready.draft.id, int(until.timestamp())))
        at = words.when(until, words.zone_or_utc(ready.draft.zone))
        blocks.append(kit.actions([kit.button(f"Hold it until {at}", Action.AFTER_QUIET, value=value)]))
    if ready.may_override:
        choice = kit.option("Send in spite of quiet hours", IN_SPITE, "Your name is kept with it")
        box = {"type": "checkboxes", "action_id": Action.IN_SPITE, "options": [choice]}
        blocks.append(kit.field("Quiet hours", IN_SPITE, box, optional=True))
    return blocks
