"""How the review of a move or a cancellation looks: what changes, and the texts that go with it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.features.appointments.ids import Modal
from bot.features.appointments.move_preview import ChangePreview
from bot.features.appointments.views import confirmation as confirmation_view
from bot.features.sends.preview import Preview
from bot.features.sends.views import confirmation as sends_view
from bot.features.sends.views.confirmation import Layout
from bot.slack.blocks import kit, moments
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.appointments import Appointment

NOT_TEXTED = "The customer isn't texted about the move."


@dataclass(frozen=True, slots=True)
class PlanState:
    """Which change a review is about, as it was written down."""

    plan_id: str


@dataclass(frozen=True, slots=True)
class Review:
    """What is reviewed: which modal, what its button says, and lines of small print."""

    modal: Modal
    submit: str
    small: Sequence[str]


def review(preview: Preview[Appointment, ChangePreview], of: Review, zone: ZoneInfo, now: datetime) -> Block:
    """Return the review of a change; ``zone`` is the person's."""
    known, own = preview.draft, preview.own
    planned = (*([own.notice] if own.notice else []), *own.reminders)
    layout = Layout(
        callback_id=of.modal,
        title=confirmation_view.TITLE,
        metadata=metadata.dump(PlanState(own.plan_id)),
        heading=confirmation_view.heading(preview, own.at, zone, now),
        submit=of.submit,
        sender_label=confirmation_view.SENDER,
        cost_label=confirmation_view.COST,
        text=[
            *_told(own),
            *confirmation_view.texts(planned, zone, now, "*Text to the customer* once it's done"),
        ],
        more=_before(preview, zone, now),
        warnings=[
            *confirmation_view.warnings(planned),
            confirmation_view.nameless_sentence(known, own.templates),
        ],
        below=confirmation_view.existing(own.existing),
        small=of.small,
    )
    return sends_view.confirmation(preview, layout, now=now)


def _before(
    preview: Preview[Appointment, ChangePreview], zone: ZoneInfo, now: datetime
) -> list[tuple[str, str]]:
    known = preview.draft
    if known.at == preview.own.at:
        return []
    return [("Moved from", f"*{moments.when(known.at, zone, now)}*")]


def _told(own: ChangePreview) -> list[Block]:
    """Return what the customer hears of a move that no text tells them: nothing but its reminder, if any."""
    said = [] if own.notice else [NOT_TEXTED]
    if own.timeline.confirmation_waits:
        said.append("The confirmation text hasn't gone out yet and will be cancelled.")
    if not own.notice and own.reminders:
        tells = "this reminder tells" if len(own.reminders) == 1 else "these reminders tell"
        said.append(f"Only {tells} them the new time:")
    elif not own.reminders and own.timeline.reminders_waiting:
        said.append("The reminder will be cancelled, and no other one sent.")
    return [kit.section(" ".join(said))] if said else []
