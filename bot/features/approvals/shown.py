"""What is shown of a request to whoever may decide about it. Values only."""

from dataclasses import dataclass, field

from bot.features.approvals.excerpt import Excerpt
from bot.features.budgets.service import Left
from bot.store.approvals import ApprovalRequest, PastDecision
from bot.store.sends import Send


@dataclass(frozen=True, slots=True)
class Review:
    """All that an approver decides about, as it was at one moment.

    ``why`` it needs them; ``past`` is how earlier requests about it ended.
    """

    send: Send = field(repr=False)
    asked: ApprovalRequest = field(repr=False)
    why: tuple[str, ...]
    text: Excerpt = field(repr=False)
    past: tuple[PastDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenByOwner:
    """What the owner of a send saw before they confirmed it, as it is now, in plain text.

    ``sample`` is the text as one recipient gets it, empty where the words themselves show that. ``limit`` is
    the budget of its owner that has the least left, this send counted already.
    """

    sample: str = field(default="", repr=False)
    warnings: tuple[str, ...] = field(default=(), repr=False)
    limit: Left | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A send that waits for a decision about its request of this ``round``."""

    send: Send = field(repr=False)
    round: int
