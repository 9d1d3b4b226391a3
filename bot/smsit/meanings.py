"""What SMS-iT's refusals mean, each said once: for the log, and for the person who asked."""

from dataclasses import dataclass

from bot.smsit import errors
from bot.smsit.errors import ApiError, Audience

_ASKER, _ADMIN, _SMSIT = Audience.REQUESTER, Audience.ADMIN, Audience.SMSIT
_REPORT_IT = "Nothing was done. This is a bug in the bot: tell your admin."


@dataclass(frozen=True, slots=True)
class Meaning:
    """The exception to raise, the cause, whom it concerns, and a sentence to act on."""

    error: type[ApiError]
    cause: str
    audience: Audience
    sentence: str


def _missing(what: str) -> Meaning:
    sentence = f"The request to SMS-iT left out {what}. {_REPORT_IT}"
    return Meaning(errors.MissingParameter, f"it wasn't told {what}", _ADMIN, sentence)


def _wrong(what: str) -> Meaning:
    sentence = f"SMS-iT rejected {what}. {_REPORT_IT}"
    return Meaning(errors.InvalidParameter, f"it doesn't accept {what}", _ADMIN, sentence)


API_KEY = Meaning(
    errors.InvalidApiKey,
    "the API key isn't valid, or the account may not do this",
    _ADMIN,
    "SMS-iT rejected the API key, or the account may not do this. Ask an admin to check both.",
)
NO_ACCESS = Meaning(
    errors.NoApiAccess,
    "the account's plan has no API access",
    _ADMIN,
    "The SMS-iT plan has no API access. Ask an admin to add it.",
)
OTHER = Meaning(
    errors.OtherRefusal,
    "another error, which it doesn't explain",
    _SMSIT,
    "SMS-iT rejected this without saying why. Try again. If it happens again, ask an admin to contact "
    "SMS-iT.",
)

NO_NUMBER = _missing("the phone number")
NO_NUMBER_OR_GROUP = _missing("the phone number and the group")
NO_GROUP = _missing("the group")
NO_SENDER = _missing("the sending number")
NO_MESSAGE = _missing("the message")
NO_DATE = _missing("the date of the appointment")
NO_STATUS = _missing("the status of the appointment")
NO_REPORT_ID = _missing("the ID of the group text")
NO_END = _missing("the end of the series")

WRONG_SOURCE = _wrong("the sign-up source filter")
WRONG_SUBSCRIBED = _wrong("the opt-out filter")
WRONG_SORT = _wrong("the sort field")
WRONG_DIRECTION = _wrong("the sort order")
WRONG_ROTATE = _wrong("the setting for rotating numbers")
WRONG_THROTTLE = _wrong("the delay between texts (1 to 6 seconds)")
WRONG_RECURRING = _wrong("the repeat setting")
WRONG_REPEAT = _wrong("the kind of repeat (daily, weekly, monthly or yearly)")
WRONG_FREQUENCY = _wrong("how often the text repeats (1 to 30)")
WRONG_KIND = _wrong("the type of credits")
WRONG_STATUS = _wrong("the status of the appointment")
WRONG_NUMBER = Meaning(
    errors.InvalidParameter,
    "the number holds something other than digits",
    _ASKER,
    "SMS-iT rejected the number. Enter it with its country code, digits only, like 14155550100.",
)

UNKNOWN_GROUP = Meaning(
    errors.UnknownGroup,
    "there's no group of that name",
    _ASKER,
    "SMS-iT has no group of that name. Check its spelling, including capital letters, or create it in "
    "SMS-iT.",
)
UNKNOWN_SENDER = Meaning(
    errors.UnknownSender,
    "the sending number isn't in the account, or can't text",
    _ADMIN,
    "The sending number isn't in the SMS-iT account or can't send texts. Ask an admin to check it.",
)
SENDER_ID = Meaning(
    errors.SenderIdRefused,
    "the alphanumeric sender ID isn't valid, or the account may not use one",
    _ADMIN,
    "SMS-iT rejected this sender name. Send from a number instead, or ask an admin: a name has 1 to 11 "
    "letters and digits, at least one letter, and the account needs permission to use it.",
)
SUBSCRIBED = Meaning(
    errors.AlreadySubscribed,
    "the number is in the group already, or has opted out of it",
    _ASKER,
    "This number is already in the group. If the person opted out, only they can opt back in.",
)
NOT_A_CONTACT = Meaning(
    errors.NotAContact,
    "the number isn't valid, not a contact, or has opted out",
    _ASKER,
    "SMS-iT can't text this number: it isn't a contact, isn't valid, or the person opted out. Check it, "
    "and add it to your contacts if the person agreed to texts.",
)
NO_SUCH_CONTACT = Meaning(
    errors.NotAContact,
    "there's no contact with that number",
    _ASKER,
    "No contact has this number. Add it to your contacts first.",
)
NO_CONTACTS = Meaning(
    errors.NoContacts,
    "no contacts match",
    _ASKER,
    "No contacts found. Try part of the name or number.",
)
NO_SUBSCRIBERS = Meaning(
    errors.NoSubscribers,
    "no one in the group is subscribed",
    _ASKER,
    "This group is empty, or everyone in it has opted out. Choose another group.",
)
NO_CREDITS = Meaning(
    errors.NotEnoughCredits,
    "not enough credits to send the message",
    _ADMIN,
    "There aren't enough SMS credits for this. Ask an admin to buy more, or text fewer people.",
)
NO_CREDITS_FOR_ONE = Meaning(
    errors.NotEnoughCredits,
    "not enough credits to send the message",
    _ADMIN,
    "There aren't enough SMS credits for this. Ask an admin to buy more, or shorten the text.",
)
NO_CREDITS_FOR_CODE = Meaning(
    errors.NotEnoughCredits,
    "not enough credits to make a one-time code",
    _ADMIN,
    "There aren't enough SMS credits for a one-time code. Ask an admin to buy more.",
)
NO_GROUP_REPORT = Meaning(
    errors.UnknownReport,
    "there's no group send with that id",
    _ASKER,
    "SMS-iT has no group text with this ID. Check the ID; scheduled group texts have none.",
)
NO_CONTACT_REPORT = Meaning(
    errors.UnknownReport,
    "the number isn't valid, or nothing was sent to it",
    _ASKER,
    "SMS-iT has no text to this number to report on. Check the number.",
)
APPOINTMENT_EXISTS = Meaning(
    errors.AppointmentExists,
    "the contact has an appointment at that time",
    _ASKER,
    "This contact already has an appointment then. Choose another time.",
)
WRONG_OTP = Meaning(
    errors.WrongOtp,
    "the one-time code isn't valid",
    _ASKER,
    "This code isn't valid. Check it with the person, or send a new one.",
)
