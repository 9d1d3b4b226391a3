"""How the rows of a list stand, as the few figures people read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.slack.blocks import charts
from bot.slack.blocks.kit import Block
from bot.store.states import SendState
from bot.texting import words

_S = SendState
_GROUPS: Final = (
    ("delivered", (_S.DELIVERED,)),
    ("under_way", (_S.ACCEPTED, _S.NO_NEWS, _S.SUPERSEDED)),
    ("undelivered", (_S.UNDELIVERED,)),
    ("refused", (_S.REFUSED,)),
    ("unknown", (_S.UNKNOWN,)),
    ("waiting", (_S.DRAFT, _S.QUEUED, _S.ATTEMPTING)),
    ("cancelled", (_S.CANCELLED,)),
)
_LABELS: Final = {
    "delivered": "Delivered",
    "under_way": "Sent, no report",
    "undelivered": "Not delivered",
    "refused": "Not sent",
    "unknown": "Unconfirmed",
    "waiting": "Waiting",
    "cancelled": "Cancelled",
}
_TOLD: Final = tuple(name for name in _LABELS if name != "under_way")  # these follow from the others


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows by what became of them. ``under_way`` are sent, without a delivery report (yet, or for good)."""

    delivered: int = 0
    under_way: int = 0
    undelivered: int = 0
    refused: int = 0
    unknown: int = 0
    waiting: int = 0
    cancelled: int = 0
    rejected: int = 0
    of_people: bool = False

    @property
    def sent(self) -> int:
        """How many SMS-iT took."""
        return self.delivered + self.under_way + self.undelivered

    @property
    def people(self) -> int:
        """How many the list is for, rows that were left out not among them."""
        return self.sent + self.refused + self.unknown + self.waiting + self.cancelled


def of(counts: Mapping[SendState, int], rejected: int, *, of_people: bool = False) -> Figures:
    """Return the figures of counts by state; ``rejected`` rows are not among these.

    A list ``of_people`` is one of contacts, who stand in no rows.
    """
    found = {name: sum(counts.get(state, 0) for state in states) for name, states in _GROUPS}
    return Figures(**found, rejected=rejected, of_people=of_people)


def sentence(figures: Figures) -> str:
    """Return all figures in words, those that are nought left out but for what was sent."""
    told = dict(_parts(figures))
    said = [f"{figures.sent:,} of {figures.people:,} sent"]
    said += [f"{told[name]:,} {_LABELS[name].lower()}" for name in _TOLD if name in told]
    if figures.rejected:
        rows = words.pluralize(figures.rejected, "row")
        said.append(f"{figures.rejected:,} skipped" if figures.of_people else f"{rows} skipped")
    return ", ".join(said)


def chart(figures: Figures) -> Block | None:
    """Return a chart of the figures; none where the words say as much."""
    return charts.pie("Delivery", [(_LABELS[name], count) for name, count in _parts(figures)])


def _parts(figures: Figures) -> list[tuple[str, int]]:
    """Return what the rows came to and how many did, the most frequent first; not what none did."""
    parts = [(name, int(getattr(figures, name))) for name, _states in _GROUPS]
    return sorted(((name, count) for name, count in parts if count), key=lambda part: -part[1])
