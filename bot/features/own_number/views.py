"""How the form for one's own number looks, and what stands in a confirmation to send a test. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.features.groups.service import GroupChoice
from bot.features.own_number.ids import FEATURE, Action, Field, Modal
from bot.features.own_number.service import OwnNumber
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import group as groups_field
from bot.slack.blocks.fields import phone as phone_field
from bot.slack.blocks.fields import select
from bot.slack.blocks.fields.phone import Typed
from bot.slack.blocks.kit import Block
from bot.texting import phones

HOME_BUTTON: Final = kit.button("My number", Action.EDIT)
HINT: Final = "Tests of broadcasts and lists go here. Leave it empty to have it forgotten."
GROUP_HINT: Final = "Only needed if your number isn't in your contacts: SMS-iT only texts contacts."
ASK: Final = (
    "It goes to your number from the Home tab. It's a text of its own: it costs credits, "
    "and isn't counted as one of these."
)
LONGEST_ROW: Final = 60
SENT: Final = ":white_check_mark: Test sent to {masked}. Its delivery comes as a direct message."
_SHOWN: Final = ("type", "callback_id", "title", "submit", "close", "blocks", "private_metadata")
_NOTE: Final = "test_note"


def form(own: OwnNumber | None) -> Block:
    """Return the form, with the number that is known."""
    shown = phone_field.EMPTY if own is None else Typed(phones.pretty(own.number))
    chosen = None
    if own is not None and own.group:
        choice = GroupChoice(own.group, "")
        chosen = kit.option(choice.text, choice.value)
    group = groups_field.select(Action.GROUP, chosen, example="Don't add me")
    return kit.modal(
        callback_id=Modal.FORM,
        title="My number",
        blocks=[
            phone_field.block(
                "Your own number", Field.NUMBER, shown, feature=FEATURE, optional=True, hint=HINT
            ),
            kit.field("Add me to a group", Field.GROUP, group, hint=GROUP_HINT, optional=True),
        ],
        submit="Save",
    )


def row(value: str, text: str) -> Block:
    """Return one of those whose text a test may show, as a choice."""
    return kit.option(kit.truncate(" ".join(text.split()) or "…", LONGEST_ROW), value)


def in_confirmation(rows: Iterable[Block]) -> list[Block]:
    """Return the way to a test: whose text it shows, where there is a choice, and the button."""
    options = list(rows)[: limits.OPTIONS]
    ask = kit.confirm("Send yourself a test?", ASK, "Send test")
    button = kit.actions([kit.button("Send me a test", Action.TEST, ask=ask)], block_id="test")
    if not options:
        return [button]
    offered = select.element(Action.ROW, options, chosen=options[0])
    return [kit.field("Test with", Field.ROW, offered, optional=True), button]


def sent(view: Mapping[str, Any], masked: str) -> Block:
    """Return a confirmation as it is shown, with the remark that a test was sent to a masked number."""
    return _noted(view, SENT.format(masked=masked))


def not_sent(view: Mapping[str, Any], sentence: str) -> Block:
    """Return a confirmation as it is shown, with the remark why no test was sent (plain text)."""
    return _noted(view, f":warning: {kit.sentence(sentence)}")


def _noted(view: Mapping[str, Any], remark: str) -> Block:
    kept = {name: view[name] for name in _SHOWN if view.get(name)}
    blocks = [each for each in kept["blocks"] if each.get("block_id") != _NOTE]
    return kept | {"blocks": [*blocks, kit.context(remark, block_id=_NOTE)]}
