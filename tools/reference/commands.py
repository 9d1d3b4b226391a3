"""The page of what people can type, from the command table of a bot that is built and not started."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot import settings
from bot.access import BRINGS, Role
from bot.app import Bot
from bot.demo import environment
from bot.sandbox import Sandbox
from bot.slack.incoming.commands import Verb
from bot.texting.clock import utc_now
from tools.reference.markdown import code, document, several, table

_HEAD: Final = ("in Slack", "what it does", "role")


def page() -> str:
    """Return the page."""
    table_of_verbs = verbs()
    own = [
        (code(verb.own_command), code(f"/sms {verb.name}"), code(verb.role))
        for verb in table_of_verbs
        if verb.own_command
    ]
    return document(
        "Commands",
        "the command table",
        "Everything that can be typed after `/sms`, as the bot's own help tells it. [What people can "
        "type](../how-to/commands.md) says more about each. Square brackets hold what may be left out.",
        table(_HEAD, ((code(verb.usage), verb.summary, code(verb.role)) for verb in table_of_verbs)),
        "## Commands of their own",
        "These have a slash command to themselves, and take the same words.",
        table(("command", "is the same as", "role"), own),
        "## Roles",
        "A role brings others along. The [policy file](policy.md#roles) says who has which.",
        table(
            ("role", "may also do what these may"),
            ((code(role), several(each for each in Role if each in BRINGS[role] - {role})) for role in Role),
        ),
    )


def verbs() -> Sequence[Verb]:
    """Return what everyone together may type, in the order of the help."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(clock=utc_now, contacts=1) as sandbox:
        bot = Bot(settings.load(None, environment(sandbox, Path(folder) / "bot.db")))
        try:
            return tuple(bot.commands._verbs.values())  # noqa: SLF001 - the table as a whole is no one else's
        finally:
            bot.stop()
