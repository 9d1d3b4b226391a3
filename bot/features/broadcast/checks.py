"""The last look at a broadcast before it goes: whether it still is what was confirmed, and still may go.

Hours or days may lie between the button and the text. The words are held against the templates, the group is
counted again, the do-not-text list, quiet hours and the balance are looked at again, and what changed is
answered by a person, never by the bot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.errors import UserError
from bot.features.broadcast import refusals
from bot.features.broadcast.cost import Cost
from bot.features.broadcast.figures import cost_of
from bot.features.broadcast.pace import Pace
from bot.features.groups.service import Audience, Audiences
from bot.features.sends import lost_words, outcomes
from bot.features.sends.holds import Hold
from bot.features.sends.quiet import judged
from bot.features.sends.refusals import NOT_COVERED
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.series import series
from bot.smsit import SmsItClient, SmsItError
from bot.store.broadcast_audiences import Recipient
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import HeldBy, Send
from bot.texting import phones, words
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class Go:
    """It may go: with the figures found now, which are columns of the send, to these people."""

    values: Mapping[str, Any]
    recipients: Sequence[Recipient] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NotNow:
    """SMS-iT could not be asked; nothing is known yet."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A person has to be asked first. ``seen`` are the columns their answer would write.

    ``until`` is when what speaks against it ends (aware), where that is known.
    """

    why: Hold
    sentence: str
    seen: Mapping[str, Any] | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApproveAgain:
    """The approval no longer holds: what changed, and the columns that are new."""

    changed: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stop:
    """It cannot go at all."""

    code: OutcomeCode
    sentence: str


Verdict = Go | NotNow | Ask | ApproveAgain | Stop


class Checks:
    """Looks at broadcasts right before they go."""

    def __init__(
        self,
        database: Database,
        client: SmsItClient,
        audiences: Audiences,
        safeguards: Safeguards,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._budgets = safeguards.budgets
        self._client = client
        self._audiences = audiences
        self._do_not_text = safeguards.do_not_text
        self._approvals = safeguards.approvals
        self._wording = safeguards.wording
        self._clock = clock
        self._rules = rules

    def look(self, send: Send) -> Verdict:
        """Count the group again and judge everything again. Asks SMS-iT, and takes its time."""
        with self._database.read() as conn:
            lost = lost_words.lost(conn, self._wording, send)
        if lost:
            return Ask(Hold.WORDS, lost)
        try:
            audience = self._audiences.count(send.to_name or "")
            balance = self._client.credit_balance(retry=False)
        except (UserError, SmsItError) as error:
            return NotNow(error.sentence)
        if not audience.numbers:
            return Stop(OutcomeCode.NOBODY, "no one in this group can be texted.")
        if audience.unreadable:
            return Ask(
                Hold.UNREADABLE,
                refusals.unreadable_sentence([each.masked for each in audience.unreadable]),
            )
        if listed := self._do_not_text.listed(audience.numbers):
            return Ask(Hold.LISTED, refusals.listed_sentence(sorted(map(phones.mask, listed))))
        cost = cost_of(send.body or "", audience)
        values = {**_columns(cost), "members": audience.members}
        return (
            self._changed(send, cost, values)
            or self._quiet(send, audience)
            or _uncovered(cost, balance)
            or Go({**values, "balance_shown": balance}, _recipients(audience))
        )

    def _changed(self, send: Send, cost: Cost, values: Mapping[str, Any]) -> Verdict | None:
        """Ask when it became dearer than was shown, unless an approval holds for exactly this much more."""
        fresh = replace(send, **values)
        with self._database.read() as conn:
            changed = self._approvals.changed(conn, fresh)
        if changed:
            return ApproveAgain(changed, values)
        grew = cost.people > send.people or cost.credits > send.credits or cost.upper > send.credits_upper
        if not grew:
            return None
        if self._approvals.reasons(fresh):  # approved with room to grow, which a budget may not have
            return self._over_budget(fresh, values)
        return Ask(Hold.CHANGED, _growth(send, cost), values)

    def _over_budget(self, fresh: Send, values: Mapping[str, Any]) -> Ask | None:
        try:
            with self._database.write() as conn:
                self._budgets.check(conn, fresh, fresh.goes_at or self._clock())
        except UserError as error:
            return Ask(Hold.CHANGED, error.sentence, values)
        return None

    def _quiet(self, send: Send, audience: Audience) -> Ask | None:
        if send.quiet_override is not None:
            return None
        lasts = Pace(send.throttle).at_most(len(audience.numbers))
        found = judged(audience.places, self._dates(send), lasts, self._rules.windows)
        if found is None:
            return None
        who = words.pluralize(found.people, "recipient")
        sentence = f"About {who} would be in quiet hours (estimated from area codes)."
        return Ask(Hold.QUIET, sentence, until=found.until)

    def _dates(self, send: Send) -> tuple[datetime, ...]:
        if send.held_by is not HeldBy.SMSIT or send.send_at is None:
            return (self._clock(),)
        recurrence = outcomes.recurrence(send)
        if recurrence is None:
            return (send.send_at,)
        repeat, every, until = recurrence.repeat, recurrence.every, recurrence.until
        return series(send.send_at, repeat, every, until, self._rules.account_zone).series


def _recipients(audience: Audience) -> tuple[Recipient, ...]:
    return tuple(map(Recipient, audience.numbers, audience.phones))


def _columns(cost: Cost) -> dict[str, Any]:
    return {
        "people": cost.people,
        "segments": cost.most,
        "credits": cost.credits,
        "credits_upper": cost.upper,
    }


def _growth(send: Send, cost: Cost) -> str:
    if cost.people > send.people:
        return (
            f"The group grew from {send.people:,} to {words.pluralize(cost.people, 'recipient')}; "
            f"it now costs {words.pluralize(cost.credits, 'credit')}."
        )
    if cost.credits > send.credits:
        return f"It now costs {words.pluralize(cost.credits, 'credit')}, up from {send.credits:,}."
    return f"It may now cost up to {cost.upper:,} credits, up from {send.credits_upper:,}."


def _uncovered(cost: Cost, balance: int) -> Stop | None:
    if balance >= cost.credits:
        return None
    return Stop(
        OutcomeCode.UNCOVERED,
        NOT_COVERED.format(balance=balance, takes=words.pluralize(cost.credits, "credit")),
    )
