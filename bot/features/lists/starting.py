"""The start of a list: its lanes are set going, unless a person has to be asked first."""

from collections.abc import Callable

from sqlalchemy import Connection

from bot.engine.port import JobArgs
from bot.features.lists import quiet_hours, quiet_now
from bot.features.lists.lanes import Lanes
from bot.features.lists.pausing import LATE
from bot.features.sends import lost_words
from bot.features.sends.holds import Hold
from bot.features.sends.rules import SendRules
from bot.features.sends.service import SendService
from bot.features.templates.service import Wording
from bot.store import messages, sends
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send, again, rows
from bot.store.states import SendState
from bot.texting.clock import Clock

Changed = Callable[[Connection, Send], str]
"""Says what has changed since a list was approved; nothing when nothing has."""


class Starting:
    """Begins lists that were confirmed."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        send_service: SendService,
        clock: Clock,
        *,
        changed: Changed,
        wording: Wording,
        rules: SendRules,
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._send_service = send_service
        self._clock = clock
        self._changed = changed
        self._wording = wording
        self._rules = rules

    def run(self, args: JobArgs) -> None:
        """Begin the list ``send_id``, unless a person has to be asked first."""
        list_id = args["send_id"]
        with self._database.read() as conn:
            send = sends.get(conn, list_id)
            changed = "" if send is None else self._changed(conn, send)
            lost = "" if send is None else lost_words.lost(conn, self._wording, send)
        if send is None or send.state is not SendState.QUEUED:
            return  # begun before a crash, with its lanes; or decided otherwise
        if lost:
            self._send_service.hold_back(list_id, Hold.WORDS, lost)
        elif self._clock() - send.updated_at > self._rules.latest:
            self._send_service.hold_back(list_id, Hold.LATE, LATE)
        elif quiet := quiet_now.among_all(self._database, send, self._clock(), self._rules.windows):
            self._send_service.hold_back(list_id, Hold.QUIET, quiet_hours.sentence(quiet))
        elif changed:
            self._send_service.ask_again(list_id, changed)
        else:
            self._begin(list_id)

    def _begin(self, list_id: str) -> None:
        with self._database.write() as conn:
            moved = sends.move(
                conn, list_id, SendState.RUNNING, now=self._clock(), only_from=SendState.QUEUED
            )
            send = sends.get(conn, list_id)
            rows.leave_out_repeated(conn, list_id, self._clock())
            if moved and send is not None and send.again_of is not None:
                again.leave_to_others(conn, list_id, send.again_of, self._clock())
                sends.mark_dirty(conn, (send.again_of,))
            if moved and send is not None:
                self._lanes.launch(conn, list_id, send.attempts)
                messages.open_another(conn, list_id, Purpose.DETAILS)
