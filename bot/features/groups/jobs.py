"""What the engine runs for contacts: keeping the list of groups, which SMS-iT has none of."""

import logging
from typing import Final

from bot.engine.port import JobArgs
from bot.features.groups.sync import GroupSync, Stopped
from bot.smsit import SmsItError

log = logging.getLogger(__name__)

GROUPS: Final = "contacts.groups"
EVERY_QUARTER_HOUR: Final = "0 7,22,37,52 * * * *"


class GroupRefresh:
    """Brings the groups and their figures up to date."""

    def __init__(self, sync: GroupSync) -> None:
        self._sync = sync

    def run(self, _args: JobArgs) -> None:
        """Look for what is new, or count everything when that is due.

        When SMS-iT does not answer, or the process ends, what was known stays until the next time.
        """
        try:
            self._sync.run()
        except SmsItError as error:
            log.warning("the groups were not refreshed: %s", error)
        except Stopped:
            log.info("the groups were not refreshed: the process ends")
