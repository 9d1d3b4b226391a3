"""A typed client of the SMS-iT API that stands alone.

Leave `base_url` out to talk to the live service; here it is the address of a pretend one.

>>> from bot.smsit import NotEnoughCredits, SmsItClient
>>> with SmsItClient("my-api-key", base_url=pretend_service) as client:
...     client.credit_balance()
...     client.send_to_contact("14155550100", "14155550123", "Your table is ready.")
...     client.contact_report("14155550123").status
145
ContactSend(scheduled=False)
'delivered'

Every failure is a SmsItError with a sentence for the person who asked:

>>> with SmsItClient("my-api-key", base_url=pretend_service) as client:
...     try:
...         client.send_to_group("14155550100", "Regulars", "We open at nine.", recipients=40)
...     except NotEnoughCredits as error:
...         print(error.sentence)
There aren't enough SMS credits for this. Ask an admin to buy more, or text fewer people.
"""

from bot.smsit.client import ReadingClient, SmsItClient
from bot.smsit.codes import DOCUMENTED
from bot.smsit.endpoints import Endpoint
from bot.smsit.errors import (
    AlreadySubscribed,
    ApiError,
    AppointmentExists,
    Audience,
    InvalidApiKey,
    InvalidArgument,
    InvalidParameter,
    MissingParameter,
    NoApiAccess,
    NoContacts,
    NoSubscribers,
    NotAContact,
    NotEnoughCredits,
    NotSent,
    OtherRefusal,
    OutcomeUnknown,
    SenderIdRefused,
    SmsItError,
    Unavailable,
    UndocumentedCode,
    UnknownGroup,
    UnknownReport,
    UnknownSender,
    WrongOtp,
)
from bot.smsit.models import (
    AppointmentStatus,
    Contact,
    ContactReport,
    ContactSend,
    ContactSource,
    CreditKind,
    GroupReport,
    GroupSend,
    Otp,
    Recurrence,
    Repeat,
    Schedule,
    SortBy,
    SortDirection,
)

__all__ = [
    "DOCUMENTED",
    "AlreadySubscribed",
    "ApiError",
    "AppointmentExists",
    "AppointmentStatus",
    "Audience",
    "Contact",
    "ContactReport",
    "ContactSend",
    "ContactSource",
    "CreditKind",
    "Endpoint",
    "GroupReport",
    "GroupSend",
    "InvalidApiKey",
    "InvalidArgument",
    "InvalidParameter",
    "MissingParameter",
    "NoApiAccess",
    "NoContacts",
    "NoSubscribers",
    "NotAContact",
    "NotEnoughCredits",
    "NotSent",
    "OtherRefusal",
    "Otp",
    "OutcomeUnknown",
    "ReadingClient",
    "Recurrence",
    "Repeat",
    "Schedule",
    "SenderIdRefused",
    "SmsItClient",
    "SmsItError",
    "SortBy",
    "SortDirection",
    "Unavailable",
    "UndocumentedCode",
    "UnknownGroup",
    "UnknownReport",
    "UnknownSender",
    "WrongOtp",
]
