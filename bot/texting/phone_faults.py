"""Why a text is not one phone number, and how a person mends that."""

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Why a text is not one phone number."""

    EMPTY = "empty"
    LETTERS = "letters"
    NOT_A_NUMBER = "not_a_number"
    SEVERAL = "several"
    EXTENSION = "extension"
    AMBIGUOUS = "ambiguous"
    ZERO = "zero"
    AREA_CODE = "area_code"
    NO_COUNTRY_CODE = "no_country_code"
    UNKNOWN_COUNTRY_CODE = "unknown_country_code"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_LENGTH = "wrong_length"


_EXAMPLE: Final = "Use the country code, like +1 415 555 0100."
_SENTENCES: Final = {
    Reason.EMPTY: f"The phone number is missing. {_EXAMPLE}",
    Reason.LETTERS: f"Phone numbers can't contain letters. {_EXAMPLE}",
    Reason.NOT_A_NUMBER: f"This isn't a phone number. {_EXAMPLE}",
    Reason.SEVERAL: "There's more than one number here. Enter just one, like +1 415 555 0100.",
    Reason.EXTENSION: "Texts can't go to an extension. Enter just the number, like +1 415 555 0100.",
    Reason.AMBIGUOUS: (
        "This could be two different numbers. Start with a plus sign and the country code, "
        "like +1 415 555 0100."
    ),
    Reason.ZERO: (
        "It's unclear whether the leading 0 is part of this number. Enter the number as you'd dial it from "
        "abroad, like +1 415 555 0100."
    ),
    Reason.AREA_CODE: (
        "The area code is missing. Use it instead of the 15, after the country code, "
        "like +54 9 11 2345 6789 or +1 415 555 0100."
    ),
    Reason.NO_COUNTRY_CODE: "The country code is missing. Add it, like +1 415 555 0100.",
    Reason.UNKNOWN_COUNTRY_CODE: f"No country uses this country code. {_EXAMPLE}",
    Reason.TOO_SHORT: f"This number is too short. {_EXAMPLE}",
    Reason.TOO_LONG: f"This number is too long. {_EXAMPLE}",
    Reason.WRONG_LENGTH: f"This number has too many or too few digits for its country. {_EXAMPLE}",
}


class PhoneError(ValueError):
    """The text is not one phone number. Neither the exception nor its sentence repeats what was typed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.sentence = _SENTENCES[reason]
