"""How the help looks, and the question what a mistyped command was meant as. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from types import MappingProxyType
from typing import Final

from bot.features.help.ids import Action, Modal
from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block
from bot.slack.incoming.commands import COMMAND, HELP, Verb, mistyped
from bot.slack.outgoing.poster import Content
from bot.texting import words

REVIEWED: Final = "You always review before sending."
ELSEWHERE: Final = "What opens no window is answered in your direct messages."
"""Below the buttons that run commands: from a window Slack takes no answer that only its reader sees."""
ALL: Final = "All commands"
NOTHING: Final = "You can't do anything with the SMS bot yet."
MANAGE: Final = "Manage"
FORM: Final = " "
"""What runs the command without a verb, which opens the form: a button has no empty value."""
TO_COPY: Final = "Copy this line to run it:"
AS_TYPED: Final = "If you meant a name, copy this line instead:"
_QUOTE: Final = '"'
SHORT: Final[tuple[Mapping[str, tuple[str, ...]], ...]] = (
    MappingProxyType({"Send": ("", "broadcast", "list")}),
    MappingProxyType({"Verify": ("otp", "caller"), "Book": ("appointment",)}),
    MappingProxyType({MANAGE: ("contacts", "scheduled", "status")}),
)
"""The verbs the short help names, a section each, under their headings; all others are a press away."""
TO_LOOK: Final[tuple[Mapping[str, tuple[str, ...]], ...]] = (
    MappingProxyType({"Look up": ("caller", "contacts", "appointments", "status", "credits")}),
)
"""The same for people who may not send."""
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Send": ("", "broadcast", "people", "list"),
        "Verify": ("otp", "caller"),
        "Book": ("appointment", "appointments", "day-off"),
        MANAGE: (),
    }
)
"""The verbs under each heading of all commands, by their first word; any other is under the last."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one person may do.

    ``ask`` says what keeps them from sending and whom to ask (mrkdwn), empty for those who may.
    ``approvals`` is the channel in which they approve requests, empty for those who don't. ``first`` is the
    button for what people do most.
    """

    verbs: Sequence[Verb]
    ask: str = ""
    approvals: str = ""
    first: Block | None = None


def short(offer: Offer) -> Content:
    """Return the short help: what a person may do, under a few headings."""
    named = _named(offer)
    sections = ["\n".join(starmap(_line, each.items())) for each in named]
    sections += [f"*Approve* requests in <#{offer.approvals}>"] if offer.approvals else []
    blocks = [kit.section(each) for each in sections or [NOTHING]]
    if offer.ask:
        blocks.append(kit.context(offer.ask))
    buttons = [] if offer.first is None else [offer.first]
    if offer.verbs:
        buttons.append(kit.button(ALL, Action.ALL))
    if buttons:
        blocks.append(kit.actions(buttons))
    said = words.join_and(_typed(name) for each in named for names in each.values() for name in names)
    text = f"You can use {said}." if said else NOTHING
    return Content(text=text, blocks=tuple(blocks))


def all_commands(verbs: Sequence[Verb]) -> Block:
    """Return a modal with each command a person may use, and a button that runs it."""
    found: dict[str, list[Block]] = {heading: [] for heading in HEADINGS}
    for verb in verbs:
        found[_heading(verb)].append(_with_button(verb))
    under = [[kit.section(f"*{heading}*"), *rows] for heading, rows in found.items() if rows]
    blocks = [block for rows in under for block in rows]
    return kit.modal(
        callback_id=Modal.COMMANDS,
        title=ALL,
        blocks=[*blocks, kit.context(f"{REVIEWED} {ELSEWHERE}")],
        close="Close",
    )


def _with_button(verb: Verb) -> Block:
    """Return a command and what it does; the help itself is where its reader is."""
    row = kit.section(f"`{kit.escape(verb.usage)}`{_own(verb)}\n{verb.summary}")
    if verb.name != HELP:
        row["accessory"] = kit.button("Run", Action.RUN, value=verb.name or FORM)
    return row


def did_you_mean(line: str, near: str, *, may_text: bool) -> Content:
    """Return the question what a line was meant as that begins with no verb, or has a word behind one.

    ``near`` is the verb it is nearly; empty where it is like none. What was typed behind goes along with it.
    A second word may be meant as it was typed: how to write it then is said, too.
    """
    typed, rest = mistyped(line, near)
    shown = kit.escape(kit.truncate(typed, limits.QUOTED))
    text = f"There's no `{COMMAND} {shown}` command."
    blocks: list[Block] = []
    buttons = []
    if near:
        text += f" Did you mean `{COMMAND} {near}`?"
    if near and rest:
        blocks = [kit.context(TO_COPY), *kit.typed(f"{COMMAND} {near} {rest}")]
    elif near:
        buttons.append(kit.button(f"Run {COMMAND} {near}", Action.RUN, value=near, style="primary"))
    elif may_text:
        text += f" To text a contact by name, add your message: `{COMMAND} {shown} See you at 10.`"
    if " " in typed:
        first, second = typed.split()
        as_typed = f'{COMMAND} {first} "{second.strip(_QUOTE)}" {rest}'.rstrip()
        blocks += [kit.context(AS_TYPED), *kit.typed(as_typed)]
    if near != HELP:
        buttons.append(kit.button(ALL, Action.ALL))
    row = [kit.actions(buttons)] if buttons else []
    return Content(text=text, blocks=(kit.section(text), *blocks, *row))


def _named(offer: Offer) -> list[dict[str, list[str]]]:
    verbs = {verb.name for verb in offer.verbs}
    found = (
        {
            heading: known
            for heading, names in each.items()
            if (known := [name for name in names if name in verbs])
        }
        for each in (TO_LOOK if offer.ask else SHORT)
    )
    return [each for each in found if each]


def _line(heading: str, names: Sequence[str]) -> str:
    return f"*{heading}* {' · '.join(map(_typed, names))}"


def _heading(verb: Verb) -> str:
    first = verb.name.partition(" ")[0]
    return next((heading for heading, names in HEADINGS.items() if first in names), MANAGE)


def _typed(name: str) -> str:
    return f"`{COMMAND} {name}`" if name else f"`{COMMAND}`"


def _own(verb: Verb) -> str:
    return f" or `{verb.own_command}`" if verb.own_command else ""
