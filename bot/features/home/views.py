"""How the Home tab looks. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.features.feature import HomeButton, HomeSection
from bot.features.home.ids import Action
from bot.features.sends.views import buttons as buttons_view
from bot.slack.blocks import kit, limits, state_lines
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient
from bot.slack.incoming.commands import COMMAND, HELP
from bot.store.sends import Send

TEXTING: Final = "Text your customers"
APPROVING: Final = "Approve and look up texts"
LOOKING: Final = "Look up texts and contacts"
TITLES: Final[Mapping[HomeSection, str]] = MappingProxyType(
    {
        HomeSection.NEEDS_YOU: "Needs attention",
        HomeSection.SCHEDULED: "Scheduled",
        HomeSection.TODAY: "Today",
        HomeSection.BALANCE: "Balance",
        HomeSection.RECENT: "Your recent texts",
    }
)
COMMANDS: Final = f"`{COMMAND} {HELP}` for all commands"
MOST_BUTTONS: Final = 5
NONE_YET: Final = "You haven't sent any texts yet."
Label = Callable[[Send], str]


@dataclass(frozen=True, slots=True)
class Person:
    """What one person may do: the ``title`` of their tab, their ``buttons``, and whom to ask for more.

    ``ask`` is mrkdwn, empty for those who may text.
    """

    title: str = TEXTING
    buttons: Sequence[Block] = ()
    ask: str = ""


def home(person: Person, parts: Iterable[tuple[HomeSection, Sequence[Block]]]) -> Block:
    """Return the Home tab of one person. ``parts`` come by section; one without blocks is left out."""
    blocks: list[Block] = [kit.header(person.title)]
    if person.buttons:
        blocks.append(kit.actions(person.buttons))
    if person.ask:
        blocks.append(kit.context(person.ask))
    begun: HomeSection | None = None
    for section, found in parts:
        if found and section is not begun:
            blocks.append(kit.header(TITLES[section]))
            begun = section
        blocks += found
    return {"type": "home", "blocks": [*blocks[: limits.VIEW_BLOCKS - 1], kit.context(COMMANDS)]}


def row(buttons: Sequence[HomeButton]) -> list[Block]:
    """Return what somebody may begin: five buttons at most, and a menu of the others."""
    if len(buttons) <= MOST_BUTTONS:
        return [each.button for each in buttons]
    shown = [each.button for each in buttons if each.opens is None]
    others = [each.button for each in buttons if each.opens is not None]
    room = MOST_BUTTONS - len(shown)
    options = [kit.option(each["text"]["text"], str(each["action_id"])) for each in others[room:]]
    return [*shown, *others[:room], kit.menu(options, Action.MORE)]


def recent(sends: Sequence[Send], label: Label, *, may_text: bool) -> list[Block]:
    """Return a line for each of a person's newest texts, the words one press away for those who may text.

    ``label`` says what kind of send it is, before whom it is for.
    """
    if not sends:
        return [kit.context(NONE_YET)] if may_text else []
    return [_text(send, label, may_text=may_text) for send in sends]


def _text(send: Send, label: Label, *, may_text: bool) -> Block:
    told = f"{label(send)} *{recipient(send)}* · {state_lines.state(send)}{state_lines.when(send)}"
    section = kit.section(f"{state_lines.icon(send)} {told}")
    if may_text:
        section["accessory"] = buttons_view.more(send)
    return section
