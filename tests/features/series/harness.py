"""Series with everything around them in memory, on a real database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.access import Who
from bot.features.sends import repeats
from bot.features.series.listeners import SeriesListeners
from bot.features.series.occurrences import Occurrences
from bot.features.series.renderer import Renderer
from bot.features.series.service import SeriesService, SeriesStatus
from bot.features.series.upkeep import Upkeep
from bot.slack.blocks import kit
from bot.store import series
from bot.store.database import Database
from bot.store.sends import HeldBy, Send
from bot.store.series import Series
from bot.store.tables import send as table
from bot.texting import recurrence
from bot.texting.recurrence import Cycle, Rule
from bot.texting.words import zone_or_utc
from tests.clock import FakeClock
from tests.features.kinds import kinds
from tests.features.sends.harness import MAYA
from tests.features.sends.harness import Harness as Sends
from tests.features.slack_harness import SlackHarness

ZONE = "Europe/London"


class Harness(Sends):
    def __init__(self, database: Database, clock: FakeClock) -> None:
        super().__init__(database, clock)
        self.service = SeriesService(database, self.permissions, kinds(), clock)
        self.occurrences = Upkeep(Occurrences(database, self.send_service, clock))
        self.renderer = Renderer(self.service)
        self.slack_harness = SlackHarness()
        self.rewritten: list[repeats.Rewrite] = []
        self.listeners = SeriesListeners(
            self.slack_harness.responder,
            self.service,
            dict.fromkeys(kinds(), self._form),
            clock,
        )

    def _form(self, rewrite: repeats.Rewrite, _who: Who) -> kit.Block:
        self.rewritten.append(rewrite)
        return kit.modal(callback_id="form", title="Form", blocks=[kit.section("Written anew")])

    def begin(
        self,
        times: int = 4,
        *,
        cycle: Cycle = Cycle.DAILY,
        draft: Callable[..., str] | None = None,
        replaces: str = "",
        who: Who = MAYA,
        **changes: object,
    ) -> str:
        """Confirm a series whose first date is an hour ahead."""
        start = self.clock() + timedelta(hours=1)
        rule = Rule(cycle, times=times)
        kept = recurrence.kept(rule, start, recurrence.dates(rule, start, zone_or_utc(ZONE)), replaces)
        held = {"held_by": HeldBy.BOT, "send_at": start, "zone": ZONE}
        own = {"user_id": who.user_id, "recurrence": recurrence.dump(kept)}
        send_id = (draft or self.draft)(**{**held, **own, **changes})
        self.send_service.confirm(send_id, who)
        return send_id

    def far(self, series_id: str) -> Series:
        with self.database.read() as conn:
            found = series.get(conn, series_id)
        assert found is not None
        return found

    def seen(self, series_id: str) -> str:
        at = self.far(series_id).next_at
        return "" if at is None else at.astimezone(UTC).isoformat()

    def series_status(self, series_id: str) -> SeriesStatus:
        return self.service.of(self.the(series_id))

    def dates_of(self, series_id: str) -> list[Send]:
        """The sends made for its dates, the oldest first."""
        query = table.select().where(table.c.series_id == series_id).order_by(table.c.send_at)
        with self.database.read() as conn:
            ids = [row.id for row in conn.execute(query)]
        return [self.the(each) for each in ids]

    def come(self, at: datetime | None = None, **duration: float) -> None:
        """Let time pass, and the clock look for what is due."""
        if at is not None:
            duration = {"seconds": (at - self.clock()).total_seconds()}
        self.clock.advance(**duration)
        self.occurrences.make()
