"""What a cell says: the number in it, through what spreadsheets do to numbers, or a text to merge."""

import re
from typing import Final

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, ValidationResult

from bot.texting import phones
from bot.texting.phones import MAX_E164_DIGITS, PhoneError

LOST_DIGITS: Final = (
    "Your spreadsheet changed this number to scientific notation and lost digits. "
    "Format the column as text, enter the number again and save."
)
_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d{1,3}")
_FRACTION: Final = re.compile(r"(\+?\d{7,})\.0+")
_FORMULA: Final = re.compile(r'="?([^"]*)"?')  # ="1415…" is how some programs keep a number a text
DATE: Final = "This is a date, not a phone number."
TOO_LONG: Final = "This is too long for a phone number."
LONGEST: Final = 200
"""Characters a cell with a number may have, with what Slack and spreadsheets put around it."""
_DATE: Final = re.compile(
    r"\d{4}([-./])\d\d?\1\d\d?(?:[ T].*)?|\d\d?([-./])\d\d?\2(?:\d{4}|\d\d)(?:[ T,].*)?"
)
_COMPACT_DATE: Final = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")  # 20240131
_DECIMAL: Final = re.compile(r"\d+[.,]\d+")
_LIKE_A_PHONE: Final = re.compile(r"\+|0|\(|.*\d[ ()/.-]+\d")
_MARKS_OF_TEXT: Final = "'\u2018\u2019\u02bc"  # put before a number to have it kept as it is
_UNWANTED: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")
_LINE_BREAK: Final = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_DIGITS: Final = re.compile(r"[0-9]+")
_DRESSED: Final = re.compile(r"\+([0-9() .-]+)")  # nothing in it that may part two numbers
_UNDRESSED: Final = str.maketrans("", "", "() .-")
_FEWEST_INTERNATIONAL: Final = 11  # digits; shorter ones may be local, see phones
_FEWEST_SHOWN: Final = 7
_SURELY_LONG: Final = 10
_MOST_OF_A_CODE: Final = 3  # digits of a country code
_MARGIN: Final = 100  # characters more than may be meant: what is cut there is still too long


class CellError(ValueError):
    """A cell holds no number that can be used; ``sentence`` says why and never quotes it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def number(cell: str, region: str | None) -> str:
    """Read the number in a cell as digits with country code; ``region`` reads local forms.

    Raises ``CellError``.
    """
    typed = _undone(cell)
    if len(typed) > LONGEST:
        raise CellError(TOO_LONG)
    if _SCIENTIFIC.fullmatch(typed):
        raise CellError(LOST_DIGITS)
    if _DATE.fullmatch(typed):
        raise CellError(DATE)
    found = _plain(typed, region)
    if found is not None:
        return found
    try:
        return phones.parse(typed, region).digits
    except PhoneError as error:
        raise CellError(error.sentence) from None


def is_number(cell: str, region: str | None) -> bool:
    """Tell whether a cell holds a number that can be used, or had one once that a spreadsheet spoiled."""
    try:
        number(cell, region)
    except CellError as error:
        return error.sentence == LOST_DIGITS
    return True


def is_likely(cell: str, region: str | None) -> bool:
    """Tell whether a cell speaks for a column of phone numbers where its name does not.

    Its digits are in a country's plan, or long enough to be, or written as only those of phones are; or a
    spreadsheet spoiled them. A decimal fraction is none of them.
    """
    try:
        digits = number(cell, region)
    except CellError as error:
        return error.sentence == LOST_DIGITS
    typed = _undone(cell)
    shown = sum(map(str.isdecimal, typed))
    if shown < _FEWEST_SHOWN or _DECIMAL.fullmatch(typed):
        return False
    return shown >= _SURELY_LONG or is_written_as_phone(typed) or _is_valid(digits)


def is_written_as_phone(cell: str) -> bool:
    """Tell whether a number is written as only those of phones are: with a plus sign, a nought, or gaps."""
    return _LIKE_A_PHONE.match(_undone(cell)) is not None


def is_international(cell: str) -> bool:
    """Tell whether a cell holds bare digits that are in a plan with the country code they begin with."""
    typed = _undone(cell)
    digits = typed if _DIGITS.fullmatch(typed) else ""
    return _FEWEST_INTERNATIONAL <= len(digits) <= MAX_E164_DIGITS and _is_valid(digits)


def is_date(cell: str) -> bool:
    """Tell whether a cell holds a date, whose digits might pass for a local number."""
    return _DATE.fullmatch(_undone(cell)[:LONGEST]) is not None


def is_compact_date(cell: str) -> bool:
    """Tell whether a cell holds digits that may be a date: 20240131."""
    return _COMPACT_DATE.fullmatch(_undone(cell)[:LONGEST]) is not None


def is_meant_as_number(cell: str) -> bool:
    """Tell whether a cell is data rather than the name of a column, however wrong the number in it is."""
    typed = _undone(cell)[:LONGEST]
    digits = sum(map(str.isdecimal, typed))
    if digits >= _FEWEST_SHOWN or _SCIENTIFIC.fullmatch(typed):
        return True
    return digits > 0 and not any(map(str.isalpha, typed))


def is_blank(cell: str) -> bool:
    """Tell whether a cell holds no number, nor a wrong one: a dash, n/a, a nought, a country code alone."""
    digits = [character for character in cell[: LONGEST + _MARGIN] if character.isdecimal()]
    return len(digits) <= _MOST_OF_A_CODE or not any(map(int, digits))


def without_mark(cell: str) -> str:
    """Take away the apostrophe some programs put before what is not to be calculated with: '1985-12-10."""
    return cell[1:] if cell[:1] in _MARKS_OF_TEXT and cell[1:2].isdecimal() else cell


def clean(cell: str) -> str:
    """Make a cell fit for a text: no control characters, half characters or blanks around it.

    Line breaks stay, all of one kind, and a tab becomes a blank.
    """
    if cell.isprintable():
        return cell.strip()
    return _UNWANTED.sub("", _LINE_BREAK.sub("\n", cell)).replace("\t", " ").strip()


def _undone(cell: str) -> str:
    """Take away what a spreadsheet puts around a number or behind it."""
    if cell.isdecimal():
        return cell
    typed = clean(cell.strip()[: LONGEST + _MARGIN])
    formula = _FORMULA.fullmatch(typed)
    typed = (formula[1] if formula else typed).strip(_MARKS_OF_TEXT).strip()
    fraction = _FRACTION.fullmatch(typed)
    return fraction[1] if fraction else typed


def _is_valid(digits: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


def _plain(typed: str, region: str | None) -> str | None:
    """Read what can only be international, several times as fast as ``phones.parse``.

    Returns what ``phones.parse`` would, or ``None`` where only that can tell.
    """
    dressed = _DRESSED.fullmatch(typed)
    if dressed is not None and "(0)" not in typed:
        return _international(dressed[1].translate(_UNDRESSED))
    if not (_FEWEST_INTERNATIONAL <= len(typed) <= MAX_E164_DIGITS and _DIGITS.fullmatch(typed)):
        return None
    return _international(typed) if region is None or _is_never_local(typed, region) else None


def _international(digits: str) -> str | None:
    if digits.startswith("0") or len(digits) > MAX_E164_DIGITS:
        return None
    try:
        found = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    if found.italian_leading_zero and not phonenumbers.is_valid_number(found):
        return None  # the zero may be one that is dialled at home only
    if phonenumbers.is_possible_number_with_reason(found) != ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(found, PhoneNumberFormat.E164).removeprefix("+")


def _is_never_local(digits: str, region: str) -> bool:
    """Tell whether digits of this length mean the same with this default region as with none.

    They do when they are too long for a number of the region and begin with its country code, or with
    nothing that is dialled before a number there.
    """
    plan = PhoneMetadata.metadata_for_region(region, None)
    if plan is None or plan.general_desc is None or len(digits) <= max(plan.general_desc.possible_length):
        return False
    if _begins(plan.international_prefix, digits):
        return False
    return digits.startswith(str(plan.country_code)) or not _begins(plan.national_prefix_for_parsing, digits)


def _begins(pattern: str | None, digits: str) -> bool:
    return pattern is not None and re.match(pattern, digits) is not None
