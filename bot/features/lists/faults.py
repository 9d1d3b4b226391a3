"""What is wrong with a list that only shows once it is read, and which field of the form it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from bot.errors import UserError


class About(StrEnum):
    """Parts of the form that something can be wrong with."""

    NUMBERS = "numbers"
    MESSAGE = "message"


class ListError(UserError):
    """A list that cannot be sent as it stands, because of one part of its form."""

    def __init__(self, sentence: str, about: About) -> None:
        super().__init__(sentence)
        self.about = about


@contextmanager
def about(part: About) -> Iterator[None]:
    """Say of what goes wrong meanwhile that it is about this part. Raises :exc:`ListError`."""
    try:
        yield
    except UserError as error:
        raise ListError(error.sentence, part) from None
