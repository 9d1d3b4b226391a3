"""What goes wrong between a person and the bot, in words for that person.

Exception
└── UserError            the person can do something about it: the sentence says what
    └── TooBusy          more is waiting than this process takes on
"""

from typing import Final

NO_DATABASE: Final = "Check DATABASE_URL: the database can't be used ({}). smsit-bot doctor says more."


class UserError(Exception):
    """Something the person who asked can mend; ``sentence`` tells how. Nothing personal is in it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TooBusy(UserError):  # noqa: N818 - reads as what it is where it is caught
    """More work is waiting than is taken on; nothing was done."""

    def __init__(self) -> None:
        super().__init__("The bot is too busy right now, so nothing was done. Try again in a minute.")
