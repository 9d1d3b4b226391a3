"""Appointments, the calls of SMS-iT about them, and what people want to change of several at once."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.tables.columns import UtcTime, metadata
from bot.store.tables.encrypted import Number, Words

# What the bot booked. SMS-iT tells nothing about appointments, so this is all that is known of them.
appointment = Table(
    "appointment",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),  # an id Slack repeats when it delivers again
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("origin_channel", String(32)),
    Column("number", Number(), nullable=False),
    Column("name", Words()),
    Column("at", UtcTime, nullable=False),  # as SMS-iT has it: the newest call it accepted
    Column("status", String(16), nullable=False),  # likewise; empty until it accepted the first
    Column("zone", String(64), nullable=False),  # of whoever booked it, for showing its time
    Column("reminder_text", Words()),  # the template; emptied when the retention time is over
    Column("confirmation_id", String(32)),
    Column("confirmation_text", Words()),
    Column("sender", String(32), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("phone", Number(), nullable=False, server_default=""),  # the one form of the number
    Column("hours_before", JSON(none_as_null=True)),  # of each reminder, the earliest first
    Column("reminder_ids", JSON(none_as_null=True)),  # the sends that remind, once there are some
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
    Column("attempts", Integer, nullable=False, server_default="0"),  # that provably told SMS-iT nothing
    Column("outcome_code", Text),
    Column("outcome_sentence", Words()),
    Column("decided_by", String(32)),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("notice", Words()),  # the template of what the customer is told once it is taken
    Column("notice_at", UtcTime),  # not before; empty: at once
    Column("notice_id", String(32)),  # the send that tells them, once there is one
    Column("wave", Integer, nullable=False, server_default="0"),  # how often it was set going: names its jobs
)
IS_PENDING = text("state IN ('queued', 'attempting')")
Index("ix_appointment_call_appointment_id", appointment_call.c.appointment_id, appointment_call.c.created_at)
Index(
    "ix_appointment_call_pending",
    appointment_call.c.updated_at,
    sqlite_where=IS_PENDING,
    postgresql_where=IS_PENDING,
)

# What somebody was shown, and confirms: one appointment moved or cancelled, or all of a day.
change_plan = Table(
    "change_plan",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),  # an id Slack repeats when it delivers again
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("origin_channel", String(32)),
    Column("day", String(10)),  # ISO, in the account's zone; empty for one appointment alone
    Column("status", String(16), nullable=False),  # cancelled, rescheduled
    Column("notice", Words()),  # a template; empty: nobody is told
    Column("hours", JSON(none_as_null=True)),  # of the reminders of one that is moved
    Column("zone", String(64), nullable=False),  # of whoever asks, for showing times
    Column("created_at", UtcTime, nullable=False),
    Column("confirmed_at", UtcTime),  # empty: a draft
    Column("shown", String(64)),  # a digest of how it fared when its message was drawn last
)
Index("ix_change_plan_confirmed_at", change_plan.c.confirmed_at)

change_plan_row = Table(
    "change_plan_row",
    metadata,
    Column("plan_id", String(32), ForeignKey("change_plan.id", ondelete="CASCADE"), primary_key=True),
    Column("appointment_id", String(32), ForeignKey("appointment.id", ondelete="CASCADE"), primary_key=True),
    Column("call_id", String(32), nullable=False),  # the newest call as it was seen
    Column("wave", Integer, nullable=False),  # of that
    Column("at", UtcTime, nullable=False),  # where it is moved, or the time that is cancelled
    Column("notice_at", UtcTime),  # when the text goes at the earliest; empty: at once
    Column("silent", String(16)),  # why this one is not told: opted_out, listed, quiet, too_long
    Column("made_id", String(32)),  # the call that came of it; empty: it had changed meanwhile
)
Index("ix_change_plan_row_appointment_id", change_plan_row.c.appointment_id)
Index("ix_change_plan_row_made_id", change_plan_row.c.made_id)

# A time that became free, offered to the people of a group, a few at once, until somebody takes it.
free_time = Table(
    "free_time",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),  # an id Slack repeats when it delivers again
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("origin_channel", String(32)),
    Column("appointment_id", String(32), nullable=False),  # the one that was cancelled, or moved away from it
    Column("at", UtcTime, nullable=False),
    Column("zone", String(64), nullable=False),  # of whoever offers it, for showing times
    Column("group_name", Text, nullable=False),
    Column("sender", String(32), nullable=False),
    Column("body", Words(), nullable=False),  # the template
    Column("state", String(16), nullable=False),  # draft, open, taken, ended
    Column("why", String(16)),  # of an ended one: everybody, time, budget, approval, back, stopped
    Column("offered", Integer, nullable=False, server_default="0"),  # to so many so far
    Column("next_at", UtcTime),  # when the next ones are asked
    Column("decided_by", String(32)),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)
IS_OFFERED = text("state = 'open'")
Index(
    "uq_free_time_offered",
    free_time.c.appointment_id,
    unique=True,
    sqlite_where=IS_OFFERED,
    postgresql_where=IS_OFFERED,
)
