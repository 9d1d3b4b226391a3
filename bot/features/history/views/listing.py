"""How a page of the record looks: two lines a send, numbers masked. Pure.

Lines, and not Slack's ``data_table``: Slack draws that in messages and on the Home tab only, and this is a
modal, where the filters and the pages are.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.history.filters import Filters, Stand, What
from bot.features.history.ids import Action, Modal
from bot.features.history.service import Listing
from bot.slack.blocks import kit, moments, paging, state_lines
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient
from bot.slack.incoming import metadata
from bot.store.sends import Send
from bot.texting import phones, words

PAGE: Final = 10
TITLE: Final = "History"
LOADING: Final = "Loading …"
NOTHING: Final = "Nothing has been sent yet. Texts sent with `/sms` are listed here."
NOTHING_OF_YOURS: Final = "You haven't sent any texts yet. Send one with `/sms`, and it's listed here."
NONE_MATCH: Final = "No texts match. Use *Filter* to look for others."
FURTHER: Final = "Search further back"
CUT: Final = f"The search stopped here so it stays quick. *{FURTHER}* goes on."
SHOWN_WORDS: Final = 80
WHATS: Final[Mapping[What, str]] = MappingProxyType(
    {
        What.ANY: "Everything",
        What.TEXT: "Texts to one person",
        What.BROADCAST: "Broadcasts",
        What.LIST: "Lists",
        What.CODE: "One-time codes",
    }
)
STANDS: Final[Mapping[Stand, str]] = MappingProxyType(
    {
        Stand.ANY: "Any",
        Stand.WAITING: "Waiting or being sent",
        Stand.SENT: "Sent",
        Stand.DELIVERED: "Delivered",
        Stand.FAILED: "Not delivered or refused",
        Stand.UNCONFIRMED: "Unconfirmed",
        Stand.STOPPED: "Cancelled or not approved",
    }
)


def loading() -> Block:
    """Return what a person sees while the record is read."""
    return kit.modal(
        callback_id=Modal.NOTICE,
        title=TITLE,
        blocks=[kit.section(f":hourglass_flowing_sand: {LOADING}")],
        close="Close",
    )


def listing(found: Listing, zone: ZoneInfo, now: datetime, *, full: bool = False) -> Block:
    """Return a page, times in ``zone``. ``full`` shows a number that was looked for as a whole."""
    filters = found.filters
    blocks = [kit.section(summary(filters, full=full, everybody=found.everybody)), _tools(filters)]
    for send in found.sends:
        row = kit.section(_line(send, found.labels[send.id], zone, now, has_words=send.id in found.readable))
        row["accessory"] = kit.button("Open", Action.OPEN, value=send.id)
        blocks.append(row)
    if not found.sends:
        blocks.append(kit.section(_nothing(found)))
    if found.is_cut:
        blocks.append(kit.context(CUT))
    blocks += _turning(found)
    return _modal(blocks, filters)


def trouble(filters: Filters, sentence: str) -> Block:
    """Return why nothing could be looked up; ``sentence`` is mrkdwn."""
    return _modal([kit.section(f":warning: {kit.refusal(sentence)}"), _tools(filters)], filters)


def summary(filters: Filters, *, full: bool, everybody: bool) -> str:
    """Return what is looked for, as mrkdwn."""
    parts = [f"*{WHATS[filters.what]}*" if filters.what is not What.ANY else ""]
    parts.append(f"*{STANDS[filters.stand].lower()}*" if filters.stand is not Stand.ANY else "")
    if filters.number:
        shown = phones.pretty(filters.number) if full else phones.mask(filters.number)
        parts.append(f"to *{words.person(kit.escape(filters.name), shown)}*")
    parts.append(f"to numbers with {kit.escape(filters.part)}" if filters.part else "")
    parts.append(f"to *{kit.escape(filters.group)}*" if filters.group else "")
    parts.append(f"by <@{filters.person}>" if filters.person else "")
    parts.append(f"in <#{filters.channel}>" if filters.channel else "")
    parts.append(f"saying {kit.quoted(filters.words)}" if filters.words else "")
    if filters.since and filters.since == filters.until:
        parts.append(f"on {filters.since}")
    else:
        parts.append(f"from {filters.since}" if filters.since else "")
        parts.append(f"until {filters.until}" if filters.until else "")
    looked_for = ", ".join(filter(None, parts))
    whose = "Everyone's texts" if everybody else "Your texts"
    return f"{whose}: {looked_for}" if looked_for else f"{whose}, newest first"


def headline(send: Send, label: str) -> str:
    """Return what a send is, by the label of its kind, and whom it is for, as mrkdwn; masked."""
    return f"{state_lines.icon(send)} {label} *{recipient(send)}*"


def _line(send: Send, label: str, zone: ZoneInfo, now: datetime, *, has_words: bool) -> str:
    at, ahead = moments.when(send.created_at, zone, now), state_lines.ahead(send)
    if ahead:
        at = f"requested {moments.moment(send.created_at, zone)}"
    lines = [headline(send, label), f"{state_lines.state(send)}{ahead} · {at} · <@{send.user_id}>"]
    if has_words and send.body:
        said = " ".join(send.body.split())
        lines.append(f"> {kit.escape(kit.truncate(said, SHOWN_WORDS))}")
    return "\n".join(lines)


def _nothing(found: Listing) -> str:
    if not found.filters.is_empty or found.filters.behind:
        return NONE_MATCH
    return NOTHING if found.everybody else NOTHING_OF_YOURS


def _tools(filters: Filters) -> Block:
    buttons = [kit.button("Filter", Action.FILTER)]
    if not filters.is_empty or filters.behind:
        buttons.append(kit.button("Show all", Action.ALL))
    return kit.actions(buttons)


def _turning(found: Listing) -> list[Block]:
    onward = FURTHER if found.is_cut else paging.NEXT
    buttons = paging.turns(Action.NEWER, found.newer_from, Action.OLDER, found.older_from, onward=onward)
    return [kit.actions(buttons)] if buttons else []


def _modal(blocks: list[Block], filters: Filters) -> Block:
    return kit.modal(
        callback_id=Modal.LIST,
        title=TITLE,
        blocks=blocks,
        close="Close",
        metadata=metadata.dump(filters),
    )
