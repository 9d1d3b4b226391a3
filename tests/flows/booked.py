"""What is true of appointments: what the bot wrote down, what SMS-iT has, and which texts left."""

from datetime import datetime
from itertools import count

from sqlalchemy import select, union_all

from bot.features.appointments import timeline
from bot.features.appointments.timeline import Timeline
from bot.store.appointment_calls import CallState
from bot.store.tables import appointment, appointment_call, send
from tests.flows.harness import Harness

PENDING = [
    select(table.c.id).where(table.c.state.in_(("queued", "attempting")))
    for table in (appointment_call, send)
]
_NUMBERS = count(14155550700)


class Truth:
    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.smsit = harness.sandbox.smsit

    def patient(self, name: str, number: str = "") -> str:
        """Have somebody new among the contacts, and return the number."""
        number = number or str(next(_NUMBERS))
        self.smsit.call("addcontact", group="VIP", number=number, name=name)
        return number

    def texts_to(self, number: str) -> list[str]:
        """Every text that left for a number."""
        return [each.body for each in self.smsit.ledger if each.number == number]

    def kept(self, number: str) -> list[tuple[str, str]]:
        """What SMS-iT has of a number: wall-clock time and status."""
        found = (each for each in self.smsit.appointments if each.number == number)
        return [(f"{each.at:%d %b %H:%M}", each.status) for each in found]

    def calls(self, endpoint: str = "addappointment") -> int:
        """How often an endpoint was called so far."""
        return sum(each.endpoint == endpoint for each in self.smsit.requests)

    def newest(self, number: str) -> str:
        """Return the id of the newest appointment of a number that was confirmed."""
        called = select(appointment_call.c.id).where(appointment_call.c.appointment_id == appointment.c.id)
        own = select(appointment.c.id).where(appointment.c.number == number, called.exists())
        with self.harness.bot.database.read() as conn:
            return str(conn.execute(own.order_by(appointment.c.created_at.desc()).limit(1)).scalar_one())

    def story(self, booked: str) -> Timeline:
        """Return all the bot knows of an appointment."""
        with self.harness.bot.database.read() as conn:
            found = timeline.read(conn, booked)
        assert found is not None
        return found

    def until(self, booked: str, state: CallState) -> Timeline:
        """Wait until the newest call about an appointment is in a state and its message says so."""

        def there() -> bool:
            return self.story(booked).last.state is state and self.harness._is_drawn(booked)

        self.harness.wait_for_database(there)
        return self.story(booked)

    def told_of(self, booked: str) -> None:
        """Wait until the newest change is told in the thread: a clock turned meanwhile has it told again."""
        last = self.story(booked).last
        self.harness.wait_for_database(lambda: self.harness._is_drawn(last.id))

    def quiet(self) -> None:
        """Wait until the bot has nothing to do: no press to answer, no call to make, no text to send."""
        self.harness.wait_for_database(self._is_quiet)

    def _is_quiet(self) -> bool:
        return self.harness.rests(self._nothing_pends)

    def _nothing_pends(self) -> bool:
        with self.harness.bot.database.read() as conn:
            return not conn.execute(select(union_all(*PENDING).subquery().c.id).limit(1)).all()

    def strike_at(self, at: datetime) -> None:
        """Turn the clock to a moment and let it strike, twice, as it does every few seconds."""
        self.harness.clock.advance(seconds=(at - self.harness.clock()).total_seconds())
        for _ in range(2):
            self.harness.bot.tick.run({})
            self.quiet()
