"""Texts to one contact and to a group."""

from bot.smsit import checks
from bot.smsit.calls import Calls
from bot.smsit.delays import group_wait
from bot.smsit.endpoints import Endpoint
from bot.smsit.models import ContactSend, GroupSend, Schedule
from bot.smsit.outcomes import expect_done, expect_group_id


class SendingCalls(Calls):
    """The calls that put text on phones. None of them is ever repeated by this client."""

    def send_to_contact(
        self,
        sender: str,
        to: str,
        message: str,
        *,
        alpha_sender: str | None = None,
        schedule: Schedule | None = None,
    ) -> ContactSend:
        """Text one contact, now or on a schedule held by SMS-iT. `to` is as SMS-iT keeps it; digits.

        Success means that SMS-iT took the text on, not that it arrived. For a *scheduled* text SMS-iT may not
        check that the number is a subscribed contact, and then sends nothing: look it up first.
        Raises InvalidArgument, ApiError (NotAContact, NotEnoughCredits, …), NotSent or OutcomeUnknown.
        """
        params = {
            "from": checks.sender("sender", sender),
            "to": checks.kept_number("to", to),
            "message": checks.text("message", message),
            **checks.alpha_sender("alpha_sender", alpha_sender),
            **checks.schedule(schedule, self._timezone, self._clock()),
        }
        expect_done(Endpoint.SMS_CONTACT, self.call(Endpoint.SMS_CONTACT, params))
        return ContactSend(scheduled=schedule is not None)

    def send_to_group(  # noqa: PLR0913 - the API's own parameters
        self,
        sender: str,
        group: str,
        message: str,
        *,
        recipients: int,
        alpha_sender: str | None = None,
        rotate: bool = False,
        throttle: int = 1,
        schedule: Schedule | None = None,
    ) -> GroupSend:
        """Text everybody subscribed in a group, at one text each `throttle` seconds (1 to 6) per number.

        `recipients` is how many people that is, as far as known; it sets how long to wait, as SMS-iT may text
        them all before it answers: run this on a thread that may be kept for long (see `group_timeout`).
        `rotate` spreads the texts over all numbers of the account.
        Raises InvalidArgument, ApiError (UnknownGroup, NotEnoughCredits, …), NotSent or OutcomeUnknown.
        """
        params = {
            "from": checks.sender("sender", sender),
            "to": checks.text("group", group),
            "message": checks.text("message", message),
            "throttle": str(checks.throttle("throttle", throttle)),
            **({"rotate": "1"} if rotate else {}),
            **checks.alpha_sender("alpha_sender", alpha_sender),
            **checks.schedule(schedule, self._timezone, self._clock()),
        }
        wait = self.group_timeout(recipients=recipients, throttle=throttle, scheduled=schedule is not None)
        fields = self.call(Endpoint.SMS_GROUP, params, timeout=wait)
        return GroupSend(scheduled=schedule is not None, group_sms_id=expect_group_id(fields))

    def group_timeout(self, *, recipients: int, throttle: int = 1, scheduled: bool = False) -> float:
        """Seconds that `send_to_group` waits, connecting included; a scheduled one is answered at once.

        Raises InvalidArgument.
        """
        people = checks.not_negative("recipients", recipients)
        pace = checks.throttle("throttle", throttle)
        return self._read_timeout if scheduled else group_wait(self._read_timeout, pace, people)
