"""What a text takes, in the words of the answer. Pure."""

from bot.errors import UserError
from bot.features.assistant.service import worded
from bot.mcp_server.answers import Count
from bot.texting import segments, templates


def count(text: str, *, group: bool = False) -> Count:
    """Return how many segments and credits a text takes, and what is to be said of it; in a group, each."""
    measure = segments.measure(text)
    return Count(
        characters=measure.characters,
        segments=measure.segments,
        credits=measure.segments,
        credits_at_most=max(measure.segments, measure.upper_bound),
        unicode=measure.unicode,
        warnings=[each.sentence for each in templates.warnings(text, group=group)],
        problem=_problem(text),
    )


def _problem(text: str) -> str:
    try:
        worded(text)
    except UserError as error:
        return error.sentence
    return ""
