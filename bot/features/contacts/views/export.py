"""What is shown of an export: how far it is, and what came of it. Pure."""

from typing import Final

from bot.features.contacts.ids import Action, Modal
from bot.features.contacts.search import Search
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.texting.words import pluralize

TITLE: Final = "Export"
BEGUN: Final = "Reading contacts …"
NOT_TAKEN: Final = "Slack didn't accept the file. Press *Export* again in a minute."
PARTLY: Final = "It lists only the groups you searched for."


def how_far(people: int) -> str:
    """Return how far an export is, in plain words."""
    return f"{pluralize(people, 'contact')} read …"


def message(search: Search, people: int) -> Content:
    """Return what goes with the file."""
    found = pluralize(people, "contact")
    text = f"Here are the {found} you exported, with full numbers. Handle the file with care."
    if search.is_narrow:
        text += f" {PARTLY}"
    return Content(text, (kit.section(text),))


def done(search: Search, people: int) -> Block:
    """Return that the file is there, with the way back to the contacts."""
    text = f":white_check_mark: A file with {pluralize(people, 'contact')} is in your direct messages."
    return _result(search, text)


def trouble(search: Search, sentence: str) -> Block:
    """Return why there is no file, with the way back; ``sentence`` is mrkdwn."""
    return _result(search, f":warning: {sentence}")


def _result(search: Search, text: str) -> Block:
    back = kit.button("Back to contacts", Action.BACK, value=str(search.page))
    return kit.modal(
        callback_id=Modal.PEOPLE,
        title=TITLE,
        blocks=[kit.section(text), kit.actions([back])],
        close="Close",
        metadata=metadata.dump(search),
    )
