"""The services around one customer at a time: codes, and what is known of contacts."""

import hmac
from collections.abc import Callable, Mapping
from typing import Final

from bot.assembly.common import Common
from bot.assembly.ground import Ground
from bot.engine.port import JobArgs
from bot.features.contacts.additions import Additions
from bot.features.contacts.exports import Exports
from bot.features.contacts.finder import Finder
from bot.features.otp import jobs as otp_jobs
from bot.features.otp.codes import Seal
from bot.features.otp.limits import Limits
from bot.features.otp.record import Record
from bot.features.otp.service import Sending
from bot.features.otp.upkeep import Upkeep
from bot.features.otp.verifying import Verifying

Jobs = Mapping[str, Callable[[JobArgs], None]]
KEY_FOR_CODES: Final = b"keyed hashes of one-time codes"


class Codes:
    """One-time codes. Their hashes are keyed with a secret that all processes of the bot have anyway."""

    def __init__(self, ground: Ground, common: Common) -> None:
        database, clock, rules = ground.database, ground.clock, ground.policy.otp
        show = common.board.show_soon
        secret = ground.settings.smsit_api_key.get_secret_value().encode()
        seal = Seal(hmac.digest(secret, KEY_FOR_CODES, "sha256"))
        self.sending = Sending(
            database,
            common.contacts,
            common.credit,
            common.do_not_text,
            clock,
            outbox=common.outbox,
            rules=rules,
            limits=Limits(rules, ground.settings.smsit_timezone),
            sender=ground.senders.numbers[0],
            show=show,
        )
        self.verifying = Verifying(
            database, ground.smsit, seal, clock, request_seconds=ground.request_seconds, show=show
        )
        self.record = Record(database, ground.access.allows)
        self.upkeep = Upkeep(database, clock, show)
        self._attempts = otp_jobs.Attempts(
            database,
            ground.smsit,
            common.do_not_text,
            seal,
            clock,
            rules=rules,
            follow_for=ground.follow_for,
            request_seconds=ground.request_seconds,
            show=show,
        )

    @property
    def jobs(self) -> Jobs:
        """The jobs by name."""
        return {otp_jobs.ATTEMPT: self._attempts.run}


class People:
    """Contacts as people look for them, add them and take them home."""

    def __init__(self, ground: Ground, common: Common) -> None:
        self.finder = Finder(ground.smsit, common.contacts)
        self.additions = Additions(ground.smsit)
        self.exports = Exports(self.finder, ground.database, ground.files, ground.poster.post, ground.clock)
