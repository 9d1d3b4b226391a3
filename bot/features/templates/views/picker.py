"""How templates are offered in other forms. Pure."""

from bot.features.templates.service import Usable
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.texting.languages import language


def option(usable: Usable) -> Block:
    """Return a template as a choice: its name and language, and how it begins."""
    named = " · ".join(filter(None, (usable.name, language(usable.language))))
    return kit.option(named, usable.version_id, usable.body)
