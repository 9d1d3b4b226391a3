"""Appointments, and the calls of SMS-iT about them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.tables.columns import UtcTime, metadata

# What the bot booked. SMS-iT tells nothing about appointments, so this is all that is known of them.
appointment = Table(
    "appointment",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),  # an id Slack repeats when it delivers again
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("origin_channel", String(32)),
    Column("number", String(32), nullable=False),
    Column("name", Text),
    Column("at", UtcTime, nullable=False),  # as SMS-iT has it: the newest call it accepted
    Column("status", String(16), nullable=False),  # likewise; empty until it accepted the first
    Column("zone", String(64), nullable=False),  # of whoever booked it, for showing its time
    Column("reminder_id", String(32)),  # the send that reminds, once there is one
    Column("reminder_hours", Integer),
    Column("reminder_text", Text),  # the template; emptied when the retention time is over
    Column("confirmation_id", String(32)),
    Column("confirmation_text", Text),
    Column("sender", String(32), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("phone", String(32), nullable=False, server_default=""),  # the one form of the number
)
Index("ix_appointment_at", appointment.c.at)
Index("ix_appointment_phone", appointment.c.phone, appointment.c.at)

# Each call of SMS-iT about an appointment, attempted once: the booking, each move, the cancellation.
appointment_call = Table(
    "appointment_call",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("appointment_id", String(32), ForeignKey("appointment.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("status", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # queued, attempting, accepted, refused, unknown
    Column("token", String(32)),
    Column("attempting_at", UtcTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("outcome_code", Text),
    Column("outcome_sentence", Text),
    Column("decided_by", String(32)),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)
IS_PENDING = text("state IN ('queued', 'attempting')")
Index("ix_appointment_call_appointment_id", appointment_call.c.appointment_id, appointment_call.c.created_at)
Index(
    "ix_appointment_call_pending",
    appointment_call.c.updated_at,
    sqlite_where=IS_PENDING,
    postgresql_where=IS_PENDING,
)
