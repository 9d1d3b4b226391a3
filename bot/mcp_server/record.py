"""The record as an assistant reads it: its person's own texts, and others' only where they see those."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.access import Role
from bot.errors import UserError
from bot.features.history import filters as filtering
from bot.features.history.filters import LONG_WORDS, LONGEST_WORDS, Filters, Stand, What
from bot.features.history.service import History, Listing
from bot.features.sends.kinds import Kind, Kinds
from bot.mcp_server.answers import LONGEST_NAME, SentItem, SentItems
from bot.mcp_server.principal import Principal
from bot.slack.blocks import state_lines
from bot.store.sends import SINGLE, Send, SendKind
from bot.texting import phones, words

ON_A_PAGE: Final = 20
LONGEST_ID: Final = 32
NO_DAY: Final = "Write a day as YYYY-MM-DD."
LOOK: Final = "look up what was sent"
_UTC: Final = ZoneInfo("UTC")
_NAMES: Final[Mapping[SendKind, str]] = MappingProxyType(
    {kind: what.value for what, some in filtering.KINDS.items() for kind in some}
)


def _nobody(_conn: Connection, _send: Send, _now: datetime) -> None:
    """Follow nothing: what is read here was followed by the bot."""


KINDS: Final[Kinds] = MappingProxyType(
    {kind: Kind(Role.ADMIN, name, _nobody) for kind, name in _NAMES.items()}
)
"""The kinds by what they are called here. Nobody has one go out from here, whatever their role."""


class RecordTools:
    """Reads what was sent."""

    def __init__(self, principal: Principal, record: History) -> None:
        self._principal = principal
        self._record = record

    def search(self, filters: Filters) -> SentItems:
        """Return a page of what fits. Raises :exc:`UserError`."""
        self._principal.require(Role.VIEWER, LOOK)
        listing = self._record.page(filters, self._principal.who, _UTC, ON_A_PAGE)
        full = self._principal.sees_numbers
        return SentItems([_item(each, listing, full=full) for each in listing.sends], listing.older_from)


def wanted(
    *, number: str, text: str, kind: What, state: Stand, since: str, until: str, before: str
) -> Filters:
    """Return what is looked for; ``number`` is digits. Raises :exc:`UserError` for what can't be."""
    for day in filter(None, (since, until)):
        if filtering.day(day) is None:
            raise UserError(NO_DAY)
    said = " ".join(text.split())
    if len(said) > LONGEST_WORDS:
        raise UserError(LONG_WORDS)
    return Filters(
        number=number,
        words=said,
        what=kind,
        stand=state,
        since=since,
        until=until,
        behind=before[:LONGEST_ID],
    )


def _item(send: Send, listing: Listing, *, full: bool) -> SentItem:
    return SentItem(
        id=send.id,
        kind=_NAMES[send.kind],
        to=_whom(send, full=full),
        state=state_lines.state(send),
        at=send.created_at.isoformat(timespec="seconds"),
        text=(send.body or "") if send.id in listing.readable else "",
        credits=send.credits,
    )


def _whom(send: Send, *, full: bool) -> str:
    name = words.truncate((send.to_name or "") if full else phones.mask_in(send.to_name or ""), LONGEST_NAME)
    if send.kind not in SINGLE:
        return words.person(name, words.pluralize(send.people, "recipient"))
    if not send.to_number:
        return name
    return words.person(name, phones.pretty(send.to_number) if full else phones.mask(send.to_number))
