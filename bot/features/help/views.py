"""How the help looks."""

from collections.abc import Sequence

from bot.slack.blocks import kit, limits
from bot.slack.incoming.commands import Verb
from bot.slack.outgoing.poster import Content


def help_text(verbs: Sequence[Verb], unknown: str = "") -> Content:
    """Return what a person may do; ``unknown`` is a word they typed that is none of it."""
    lines = []
    if unknown:
        word = kit.escape(kit.truncate(unknown, limits.QUOTED))
        lines.append(
            f"There is no `{word}` here. To text somebody by name, put the words of the text behind it."
        )
    lines.append("*What you can do*")
    lines += [f"• `{kit.escape(verb.usage)}`{_own(verb)}: {verb.summary}" for verb in verbs]
    lines.append(
        "Nothing is ever sent from a typed line: you see a form, then what it costs, then you decide."
    )
    text = "\n".join(lines)
    return Content(text=text, blocks=(kit.section(text),))


def _own(verb: Verb) -> str:
    return f" or `{verb.own_command}`" if verb.own_command else ""
