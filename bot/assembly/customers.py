"""The services around customers: codes, what is known of contacts, and contacts from a file."""

import hmac
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from bot.assembly.common import Common
from bot.assembly.ground import Ground
from bot.engine.pacer import Pacer
from bot.engine.port import JobArgs
from bot.features.contact_import import lanes as import_lanes
from bot.features.contact_import.attempts import Attempts as ImportAttempts
from bot.features.contact_import.lanes import Lanes
from bot.features.contact_import.preparing import Preparing
from bot.features.contact_import.progress import Progress
from bot.features.contact_import.results import Results
from bot.features.contact_import.retention import Forgetting
from bot.features.contact_import.running import Running
from bot.features.contact_import.service import Imports as ImportService
from bot.features.contact_import.settling import Settling
from bot.features.contact_import.starting import Starting
from bot.features.contact_import.upkeep import Upkeep as ImportUpkeep
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
MARGIN_SECONDS: Final = 10
"""Beyond the time a request has given up by."""
KEY_FOR_CODES: Final = b"keyed hashes of one-time codes"


class Codes:
    """One-time codes. Their hashes are keyed with a secret that all processes of the bot have anyway."""

    def __init__(self, ground: Ground, common: Common) -> None:
        database, clock, rules = ground.database, ground.clock, ground.policy.otp
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
        )
        self.verifying = Verifying(
            database, ground.smsit, seal, clock, request_seconds=ground.request_seconds
        )
        self.record = Record(database, ground.access.allows)
        self.upkeep = Upkeep(database, clock)
        self._attempts = otp_jobs.Attempts(
            database,
            ground.smsit,
            common.do_not_text,
            seal,
            clock,
            rules=rules,
            follow_for=ground.follow_for,
            request_seconds=ground.request_seconds,
        )

    @property
    def jobs(self) -> Jobs:
        """The jobs by name."""
        return {otp_jobs.ATTEMPT: self._attempts.run}


class People:
    """Contacts as people look for them, add them and take them home."""

    def __init__(self, ground: Ground, common: Common) -> None:
        region = ground.settings.default_region
        self.finder = Finder(ground.smsit, common.contacts, region)
        self.additions = Additions(ground.smsit, region)
        self.exports = Exports(self.finder, ground.database, ground.clock, region=region)


class Imports:
    """Contacts from a file."""

    def __init__(self, ground: Ground, common: Common) -> None:
        database, clock = ground.database, ground.clock
        lanes = Lanes(ground.engine, ground.import_lanes)
        self.pacer = Pacer(ground.policy.contacts.import_per_second)
        self.preparing = Preparing(ground.sheets, common.contacts, clock)
        self.imports = ImportService(database, lanes, clock, allows=ground.access.allows)
        progress = Progress(database, clock)
        settling = Settling(
            database,
            ground.smsit,
            clock,
            limit=timedelta(seconds=round(2 * ground.request_seconds) + MARGIN_SECONDS),
            take=self.pacer.take,
            beat=progress.beat,
            region=ground.settings.default_region,
        )
        attempts = ImportAttempts(database, ground.smsit, clock)
        self._starting = Starting(database, lanes, self.preparing, clock)
        self._running = Running(database, lanes, attempts, progress, clock, take=self.pacer.take)
        self._results = Results(
            database,
            lanes,
            settling,
            clock,
            files=ground.files,
            post=ground.poster.post,
            after=lambda: common.sync.start(ground.long.run, full=False),
        )
        self.upkeep = ImportUpkeep(database, lanes, self._running, settling, clock)
        self.forgetting = Forgetting(database, clock, ground.keep)

    @property
    def jobs(self) -> Jobs:
        """The jobs by name."""
        return {
            import_lanes.START: self._starting.run,
            import_lanes.CHUNK: self._running.chunk,
            import_lanes.RESULT: self._results.run,
        }
