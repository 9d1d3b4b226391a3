"""The contacts that are looked for, as the form asks for them and as a modal carries them. Pure."""

from bot.errors import UserError
from bot.features.contacts.ids import Field
from bot.features.contacts.search import (
    CHOICES,
    LONGEST_TEXT,
    Order,
    Search,
    Sort,
    Source,
    Subscribed,
    digits_of,
)
from bot.slack import metadata
from bot.slack.forms import FieldErrors, State
from bot.slack.metadata import MetadataError


def load(text: str) -> Search:
    """Return the search a modal carries. Raises :exc:`MetadataError` when this version did not write it."""
    found = metadata.load(Search, text)
    if any(getattr(found, name) not in set(words) for name, words in CHOICES.items()) or found.page < 0:
        raise MetadataError("a search is not what this version writes")
    return found


def wanted(state: State) -> Search:
    """Return the search; its group is the value of a choice. Raises :exc:`FieldErrors`."""
    search = Search(
        name=state.text(Field.NAME)[:LONGEST_TEXT],
        number=state.text(Field.NUMBER)[:LONGEST_TEXT],
        email=state.text(Field.EMAIL)[:LONGEST_TEXT],
        group=state.chosen(Field.GROUP),
        source=state.chosen(Field.SOURCE) or Source.ANY,
        subscribed=state.chosen(Field.SUBSCRIBED) or Subscribed.ALL,
        sort=state.chosen(Field.SORT) or Sort.NAME,
        order=state.chosen(Field.ORDER) or Order.USUAL,
    )
    if search.number:
        try:
            digits_of(search.number)
        except UserError as error:
            raise FieldErrors({Field.NUMBER: error.sentence}) from None
    return search
