"""Telling an unforeseen error to the log without telling whom it was about."""

from traceback import extract_tb


def describe(error: BaseException) -> str:
    """Return the error's kind and the places it passed, outermost first.

    Its text is left out: an error from somebody else's code may quote a number or a message.
    """
    places = (f"{place.filename}:{place.lineno} in {place.name}" for place in extract_tb(error.__traceback__))
    return " | ".join((type(error).__name__, *places))
