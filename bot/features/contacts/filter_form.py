"""What the form asks for that says which contacts to look for. Pure."""

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
from bot.slack.forms import FieldErrors, State


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
