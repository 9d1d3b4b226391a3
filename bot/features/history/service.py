"""The record: a page of what was sent, and one send with everything that happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.history import filters as filtering
from bot.features.history.filters import Filters
from bot.features.permissions import WHOLE_ONLY, Permissions
from bot.features.sends.kinds import Kinds, label
from bot.policy.model import Contacts
from bot.store import approvals, audit, sends
from bot.store.approvals import ApprovalRequest, PastDecision
from bot.store.audit import Entry
from bot.store.database import Database
from bot.store.sends import Send, history
from bot.store.sends.history import Found
from bot.store.states import SendState

__all__ = ["Filters", "History", "Listing", "Story"]

MOST_ENTRIES: Final = 60
"""Entries of one send that are shown; an evidence pack holds all."""
GONE: Final = "This text is no longer on record."
OTHERS: Final = "see other people's texts"


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of sends, the newest first.

    ``newer_from`` and ``older_from`` are the ids of the sends behind which the next page that way begins,
    empty where there is none. ``is_cut`` tells that the search stopped before the page was full.
    ``everybody`` tells whether other people's sends are included, ``readable`` are the ids of those whose
    words may be read. ``labels`` say by its id of what kind each is.
    """

    filters: Filters
    sends: tuple[Send, ...]
    labels: Mapping[str, str]
    newer_from: str = ""
    older_from: str = ""
    is_cut: bool = False
    everybody: bool = False
    readable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Story:
    """One send, and all that is known of what happened to it, the oldest first; ``more`` was left out.

    ``approval`` is the newest request about it, or about the list whose row it is; ``past`` is how rounds
    before that ended without an approval.
    """

    send: Send
    label: str
    entries: tuple[Entry, ...]
    approval: ApprovalRequest | None
    readable: bool
    more: bool = False
    past: tuple[PastDecision, ...] = ()


class History:
    """Reads the record for one person at a time. ``rules`` name the role that sees numbers in full.

    People see their own sends; those who approve see everybody's, and whoever may decide about a send sees
    it. ``region`` is the two-letter default for numbers without a country code.
    """

    def __init__(
        self,
        database: Database,
        permissions: Permissions,
        kinds: Kinds,
        rules: Contacts,
        region: str | None,
    ) -> None:
        self._database = database
        self._permissions = permissions
        self._kinds = kinds
        self._rules = rules
        self._region = region

    def sees_everybody(self, who: Who) -> bool:
        """Tell whether a person sees other people's sends."""
        return self._permissions.sees_everybody(who)

    def sees_numbers(self, who: Who) -> bool:
        """Tell whether a person sees numbers in full."""
        return self._permissions.sees_numbers(who)

    def page(self, filters: Filters, who: Who, zone: ZoneInfo, size: int) -> Listing:
        """Return a page of so many; days are those of ``zone``.

        Raises :exc:`UserError` for other people's sends, or a part of a number, where the person may not see
        those.
        """
        everybody = self.sees_everybody(who)
        if not everybody and filters.person not in {"", who.user_id}:
            raise UserError(self._permissions.access.invitation(Role.APPROVER, who, OTHERS))
        if filters.part and not self.sees_numbers(who):
            raise UserError(WHOLE_ONLY)
        wanted = filtering.wanted(filters, zone, self._region)
        if not everybody:
            wanted = replace(wanted, user_id=who.user_id)
        with self._database.read() as conn:
            behind = history.place_of(conn, filters.behind) if filters.behind else None
            as_read = partial(self._permissions.as_read_by, who)

            def readable(send: Send) -> bool:
                return self._permissions.may_read(conn, send, who)

            said = filters.words.casefold()

            def readable_so(send: Send) -> bool:
                return readable(send) and said in (as_read(send).body or "").casefold()

            # Who may not read words may not search them either, nor the digits that are hidden from them.
            allowed = readable_so if filters.words else None
            found = history.page(conn, wanted, size, behind=behind, towards=filters.towards, allowed=allowed)
            read = frozenset(each.id for each in found.sends if readable(each))
        found = replace(found, sends=tuple(map(as_read, found.sends)))
        labels = {send.id: label(self._kinds, send) for send in found.sends}
        return _listing(filters, found, labels, read, begun=behind is not None, everybody=everybody)

    def story(self, send_id: str, who: Who) -> Story:
        """Return what happened to a send. Raises :exc:`UserError` when a person may not see it."""
        with self._database.read() as conn:
            send = self._visible(conn, send_id, who)
            entries = audit.of(conn, send_id, MOST_ENTRIES + 1)
            asked = approvals.get(conn, send.parent_id or send_id)
            past = approvals.not_approved_before(conn, send.parent_id or send_id, limit=MOST_ENTRIES)
            readable = self._permissions.may_read(conn, send, who)
        more = len(entries) > MOST_ENTRIES
        entries = entries[1:] if more else entries
        read = self._permissions.as_read_by(who, send)
        return Story(read, label(self._kinds, send), entries, asked, readable, more, past)

    def _visible(self, conn: Connection, send_id: str, who: Who) -> Send:
        send = sends.get(conn, send_id)
        if send is None or send.state is SendState.DRAFT:
            raise UserError(GONE)
        if not self._permissions.may_see(send, who):
            raise UserError(self._permissions.access.invitation(Role.APPROVER, who, OTHERS))
        return send


def _listing(
    filters: Filters,
    found: Found,
    labels: Mapping[str, str],
    readable: frozenset[str],
    *,
    begun: bool,
    everybody: bool,
) -> Listing:
    ends = (found.sends[0].id, found.sends[-1].id) if found.sends else ("", "")
    goes_on = "" if found.ended is None else found.ended.send_id
    if filters.towards is history.Towards.NEWER:
        newer, older = ends[0] if found.more else goes_on, ends[1] or filters.behind
    else:
        newer, older = ends[0] if begun else "", ends[1] if found.more else goes_on
    return Listing(filters, found.sends, labels, newer, older, bool(goes_on), everybody, readable)
