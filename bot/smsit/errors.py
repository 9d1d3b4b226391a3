# ruff: noqa: N818 - each error is named for what happened, so that `except NotSent` reads as a sentence
"""What can go wrong, as one tree.

SmsItError                  every error of this package; `.sentence` is written for the person who asked
├── InvalidArgument         refused here, before anything was sent
├── ApiError                a clear refusal by SMS-iT: nothing was sent or changed
│   ├── InvalidApiKey
│   ├── NoApiAccess         the plan has no API access
│   ├── MissingParameter    a bug here or in SMS-iT: our own checks come first
│   ├── InvalidParameter    the same
│   ├── UnknownGroup
│   ├── UnknownSender       the `from` number is not in the account
│   ├── SenderIdRefused     the alphanumeric sender ID
│   ├── NotAContact         unknown, not valid, or has opted out
│   ├── AlreadySubscribed
│   ├── NoContacts
│   ├── NoSubscribers
│   ├── NotEnoughCredits
│   ├── UnknownReport       nothing to report on
│   ├── AppointmentExists
│   ├── WrongOtp
│   ├── OtherRefusal        SMS-iT says "other error"
│   └── UndocumentedCode    a code that is on no list
├── NotSent                 no connection was made: proof that nothing reached SMS-iT
├── OutcomeUnknown          a write that may or may not have happened: never repeat it unasked
└── Unavailable             a read that failed, after its retries

No text, repr or attribute here holds a phone number, a name, a message, a code or a key. Nothing is raised
while another library's exception is being handled, as that one may hold the request.
"""

from enum import StrEnum
from typing import ClassVar

from bot.smsit.endpoints import Endpoint


class Audience(StrEnum):
    """Who can put an error right."""

    REQUESTER = "requester"
    ADMIN = "admin"
    SMSIT = "SMS-iT"


class SmsItError(Exception):
    """Any error of this package. `sentence` says what happened and what to do, without personal data."""

    sentence: str


class InvalidArgument(SmsItError):
    """An argument was refused before anything was sent.

    `field` is the name of the argument; `reason` is a sentence that says how to write it.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason
        self.sentence = reason

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


class ApiError(SmsItError):
    """SMS-iT refused: nothing was sent or changed.

    `code` is negative and means something else on each endpoint; `cause` is what SMS-iT says it means;
    `audience` is who can put it right.
    """

    def __init__(self, endpoint: Endpoint, code: int, cause: str, audience: Audience, sentence: str) -> None:
        super().__init__(endpoint, code, cause, audience, sentence)
        self.endpoint = endpoint
        self.code = code
        self.cause = cause
        self.audience = audience
        self.sentence = sentence

    def __str__(self) -> str:
        return f"{self.endpoint} answered {self.code}: {self.cause}"


class InvalidApiKey(ApiError):
    """The key is wrong, or the account may not make this call."""


class NoApiAccess(ApiError):
    """The plan has no API access."""


class MissingParameter(ApiError):
    """SMS-iT missed a parameter."""


class InvalidParameter(ApiError):
    """SMS-iT did not accept a parameter."""


class UnknownGroup(ApiError):
    """There is no group of that name."""


class UnknownSender(ApiError):
    """The sender number is not in the account, or cannot text."""


class SenderIdRefused(ApiError):
    """The alphanumeric sender ID is not allowed."""


class NotAContact(ApiError):
    """The number is not a contact, is not valid, or has opted out."""


class AlreadySubscribed(ApiError):
    """The number is in the group already, or has opted out of it."""


class NoContacts(ApiError):
    """The search found nobody."""


class NoSubscribers(ApiError):
    """Nobody in the group can be texted."""


class NotEnoughCredits(ApiError):
    """The account's credits do not cover it."""


class UnknownReport(ApiError):
    """There is nothing to report on."""


class AppointmentExists(ApiError):
    """The contact has an appointment at that time already."""


class WrongOtp(ApiError):
    """The one-time code is not valid."""


class OtherRefusal(ApiError):
    """SMS-iT refused and does not say why."""


class UndocumentedCode(ApiError):
    """SMS-iT refused with a code that is on no list."""


_DEEDS = {
    Endpoint.ADD_CONTACT: "the contact was added",
    Endpoint.SMS_GROUP: "the broadcast was sent",
    Endpoint.SMS_CONTACT: "the text was sent",
    Endpoint.ADD_APPOINTMENT: "the appointment was added",
    Endpoint.GENERATE_OTP: "a one-time code was created",
    Endpoint.VALIDATE_OTP: "the one-time code is valid",
}


class _Failure(SmsItError):
    """A call without an answer we can use: which `endpoint`, and `what` happened in a few words."""

    _sentence: ClassVar[str]

    def __init__(self, endpoint: Endpoint, what: str) -> None:
        super().__init__(endpoint, what)
        self.endpoint = endpoint
        self.what = what
        self.sentence = self._sentence.format(what=what, deed=_DEEDS.get(endpoint, "this was done"))

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.what}"


class NotSent(_Failure):
    """A write for which no connection could be made: proof that nothing reached SMS-iT. Safe to repeat."""

    _sentence = "SMS-iT couldn't be reached: {what}. Nothing was sent, so it's safe to try again."


class OutcomeUnknown(_Failure):
    """A write that may or may not have happened. Never repeat it without asking a person."""

    _sentence = "We couldn't confirm that {deed}: {what}. Check before you try again."


class Unavailable(_Failure):
    """A read that got no usable answer, after its retries. Nothing was changed."""

    _sentence = "SMS-iT gave no usable answer: {what}. Try again in a minute."
