"""The services of appointments."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from bot.assembly.common import Common
from bot.assembly.ground import Ground
from bot.engine.port import JobArgs
from bot.features.appointments.adding import Adding
from bot.features.appointments.calling import CALL, Calling, enqueue_call
from bot.features.appointments.changing import Changing
from bot.features.appointments.listing import Bookings
from bot.features.appointments.moving import Moving
from bot.features.appointments.retention import Forgetting
from bot.features.appointments.service import Booking
from bot.features.appointments.taking import Taking

Jobs = Mapping[str, Callable[[JobArgs], None]]


class Appointments:
    """Booking, moving and cancelling. ``night`` says when a text to a number would come in quiet hours."""

    def __init__(self, ground: Ground, common: Common, night: Callable[[str, datetime], str]) -> None:
        database, clock, zone = ground.database, ground.clock, ground.settings.smsit_timezone
        queue = partial(enqueue_call, ground.engine)
        taking = Taking(common.outbox, clock, ground.senders, zone=zone)
        self.booking = Booking(
            database,
            common.contacts,
            common.credit,
            common.do_not_text,
            clock,
            queue=queue,
            account_zone=zone,
            night=night,
        )
        self.changing = Changing(database, taking, clock, queue=queue)
        self.moving = Moving(database, self.booking, account_zone=zone)
        self.adding = Adding(ground.smsit)
        self.bookings = Bookings(database, clock)
        self.calling = Calling(
            database,
            ground.engine,
            ground.smsit,
            taking,
            clock,
            latest=ground.latest,
            request_seconds=ground.request_seconds,
        )
        self.forgetting = Forgetting(database, clock, ground.keep)

    @property
    def jobs(self) -> Jobs:
        """The jobs by name."""
        return {CALL: self.calling.run}
