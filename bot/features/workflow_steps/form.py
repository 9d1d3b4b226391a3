"""What whoever built a workflow filled in, as a phone shows it: Slack's markup turned into words.

In the form for a text a person reads what came of it before it goes; here is nobody to. So whatever would be
left out, for no phone can show it, fails the step.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from bot.errors import UserError
from bot.features.workflow_steps.inputs import LONGEST, Inputs, has_mention
from bot.slack.blocks.plain_text import markup, remarks
from bot.slack.blocks.plain_text.reading import Mention

NamesOf = Callable[[Iterable[Mention]], Mapping[Mention, str]]
"""Gives what people, groups and channels are called that are mentioned by their ids; asks Slack."""

TEXTS: Final = frozenset({"message", "values"})
"""Inputs that customers read. All others say who or what is meant, where marks of emphasis are characters."""
LEFT_OUT: Final = "Take out of this step's {what} what phones can't show: {gone}. Nothing was sent."


def plain(inputs: Inputs, names_of: NamesOf) -> Inputs:
    """Return what was filled in as words. Raises :exc:`UserError` where something would be left out.

    What is too long stays as it is, to be refused for that; so does a mention where no customer reads it.
    """
    return Inputs({name: _plain(name, text, names_of) for name, text in inputs.given.items()})


def _plain(name: str, text: str, names_of: NamesOf) -> str:
    if len(text) > LONGEST:
        return text
    if name not in TEXTS:
        return text if has_mention(text) else markup.without_links(text)
    reading = markup.read(text)
    found = reading.written(names_of(reading.mentions))
    if gone := remarks.kinds_left_out(found.remarks):
        raise UserError(LEFT_OUT.format(what=name, gone=gone))
    return found.text
