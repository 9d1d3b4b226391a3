"""A text in a form: the words in its field, and what is filled into a template that was put there. Pure."""

from dataclasses import dataclass, field, replace

from bot.features.appointments import texts
from bot.slack.blocks.fields import answers as answers_field
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import template as template_field
from bot.slack.blocks.fields.answers import NONE, Answers
from bot.slack.incoming.forms import Values
from bot.texting import placeholders


@dataclass(frozen=True, slots=True)
class TextField:
    """The field of a text as it stands. ``of`` names it in its form; ``left_out`` can't be sent.

    ``edition`` counts how often the bot put other words into it.
    """

    of: str
    text: str = field(default="", repr=False)
    edition: int = 0
    left_out: tuple[str, ...] = field(default=(), repr=False)
    answers: Answers = NONE

    @property
    def block(self) -> str:
        """The block id of its field."""
        return block_id(self.of, self.edition)

    @property
    def template_block(self) -> str:
        """The block id of the field that puts templates into it."""
        return template_field.block_id(self.edition, self.of)


def block_id(of: str, edition: int) -> str:
    """Return the block id of the field of a text; Slack keeps what is typed in it while that stays."""
    return f"{of}.{edition}" if edition else of


def read(values: Values, of: str, edition: int, suggested: str) -> TextField:
    """Return a text as it stands in a view; one that was not shown yet is the one ``suggested``."""
    block = block_id(of, edition)
    found, answers = message_field.read(values, block), message_field.read_answers(values, edition, of=of)
    text = found.text if block in values.block_ids else suggested
    return TextField(of, text, edition, found.left_out + answers.left_out, answers)


def inserted(into: TextField, body: str) -> TextField:
    """Return the text with a template behind it, in a new edition.

    Raises :exc:`bot.errors.UserError` where there is no room for it.
    """
    answers = replace(into.answers, of=into.of)
    return replace(
        into,
        text=message_field.with_template(into.text, body),
        edition=into.edition + 1,
        answers=answers_field.asking(answers, placeholders.asked(body, texts.FIELDS)),
    )


def settled(filled: TextField, errors: dict[str, str]) -> str:
    """Return the words to send, or note beside their fields what is missing or wrong."""
    text = answers_field.settled(filled.text, filled.answers, errors)
    if answers_field.is_filled_in(filled.answers, errors) and (wrong := texts.mistake(text)):
        errors[filled.block] = wrong
    return text
