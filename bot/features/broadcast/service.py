"""A broadcast, from what somebody asked for to the draft that may be confirmed.

Checking counts the group and asks for the balance, which takes its time; confirming is one short transaction
of the send service, because Slack waits for it.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Access, Who
from bot.errors import UserError
from bot.features.broadcast import figures, pace, refusals
from bot.features.broadcast.cost import Cost, without_name
from bot.features.broadcast.figures import Estimate, cost_of, members, names_for_test, sample
from bot.features.broadcast.pace import Pace
from bot.features.broadcast.refusals import ListedError
from bot.features.broadcast.request import Request
from bot.features.groups.service import Audience, Audiences, nothing
from bot.features.sends import outcomes, series
from bot.features.sends.preview import Preview
from bot.features.sends.quiet import judged
from bot.features.sends.refusals import RecipientError, require_covered
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.series import Dates
from bot.features.sends.service import GONE, SendService, found
from bot.features.sends.submission import HELD_BY, Submission
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import NewSend, Send, SendKind, groups, reach
from bot.store.states import SendState
from bot.texting import recurrence
from bot.texting.clock import Clock
from bot.texting.schedules import ONCE, When

AT_ONCE: Final = 6
"""Groups counted at the same moment. A count may take long, and keeps a thread that lets Slack in."""


class BroadcastService:
    """Checks and records broadcasts, and hands over those that are confirmed."""

    def __init__(
        self,
        database: Database,
        audiences: Audiences,
        safeguards: Safeguards,
        send_service: SendService,
        access: Access,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._audiences = audiences
        self._credits = safeguards.credits
        self._is_closed = safeguards.is_closed
        self._do_not_text = safeguards.do_not_text
        self._wording = safeguards.wording
        self._weekly = safeguards.weekly
        self._send_service = send_service
        self._approvals = safeguards.approvals
        self._budgets = safeguards.budgets
        self._access = access
        self._rules = rules
        self._clock = clock
        self._counting = threading.BoundedSemaphore(AT_ONCE)

    def check(
        self, submission: Submission[Request], report: Callable[[int], None] = nothing
    ) -> Preview[Send, Estimate]:
        """Count the group, work out everything a person should know, and record a draft.

        ``report`` hears how many entries of the group were read. Asking twice with one key gives the same
        draft. Raises :exc:`UserError` when the broadcast cannot be sent as it stands. A series that runs out
        of credits later is warned about and not refused: between two of its dates somebody can buy some, and
        SMS-iT itself looks at the first one only.
        """
        request = submission.request
        with self._database.read() as conn:
            self._wording.require(conn, SendKind.GROUP, request.message, submission.channel)
        dates = series.of(request, self._rules.account_zone, self._clock(), submission.zone)
        audience = self._count(request.group, report)
        people = len(audience.numbers)
        refusals.require_people(people, audience.opted_out, self._rules.limits.group_people)
        refusals.require_readable(audience.unreadable)
        cost = cost_of(request.message, audience)
        self._require_unlisted(audience, self._new(submission, cost, dates, balance=None))
        balance, reserved = self._credits.sms_balance(), self._credits.reserved()
        require_covered(cost.credits, balance, reserved)
        at = Pace(request.throttle, request.rotate, self._rules.sending_numbers)
        new = replace(self._new(submission, cost, dates, balance), members=audience.members)
        with self._database.read() as conn:
            phones = frozenset(audience.phones)
            not_reached = len(reach.among(conn, phones))
            warnings = self._weekly.of_group(conn, phones, new.send_at or self._clock())
        with self._database.write() as conn:
            before = groups.latest_out(conn, request.group)
            draft = sends.insert_draft(conn, new, now=self._clock())
            if draft.state is not SendState.DRAFT:
                raise UserError("This broadcast was already confirmed. Look for its message.")
            goes_at = draft.send_at or self._clock()
            self._budgets.check(conn, draft, goes_at)
            left = self._budgets.left(conn, submission.who, submission.channel, goes_at)
        return Preview(
            draft,
            Estimate(
                members(audience, request),
                cost,
                before,
                at,
                sample(request.message, audience),
                names_for_test(request.message, audience),
                not_reached,
            ),
            figures.funds(draft, cost, len(dates.series), balance, reserved),
            dates,
            quiet=judged(audience.places, dates.series, at.at_most(people), self._rules.windows),
            may_override=self._access.allows(submission.who, self._rules.override),
            approval=self._approvals.reasons(draft),
            budgets=left,
            warnings=warnings,
            is_aside=self._is_closed(submission.channel),
        )

    def estimate(self, send: Send) -> Estimate:
        """Count the group of a broadcast anew, and return what it comes to now.

        Raises :exc:`UserError` when SMS-iT does not answer.
        """
        request = _request_of(send)
        audience = self._count(request.group, nothing)
        at = Pace(request.throttle, request.rotate, self._rules.sending_numbers)
        cost = cost_of(request.message, audience)
        return Estimate(members(audience, request), cost, None, at, sample(request.message, audience))

    def after_quiet(self, send_id: str, who: Who, at: datetime, zone: ZoneInfo) -> Submission[Request]:
        """Return the broadcast of a draft once more, held by the bot until ``at`` (aware).

        Raises :exc:`UserError` when there is no such draft of theirs.
        """
        old = self._draft(send_id, who)
        request = replace(
            _request_of(old), when=When.BOT, at=at, repeat=ONCE, every=1, until=None, rule=None, replaces=""
        )
        return Submission(request, who, old.origin_channel, f"{old.key}:{at:%Y%m%d%H%M}", zone)

    def without_name(self, send_id: str, who: Who, zone: ZoneInfo) -> Submission[Request]:
        """Return the broadcast of a draft once more, with the name left out of its text.

        Raises :exc:`UserError` when there is no such draft of theirs, or its text is nothing but the name.
        """
        old = self._draft(send_id, who)
        message = without_name(old.body or "").strip()
        if not message:
            raise UserError("Without the name, nothing is left of this text. Go back and write another one.")
        request = replace(_request_of(old), message=message)
        return Submission(request, who, old.origin_channel, f"{old.key}:nameless", zone)

    def _require_unlisted(self, audience: Audience, new: NewSend) -> None:
        """Raise :exc:`RecipientError` for a group with people on the do-not-text list.

        What was to be sent is kept as a draft where the others could get it: not as a series SMS-iT repeats.
        """
        listed = self._do_not_text.listed(audience.numbers)
        if not listed:
            return
        sentence = refusals.listed_people(listed, audience.names)
        others = len(audience.numbers) - len(listed)
        if not others or (new.recurrence is not None and recurrence.load(new.recurrence) is None):
            raise RecipientError(sentence)
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, replace(new, key=f"{new.key}:others"), now=self._clock())
        raise ListedError(sentence, others, draft.id)

    def _draft(self, send_id: str, who: Who) -> Send:
        with self._database.read() as conn:
            old = found(sends.get(conn, send_id))
        if old.user_id != who.user_id or old.state is not SendState.DRAFT or not old.body:
            raise UserError(GONE)
        return old

    def confirm(self, send_id: str, who: Who, *, in_spite: bool) -> None:
        """Hand a draft over: to be approved, held or sent. A second confirmation changes nothing.

        ``in_spite`` has it sent in spite of quiet hours, for those whose role allows it; whoever else it was
        confirmed by, quiet hours are judged again right before it goes. Raises :exc:`UserError`.
        """
        override = in_spite and self._access.allows(who, self._rules.override)
        values = {"quiet_override": who.user_id} if override else {}
        self._send_service.confirm(send_id, who, values)

    def _count(self, group: str, report: Callable[[int], None]) -> Audience:
        if not self._counting.acquire(blocking=False):
            raise UserError("Several groups are being counted right now. Try again in a minute.")
        try:
            return self._audiences.count(group, report)
        finally:
            self._counting.release()

    def _new(self, submission: Submission[Request], cost: Cost, dates: Dates, balance: int | None) -> NewSend:
        request = submission.request
        return NewSend(
            key=submission.key,
            kind=SendKind.GROUP,
            team_id=submission.who.team_id,
            user_id=submission.who.user_id,
            to_number="",
            to_phone="",
            to_name=request.group,
            body=request.message,
            sender=request.sender,
            alpha_sender=request.alpha_sender,
            segments=cost.most,
            credits=cost.credits,
            credits_upper=cost.upper,
            people=cost.people,
            occurrences=dates.at_once,
            throttle=request.throttle,
            rotate=request.rotate,
            origin_channel=submission.channel,
            held_by=HELD_BY[request.when],
            send_at=dates.first if dates.kept else request.at,
            zone=submission.zone.key,
            recurrence=series.recurrence(request, dates, self._rules.account_zone),
            balance_shown=balance,
        )


def _request_of(old: Send) -> Request:
    """Return what a draft was asked for as."""
    repeats, kept = outcomes.recurrence(old), recurrence.load(old.recurrence)
    return Request(
        group=old.to_name or "",
        message=old.body or "",
        sender=old.sender,
        alpha_sender=old.alpha_sender,
        rotate=bool(old.rotate),
        throttle=old.throttle or pace.USUAL,
        when=next(when for when, holder in HELD_BY.items() if holder is old.held_by),
        at=old.send_at if kept is None else kept.start,
        repeat=ONCE if repeats is None else str(repeats.repeat),
        every=1 if repeats is None else repeats.every,
        until=None if repeats is None else repeats.until,
        rule=None if kept is None else kept.rule,
        replaces="" if kept is None else kept.replaces,
    )
