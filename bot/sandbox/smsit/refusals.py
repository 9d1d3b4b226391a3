"""A refusal of the pretend SMS-iT: one negative code, and words for whoever reads the raw answer."""

from collections.abc import Mapping

Params = Mapping[str, str]
Payload = Mapping[str, object]

BAD_KEY = -1
NO_API_ACCESS = -20
BLANKS = " \t\n\r\0\x0b"


class RefusalError(Exception):
    """The call is refused with `code`; nothing was sent and nothing changed."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why

    def payload(self) -> Payload:
        """Give the refusal as the answer's fields."""
        return {"status": str(self.code), "msg": self.why}


def text(params: Params, name: str) -> str:
    """Give the parameter without the blanks around it that PHP's trim() knows; "" when it is missing."""
    return params.get(name, "").strip(BLANKS)


def is_digits(value: str) -> bool:
    """Tell whether there are only digits 0 to 9: PHP's ctype_digit() knows no others."""
    return value.isascii() and value.isdecimal()


def need(params: Params, name: str, code: int) -> str:
    """Give the parameter, or refuse with `code` when it is missing or blank."""
    value = text(params, name)
    if not value:
        raise RefusalError(code, f"There is no {name}.")
    return value


def one_of(params: Params, name: str, allowed: frozenset[str], code: int) -> str:
    """Give an optional parameter, or refuse with `code` when it is none of the allowed values."""
    value = text(params, name)
    if value and value not in allowed:
        raise RefusalError(code, f"The {name} is none of the proper values.")
    return value


DONE: Payload = {"status": "0", "msg": "Successful API call"}
