"""Adding one contact at SMS-iT: attempted once, and what came of it in words."""

import logging
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from bot.access import Who
from bot.features.contacts.person import Person, person
from bot.features.contacts.query import rows_of
from bot.smsit import AlreadySubscribed, OutcomeUnknown, SmsItClient, SmsItError
from bot.texting.phones import Phone

log = logging.getLogger(__name__)

ADDED: Final = "The contact was added."
IN_THE_GROUP: Final = "This number is in that group already. Nothing was changed."
LEFT: Final = "This person has opted out of that group. Nothing was changed: only they can opt in again."
LEFT_ALL: Final = "This person has opted out of your texts. Nothing was changed: only they can opt in again."
FOUND_AFTERWARDS: Final = (
    "SMS-iT gave no clear answer, so it is not known whether it was added just now. But a look afterwards "
    "found this number in that group, so there is nothing left to do."
)
LEFT_AFTERWARDS: Final = (
    "SMS-iT gave no clear answer. A look afterwards found this number in that group, but the person has "
    "opted out of it: only they can opt in again."
)
NOT_FOUND_AFTERWARDS: Final = (
    "SMS-iT gave no clear answer, so it is not known whether the contact was added. A look afterwards did "
    "not find this number in that group. Look for it again in a minute before you add it once more."
)
NOT_LOOKED_AFTERWARDS: Final = (
    "SMS-iT gave no clear answer, so it is not known whether the contact was added, and it could not be "
    "looked up afterwards. Look for it in a minute before you add it once more."
)


class Came(StrEnum):
    """What came of it."""

    ADDED = "added"
    ALREADY = "already in the group"
    OPTED_OUT = "opted out"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Addition:
    """A contact somebody wants to have added to a group, by its exact name."""

    phone: Phone
    group: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    birthday: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it, with a sentence for whoever asked."""

    came: Came
    sentence: str


class Additions:
    """Adds contacts. For threads that may wait.

    ``region`` is the two-letter default for numbers that SMS-iT keeps without a country code.
    """

    def __init__(self, client: SmsItClient, region: str | None = None) -> None:
        self._client = client
        self._region = region

    def add(self, request: Addition, who: Who) -> Outcome:
        """Add a contact and return what came of it.

        Nobody who opted out is subscribed again: SMS-iT refuses it with the code it has for somebody who is
        in the group, so the number is looked up to tell which of both it is. It is looked up too when
        SMS-iT gives no clear answer, and never added a second time.
        """
        try:
            outcome = self._attempt(request)
        except Exception:
            log.info("adding contact %s by %s broke off", request.phone.masked, who.user_id)
            raise
        log.info("adding contact %s by %s: %s", request.phone.masked, who.user_id, outcome.came)
        return outcome

    def _attempt(self, request: Addition) -> Outcome:
        try:
            self._client.add_contact(
                request.phone.digits,
                request.group,
                name=request.name,
                email=request.email,
                birthday=request.birthday,
            )
        except AlreadySubscribed as error:
            return self._already(request, error)
        except OutcomeUnknown:
            return self._afterwards(request)
        except SmsItError as error:
            return Outcome(Came.REFUSED, error.sentence)
        return Outcome(Came.ADDED, ADDED)

    def _already(self, request: Addition, error: AlreadySubscribed) -> Outcome:
        try:
            found = self._person(request)
        except SmsItError:
            return Outcome(Came.REFUSED, error.sentence)
        if found is None:
            return Outcome(Came.REFUSED, error.sentence)
        if not found.subscribed:
            return Outcome(Came.OPTED_OUT, LEFT_ALL)
        if _holds(found.left, request.group):
            return Outcome(Came.OPTED_OUT, LEFT)
        if _holds(found.groups, request.group):
            return Outcome(Came.ALREADY, IN_THE_GROUP)
        return Outcome(Came.REFUSED, error.sentence)

    def _afterwards(self, request: Addition) -> Outcome:
        try:
            found = self._person(request)
        except SmsItError:
            return Outcome(Came.UNKNOWN, NOT_LOOKED_AFTERWARDS)
        if found is not None and _holds(found.left, request.group):
            return Outcome(Came.OPTED_OUT, LEFT_AFTERWARDS)
        if found is not None and _holds(found.groups, request.group):
            return Outcome(Came.UNKNOWN, FOUND_AFTERWARDS)
        return Outcome(Came.UNKNOWN, NOT_FOUND_AFTERWARDS)

    def _person(self, request: Addition) -> Person | None:
        rows = rows_of(self._client, request.phone.digits, self._region)
        return person(rows) if rows else None


def _holds(groups: tuple[str, ...], group: str) -> bool:
    """Tell whether a group is among these; SMS-iT finds it in any case of its letters."""
    return group.casefold() in {name.casefold() for name in groups}
