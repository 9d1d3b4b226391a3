"""Whether the texts of an appointment reached the customer, as far as reports tell. Pure."""

from collections.abc import Iterable
from enum import IntEnum

from bot.features.appointments.timeline import Timeline
from bot.store.sends import Send
from bot.store.states import TO_SEND, SendState


class Reach(IntEnum):
    """How far texts got; who has to be called comes first."""

    FAILED = 1
    """One was sent or should have been, and it is known or feared that it did not arrive."""
    NO_REPORT = 2
    """One was sent, and no report says whether it arrived."""
    NONE = 3
    """There was no text."""
    WAITING = 4
    """One is still to go."""
    REACHED = 5


_OF_STATE = {
    SendState.DELIVERED: Reach.REACHED,
    SendState.ACCEPTED: Reach.NO_REPORT,
    SendState.NO_NEWS: Reach.NO_REPORT,
    SendState.SUPERSEDED: Reach.NO_REPORT,
    SendState.SCHEDULED_AT_SMSIT: Reach.WAITING,
}


def of_send(send: Send | None) -> Reach:
    """Return how far one text got."""
    if send is None:
        return Reach.NONE
    if send.state in TO_SEND:
        # One that asks a person (late, quiet hours) does not go by itself.
        return Reach.FAILED if send.hold else Reach.WAITING
    return _OF_STATE.get(send.state, Reach.FAILED)


def of_appointment(timeline: Timeline) -> tuple[Reach, Send | None]:
    """Return how far its reminders got; without any, what else was texted of the time it has. And which."""
    others = (timeline.notice, timeline.confirmation)
    texts = [each for each in timeline.reminders if each.state is not SendState.CANCELLED] or [
        each for each in others if each is not None and each.appointment_at == timeline.known.at
    ]
    return _best(texts)


def _best(texts: Iterable[Send]) -> tuple[Reach, Send | None]:
    """Return the text that says most: what reached, else what failed, else what was sent, else what waits."""
    order = (Reach.REACHED, Reach.FAILED, Reach.NO_REPORT, Reach.WAITING)
    judged = [(of_send(each), each) for each in texts]
    found = (each for reach in order for each in judged if each[0] is reach)
    return next(found, (Reach.NONE, None))
