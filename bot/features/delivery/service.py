"""What became of a text: its state on request, and the evidence for an unknown outcome."""

from dataclasses import dataclass, field
from typing import Final

from bot.errors import UserError
from bot.features.delivery.reports import Paused, ReportClient
from bot.smsit import SmsItClient, SmsItError, Unavailable, UnknownReport
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import SINGLE, Send, annotations
from bot.texting import phones
from bot.texting.clock import Clock
from bot.texting.phones import PhoneError

__all__ = ["Delivery", "Paused", "ReportClient", "Standing"]

SHOWN_ID: Final = 8
LONGEST_ID: Final = 32
LONGEST_GROUP_ID: Final = 18
SILENT: Final = "SMS-iT did not answer just now."


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a number: our own newest record, and SMS-iT's newest report.

    ``trouble`` says why there is no report when SMS-iT could not be asked. ``may_be_group`` is what was typed
    when it may have been SMS-iT's id of a text to a group: digits only, and nothing is known of that number.
    """

    number: str = field(repr=False)
    send: Send | None
    status: str
    error: str = field(repr=False)
    trouble: str = ""
    may_be_group: str = field(default="", repr=False)


class Delivery:
    """Answers how texts fare."""

    def __init__(self, client: SmsItClient, database: Database, clock: Clock, region: str | None) -> None:
        self._client = client
        self._database = database
        self._clock = clock
        self._region = region

    def can_be_group(self, typed: str) -> bool:
        """Tell whether what was typed can only be SMS-iT's id of a text to a group.

        That is: digits that are neither the id of a text from here, nor a phone number.
        """
        if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_GROUP_ID and int(typed)):
            return False
        try:
            phones.parse(typed, self._region)
        except PhoneError:
            return self._by_id(typed) is None
        return False

    def standing(self, typed: str) -> Standing:
        """Return what is known of a number as people type it, or of the id of a text.

        SMS-iT is asked once for its newest report on the number, for somebody is waiting. Raises
        :exc:`UserError` when what was typed is neither, or nothing is known of it and SMS-iT does not answer.
        """
        send = self._by_id(typed)
        if send is None:
            try:
                number = phones.parse(typed, self._region).digits
            except PhoneError as error:
                raise UserError(f"Give the number or the id of a text. {error.sentence}") from None
            with self._database.read() as conn:
                send = sends.latest_to(conn, None, number)
            number = number if send is None else send.to_number  # as SMS-iT spells it
        elif send.to_number:
            number = send.to_number
        else:
            return Standing("", send, "", "")
        try:
            report = self._client.contact_report(number, retry=False)
        except UnknownReport:
            other = typed if send is None and typed.isascii() and typed.isdigit() else ""
            return Standing(number, send, "", "", may_be_group=other)
        except SmsItError as error:
            if send is None:
                raise UserError(error.sentence) from None
            trouble = SILENT if isinstance(error, Unavailable) else error.sentence
            return Standing(number, send, "", "", trouble)
        return Standing(number, send, report.status, report.error)

    def gather_evidence(self, send_id: str, report_client: ReportClient) -> bool:
        """Find out what speaks for and against an unknown text having gone out, and keep it with the text.

        Returns False when a question stayed without an answer. Nothing is kept then, to be looked for again.
        """
        with self._database.read() as conn:
            send = sends.get(conn, send_id)
        if send is None:
            return True
        try:
            found = {"report": _report(send, report_client), "balance": _balance(send, report_client)}
        except (Paused, SmsItError):
            return False
        with self._database.write() as conn:
            annotations.note_evidence(
                conn, send_id, {key: line for key, line in found.items() if line}, self._clock()
            )
        return True

    def _by_id(self, typed: str) -> Send | None:
        if len(typed) > LONGEST_ID or (typed.isdigit() and len(typed) not in {SHOWN_ID, LONGEST_ID}):
            return None
        with self._database.read() as conn:
            return sends.by_id_prefix(conn, typed)


def _report(send: Send, report_client: ReportClient) -> str:
    if send.kind not in SINGLE:
        return f"It would have taken {send.credits:,} credits."  # SMS-iT reports by an id it did not give
    try:
        report = report_client.report(send.to_number)
    except UnknownReport:
        return "SMS-iT knows of no text to this number."
    said = report.status or "nothing yet"
    return f'SMS-iT says "{said}" of the newest text to this number, which may be an older one.'


def _balance(send: Send, report_client: ReportClient) -> str:
    if send.balance_shown is None:
        return ""
    now = report_client.balance()
    if now == send.balance_shown:
        return f"The balance is unchanged at {now:,} credits; it may lag."
    before = f"The balance was {send.balance_shown:,} credits before and is {now:,} now"
    return f"{before}; other texts count too."
