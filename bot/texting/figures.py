"""Why the figures a typed line begins with are no phone number, for whoever typed them.

Where a line begins with a number stands in :mod:`bot.texting.line_start`.
"""

from itertools import takewhile
from typing import Final

from bot.texting import phones
from bot.texting.phones import PhoneError, Reason
from bot.texting.typed import LINK, LONGEST, without_unseen

LONGEST_SHOWN: Final = 40
_SENTENCES: Final = {
    Reason.TOO_SHORT: "{} is too short for a phone number.",
    Reason.TOO_LONG: "{} is too long for a phone number.",
    Reason.WRONG_LENGTH: "{} has too many or too few digits for a phone number in its country.",
    Reason.NO_COUNTRY_CODE: "{} needs its country code in front, like +1 415 555 0100.",
    Reason.UNKNOWN_COUNTRY_CODE: "{} doesn't start with a known country code.",
    Reason.AMBIGUOUS: "{} could be two different numbers. Type it with + and its country code.",
    Reason.SEVERAL: "{} is more than one number. Type one only.",
    Reason.ZERO: "{} could be read with or without its 0. Type it as it's dialled from abroad.",
    Reason.AREA_CODE: "{} needs its country and area code in front.",
    Reason.EXTENSION: "{} has an extension, which can't be texted. Type the number alone.",
}
_OTHERWISE: Final = "{} isn't a phone number."
_NO_END: Final = "It isn't clear where the number {} ends. Put a comma after it."


def fault(line: str, region: str | None) -> str | None:
    """Return what is wrong with the figures a line begins with, in a sentence that names them.

    None for a line that begins with a word. It is for lines in which no number was found. ``region`` is the
    two-letter default for numbers in local form.
    """
    begins = LINK.sub(r"\1", line.lstrip()[:LONGEST], count=1)
    first = begins.lstrip()[: LONGEST_SHOWN + 1].partition("\n")[0]
    words = list(takewhile(_is_figures, first.split()))
    figures = " ".join(words)
    if not any(map(str.isdecimal, figures)):
        return None
    shown = figures if len(figures) <= LONGEST_SHOWN else figures[: LONGEST_SHOWN - 1] + "…"
    try:
        phones.parse(figures, region)
    except PhoneError as error:
        return _SENTENCES.get(error.reason, _OTHERWISE).format(shown)
    return _NO_END.format(shown)


def _is_figures(word: str) -> bool:
    return not any(map(str.isalpha, without_unseen(word)))
