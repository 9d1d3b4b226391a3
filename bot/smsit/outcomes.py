"""What a clear success of a write looks like. Anything else is an unknown outcome, never a success."""

from collections.abc import Mapping

from bot.smsit import decode
from bot.smsit.endpoints import Endpoint
from bot.smsit.errors import OutcomeUnknown

_UNCLEAR = "its answer doesn't say whether it worked"


def expect_done(endpoint: Endpoint, fields: Mapping[str, object]) -> None:
    """Require status 0, text or number. Raises OutcomeUnknown."""
    if decode.status(fields) != 0:
        raise OutcomeUnknown(endpoint, _UNCLEAR)


def expect_group_id(fields: Mapping[str, object]) -> str | None:
    """Give the group SMS id of an accepted group send; None for status 0, as for one that is scheduled.

    Raises OutcomeUnknown.
    """
    code = decode.status(fields)
    if code is None:
        raise OutcomeUnknown(Endpoint.SMS_GROUP, _UNCLEAR)
    return str(code) if code else None


def expect_code(fields: Mapping[str, object]) -> str:
    """Give the code that was made. Raises OutcomeUnknown when there is none, or the status is no success."""
    code = decode.word(fields.get("otp"))
    if not code or not ("status" not in fields or _says_yes(fields)):
        raise OutcomeUnknown(Endpoint.GENERATE_OTP, "its answer has no code")
    return code


def expect_verified(fields: Mapping[str, object]) -> None:
    """Require status 0 or "Success", named so. Raises OutcomeUnknown.

    A bare 0 does not do: a page that prints what is false prints it too.
    """
    if isinstance(fields, decode.Bare) or not _says_yes(fields):
        raise OutcomeUnknown(Endpoint.VALIDATE_OTP, "its answer doesn't say whether the code is right")


def _says_yes(fields: Mapping[str, object]) -> bool:
    word = decode.word(fields.get("status"))
    return decode.status(fields) == 0 or (word is not None and word.lower() == "success")
