"""How a text fares: its state, on request."""

from dataclasses import dataclass, field, replace
from typing import Final

from bot.engine.followup import verdict
from bot.errors import UserError
from bot.features.delivery.reports import Paused, ReportClient
from bot.smsit import SmsItClient, SmsItError, Unavailable, UnknownReport
from bot.store import do_not_text, sends
from bot.store.database import Database
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import figures, phones
from bot.texting.clock import Clock
from bot.texting.phones import PhoneError, Reason

__all__ = ["Delivery", "NumberStatus", "Paused", "ReportClient"]

SHOWN_ID: Final = 8
LONGEST_ID: Final = 32
LONGEST_GROUP_ID: Final = 18
NEITHER: Final = "That isn't a number or text ID. Try `/sms status 14155550100`."
SILENT: Final = "SMS-iT didn't answer just now. Try again in a minute."


@dataclass(frozen=True, slots=True)
class NumberStatus:
    """What is known of a number: our own newest record, and SMS-iT's newest report.

    ``trouble`` says why there is no report when SMS-iT could not be asked. ``is_ahead`` tells that the report
    is final and our record still waits for one, ``is_listed`` that the number is on the do-not-text list.
    """

    number: str = field(repr=False)
    send: Send | None
    status: str
    error: str = field(repr=False)
    trouble: str = ""
    is_ahead: bool = False
    is_listed: bool = False


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

    def no_number(self, typed: str) -> str:
        """Return why digits that can only be SMS-iT's id of a group text are no phone number."""
        return figures.fault(typed, self._region) or ""

    def standing(self, typed: str) -> NumberStatus:
        """Return what is known of a number as people type it, or of the id of a text.

        SMS-iT is asked once for its newest report on the number, for somebody is waiting. Raises
        :exc:`UserError` when what was typed is neither, or nothing is known of it and SMS-iT does not answer.
        """
        found = self._standing(typed)
        if not found.number:
            return found
        with self._database.read() as conn:
            return replace(found, is_listed=do_not_text.is_listed(conn, found.number, self._region))

    def _standing(self, typed: str) -> NumberStatus:
        send = self._by_id(typed)
        if send is None:
            try:
                number = phones.parse(typed, self._region).digits
            except PhoneError as error:
                raise UserError(_neither(error)) from None
            with self._database.read() as conn:
                send = sends.latest_to(conn, None, number, now=self._clock())
            number = number if send is None else send.to_number  # as SMS-iT spells it
        elif send.to_number:
            number = send.to_number
        else:
            return NumberStatus("", send, "", "")
        try:
            report = self._client.contact_report(number, retry=False)
        except UnknownReport:
            return NumberStatus(number, send, "", "")
        except SmsItError as error:
            if send is None:
                raise UserError(error.sentence) from None
            trouble = SILENT if isinstance(error, Unavailable) else error.sentence
            return NumberStatus(number, send, "", "", trouble)
        is_ahead = send is not None and send.state is SendState.ACCEPTED and bool(verdict(report.status))
        return NumberStatus(number, send, report.status, report.error, is_ahead=is_ahead)

    def _by_id(self, typed: str) -> Send | None:
        if len(typed) > LONGEST_ID or (typed.isdigit() and len(typed) not in {SHOWN_ID, LONGEST_ID}):
            return None
        with self._database.read() as conn:
            return sends.by_id_prefix(conn, typed)


def _neither(error: PhoneError) -> str:
    """Return why what was typed is no number: what has letters may have been meant as an ID as well."""
    return NEITHER if error.reason in {Reason.LETTERS, Reason.NOT_A_NUMBER} else error.sentence
