"""Adding a number to the contacts first: SMS-iT books for contacts only."""

from bot.errors import UserError
from bot.smsit import AlreadySubscribed, SmsItClient, SmsItError


class ContactAddition:
    """Adds numbers to groups."""

    def __init__(self, client: SmsItClient) -> None:
        self._client = client

    def add(self, number: str, group: str, name: str) -> None:
        """Add a number (digits) to a group. Raises :exc:`UserError` when it is not, or may not be, there.

        A number that is there already, or has opted out, is a contact: an appointment can be booked.
        """
        try:
            self._client.add_contact(number, group, name=name or None)
        except AlreadySubscribed:
            return
        except SmsItError as error:
            raise UserError(error.sentence) from None
