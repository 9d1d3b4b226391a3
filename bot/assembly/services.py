"""Everything the bot does, before anybody can ask it to: services, jobs, and what the clock does."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.assembly.appointments import Appointments
from bot.assembly.common import Common
from bot.assembly.customers import Codes, Imports, People
from bot.assembly.ground import Ground
from bot.assembly.kinds import Broadcasts, Lists, Texts
from bot.engine.port import JobArgs
from bot.features.broadcast.progress import Progress as BroadcastProgress
from bot.features.contacts.jobs import GROUPS, GroupRefresh
from bot.features.delivery.jobs import RETENTION, TICK, Retention, Tick, Watch
from bot.features.outbox.waiting import Waiting
from bot.store.sends import Send, SendKind

HOME_TEXTS: Final = 10


class Services(Common):
    """The services of one bot, on its ground. Nothing runs yet."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        texts = Texts(ground, self)
        self.texting, self.again = texts.texting, texts.again
        broadcasts = Broadcasts(ground, self)
        self.broadcasting = broadcasts.broadcasting
        self._lists = Lists(ground, self, texts.attempts.attempt)
        self.preparing, self.list_decisions = self._lists.preparing, self._lists.decisions
        self.asking = self._lists.asking
        self.codes = Codes(ground, self)
        self.people = People(ground, self)
        self.imports = Imports(ground, self)
        self.appointments = Appointments(ground, self, self.texting.night_sentence)
        self.tick = self._tick()
        forgetting = (self.imports.forgetting.run, self.appointments.forgetting.run)
        retention = Retention(ground.database, ground.clock, ground.keep, others=forgetting)
        self.jobs: dict[str, Callable[[JobArgs], None]] = {
            **texts.jobs,
            **broadcasts.jobs,
            **self._lists.jobs,
            **self.codes.jobs,
            **self.imports.jobs,
            **self.appointments.jobs,
            TICK: self.tick.run,
            RETENTION: retention.run,
            GROUPS: GroupRefresh(self.sync).run,
        }

    def stop(self) -> None:
        """Have what counts and what keeps pace leave off, so that nobody waits for it."""
        self.sync.stop()
        self._lists.pacer.stop()
        self.imports.pacer.stop()

    def quiet_then(self, send: Send, at: datetime) -> str:
        """Return a sentence when a text to one number would come in quiet hours; nothing otherwise."""
        return self.texting.night_sentence(send.to_phone, at) if send.to_phone else ""

    def _tick(self) -> Tick:
        ground = self._ground
        waiting = Waiting(
            ground.database,
            self.outbox,
            ground.clock,
            latest=ground.latest,
        )
        watch = Watch(
            ground.database,
            self.questions,
            self.delivery,
            self.board,
            ground.clock,
            polls=dict.fromkeys((SendKind.GROUP, SendKind.ELSEWHERE), self.following.poll),
            executor=ground.reports,
        )
        return Tick(
            {
                "fire": waiting.fire,
                "repair": waiting.repair,
                "expire": self.approvals.expire,
                "broadcasts": BroadcastProgress(ground.database, ground.clock).show,
                **watch.parts(),
                "codes": self.codes.upkeep.expire,  # after the sweep
                "appointments": self.appointments.calling.look_after,
                **self.imports.upkeep.parts(),
                **self._lists.upkeep.parts(),  # after the reports have been read
                "show lists": self.board.show_all,
            }
        )
