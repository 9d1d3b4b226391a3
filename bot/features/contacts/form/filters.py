"""The contacts that are looked for, as the form asks for them and as a modal carries them. Pure."""

from bot.errors import UserError
from bot.features.contacts.ids import Field
from bot.features.contacts.search import (
    LONGEST_TEXT,
    Order,
    Search,
    Sort,
    Source,
    Subscribed,
    digits_of,
)
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.metadata import MetadataError


def load(text: str) -> Search:
    """Return the search a modal carries. Raises :exc:`MetadataError` when this version did not write it."""
    found = metadata.load(Search, text)
    if not found.is_sound:
        raise MetadataError("a search is not what this version writes")
    return found


def validate(values: Values) -> Search:
    """Return the search; its group is the value of a choice. Raises :exc:`FieldErrors`."""
    search = Search(
        name=values.text(Field.NAME)[:LONGEST_TEXT],
        number=values.text(Field.NUMBER)[:LONGEST_TEXT],
        email=values.text(Field.EMAIL)[:LONGEST_TEXT],
        group=values.chosen(Field.GROUP),
        source=values.chosen(Field.SOURCE) or Source.ANY,
        subscribed=values.chosen(Field.SUBSCRIBED) or Subscribed.ALL,
        sort=values.chosen(Field.SORT) or Sort.NAME,
        order=values.chosen(Field.ORDER) or Order.USUAL,
    )
    if search.number:
        try:
            digits_of(search.number)
        except UserError as error:
            raise FieldErrors({Field.NUMBER: error.sentence}) from None
    return search
