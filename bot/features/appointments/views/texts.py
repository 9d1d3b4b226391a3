"""How the texts of an appointment look to whoever may read them. Pure."""

from typing import Final

from bot.features.appointments.ids import Modal
from bot.features.appointments.timeline import Timeline
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.store.sends import Send

NONE: Final = "No texts go with this appointment."
FORGOTTEN: Final = "Its words are no longer stored."


def whole_texts(timeline: Timeline) -> Block:
    """Return the words of an appointment's texts: as they were made, or as they are planned."""
    known = timeline.known
    blocks = [
        *_text("Confirmation text", timeline.confirmation, known.confirmation_text),
        *_reminders(timeline, known.reminder_text),
        *_text("Text about the change", timeline.notice, timeline.last.notice),
    ]
    return kit.modal(
        callback_id=Modal.NOTICE, title="Texts", blocks=blocks or [kit.section(NONE)], close="Close"
    )


def _reminders(timeline: Timeline, planned: str | None) -> list[Block]:
    """Return the words of the reminders: those they share once."""
    bodies = {each.body: each for each in timeline.reminders}
    return [block for each in bodies.values() or (None,) for block in _text("Reminder", each, planned)]


def _text(label: str, send: Send | None, planned: str | None) -> list[Block]:
    if send is None and planned is None:
        return []
    body = planned if send is None else send.body
    return [kit.section(f"*{label}*"), kit.context(FORGOTTEN) if body is None else kit.quote(body)]
