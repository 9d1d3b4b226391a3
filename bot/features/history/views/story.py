"""How one send on record looks, with everything that happened to it. Pure."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.history import timeline
from bot.features.history.ids import Action, Modal
from bot.features.history.service import Story
from bot.features.history.timeline import Happened
from bot.features.history.views import events
from bot.features.history.views.listing import headline
from bot.features.sends.ids import Action as SendAction
from bot.features.sends.views import evidence as evidence_view
from bot.features.sends.views.message import origin
from bot.slack.blocks import kit, state_lines
from bot.slack.blocks.kit import Block
from bot.store.sends import Send, SendKind
from bot.store.states import SendState
from bot.texting import phones, words

TITLE: Final = "Text on record"
PACK: Final = (
    "You'll get files in a direct message: who requested and approved it, who it was sent to and when, and "
    "the results. Handle them with care."
)
NOT_LOGGED: Final = "It's older than the audit log, so only its main events are known."
MORE: Final = "Earlier events are in the evidence pack."
LONGEST_REASON: Final = 300


def story(found: Story, zone: ZoneInfo, now: datetime) -> Block:
    """Return the page of one send, times in ``zone``."""
    send = found.send
    head = f"{headline(send, found.label)}\n*{state_lines.state(send)}*{state_lines.ahead(send)}"
    blocks = [kit.section(head), kit.context(" · ".join([*origin(send), *_where(send), f"`{send.id[:8]}`"]))]
    if send.state is SendState.UNKNOWN:
        blocks += kit.notes(evidence_view.lines(send))
    happened = timeline.of(send, found.entries, found.approval, found.past)
    if found.more:
        blocks.append(kit.context(MORE))
    blocks += _sections([_line(each, send, zone, now) for each in happened])
    blocks.append(kit.context(_chained(found)))
    blocks.append(kit.actions(_buttons(found)))
    return kit.modal(callback_id=Modal.ONE, title=TITLE, blocks=blocks, close="Back")


def trouble(sentence: str) -> Block:
    """Return why there is nothing to see; ``sentence`` is mrkdwn."""
    return kit.modal(
        callback_id=Modal.NOTICE,
        title=TITLE,
        blocks=[kit.section(f":warning: {kit.refusal(sentence)}")],
        close="Back",
    )


def _where(send: Send) -> list[str]:
    return [f"in <#{send.origin_channel}>"] if send.origin_channel else []


def _line(happened: Happened, send: Send, zone: ZoneInfo, now: datetime) -> str:
    when = events.in_zone(zone, now)
    text = f"*{events.title(happened, send.kind)}*"
    if happened.by:
        text += f" by <@{happened.by}>"
    parts = [f"{when(happened.at)}  {text}", *map(kit.escape, events.details(happened, when))]
    line = " · ".join(parts)
    if happened.reason:
        said = phones.mask_in(" ".join(happened.reason.split()))
        line += f"\n> {kit.escape(kit.truncate(said, LONGEST_REASON))}"
    return line


def _sections(lines: list[str]) -> list[Block]:
    """Return the lines in as few sections as hold them."""
    return [{**kit.section(block["elements"][0]["text"])} for block in kit.notes(lines)]


def _chained(found: Story) -> str:
    """Return where these events stand in the audit log."""
    places = [each.place for each in found.entries if each.place is not None]
    if not found.entries:
        return NOT_LOGGED
    if not places:
        return "These events enter the audit log's chain within seconds."
    waiting = words.pluralize(len(found.entries) - len(places), "event")
    last = f", {waiting} to follow" if len(places) < len(found.entries) else ""
    if len(places) == 1:
        return f"Entry {places[0]:,} of the audit log{last}"
    return f"Entries {places[0]:,} to {places[-1]:,} of the audit log{last}"


def _buttons(found: Story) -> list[Block]:
    send, buttons = found.send, []
    if found.readable and send.kind is not SendKind.ELSEWHERE:
        buttons.append(kit.button("Show text", SendAction.SHOW_TEXT, value=send.id))
    if send.parent_id:
        buttons.append(kit.button("Open list", Action.OPEN, value=send.parent_id))
    ask = kit.confirm("Get an evidence pack?", PACK, "Get files")
    buttons.append(kit.button("Evidence pack", Action.PACK, value=send.id, ask=ask))
    return buttons
