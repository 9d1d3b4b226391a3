"""What the form asks for that says which contacts to look for. Pure."""

from bot.features.contacts.ids import Field
from bot.features.contacts.search import (
    LONGEST_TEXT,
    Kind,
    Order,
    Search,
    Sort,
    Source,
    Subscribed,
    digits_of,
)
from bot.slack.errors import UserError
from bot.slack.forms import FieldErrors, State


def wanted(state: State) -> Search:
    """Return the search; its group is the value of a choice. Raises :exc:`FieldErrors`."""
    text = state.text(Field.TEXT)[:LONGEST_TEXT]
    search = Search(
        text=text,
        kind=state.chosen(Field.KIND) or Kind.NAME,
        group=state.chosen(Field.GROUP),
        source=state.chosen(Field.SOURCE) or Source.ANY,
        subscribed=state.chosen(Field.SUBSCRIBED) or Subscribed.ALL,
        sort=state.chosen(Field.SORT) or Sort.NAME,
        order=state.chosen(Field.ORDER) or Order.USUAL,
    )
    if text and search.kind == Kind.NUMBER:
        try:
            digits_of(text)
        except UserError as error:
            raise FieldErrors({Field.TEXT: error.sentence}) from None
    return search
