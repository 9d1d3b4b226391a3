"""What SMS-iT's refusals mean, each said once: for the log, and for the person who asked."""

from dataclasses import dataclass

from bot.smsit import errors
from bot.smsit.errors import ApiError, Audience

_ASKER, _ADMIN, _SMSIT = Audience.REQUESTER, Audience.ADMIN, Audience.SMSIT
_REPORT_IT = "Nothing was done. This is a fault of the bot: please tell its admin."


@dataclass(frozen=True, slots=True)
class Meaning:
    """The exception to raise, the cause, whom it concerns, and a sentence to act on."""

    error: type[ApiError]
    cause: str
    audience: Audience
    sentence: str


def _missing(what: str) -> Meaning:
    sentence = f"SMS-iT was not told {what}. {_REPORT_IT}"
    return Meaning(errors.MissingParameter, f"it was not told {what}", _ADMIN, sentence)


def _wrong(what: str) -> Meaning:
    sentence = f"SMS-iT does not accept {what}. {_REPORT_IT}"
    return Meaning(errors.InvalidParameter, f"it does not accept {what}", _ADMIN, sentence)


API_KEY = Meaning(
    errors.InvalidApiKey,
    "the API key is not valid, or the account may not do this",
    _ADMIN,
    "SMS-iT does not accept the bot's API key, or the account may not do this. Ask an admin to check both.",
)
NO_ACCESS = Meaning(
    errors.NoApiAccess,
    "the account's plan has no API access",
    _ADMIN,
    "The SMS-iT plan has no API access. Ask an admin to change the plan or to ask SMS-iT for access.",
)
OTHER = Meaning(
    errors.OtherRefusal,
    "another error, which it does not explain",
    _SMSIT,
    "SMS-iT refused without saying why. Try once more; if it happens again, ask an admin to contact SMS-iT.",
)

NO_NUMBER = _missing("the phone number")
NO_NUMBER_OR_GROUP = _missing("the phone number and the group")
NO_GROUP = _missing("the group")
NO_SENDER = _missing("the number to send from")
NO_MESSAGE = _missing("the message")
NO_DATE = _missing("the date of the appointment")
NO_STATUS = _missing("the status of the appointment")
NO_REPORT_ID = _missing("which group send to report on")
NO_END = _missing("when the series ends")

WRONG_SOURCE = _wrong("the sign-up source to search by")
WRONG_SUBSCRIBED = _wrong("the opt-out state to search by")
WRONG_SORT = _wrong("the field to sort by")
WRONG_DIRECTION = _wrong("the direction to sort in")
WRONG_ROTATE = _wrong("the setting that takes turns with the account's numbers")
WRONG_THROTTLE = _wrong("the pace of sending; it is a whole number from 1 to 6")
WRONG_RECURRING = _wrong("the setting for a series")
WRONG_REPEAT = _wrong("the kind of repeat; it is daily, weekly, monthly or yearly")
WRONG_FREQUENCY = _wrong("how often the series comes round; it is a whole number from 1 to 30")
WRONG_KIND = _wrong("the kind of credits asked for")
WRONG_STATUS = _wrong("the status of the appointment")
WRONG_NUMBER = Meaning(
    errors.InvalidParameter,
    "the number holds something other than digits",
    _ASKER,
    "SMS-iT does not accept this number. Write it in digits only, country code first, like 14155550100.",
)

UNKNOWN_GROUP = Meaning(
    errors.UnknownGroup,
    "there is no group of that name",
    _ASKER,
    "SMS-iT has no group of that name. Check its spelling, capitals included, or create it in SMS-iT first.",
)
UNKNOWN_SENDER = Meaning(
    errors.UnknownSender,
    "the sending number is not in the account, or cannot text",
    _ADMIN,
    "The number to send from is not in the SMS-iT account or cannot text. Ask an admin to correct it.",
)
SENDER_ID = Meaning(
    errors.SenderIdRefused,
    "the alphanumeric sender ID is not valid, or the account may not use one",
    _ADMIN,
    "SMS-iT does not accept this sender name: it has 1 to 11 letters and digits, at least one letter, and "
    "the account must be allowed to use one. Send from a number instead, or ask an admin.",
)
SUBSCRIBED = Meaning(
    errors.AlreadySubscribed,
    "the number is in the group already, or has opted out of it",
    _ASKER,
    "This number is in the group already. If the person opted out, only they can opt in again.",
)
NOT_A_CONTACT = Meaning(
    errors.NotAContact,
    "the number is not valid, not a contact, or has opted out",
    _ASKER,
    "SMS-iT cannot text this number: it is not a contact yet, is not valid, or the person has opted out. "
    "Check it, and add it to a group of contacts if they agreed to texts.",
)
NO_SUCH_CONTACT = Meaning(
    errors.NotAContact,
    "there is no contact with that number",
    _ASKER,
    "No contact has this number. Add it to a group of contacts first.",
)
NO_CONTACTS = Meaning(
    errors.NoContacts,
    "no contacts match",
    _ASKER,
    "No contacts match. Try a shorter part of the name or number.",
)
NO_SUBSCRIBERS = Meaning(
    errors.NoSubscribers,
    "nobody in the group is subscribed",
    _ASKER,
    "Nobody in this group can be texted: it is empty, or everybody has opted out. Choose another group.",
)
NO_CREDITS = Meaning(
    errors.NotEnoughCredits,
    "not enough credits to send the message",
    _ADMIN,
    "The account has too few SMS credits for this. Ask an admin to buy more, or text fewer people.",
)
NO_CREDITS_FOR_ONE = Meaning(
    errors.NotEnoughCredits,
    "not enough credits to send the message",
    _ADMIN,
    "The account has too few SMS credits for this. Ask an admin to buy more, or make the text shorter.",
)
NO_CREDITS_FOR_CODE = Meaning(
    errors.NotEnoughCredits,
    "not enough credits to make a one-time code",
    _ADMIN,
    "The account has too few SMS credits to make a one-time code. Ask an admin to buy more.",
)
NO_GROUP_REPORT = Meaning(
    errors.UnknownReport,
    "there is no group send with that id",
    _ASKER,
    "SMS-iT has no group send of this id. Use the id it gave when the send began; a scheduled send has none.",
)
NO_CONTACT_REPORT = Meaning(
    errors.UnknownReport,
    "the number is not valid, or nothing was sent to it",
    _ASKER,
    "SMS-iT has no text to this number to report on. Check the number, or text it first.",
)
APPOINTMENT_EXISTS = Meaning(
    errors.AppointmentExists,
    "the contact has an appointment at that time",
    _ASKER,
    "This contact has an appointment at that time already. Choose another time.",
)
WRONG_OTP = Meaning(
    errors.WrongOtp,
    "the one-time code is not valid",
    _ASKER,
    "This code is not valid. Check it with the person, or send a new one.",
)
