"""A broadcast that may be confirmed, and all that a person should know before. Pure."""

from dataclasses import dataclass
from datetime import datetime

from bot.features.broadcast.costs import Cost
from bot.features.broadcast.hours import Quiet
from bot.features.broadcast.pace import Pace
from bot.features.budgets.service import Left
from bot.store.sends import Send


@dataclass(frozen=True, slots=True)
class Members:
    """Who is in the group, as figures.

    ``people`` get the text; ``opted_out`` do not; ``duplicates`` are further entries of the same numbers.
    ``stopped_too`` get it though another entry of theirs in the group has opted out. ``abroad`` are outside
    the countries that show a name as the sender; ``forcing_names`` have a name that makes a text Unicode.
    ``samples`` are some of their numbers, masked.
    """

    people: int
    opted_out: int = 0
    duplicates: int = 0
    stopped_too: int = 0
    abroad: int = 0
    forcing_names: int = 0
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft and what was found out about it.

    ``before`` is the last broadcast to the same group that went out. ``series`` holds every date (aware),
    ``rolls_over`` tells whether short months move some of them. ``pace`` is how fast one goes.
    ``may_override``: whoever asks may send in spite of quiet hours. ``reasons`` say why a second person has
    to agree; ``budget`` is what every budget it falls under stands at, on the day it first goes out.
    """

    draft: Send
    members: Members
    cost: Cost
    before: Send | None
    balance: int
    reserved: int
    series: tuple[datetime, ...]
    rolls_over: bool
    pace: Pace
    quiet: Quiet
    may_override: bool
    reasons: tuple[str, ...] = ()
    budget: tuple[Left, ...] = ()

    @property
    def credits_in_all(self) -> int:
        """Credits by the documented rule, for every date."""
        return self.cost.credits * len(self.series)

    @property
    def upper_in_all(self) -> int:
        """The most credits it can take, by the stricter rule, for every date."""
        return self.cost.upper * len(self.series)

    @property
    def available(self) -> int:
        """What the balance holds that nothing else on its way has spoken for."""
        return self.balance - self.reserved

    @property
    def balance_after(self) -> int:
        """What is left when this and everything on its way has been paid for, by the stricter rule."""
        return self.available - self.upper_in_all

    @property
    def runs_out(self) -> datetime | None:
        """The first date the balance as it stands does not cover; none when it covers all."""
        each = self.cost.credits
        covered = max(0, self.available) // each if each else len(self.series)
        return self.series[covered] if covered < len(self.series) else None

    @property
    def must_override(self) -> bool:
        """Whether it would reach people in their quiet hours."""
        return self.quiet.people > 0
