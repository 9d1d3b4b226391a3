"""Appointments: booked, confirmed, moved and cancelled at SMS-iT, with the texts that go with them."""
