"""What the engine runs for contacts: keeping the list of groups, which SMS-iT has none of."""

import logging
from typing import Final

from bot.engine.port import JobArgs
from bot.features.contacts.service import ContactBook
from bot.smsit import SmsItError

log = logging.getLogger(__name__)

GROUPS: Final = "contacts.groups"
HOURLY: Final = "0 7 * * * *"


class GroupRefresh:
    """Pages through the contacts for the names of their groups."""

    def __init__(self, contacts: ContactBook) -> None:
        self._contacts = contacts

    def run(self, _args: JobArgs) -> None:
        """Refresh the names; when SMS-iT does not answer, those known stay until the next time."""
        try:
            found = self._contacts.refresh_groups()
        except SmsItError as error:
            log.warning("the groups were not refreshed: %s", error)
        else:
            log.info("%d groups known", found)
