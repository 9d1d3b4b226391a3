"""The start of a list: its lanes are set going, unless a person has to be asked first."""

from bot.engine.port import JobArgs
from bot.features.lists import quiet_hours, quiet_now
from bot.features.lists.lanes import Lanes
from bot.features.lists.pauses import LATE
from bot.features.lists.series_people import SeriesPeople
from bot.features.sends import lost_words
from bot.features.sends.holds import Hold
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import SendService
from bot.store import messages, sends
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send, again, new_rows
from bot.store.states import SendState
from bot.texting.clock import Clock


class Start:
    """Begins lists that were confirmed."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        send_service: SendService,
        clock: Clock,
        *,
        safeguards: Safeguards,
        series_people: SeriesPeople,
        rules: SendRules,
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._send_service = send_service
        self._clock = clock
        self._changed = safeguards.approvals.changed
        self._wording = safeguards.wording
        self._series_people = series_people
        self._rules = rules

    def run(self, args: JobArgs) -> None:
        """Begin the list ``send_id``, unless a person has to be asked first.

        The people of a date of a series are gathered then.
        """
        list_id = args["send_id"]
        send = self._queued(list_id)
        if send is None or self._lost_or_late(send):
            return
        if not self._series_people.gather(send):
            return
        send = self._queued(list_id)
        if send is not None and not self._quiet_or_changed(send):
            self._begin(list_id)

    def _queued(self, list_id: str) -> Send | None:
        """Return a list; None when it was begun before a crash, with its lanes, or decided otherwise."""
        with self._database.read() as conn:
            send = sends.get(conn, list_id)
        return send if send is not None and send.state is SendState.QUEUED else None

    def _lost_or_late(self, send: Send) -> bool:
        with self._database.read() as conn:
            lost = lost_words.lost(conn, self._wording, send)
        if lost:
            self._send_service.hold_back(send.id, Hold.WORDS, lost)
        elif self._clock() - send.updated_at > self._rules.latest:
            self._send_service.hold_back(send.id, Hold.LATE, LATE)
        else:
            return False
        return True

    def _quiet_or_changed(self, send: Send) -> bool:
        with self._database.read() as conn:
            changed = self._changed(conn, send)
        if quiet := quiet_now.among_all(self._database, send, self._clock(), self._rules.windows):
            self._send_service.hold_back(send.id, Hold.QUIET, quiet_hours.sentence(quiet))
        elif changed:
            self._send_service.ask_again(send.id, changed)
        return bool(quiet or changed)

    def _begin(self, list_id: str) -> None:
        with self._database.write() as conn:
            moved = sends.move(
                conn, list_id, SendState.RUNNING, now=self._clock(), only_from=SendState.QUEUED
            )
            send = sends.get(conn, list_id)
            new_rows.leave_out_repeated(conn, list_id, self._clock())
            if moved and send is not None and send.again_of is not None:
                again.leave_to_others(conn, list_id, send.again_of, self._clock())
                sends.mark_dirty(conn, (send.again_of,))
            if moved and send is not None:
                self._lanes.launch(conn, list_id, send.wave)
                messages.open_another(conn, list_id, Purpose.DETAILS)
