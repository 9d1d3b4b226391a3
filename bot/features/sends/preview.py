"""What stands before the button: all that a person should know of a draft, whatever its kind. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from bot.features.budgets.service import Left
from bot.features.sends.quiet import Quiet
from bot.features.sends.series import Dates
from bot.store.appointments import Appointment
from bot.store.change_plans import ChangePlan
from bot.store.sends import SINGLE, Send
from bot.store.sends.duplicates import Duplicate

Draft = Send | Appointment | ChangePlan
D = TypeVar("D", bound=Draft)
Own = TypeVar("Own")

ONCE = Dates(())


@dataclass(frozen=True, slots=True)
class Funds:
    """What a draft takes on all its dates together, and the balance that pays for it, in credits.

    ``credits`` follow the documented rule, ``upper`` the stricter one. ``reserved`` of the ``balance`` is
    reserved by what is on its way. SMS-iT may want ``looked_for`` to be there before it begins.
    """

    credits: int
    upper: int
    balance: int
    reserved: int
    looked_for: int = 0

    @property
    def available(self) -> int:
        """What the balance holds that nothing else on its way has reserved."""
        return self.balance - self.reserved

    @property
    def after(self) -> int:
        """What is left when this and everything on its way has been paid for, by the stricter rule."""
        return self.available - self.upper


@dataclass(frozen=True, slots=True)
class Preview(Generic[D, Own]):
    """A draft that may be confirmed, and all that a person should know before.

    ``own`` is what only its kind has to say. ``funds`` are None where there is no text to pay for. ``quiet``
    is None where nobody would be reached in quiet hours; ``may_override``: whoever asks may send in spite of
    them. ``approval`` says why a second person has to agree; ``budgets`` is what every budget it falls under
    stands at, on the day it first goes out. ``warnings`` are sentences of its kind, in plain text. ``full``:
    whoever asks knows the whole number, because they typed it or see numbers in full. ``is_aside``: its
    messages go to whoever asks, because the channel is shared with another organisation. ``duplicates`` are
    texts of the same words to the same number within an hour, the latest first. ``needs_reason``: it is over
    somebody's limit of a week, and whoever asks may send it in spite of that.
    """

    draft: D
    own: Own = field(repr=False)
    funds: Funds | None
    dates: Dates = ONCE
    quiet: Quiet | None = None
    may_override: bool = False
    approval: tuple[str, ...] = ()
    budgets: tuple[Left, ...] = ()
    warnings: tuple[str, ...] = field(default=(), repr=False)
    full: bool = False
    is_aside: bool = False
    duplicates: tuple[Duplicate, ...] = ()
    needs_reason: bool = False

    @property
    def must_override(self) -> bool:
        """Whether it reaches people in quiet hours and is so large that it takes leave for that."""
        return self.quiet is not None and isinstance(self.draft, Send) and self.draft.kind not in SINGLE

    @property
    def runs_out(self) -> datetime | None:
        """The first date of a series the balance as it stands does not cover; None when it covers all."""
        series, funds = self.dates.series, self.funds
        if funds is None or funds.credits < len(series) or len(series) <= 1:
            return None
        covered = max(0, funds.available) // (funds.credits // len(series))
        return series[covered] if covered < len(series) else None
