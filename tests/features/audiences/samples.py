"""People as the contacts have them."""

from bot.features.contacts.service import Person


def somebody(number: str, name: str = "Pat Example", *, subscribed: bool = True) -> Person:
    return Person(
        number=number,
        name=name,
        groups=("Everyone",),
        left=(),
        subscribed=subscribed,
        email="pat@example.com",
        birthday=None,
        sources=(),
        carrier="",
        since=None,
    )
