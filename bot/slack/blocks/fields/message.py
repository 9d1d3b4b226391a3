"""The field for the words of a text, with a live count below it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final, Protocol, TypeVar

from bot.errors import UserError
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import answers as answers_field
from bot.slack.blocks.fields import template as template_field
from bot.slack.blocks.fields import text_input
from bot.slack.blocks.fields.answers import NONE, OF_MESSAGE, Answers
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import emoji, remarks
from bot.slack.blocks.plain_text.emoji import Turned
from bot.slack.incoming.forms import Values
from bot.texting import links, merge, placeholders, segments, templates, words

FORCING_SHOWN: Final = 4
_LOST: Final = re.compile("[\ud800-\udfff\ufffd]")
"""Half a character, which no text can carry, and the sign that stands where one was lost."""
NO_ROOM: Final = "Shorten the text first: there's no room for this template."
EMPTY_LINE: Final = (
    "160 characters per segment, 70 with characters outside the GSM alphabet. 1 segment = 1 credit."
)


class Written(Protocol):
    """A form with this field, as a dataclass; what it carries along counts the editions of the field."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def state(self) -> Any:  # noqa: ANN401 - each form's own
        """What it carries along, with the ``edition``."""

    @property
    def message(self) -> str:
        """The text as it stands in the field."""

    @property
    def answers(self) -> Answers:
        """What was typed for the placeholders of templates in it."""


Form = TypeVar("Form", bound=Written)


def block_id(edition: int) -> str:
    """Return the block id of the field in one of its editions.

    Slack keeps what is typed in a field for as long as its block id stays, so a text the bot replaces comes
    in a block of a new number.
    """
    return f"message.{edition}"


def read(values: Values, block: str) -> Turned:
    """Return the words in a field, as they would be sent.

    Every field whose words become a text is read here: emoji that are picked in Slack come by their names.
    """
    found = emoji.turned(_LOST.sub("", values.text(block)))
    return Turned(found.text.strip(), found.left_out)


def read_answers(values: Values, edition: int, *, of: str = OF_MESSAGE, columns: bool = False) -> Answers:
    """Return what was typed for the placeholders of a text; see :class:`Answers`."""
    blocks = [each for each in values.block_ids if each.startswith(answers_field.prefix(of))]
    typed = {name: read(values, each) for each in blocks if (name := answers_field.name_in(each))}
    chosen = template_field.block_id(edition, of)
    return Answers(
        given={name: found.text[: placeholders.LONGEST_VALUE + 1] for name, found in typed.items()},
        left_out=tuple(each for found in typed.values() for each in found.left_out),
        pending=chosen if values.chosen(chosen) else "",
        of=of,
        columns=columns,
    )


def blocks(
    text: str,
    edition: int,
    *,
    feature: str,
    group: bool = False,
    left_out: Sequence[str] = (),
    answers: Answers = NONE,
) -> list[Block]:
    """Return the field, those for what a template in it asks for, the count, and what helps to write.

    Their action ids are ``feature`` with ``.message``, ``.answer``, ``.plain`` and ``.template``. ``group``
    is for a text to many, ``left_out`` what of the fields is no part of the text.
    """
    box = element(text, f"{feature}.message")
    found = [
        kit.field("Message", block_id(edition), box, live=True),
        *answers_field.blocks(text, answers, feature=feature),
        kit.context(count_line(answers_field.counted(text, answers), group=group), block_id="count"),
    ]
    if gone := remarks.emoji_left_out(left_out):
        found.append(kit.context(gone, block_id="left_out"))
    if text and segments.plain(text) != text:
        found.append(kit.actions([kit.button("Use plain characters", f"{feature}.plain")], block_id="plain"))
    return [*found, template_field.block(edition, feature=feature)]


def element(text: str, action_id: str) -> Block:
    """Return the input for the words of a text, which stand in it; it tells the bot of every character."""
    return text_input.live(text_input.element(action_id, limits.INPUT_TEXT, text, lines=True))


def rewritten(form: Form, text: str) -> Form:
    """Return a form with another text in its field, in a new edition of that."""
    state = replace(form.state, edition=form.state.edition + 1)
    return replace(form, state=state, message=text)


def with_template(text: str, body: str) -> str:
    """Return a text with that of a template behind it. Raises :exc:`UserError` where there is no room."""
    joined = f"{text}{placeholders.BETWEEN}{body}" if text else body
    if len(joined) > limits.INPUT_TEXT:
        raise UserError(NO_ROOM)
    return joined


def template_block(form: Form) -> str:
    """Return the block id of the field that puts templates into the text of a form."""
    return template_field.block_id(form.state.edition)


def inserted_for_group(form: Form, body: str) -> Form:
    """Return the same for a text to a group, in which SMS-iT fills the first name in."""
    return inserted(form, placeholders.for_group(body), placeholders.KEPT_BY_SMSIT)


def inserted(form: Form, body: str, kept: Sequence[str] = ()) -> Form:
    """Return a form with a template behind its text, and a field for each placeholder but those ``kept``.

    Raises :exc:`UserError` where there is no room for it.
    """
    answers = answers_field.asking(form.answers, placeholders.asked(body, kept))
    return replace(rewritten(form, with_template(form.message, body)), answers=answers)


def in_plain_characters(form: Form) -> Form:
    """Return a form whose text has plain characters in the place of those that force Unicode."""
    return rewritten(form, segments.plain(form.message))


def noted(view: Block, left_out: Sequence[str]) -> Block:
    """Return a confirmation that says at its end what stood in a field and is not sent."""
    gone = remarks.emoji_left_out(left_out)
    return {**view, "blocks": [*view["blocks"], kit.context(gone)]} if gone else view


def count_line(text: str, *, group: bool = False) -> str:
    """Return the small print under the message: segments, credits, what forces Unicode, and warnings."""
    if not text:
        return EMPTY_LINE
    measure = segments.measure(text)
    over = segments.excess(text)
    cost = words.pluralize(measure.segments, "credit") + (" per person" if group else "")
    line = (
        f"*{words.pluralize(measure.segments, 'segment')}* · {cost} · "
        f"{words.pluralize(measure.characters, 'character')}"
    )
    if over:
        line = f":no_entry: *{segments.over_limit(over)}* · {line}"
    else:
        line += f", {measure.remaining} left in this segment"
    if measure.upper_bound > measure.segments:
        line += f" · up to {words.pluralize(measure.upper_bound, 'credit')}"
    if measure.forcing:
        shown = ", ".join(kit.escape(each.name) for each in measure.forcing[:FORCING_SHOWN])
        more = len(measure.forcing) - FORCING_SHOWN
        line += f"\n:warning: 70 characters per segment instead of 160 because of {shown}"
        line += f" and {more} more" if more > 0 else ""
    if (linked := links.count(text)) and (bare := links.segments_without(text)) < measure.segments:
        it = "the link" if linked == 1 else "the links"
        line += f"\n:link: Without {it}: {words.pluralize(bare, 'segment')}"
    for warning in templates.warnings(text, group=group):
        line += f"\n:warning: {kit.escape(warning.sentence)}"
    return line


def bare_count_line(text: str, *, group: bool = False, known: Sequence[str] = ()) -> str:
    """Return the small print under a text whose fields are filled in later: they count nothing.

    A field that is nearly one of the ``known`` ones is asked about.
    """
    fields = merge.columns_in(text)
    if not fields:
        return count_line(text, group=group)
    bare = merge.render(text, dict.fromkeys(fields, ""))
    named = ", ".join(kit.escape(field) for field in fields)
    asked = merge.hint(fields, known)
    told = f"Merge fields: {named}" + (f". {asked}" if asked else "")
    return f"{count_line(bare, group=group)}\n{told}"
