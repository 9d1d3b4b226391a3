"""How the Home tab looks. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.features.approvals.service import Waiting
from bot.features.approvals.views import request as request_view
from bot.features.home.ids import Action
from bot.features.home.service import Overview
from bot.features.sends.views import buttons as buttons_view
from bot.slack.blocks import kit, state_lines
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient, title
from bot.store.sends import Send
from bot.store.sends.attention import Attention
from bot.texting import words

TEXTING: Final = "Text your customers"
APPROVING: Final = "Approve and look up texts"
LOOKING: Final = "Look up texts and contacts"
HELP: Final = "`/sms help` for all commands"
REQUESTS_SHOWN: Final = 3
MORE_REQUESTS: Final = "More requests are in the approvers' channel."
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


def home(person: Person, overview: Overview, label: Label) -> Block:
    """Return the Home tab of one person. ``label`` says what kind of send it is, before whom it is for."""
    blocks: list[Block] = [kit.header(person.title)]
    if person.buttons:
        blocks.append(kit.actions(person.buttons))
    if person.ask:
        blocks.append(kit.context(person.ask))
    blocks += _attention(overview.attention, overview.to_approve, label)
    if overview.recent or not person.ask:
        blocks.append(kit.header("Recent"))
        blocks += [_text(send, person, label) for send in overview.recent] or [kit.context(NONE_YET)]
    known = [] if overview.credits is None else [words.pluralize(overview.credits, "credit")]
    blocks.append(kit.context(" · ".join([*known, HELP])))
    return {"type": "home", "blocks": blocks}


def _attention(found: Attention, to_approve: Sequence[Waiting], label: Label) -> list[Block]:
    """Return what waits: for this person, which alone needs attention, for others, or for its time."""
    urgent = [f"{found.unknown:,} unconfirmed"] * bool(found.unknown)
    if found.asking:
        urgent.append(f"{found.asking:,} {'needs' if found.asking == 1 else 'need'} your decision")
    awaiting = [f"{found.awaiting:,} awaiting approval"] * bool(found.awaiting)
    scheduled = [f"{found.scheduled:,} scheduled"] * bool(found.scheduled)
    repeating = [f"{found.repeating:,} repeating"] * bool(found.repeating)
    figures = [*urgent, *awaiting, *scheduled, *repeating]
    told = " · ".join(figures)
    heading = "*Needs attention*\n" if urgent or to_approve else ""
    blocks: list[Block] = []
    if figures:
        section = kit.section(f"{heading}{told}" if heading else f"*{told}*")
        if found.asking or found.scheduled or found.awaiting or found.repeating:
            section["accessory"] = kit.button("View", Action.VIEW)
        blocks.append(section)
    elif to_approve:
        blocks.append(kit.section(heading.strip()))
    blocks += [_request(each, label) for each in to_approve[:REQUESTS_SHOWN]]
    if len(to_approve) > REQUESTS_SHOWN:
        blocks.append(kit.context(MORE_REQUESTS))
    return blocks


def _request(waiting: Waiting, label: Label) -> Block:
    """Return a request that waits for an approver; its button leads to what would go out, and *Approve*."""
    send = waiting.send
    asks = f":busts_in_silhouette: {label(send)} {title(send)} · <@{send.user_id}> asks for approval"
    return {**kit.section(asks), "accessory": request_view.view(waiting)}


def _text(send: Send, person: Person, label: Label) -> Block:
    told = f"{label(send)} *{recipient(send)}* · {state_lines.state(send)}{state_lines.when(send)}"
    section = kit.section(f"{state_lines.icon(send)} {told}")
    if not person.ask:
        section["accessory"] = buttons_view.more(send)
    return section
