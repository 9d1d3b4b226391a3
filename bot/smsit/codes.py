"""The error dictionary, by endpoint *and* code: the same number means something else on each endpoint.

The codes are those of the API page, and -20, which a plan without API access gets on every endpoint.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.smsit import meanings as m
from bot.smsit.endpoints import Endpoint
from bot.smsit.errors import ApiError, Audience, UndocumentedCode
from bot.smsit.meanings import Meaning

_EVERYWHERE = {-1: m.API_KEY, -20: m.NO_ACCESS}

_BY_ENDPOINT: dict[Endpoint, dict[int, Meaning]] = {
    Endpoint.ADD_CONTACT: {
        -2: m.NO_NUMBER,
        -3: m.NO_NUMBER_OR_GROUP,
        -4: m.NO_GROUP,
        -5: m.UNKNOWN_GROUP,
        -6: m.OTHER,
        -7: m.SUBSCRIBED,
    },
    Endpoint.GET_CONTACTS: {
        -2: m.UNKNOWN_GROUP,
        -3: m.WRONG_SOURCE,
        -4: m.WRONG_SUBSCRIBED,
        -5: m.WRONG_SORT,
        -6: m.WRONG_DIRECTION,
        -7: m.NO_CONTACTS,
    },
    Endpoint.SMS_GROUP: {
        -2: m.NO_SENDER,
        -3: m.UNKNOWN_SENDER,
        -4: m.NO_MESSAGE,
        -5: m.NO_GROUP,
        -6: m.UNKNOWN_GROUP,
        -7: m.SENDER_ID,
        -8: m.WRONG_ROTATE,
        -9: m.WRONG_THROTTLE,
        -10: m.WRONG_RECURRING,
        -11: m.WRONG_REPEAT,
        -12: m.WRONG_FREQUENCY,
        -13: m.NO_END,
        -14: m.NO_CREDITS,
        -15: m.NO_SUBSCRIBERS,
        -16: m.OTHER,
    },
    Endpoint.GROUP_REPORT: {-2: m.NO_REPORT_ID, -3: m.NO_GROUP_REPORT},
    Endpoint.SMS_CONTACT: {
        -2: m.NO_SENDER,
        -3: m.UNKNOWN_SENDER,
        -4: m.NO_MESSAGE,
        -5: m.NO_NUMBER,
        -6: m.NOT_A_CONTACT,
        -7: m.SENDER_ID,
        -8: m.WRONG_RECURRING,
        -9: m.WRONG_REPEAT,
        -10: m.WRONG_FREQUENCY,
        -11: m.NO_END,
        -12: m.NO_CREDITS_FOR_ONE,
        -16: m.OTHER,
    },
    Endpoint.CONTACT_REPORT: {-2: m.NO_NUMBER, -3: m.NO_CONTACT_REPORT},
    Endpoint.CREDIT_BALANCE: {-2: m.WRONG_KIND},
    Endpoint.ADD_APPOINTMENT: {
        -2: m.NO_NUMBER,
        -3: m.WRONG_NUMBER,
        -4: m.NO_DATE,
        -5: m.NO_STATUS,
        -6: m.WRONG_STATUS,
        -7: m.NO_SUCH_CONTACT,
        -8: m.APPOINTMENT_EXISTS,
        -9: m.OTHER,
    },
    Endpoint.GENERATE_OTP: {-2: m.NO_CREDITS_FOR_CODE},
    Endpoint.VALIDATE_OTP: {-2: m.WRONG_OTP},
}

DOCUMENTED: Mapping[tuple[Endpoint, int], Meaning] = MappingProxyType(
    {
        (endpoint, code): meaning
        for endpoint, own in _BY_ENDPOINT.items()
        for code, meaning in sorted({**_EVERYWHERE, **own}.items(), reverse=True)
    }
)


def refusal(endpoint: Endpoint, code: int) -> ApiError:
    """Give the error for a negative status, to be raised; a code on no list gets a sentence of its own."""
    meaning = DOCUMENTED.get((endpoint, code)) or _undocumented(code)
    return meaning.error(endpoint, code, meaning.cause, meaning.audience, meaning.sentence)


def _undocumented(code: int) -> Meaning:
    return Meaning(
        UndocumentedCode,
        "a code that isn't documented",
        Audience.SMSIT,
        f"SMS-iT gave error code {code}, which isn't documented. Nothing was done. Ask an admin to contact "
        "SMS-iT.",
    )
