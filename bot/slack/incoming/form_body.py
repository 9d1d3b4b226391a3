"""The body of a form: names and values, with a percent sign before what they could not hold.

The standard library decodes them sign by sign in Python: a millisecond for a payload of 9 kB, of which most
signs are quotation marks. In C it has only the decoder of mails, where an equals sign stands before the same
two digits, so that is lent to it. What that one would read otherwise is left to the standard library.
"""

from binascii import a2b_qp
from urllib.parse import unquote_plus


def fields(body: bytes, most: int) -> dict[str, str]:
    """Return the fields by their names, of several of one name the last; bytes that are no text are marked.

    Raises :exc:`ValueError` for more than ``most`` of them, for one without an equals sign, and for a body
    that is not UTF-8.
    """
    parts = body.decode("utf-8").split("&")
    if len(parts) > most:
        raise ValueError("too many fields")
    found: dict[str, str] = {}
    for part in parts:
        name, equals, value = part.partition("=")
        if not equals:
            raise ValueError("a field without an equals sign")
        if "%" in part or "+" in part:  # else nothing stands for anything else
            name, value = _decoded(name), _decoded(value)
        found[name] = value
    return found


def _decoded(text: str) -> str:
    if text.isidentifier():  # as names of fields are
        return text
    part = text.encode()
    as_mail = part.replace(b"+", b" ").replace(b"=", b"=3D").replace(b"%", b"=")
    decoded = a2b_qp(as_mail)
    # Each code of three signs has become one byte; a sign before anything else was none, and stays.
    if len(as_mail) - len(decoded) != 2 * as_mail.count(b"=") or b"\n" in part or b"\r" in part:
        return unquote_plus(text)
    return decoded.decode("utf-8", "replace")
