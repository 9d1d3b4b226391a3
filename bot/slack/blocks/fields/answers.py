"""The fields for what a template asks for, below the text it was put into.

The text shows the placeholders, such as %%Date%%; what is typed for them is put in when the form is
submitted. Which placeholders are asked for stands in the fields alone: their block ids name them. ``of``
tells the fields of one text from those of another one in the same form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from bot.errors import UserError
from bot.slack.blocks import kit
from bot.slack.blocks.fields import text_input
from bot.slack.blocks.kit import Block
from bot.texting import merge, placeholders
from bot.texting.placeholders import Placeholder

OF_MESSAGE: Final = "message"
MOST: Final = 2 * placeholders.MOST
"""Fields of one text."""
TOO_MANY: Final = f"Send what you have first: a text can ask for up to {MOST} values."
MISSING: Final = "Fill this in, or take %%{name}%% out of the text."
PERCENT: Final = "Leave out the % sign."
PENDING: Final = "Choose the template again, or clear this field: it isn't in the text yet."
_LIST: Final = "Leave empty to take it from the list's column %%{name}%%."


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed for the placeholders of one text, by name; empty where nothing was yet.

    ``left_out`` of it can't be sent. ``pending`` is the block of a template that is chosen and not yet put
    in. With ``columns`` a list fills in what is left empty.
    """

    given: Mapping[str, str] = field(default_factory=_nothing, repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)
    pending: str = ""
    of: str = OF_MESSAGE
    columns: bool = False


NONE: Final = Answers()


def prefix(of: str) -> str:
    """Return how the block ids of the fields of a text begin."""
    return f"answer.{of}."


def block_id(of: str, name: str) -> str:
    """Return the block id of the field for a placeholder; its name may hold any letters."""
    return f"{prefix(of)}{name.encode().hex()}"


def name_in(block: str) -> str:
    """Return the placeholder whose field has this block id; empty when it names none."""
    try:
        return bytes.fromhex(block.rpartition(".")[2]).decode()
    except ValueError:
        return ""


def wanted(text: str, answers: Answers) -> tuple[Placeholder, ...]:
    """Return the placeholders in a text that have a field."""
    asked = {merge.fold(name) for name in answers.given}
    return tuple(each for each in placeholders.placeholders(text) if merge.fold(each.name) in asked)


def asking(answers: Answers, names: tuple[Placeholder, ...]) -> Answers:
    """Return the answers with fields for further placeholders. Raises :exc:`UserError` for too many."""
    known = {merge.fold(name) for name in answers.given}
    new = {each.name: "" for each in names if merge.fold(each.name) not in known}
    if len(answers.given) + len(new) > MOST:
        raise UserError(TOO_MANY)
    return replace(answers, given={**answers.given, **new}, pending="")


def filled(text: str, answers: Answers) -> str:
    """Return a text with what was typed; a placeholder for which nothing was, and is said, stays."""
    return placeholders.filled(text, _values(text, answers))


def counted(text: str, answers: Answers) -> str:
    """Return a text as it is counted: what is not filled in yet counts nothing."""
    return placeholders.filled(text, _values(text, answers, blanks=True))


def settled(text: str, answers: Answers, errors: dict[str, str]) -> str:
    """Return the text that is to be sent, or note beside the fields what is missing or wrong."""
    if answers.pending:
        errors[answers.pending] = PENDING
    for each in wanted(text, answers):
        wrong = placeholders.value_mistake(_value(each, answers))
        if _is_missing(each, answers):
            wrong = MISSING.format(name=each.name)
        if wrong:
            errors[block_id(answers.of, each.name)] = wrong
    if placeholders.spoils(text, _values(text, answers)):
        for each in wanted(text, answers):
            if "%" in _value(each, answers):
                errors.setdefault(block_id(answers.of, each.name), PERCENT)
    return filled(text, answers)


def is_filled_in(answers: Answers, errors: Mapping[str, str]) -> bool:
    """Tell whether nothing is missing or wrong with what was typed for a text."""
    return not any(each.startswith(prefix(answers.of)) for each in errors)


def first_blank(text: str, answers: Answers) -> str:
    """Return the block of the first field that is empty; empty when none is."""
    blank = (each.name for each in wanted(text, answers) if not _value(each, answers))
    return next((block_id(answers.of, name) for name in blank), "")


def blocks(text: str, answers: Answers, *, feature: str) -> list[Block]:
    """Return a field for each placeholder that is asked for, under the action id ``feature.answer``."""
    return [_field(each, answers, feature) for each in wanted(text, answers)]


def _field(asked: Placeholder, answers: Answers, feature: str) -> Block:
    value = _value(asked, answers)
    element = text_input.live(text_input.element(f"{feature}.answer", placeholders.LONGEST_VALUE, value))
    hint = ""
    if answers.columns:
        hint = _LIST.format(name=asked.name)
    elif asked.instead:
        hint = f"Leave empty to say \u201c{asked.instead}\u201d."
    label = asked.name
    return kit.field(label, block_id(answers.of, asked.name), element, hint=hint, optional=True, live=True)


def _value(asked: Placeholder, answers: Answers) -> str:
    named = {merge.fold(name): value for name, value in answers.given.items()}
    return named.get(merge.fold(asked.name), "")


def _is_missing(asked: Placeholder, answers: Answers) -> bool:
    return not (answers.columns or asked.instead) and merge.is_blank(_value(asked, answers))


def _values(text: str, answers: Answers, *, blanks: bool = False) -> Mapping[str, str]:
    """Return what is put in: nothing only where words are said instead, or with ``blanks``."""
    found = {each: _value(each, answers) for each in wanted(text, answers)}
    return {
        each.name: value
        for each, value in found.items()
        if blanks or not merge.is_blank(value) or (each.instead and not answers.columns)
    }
