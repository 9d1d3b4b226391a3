"""The part of a form that tells the customer of a change: whether, and in which words. Pure."""

from dataclasses import dataclass, field
from typing import Final

from bot.features.appointments import texts
from bot.features.appointments.ids import Part
from bot.slack.blocks.fields import message as message_field
from bot.slack.incoming.forms import Values


@dataclass(frozen=True, slots=True)
class Notice:
    """Whether the box is ticked, and what stands in the field; ``left_out`` can't be sent.

    ``edition`` tells apart the fields of one form whose words are suggested for different things.
    """

    tells: bool = False
    text: str = field(default="", repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)
    edition: str = ""

    @property
    def block(self) -> str:
        """The block id of the field: another one for other words that are suggested."""
        return f"{Part.NOTICE_TEXT}.{self.edition}" if self.edition else Part.NOTICE_TEXT.value


NOBODY: Final = Notice()


def read(values: Values, suggested: str, edition: str = "") -> Notice:
    """Return this part as it stands; a field that was not shown yet has what is ``suggested`` for it."""
    empty = Notice(edition=edition)
    found = message_field.read(values, empty.block)
    tells, shown = values.ticked(Part.TELL), empty.block in values.block_ids
    return Notice(tells, found.text if shown else suggested, found.left_out if tells else (), edition)


def settled(notice: Notice, errors: dict[str, str]) -> str | None:
    """Return the template to send; None when nobody is told. What is wrong with it goes into ``errors``."""
    if not notice.tells:
        return None
    wrong = texts.mistake(notice.text)
    if wrong:
        errors[notice.block] = wrong
    return notice.text
