"""Every point at which a process can be cut off between a payload's arrival and the last edit of its message.

Each name is what is done there; there is a point before it and one after. A commit is named for the function
of the bot that makes it. `make chaos` fails when a story passes a point that is not named here, and when one
named here is never passed: the list is what the bot does.
"""

from collections.abc import Mapping
from random import Random
from typing import Final, NamedTuple

from tests.crashes.trap import AFTER, BEFORE

LISTENER: Final = ("the listener", "the acknowledgement")
JOB: Final = (
    "the commit of the engine's start_queued_workflows",
    "the commit of engine.attempts.claim",
    "the commit of engine.attempts.carry_out",
    "the commit of the engine's _update_workflow_outcome_in_transaction",
)
MESSAGE: Final = (
    "the commit of features.messages.service._show",
    "Slack's chat.postMessage",
    "the commit of features.messages.service._draw",
    "Slack's chat.update",
)
EVERYWHERE: Final = LISTENER + JOB + MESSAGE
NOTHING_GOES_OUT: Final = frozenset({"rejected"})
"""Kinds that have no jobs."""
CONFIRMED: Final = "the commit of features.sends.service.confirm"
FIRED: Final = "the commit of features.sends.upkeep.fire"
MADE: Final = (  # the send of a date is made, and its series goes on to the next one
    "the commit of features.series.occurrences._draft",
    "the commit of features.series.occurrences._make",
)
TEXT: Final = (
    "SMS-iT's smscontact",
    "the commit of engine.followup.follow",
    "SMS-iT's getcontactsmsdeliveryreport",
)
BROADCAST: Final = (
    CONFIRMED,
    "SMS-iT's getcontacts",
    "SMS-iT's getcreditbalance",
    "the commit of features.broadcast.jobs.run",
    "the commit of features.broadcast.recipients.keep",
    "SMS-iT's smsgroup",
    "the commit of engine.followup.follow",
    "SMS-iT's getbulksmsdeliveryreport",
)
LIST: Final = (
    CONFIRMED,
    "the commit of features.lists.start._begin",
    "the commit of features.lists.batch.rows",
    *TEXT,
    "the commit of engine.batches.heartbeat._write",
    "the commit of features.lists.batch.finish",
    "the commit of features.lists.upkeep._draw",
    "the commit of features.lists.upkeep._end",
    "Slack's files.getUploadURLExternal",
    "Slack's files.completeUploadExternal",
)
GATHERED: Final = (
    "SMS-iT's getcontacts",
    "SMS-iT's getcreditbalance",
    "the commit of features.lists.series_people._begin",
    "the commit of features.lists.row_drafts.record",
    "the commit of features.lists.series_people._gather",
)
APPROVED: Final = ("Slack's views.open", "the commit of features.approvals.decisions.approve")
CHANGED: Final = ("the commit of features.appointments.decisions._do", "SMS-iT's addappointment")
POINTS: Final[Mapping[str, tuple[str, ...]]] = {
    "text now": (CONFIRMED, *TEXT),
    "held": (CONFIRMED, FIRED, *TEXT),
    "repeating": (CONFIRMED, *MADE, FIRED, *TEXT),
    "people of a date": (*LIST, *APPROVED, *MADE, FIRED, *GATHERED),
    "broadcast now": BROADCAST,
    "approved": (*BROADCAST, *APPROVED),
    "rejected": (
        CONFIRMED,
        "Slack's views.open",
        "the commit of features.approvals.decisions.reject",
    ),
    "list": LIST,
    "code": (
        "the commit of features.otp.service.confirm",
        "SMS-iT's generateOTP",
        "the commit of features.otp.jobs._open",
        *TEXT,
    ),
    "appointment with reminder": (
        "the commit of features.appointments.service.confirm",
        "SMS-iT's addappointment",
        FIRED,
        *TEXT,
    ),
    "moved": (*CHANGED, FIRED, *TEXT),
    "cancelled": (*CHANGED, *TEXT),
    "day off": (
        "the commit of features.appointments.day_off.confirm",
        "SMS-iT's addappointment",
        *TEXT,
        "the commit of features.appointments.upkeep.follow",
    ),
    "free time": (
        "the commit of features.appointments.free_times.confirm",
        "SMS-iT's getcontacts",
        "the commit of features.appointments.offers.offer",
        *TEXT,
        "the commit of features.appointments.free_times._end",
    ),
    "birthday": (
        "the commit of features.birthdays.prepared_days._begin",
        "SMS-iT's getcontacts",
        "the commit of features.birthdays.texts.hold",
        "the commit of features.birthdays.prepared_days.prepare",
        "the commit of features.birthdays.decisions.stop",
        FIRED,
        *TEXT,
    ),
    "import": (
        "the commit of features.imports.service.confirm",
        "the commit of features.imports.start.run",
        "the commit of features.imports.start._begin",
        "SMS-iT's addcontact",
        "the commit of engine.batches.heartbeat._write",
        "the commit of features.imports.batch.end",
        "the commit of features.imports.results._end",
    ),
    "step of a workflow": (
        "the commit of features.workflow_steps.service.record",
        "SMS-iT's getcontacts",
        "SMS-iT's getcreditbalance",
        "the commit of features.sms.service.check",
        CONFIRMED,
        "the commit of features.workflow_steps.service.act",
        *TEXT,
        "the commit of features.workflow_steps.service.settle",
        "the commit of features.workflow_steps.completion.tell",
        "Slack's functions.completeSuccess",
    ),
}
"""Of each kind, what is done beside what is done :data:`EVERYWHERE`."""
AGAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "list": ("SMS-iT's smscontact",),
    "people of a date": ("SMS-iT's smscontact",),
    "day off": ("SMS-iT's addappointment", "SMS-iT's smscontact"),
    "import": ("SMS-iT's addcontact",),
}
"""What is done for one row after the other: cut off at the second one too."""
BY_CHANCE: Final = frozenset(
    {
        "SMS-iT's getcontacts",
        "SMS-iT's getcreditbalance",
        "Slack's conversations.info",
        "Slack's users.list",
        "Slack's views.update",
        "the commit of features.credits.service.keep",
        "the commit of features.history.upkeep.extend",
        "the commit of features.messages.service._postpone",
        "the commit of features.otp.upkeep.expire",
        "the commit of features.policy.service._note",
    }
)
"""What only some stories do, or all of them now and then, by a clock or to a modal that is still open."""


class Point(NamedTuple):
    """The nth time that a process passes a point."""

    name: str
    nth: int = 1

    def __str__(self) -> str:
        return self.name if self.nth == 1 else f"{self.name}, the second time"


class Cell(NamedTuple):
    """One cell of the matrix: a kind of story, and where it is cut off."""

    kind: str
    point: Point


def cells() -> tuple[Cell, ...]:
    """Return all cells, one kind after the other."""
    return tuple(
        Cell(kind, Point(f"{side} {what}", nth))
        for kind, own in POINTS.items()
        for nth, whats in ((1, _shared(kind) + own), (2, AGAIN.get(kind, ())))
        for what in whats
        for side in (BEFORE, AFTER)
    )


def sample(seed: int, each: int) -> tuple[Cell, ...]:
    """Return so many cells of each kind, the same ones for a seed."""
    dice = Random(seed)  # noqa: S311 - no secret
    return tuple(
        cell for kind in POINTS for cell in dice.sample([cell for cell in cells() if cell.kind == kind], each)
    )


def unnamed(kind: str, passed: Mapping[str, int]) -> set[str]:
    """Return what a story does that is not named here."""
    return {name.partition(" ")[2] for name in passed} - {*_shared(kind), *POINTS[kind], *BY_CHANCE}


def never_passed(kind: str, passed: Mapping[str, int]) -> set[str]:
    """Return what is named here that a story never does."""
    return {*_shared(kind), *POINTS[kind]} - {name.partition(" ")[2] for name in passed}


def _shared(kind: str) -> tuple[str, ...]:
    return LISTENER + MESSAGE if kind in NOTHING_GOES_OUT else EVERYWHERE
