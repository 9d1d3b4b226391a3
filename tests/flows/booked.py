"""What is true of appointments in a house: what the bot wrote down, what SMS-iT has, and which texts left."""

from datetime import datetime
from itertools import count

from sqlalchemy import select, union_all

from bot.features.appointments import story
from bot.features.appointments.story import Story
from bot.store.appointment_calls import CallState
from bot.store.tables import appointment, appointment_call, send
from tests.flows.house import House

PENDING = [
    select(table.c.id).where(table.c.state.in_(("queued", "attempting")))
    for table in (appointment_call, send)
]
_NUMBERS = count(14155550700)


class Truth:
    def __init__(self, house: House) -> None:
        self.house = house
        self.smsit = house.sandbox.smsit

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
        with self.house.bot.database.read() as conn:
            return str(conn.execute(own.order_by(appointment.c.created_at.desc()).limit(1)).scalar_one())

    def story(self, booked: str) -> Story:
        """Return all the bot knows of an appointment."""
        with self.house.bot.database.read() as conn:
            found = story.read(conn, booked)
        assert found is not None
        return found

    def until(self, booked: str, state: CallState) -> Story:
        """Wait until the newest call about an appointment is in a state and its message says so."""

        def there() -> bool:
            return self.story(booked).last.state is state and self.house._is_drawn(booked)

        self.house.wait_for_database(there)
        return self.story(booked)

    def quiet(self) -> None:
        """Wait until the bot has nothing to do: no press to answer, no call to make, no text to send."""
        self.house.wait_for_database(self._is_quiet)

    def _is_quiet(self) -> bool:
        if not self.house.bot.is_quiet():
            return False
        with self.house.bot.database.read() as conn:
            return not conn.execute(select(union_all(*PENDING).subquery().c.id).limit(1)).all()

    def strike_at(self, at: datetime) -> None:
        """Turn the clock to a moment and let it strike, twice, as it does every few seconds."""
        self.house.clock.advance(seconds=(at - self.house.clock()).total_seconds())
        for _ in range(2):
            self.house.bot.tick.run({})
            self.quiet()
