"""The text for one person, from the template and what is known of them. Pure."""

from collections.abc import Mapping

from bot.features.birthdays.reasons import NO_VALUE, LeftOut, Reason
from bot.texting import merge, placeholders, segments


def of_person(template: str, values: Mapping[str, str]) -> str:
    """Return the words for somebody. Raises :exc:`LeftOut` when a value is missing, or can't stand there."""
    for blank in merge.blanks(template, values):
        if not blank.instead:
            raise LeftOut(NO_VALUE.format(name=blank.column))
    asked = {merge.fold(each.name) for each in placeholders.placeholders(template)}
    used = (value for name, value in values.items() if merge.fold(name) in asked)
    if any(placeholders.value_mistake(value) for value in used):
        raise LeftOut(Reason.VALUE)
    body = merge.render(template, values).strip()
    if segments.mistake(body):
        raise LeftOut(Reason.TOO_LONG)
    return body
