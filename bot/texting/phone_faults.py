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


_EXAMPLE: Final = "Write it with its country code, like +1 415 555 0100."
_SENTENCES: Final = {
    Reason.EMPTY: f"There is no number here. {_EXAMPLE}",
    Reason.LETTERS: f"A phone number holds no letters. {_EXAMPLE}",
    Reason.NOT_A_NUMBER: f"This is not a phone number. {_EXAMPLE}",
    Reason.SEVERAL: "There is more than one number here. Write one only, like +1 415 555 0100.",
    Reason.EXTENSION: "A text cannot go to an extension. Write the number alone, like +1 415 555 0100.",
    Reason.AMBIGUOUS: (
        "This can be two different numbers. Write it with a plus sign and the country code in front, "
        "like +1 415 555 0100."
    ),
    Reason.ZERO: (
        "It is not clear whether the 0 in front belongs to this number. Write the number as it is dialled "
        "from abroad, like +1 415 555 0100."
    ),
    Reason.AREA_CODE: (
        "The area code is missing. Write it in place of the 15, and the country code before it, "
        "like +54 9 11 2345 6789 or +1 415 555 0100."
    ),
    Reason.NO_COUNTRY_CODE: f"The country code is missing. {_EXAMPLE}",
    Reason.UNKNOWN_COUNTRY_CODE: f"No country has the code this number begins with. {_EXAMPLE}",
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
