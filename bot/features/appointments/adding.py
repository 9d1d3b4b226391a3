"""Adding a number to the contacts first: SMS-iT books for contacts only."""

from bot.features.contacts.once import Once
from bot.slack.errors import UserError
from bot.smsit import AlreadySubscribed, OutcomeUnknown, SmsItClient, SmsItError


class Adding:
    """Adds numbers to groups, once each time somebody asks."""

    def __init__(self, client: SmsItClient) -> None:
        self._client = client
        self._once: Once[str] = Once()

    def add(self, key: str, number: str, group: str, name: str) -> None:
        """Add a number (digits) to a group. Raises :exc:`UserError` when it is not, or may not be, there.

        A number that is there already, or has opted out, is a contact: an appointment can be booked. What was
        added, or may have been, is not added again for the same ``key``.
        """
        unclear = self._once.do(key, lambda: self._add(number, group, name))
        if unclear:
            raise UserError(unclear)

    def _add(self, number: str, group: str, name: str) -> str:
        """Return why it is not known whether it was added; nothing when it is a contact."""
        try:
            self._client.add_contact(number, group, name=name or None)
        except AlreadySubscribed:
            return ""
        except OutcomeUnknown as error:
            return error.sentence
        except SmsItError as error:
            raise UserError(error.sentence) from None
        return ""
