"""Whatever was recorded before, a send passes exactly when a plain sum over everything says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.policy.model import Budgets as Rules
from bot.store.budgets import COUNTED
from bot.store.database import Database
from bot.store.states import SendState
from bot.texting.schedules import occurrences
from tests.clock import START
from tests.features.budgets.samples import LOS_ANGELES, put, refused, the_budgets

PEOPLE, CHANNELS = ("U0MAYA", "U0TOM"), ("C0FRONT", "C0BACK", None)


@dataclass(frozen=True)
class Planned:
    person: str
    channel: str | None
    state: SendState
    credits: int
    risked: int
    at: datetime
    repeat: tuple[str, int, datetime] | None

    @property
    def recurrence(self) -> dict[str, object] | None:
        if self.repeat is None:
            return None
        return {"repeat": self.repeat[0], "every": self.repeat[1], "until": self.repeat[2].isoformat()}

    def dates(self) -> tuple[datetime, ...]:
        if self.repeat is None:
            return (self.at,)
        repeat, every, until = self.repeat
        return occurrences(self.at, repeat, every, until, LOS_ANGELES)

    def takes(self, day: object) -> int:
        return sum(
            self.credits * (1 + self.risked)
            for at in self.dates()
            if at.astimezone(LOS_ANGELES).date() == day
        )


@st.composite
def planned(draw: st.DrawFn) -> Planned:
    at = START + timedelta(hours=draw(st.integers(0, 24 * 40)))
    series = st.tuples(
        st.sampled_from(["Daily", "Weekly", "Monthly"]),
        st.integers(1, 3),
        st.integers(0, 60).map(lambda days: at + timedelta(days=days)),
    )
    return Planned(
        person=draw(st.sampled_from(PEOPLE)),
        channel=draw(st.sampled_from(CHANNELS)),
        state=draw(st.sampled_from(SendState)),
        credits=draw(st.integers(1, 20)),
        risked=draw(st.integers(0, 2)),
        at=at,
        repeat=draw(st.none() | series),
    )


limits = st.none() | st.integers(0, 60)


def holds(limit: int | None, others: Iterable[Planned], new: Planned) -> bool:
    """The rule itself: on no day may what counts already and what is new be more than the limit."""
    if limit is None:
        return True
    counted = [each for each in others if each.state in COUNTED]
    days = {at.astimezone(LOS_ANGELES).date() for at in new.dates()}
    return all(sum(each.takes(day) for each in [*counted, new]) <= limit for day in days)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(st.lists(planned(), max_size=8), planned(), limits, limits, limits)
def test_a_send_passes_when_the_plain_sum_allows_it(
    empty: Database,
    before: list[Planned],
    new: Planned,
    person: int | None,
    channel: int | None,
    everybody: int | None,
) -> None:
    budgets = the_budgets(Rules(person_per_day=person, channel_per_day=channel, everybody_per_day=everybody))
    own = [each for each in before if each.person == new.person]
    here = [each for each in before if new.channel is not None and each.channel == new.channel]

    with empty.read() as conn:
        for each in before:
            told = {"state": each.state, "user_id": each.person, "origin_channel": each.channel}
            put(conn, each.credits, each.at, recurrence=each.recurrence, risked=each.risked, **told)
        told = {"user_id": new.person, "origin_channel": new.channel, "recurrence": new.recurrence}
        sentence = refused(budgets, conn, put(conn, new.credits, None, risked=new.risked, **told), new.at)

    allowed = (
        holds(person, own, new)
        and (new.channel is None or holds(channel, here, new))
        and holds(everybody, before, new)
    )
    assert (sentence == "") is allowed
