"""What changed about an appointment, told in the thread of its message: one message for each change."""

from sqlalchemy import Connection

from bot.store import change_plans, messages
from bot.store.appointment_calls import Call
from bot.store.messages import Purpose


def tell(conn: Connection, call: Call) -> None:
    """Have what came of a change told, in the caller's transaction; once it is, that message is edited.

    The booking itself is what the appointment's own message is about. Where it was changed with all of a day,
    that message tells it too.
    """
    if not call.is_first:
        messages.open_another(conn, call.id, Purpose.CHANGE)
        above = call.appointment_id, Purpose.APPOINTMENT
        messages.put_under(conn, call.id, *above, below=Purpose.CHANGE)
        change_plans.outdate(conn, call.id)
