"""The buttons by which a series is changed."""

from datetime import UTC

from bot.features.series.ids import Action, SeriesRef
from bot.features.series.service import SeriesStatus
from bot.slack.blocks import kit, moments
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.states import SendState
from bot.texting import words


def opening(series_id: str) -> Block:
    """Return the button that shows a series and what can be done about it."""
    return kit.button("Manage the series", Action.OPEN, value=metadata.dump(SeriesRef(series_id)))


def edit(series_id: str) -> Block:
    """Return the button that opens the form of a series that hasn't begun."""
    return kit.button("Edit", Action.EDIT, value=metadata.dump(SeriesRef(series_id)))


def decisions(status: SeriesStatus) -> list[Block]:
    """Return what a person can decide about a series as it stands; nothing once it has ended."""
    send, how_far = status.send, status.series
    if send.state is SendState.AWAITING_APPROVAL:
        return [edit(send.id)]
    if send.state is not SendState.REPEATING or how_far is None or how_far.next_at is None:
        return []
    ref = metadata.dump(SeriesRef(send.id, how_far.next_at.astimezone(UTC).isoformat()))
    if how_far.paused_by is None:
        zone = words.zone_or_utc(send.zone)
        at = moments.in_zone(how_far.next_at, zone)
        skip = kit.confirm("Skip the next date?", f"Nothing goes out on {at}.", "Skip it")
        found = [
            kit.button("Skip next", Action.SKIP, value=ref, ask=skip),
            kit.button("Pause", Action.PAUSE, value=ref),
        ]
    else:
        found = [kit.button("Resume", Action.RESUME, value=ref, style="primary")]
    stop = kit.confirm("Stop the series?", "No further date goes out.", "Stop the series", danger=True)
    return [
        *found,
        kit.button("Edit from now on", Action.EDIT, value=ref),
        kit.button("Stop the series", Action.STOP, value=ref, style="danger", ask=stop),
    ]
