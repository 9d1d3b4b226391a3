"""How the confirmation of a broadcast looks: what is its own, before it costs money. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.broadcast.cost import without_name
from bot.features.broadcast.ids import Action, Modal
from bot.features.broadcast.views import confirmation_words as say
from bot.features.broadcast.views.confirmation_words import Shown
from bot.features.broadcast.views.reached import Instead, not_reached
from bot.features.own_number import views as own_number
from bot.features.sends.views import confirmation as confirmation_view
from bot.features.sends.views.confirmation import Layout
from bot.features.sends.views.quiet import Box
from bot.slack.blocks import kit, moments
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.texting import words

IN_SPITE: Final = "in_spite"
"""The block of the box that has a broadcast sent in spite of quiet hours."""
BOX: Final = Box(IN_SPITE, Action.IN_SPITE, IN_SPITE)


@dataclass(frozen=True, slots=True)
class ConfirmationState:
    """Which draft a confirmation is about, and whether its box must be ticked."""

    send_id: str
    must_override: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """Which draft to hold until when: seconds since 1970, in UTC."""

    send_id: str
    at: int


def confirmation(
    preview: Shown, *, account_zone: ZoneInfo | None, now: datetime, instead: Sequence[Instead] = ()
) -> Block:
    """Return the confirmation of a draft; ``instead`` make buttons for those who are reached."""
    draft = preview.draft
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title="Review broadcast",
        metadata=metadata.dump(ConfirmationState(draft.id, must_override=preview.must_override)),
        heading=say.heading(preview),
        cost=say.cost(preview),
        lasts=say.lasts(preview),
        text=[kit.quote(preview.own.sample)],
        warnings=say.warnings(draft.body or "", preview.own),
        below=[
            *not_reached(preview, instead),
            *_nameless(preview),
        ],
        test=own_number.in_confirmation(_rows(preview)),
        small=say.small_print(preview, now),
        updates=True,
        box=BOX,
        hold=_hold(preview, now),
    )
    return confirmation_view.confirmation(preview, layout, now=now, account_zone=account_zone)


def _rows(preview: Shown) -> Iterator[Block]:
    """Give the names whose text a test may show; a value is only where one stands."""
    for nth, name in enumerate(preview.own.names):
        yield own_number.row(str(nth), name)


def _nameless(preview: Shown) -> Sequence[Block]:
    """Return what people without a name get, and the way to a text that names nobody."""
    if not preview.own.cost.nameless:
        return ()
    said = kit.context(say.nameless(preview))
    if not without_name(preview.draft.body or "").strip():
        return (said,)
    button = kit.button("Leave the name out", Action.WITHOUT_NAME)
    return said, kit.actions([button], block_id="nameless")


def _hold(preview: Shown, now: datetime) -> Sequence[Block]:
    """Return the way to the same broadcast, held until quiet hours are over."""
    until = None if preview.quiet is None else preview.quiet.until
    if until is None or until <= now or len(preview.dates.series) > 1:
        return ()
    value = metadata.dump(After(preview.draft.id, int(until.timestamp())))
    at = moments.when(until, words.zone_or_utc(preview.draft.zone), now)
    return (kit.actions([kit.button(f"Schedule for {moments.small(at)}", Action.AFTER_QUIET, value=value)]),)
