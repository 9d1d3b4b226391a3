"""The ids by which Slack names this feature's buttons and modals, and what its buttons carry."""

from dataclasses import dataclass
from enum import StrEnum


class Modal(StrEnum):
    """Callback ids of modals."""

    SERIES = "series.series"


class Action(StrEnum):
    """Action ids of buttons."""

    OPEN = "series.open"
    SKIP = "series.skip"
    PAUSE = "series.pause"
    RESUME = "series.resume"
    EDIT = "series.edit"
    STOP = "series.stop"


@dataclass(frozen=True, slots=True)
class SeriesRef:
    """What a button is about: a series, and its next date (ISO, UTC) when the button was drawn."""

    send_id: str
    next_at: str = ""
