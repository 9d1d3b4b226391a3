"""What speaks for and against a text of unknown outcome having gone out: asked of SMS-iT, and kept with it.

Looking changes nothing about the text: whether it went out is for a person to say.
"""

import threading
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.delivery.reports import Paused, ReportClient
from bot.features.permissions import Permissions
from bot.features.sends import evidence
from bot.smsit import SmsItClient, SmsItError, UnknownReport
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import SINGLE, Send, annotations, unknown_rows
from bot.store.states import SendState
from bot.texting import words
from bot.texting.clock import Clock

NOTHING_LEFT: Final = "There's nothing left to check."
MOST_ROWS: Final = 100
"""Rows of a list that one press asks SMS-iT about."""
NO_ANSWER: Final = "SMS-iT isn't answering right now. Try again in a minute."


class Evidence:
    """Looks for evidence, for the clock and for whoever presses a button."""

    def __init__(self, client: SmsItClient, database: Database, clock: Clock) -> None:
        self._client = client
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._under_way: set[str] = set()

    def due(self) -> list[str]:
        """Return the ids of unknown texts to be looked into now: those never looked into come first.

        Young ones are looked into again and again, on growing intervals, and so are rows of lists.
        """
        now = self._clock()
        with self._database.read() as conn:
            new = annotations.unexplained(conn, now - evidence.CLAIM_LASTS)
            young = annotations.unknown_since(conn, now - evidence.YOUNG)
        due = [
            *(send.id for send in new),
            *(each.id for each in young if evidence.is_due(each, now)),
        ]
        return list(dict.fromkeys(due))

    def gather(self, send_id: str, report_client: ReportClient, *, by_hand: bool = False) -> bool:
        """Find out what speaks for and against an unknown text having gone out, and keep it with the text.

        The bot's own look (not ``by_hand``) is claimed first: whatever number of processes tick, one of them
        makes it, and none when it is not due any more. What is learned about one attempt is not kept with a
        further one. Returns False when a question stayed without an answer. Nothing is kept then, to be
        looked for again.
        """
        send = self._begin(send_id, by_hand=by_hand)
        if send is None or (send.kind in SINGLE and not send.to_number):  # whose it was is forgotten
            return True
        try:
            report, balance = _report(send, report_client), _balance(send, report_client)
        except (Paused, SmsItError):
            if not by_hand:
                self._give_up(send)
            return False
        now = self._clock()
        with self._database.write() as conn:
            current = _still(conn, send, by_hand=by_hand)
            if current is not None:
                kept = evidence.found(report, balance, current, now, by_hand=by_hand)
                annotations.note_evidence(conn, send, kept, now)
        return True

    def _begin(self, send_id: str, *, by_hand: bool) -> Send | None:
        """Return the text to look into, claimed unless by hand; None where nobody is to look."""
        if by_hand:
            with self._database.read() as conn:
                send = sends.get(conn, send_id)
            return send if send is not None and send.state is SendState.UNKNOWN else None
        now = self._clock()
        with self._database.write() as conn:
            send = annotations.locked_unknown(conn, send_id)
            if send is None or not evidence.is_due(send, now):
                return None
            annotations.note_claim(conn, send_id, now)
        return replace(send, looking_since=now)

    def _give_up(self, send: Send) -> None:
        """Let go of a look that came to nothing."""
        with self._database.write() as conn:
            if _still(conn, send, by_hand=False) is not None:
                annotations.note_claim(conn, send.id, None)

    def look_again(self, *send_ids: str) -> None:
        """Look now, because a person asks, and keep what is found; a second one meanwhile asks nothing.

        Of several texts, those after one without an answer are not asked about.
        Raises :exc:`UserError` when SMS-iT does not answer.
        """
        with self._lock:
            mine = [each for each in send_ids if each not in self._under_way]
            self._under_way.update(mine)
        client = ReportClient(self._client, self._clock)
        try:
            answered = all(self.gather(each, client, by_hand=True) for each in mine)
        finally:
            with self._lock:
                self._under_way.difference_update(mine)
        if not answered:
            raise UserError(NO_ANSWER)


class RowsInDoubt:
    """Says which rows of a list can be looked into again, to those who may settle them."""

    def __init__(self, database: Database, permissions: Permissions) -> None:
        self._database = database
        self._permissions = permissions

    def of(self, list_id: str, who: Who) -> tuple[str, ...]:
        """Return the ids of rows of unknown outcome, a hundred at most: the longest ago looked into first.

        Raises :exc:`UserError` to those who may not settle them, and when there are none any more.
        """
        with self._database.read() as conn:
            send = sends.get(conn, list_id)
            if send is None:
                raise UserError(NOTHING_LEFT)
            self._permissions.require_send(send, who)
            found = unknown_rows.longest_unseen(conn, list_id, MOST_ROWS)
        if not found:
            raise UserError(NOTHING_LEFT)
        return found


def _still(conn: Connection, send: Send, *, by_hand: bool) -> Send | None:
    """Return the text as it is now, if it is the same attempt, and the look not claimed by another since."""
    current = annotations.locked_unknown(conn, send.id)
    if current is None or current.wave != send.wave:
        return None
    is_own = by_hand or current.looking_since == send.looking_since
    return current if is_own else None


def _report(send: Send, report_client: ReportClient) -> str:
    if send.kind not in SINGLE:  # SMS-iT reports by an id it did not give
        return f"It would have cost {words.pluralize(send.credits, 'credit')}."
    try:
        report = report_client.report(send.to_number)
    except UnknownReport:
        return evidence.NO_TEXT
    said = f'"{report.status}"' if report.status else "no status yet"
    return f"SMS-iT reports {said} for the newest text to this number, which may be an older one."


def _balance(send: Send, report_client: ReportClient) -> str:
    if send.balance_shown is None:
        return ""
    now = report_client.balance()
    if now == send.balance_shown:
        return f"The balance is still {words.pluralize(now, 'credit')}; it can lag behind."
    before = f"The balance was {words.pluralize(send.balance_shown, 'credit')} and is {now:,} now"
    return f"{before}; other texts count too."
