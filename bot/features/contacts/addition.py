"""Adding one contact at SMS-iT: written down, and attempted once."""

import logging
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from bot.access import Who
from bot.engine import attempts
from bot.engine.attempts import Accepted, Refused, Settled, Unknown
from bot.errors import UserError
from bot.features.contacts.ledger import AdditionLedger, Code
from bot.features.contacts.outcomes import NOT_LOOKED, Outcome, told
from bot.features.contacts.person import Person, person
from bot.features.contacts.query import rows_of
from bot.features.permissions import Permissions
from bot.smsit import AlreadySubscribed, OutcomeUnknown, SmsItClient, SmsItError
from bot.store import contact_additions, messages
from bot.store.batched_writes import in_batches
from bot.store.contact_additions import AddState, ContactAddition, NewAddition
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

REQUESTS: Final = 4
"""Requests one attempt makes at most: the addition, and looking it up when the answer is unclear."""
MARGIN_SECONDS: Final = 60
LONGEST_NAME: Final = 100
TOO_LONG: Final = f"A name can have up to {LONGEST_NAME} characters. Shorten it and try again."
IN_THE_GROUP: Final = "This number is already in that group. Nothing was changed."
LEFT: Final = "This person opted out of that group. Nothing was changed: only they can opt in again."
LEFT_ALL: Final = "This person opted out of your texts. Nothing was changed: only they can opt in again."
LEFT_AFTERWARDS: Final = (
    "SMS-iT's answer was unclear. This number is in that group, but the person opted out: only they can opt "
    "in again."
)
NOT_THERE: Final = "It isn't in that group yet."
SETTLED: Final = "Someone already dealt with this, so nothing was changed."


@dataclass(frozen=True, slots=True)
class Addition:
    """A contact (digits) somebody wants to have added to a group, by its exact name."""

    number: str = field(repr=False)
    group: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    birthday: date | None = field(default=None, repr=False)


class Additions:
    """Adds contacts. For threads that may wait, but for what the clock does.

    ``region`` is the two-letter default for numbers that SMS-iT keeps without a country code.
    """

    def __init__(
        self,
        database: Database,
        client: SmsItClient,
        clock: Clock,
        permissions: Permissions,
        *,
        request_seconds: float,
        region: str | None = None,
    ) -> None:
        self._database = database
        self._client = client
        self._clock = clock
        self._permissions = permissions
        self._region = region
        self._ledger = AdditionLedger(timedelta(seconds=REQUESTS * request_seconds + MARGIN_SECONDS))

    def add(self, request: Addition, who: Who, key: str) -> Outcome:
        """Add a contact and return what came of it.

        Under one ``key``, which Slack repeats when it delivers the same submission again, there is one
        attempt. Nobody who opted out is subscribed again: SMS-iT refuses it with the code it has for somebody
        who is in the group, so the number is looked up to tell which of both it is. It is looked up too when
        SMS-iT gives no clear answer; what stays unknown is left to a person, in a message. Raises
        :exc:`UserError` for a name that is too long: a part of it is nobody's.
        """
        if len(request.name or "") > LONGEST_NAME:
            raise UserError(TOO_LONG)
        new = NewAddition(
            key=key,
            user_id=who.user_id,
            number=request.number,
            group_name=request.group,
            name=request.name,
            email=request.email,
            birthday=request.birthday,
        )
        with self._database.write() as conn:
            row = contact_additions.insert(conn, new, now=self._clock())
        outcome = self._attempt(row.id)
        log.info("adding a contact by %s: %s", who.user_id, outcome.came)
        return outcome

    def get(self, addition_id: str) -> ContactAddition:
        """Return what was written down. Raises :exc:`UserError` when it was forgotten since."""
        with self._database.read() as conn:
            found = contact_additions.get(conn, addition_id)
        if found is None:
            raise UserError(SETTLED)
        return found

    def check(self, addition_id: str, seen_attempts: int, who: Who) -> None:
        """Look up once more what is unknown, and settle it when the number is in the group.

        Raises :exc:`UserError` when it is settled, or SMS-iT does not answer.
        """
        row = self._unknown(addition_id, seen_attempts, who)
        try:
            found = self._person(row)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        state, reason = AddState.UNKNOWN, NOT_THERE
        if found is not None and _holds(found.left, row.group_name):
            state, reason = AddState.OPTED_OUT, LEFT
        elif found is not None and _holds(found.groups, row.group_name):
            state, reason = AddState.FOUND, ""
        self._settle(row, state, reason or None, None if state is AddState.UNKNOWN else who.user_id)

    def was_added(self, addition_id: str, seen_attempts: int, who: Who) -> None:
        """Settle an unknown outcome: a person saw that it was added. Raises :exc:`UserError`."""
        self._settle(self._unknown(addition_id, seen_attempts, who), AddState.ADDED, None, who.user_id)

    def again(self, addition_id: str, seen_attempts: int, who: Who) -> None:
        """Let one of unknown outcome wait for one more attempt: a short transaction; a press counts once.

        Raises :exc:`UserError` when it is settled.
        """
        row = self._unknown(addition_id, seen_attempts, who)
        with self._database.write(urgent=True) as conn:
            if not contact_additions.again(conn, row, who=who.user_id, now=self._clock()):
                raise UserError(SETTLED)
            messages.outdate(conn, (row.id,), Purpose.ADDITION)

    def attempt(self, addition_id: str) -> None:
        """Make the attempt of one that waits, if nobody made it yet."""
        self._attempt(addition_id)

    def look_after(self) -> None:
        """Have a person asked about those whose process died. No request is made."""
        attempts.sweep(self._database, self._ledger, self._clock)

    def forget(self, keep: timedelta) -> None:
        """Delete what last changed longer ago than that."""
        before = self._clock() - keep
        gone = in_batches(self._database, lambda conn, most: contact_additions.forget(conn, before, most))
        log.info("forgot %d contacts added by hand", gone)

    def _attempt(self, addition_id: str) -> Outcome:
        attempts.attempt_once(self._database, self._ledger, addition_id, self._request, clock=self._clock)
        return told(self.get(addition_id))

    def _request(self, row: ContactAddition) -> Settled:
        try:
            self._client.add_contact(
                row.number, row.group_name, name=row.name, email=row.email, birthday=row.birthday
            )
        except AlreadySubscribed as error:
            return self._already(row, error)
        except OutcomeUnknown:
            return self._afterwards(row)
        except SmsItError as error:
            return Refused("", error.sentence)
        return Accepted()

    def _already(self, row: ContactAddition, error: AlreadySubscribed) -> Settled:
        try:
            found = self._person(row)
        except SmsItError:
            found = None
        if found is not None and not found.subscribed:
            return Refused(Code.OPTED_OUT, LEFT_ALL)
        if found is not None and _holds(found.left, row.group_name):
            return Refused(Code.OPTED_OUT, LEFT)
        if found is not None and _holds(found.groups, row.group_name):
            return Refused(Code.PRESENT, IN_THE_GROUP)
        return Refused(Code.PRESENT, error.sentence)

    def _afterwards(self, row: ContactAddition) -> Settled:
        try:
            found = self._person(row)
        except SmsItError:
            return Unknown("unclear", NOT_LOOKED)
        if found is not None and _holds(found.left, row.group_name):
            return Refused(Code.OPTED_OUT, LEFT_AFTERWARDS)
        if found is not None and _holds(found.groups, row.group_name):
            return Accepted(is_found=True)
        return Unknown("unclear", NOT_THERE)

    def _person(self, row: ContactAddition) -> Person | None:
        rows = rows_of(self._client, row.number, self._region)
        return person(rows) if rows else None

    def _unknown(self, addition_id: str, seen_attempts: int, who: Who) -> ContactAddition:
        row = self.get(addition_id)
        self._permissions.require_contacts(row.user_id, who)
        if row.state is not AddState.UNKNOWN or row.attempts != seen_attempts or not row.number:
            raise UserError(SETTLED)
        return row

    def _settle(self, row: ContactAddition, to: AddState, reason: str | None, who: str | None) -> None:
        with self._database.write() as conn:
            if not contact_additions.settle(conn, row, to, reason, who=who, now=self._clock()):
                raise UserError(SETTLED)
            messages.outdate(conn, (row.id,), Purpose.ADDITION)


def _holds(groups: tuple[str, ...], group: str) -> bool:
    """Tell whether a group is among these; SMS-iT finds it in any case of its letters."""
    return group.casefold() in {name.casefold() for name in groups}
