"""The tables. A change here needs a migration beside it; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """An instant. Takes aware times only and gives back aware UTC; SQLite itself knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into UTC for the database. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored instant back as aware UTC."""
        del dialect  # SQLite returns naive UTC, PostgreSQL aware times in the session's zone
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(naming_convention=NAMES)

send = Table(
    "send",
    metadata,
    Column("id", String(32), primary_key=True),  # uuid4, hexadecimal
    Column("key", String(255), nullable=False, unique=True),  # an id Slack repeats when it delivers again
    Column("kind", String(16), nullable=False),
    Column("state", String(24), nullable=False),
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("origin_channel", String(32)),
    Column("to_number", String(32), nullable=False),  # as SMS-iT keeps it
    Column("to_name", Text),
    Column("body", Text),  # emptied when the retention time is over
    Column("sender", String(32), nullable=False),
    Column("alpha_sender", String(16)),
    Column("segments", Integer, nullable=False),
    Column("credits", Integer, nullable=False),
    Column("credits_upper", Integer, nullable=False),
    Column("held_by", String(8), nullable=False),
    Column("send_at", UtcTime),
    Column("zone", String(64)),
    Column("recurrence", JSON(none_as_null=True)),
    Column("add_to_group", Text),
    Column("balance_shown", Integer),
    Column("token", String(32)),
    Column("attempting_at", UtcTime),
    Column("attempt_limit_seconds", Integer),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("outcome_code", Text),
    Column("outcome_sentence", Text),
    Column("evidence", JSON(none_as_null=True)),  # for and against an unknown outcome, in sentences
    Column("report_status", Text),  # the newest report on a text to one number
    Column("report_error", Text),
    Column("decided_by", String(32)),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    # One row of a list is a send of its own, below the list's.
    Column("parent_id", String(32)),
    Column("line", Integer),  # which row of the list, counted from 1 as the person sees it
    Column("people", Integer, nullable=False, server_default="1"),
    Column("occurrences", Integer, nullable=False, server_default="1"),
    Column("goes_at", UtcTime),  # when it was confirmed for: the day its credits count towards
    Column("throttle", Integer),
    Column("rotate", Boolean(create_constraint=False)),
    Column("remote_id", String(32)),  # SMS-iT's id of a group send
    Column("successful", Integer),  # the newest report on a group send
    Column("failed", Integer),
    Column("ends_at", UtcTime),  # the end of a series
    Column("risked", Integer, nullable=False, server_default="0"),  # earlier attempts that may have gone out
    Column("quiet_override", String(32)),  # who had it sent in spite of quiet hours
    Column("to_phone", String(32), nullable=False, server_default=""),  # the one form of the number
    Column("report_repeats", Integer),  # reports on a group send in a row that brought the same figures
    Column("pending_values", JSON(none_as_null=True)),  # columns that a person's answer writes
    Column("paused_until", UtcTime),  # when what paused a list ends, if that is known
    # Of a text about an appointment; the appointment itself may be gone, so there is no foreign key.
    Column("appointment_id", String(32)),
    Column("appointment_text", String(16)),  # confirmation, reminder
    Column("appointment_at", UtcTime),  # the time it tells
)

# Conditions of partial indexes: what the tick and the cost check ask, over the few rows each concerns.
# Queries must use these same words, because SQLite finds a partial index by its text, not by parameters.
IS_SCHEDULED = text("state = 'scheduled'")
IS_ATTEMPTING = text("state = 'attempting'")
IS_RESERVED = text(
    "state IN ('awaiting_approval', 'queued', 'attempting', 'scheduled', 'running', 'paused')"
    " AND parent_id IS NULL"
)
IS_QUEUED = text("state = 'queued'")
IS_UNKNOWN = text("state = 'unknown'")
IS_LIST = text("kind = 'list'")
IS_AT_SMSIT = text("state = 'scheduled_at_smsit'")
IS_SERIES = text("recurrence IS NOT NULL")
IS_DRAFT = text("state = 'draft'")
HAS_BODY = text("body IS NOT NULL")
for _name, _column, _where in (
    ("ix_send_due", "send_at", IS_SCHEDULED),
    ("ix_send_attempting", "attempting_at", IS_ATTEMPTING),
    ("ix_send_reserved", "state", IS_RESERVED),
    ("ix_send_queued", "updated_at", IS_QUEUED),
    ("ix_send_unknown", "updated_at", IS_UNKNOWN),
    ("ix_send_at_smsit", "send_at", IS_AT_SMSIT),
    ("ix_send_lists", "state", IS_LIST),
    ("ix_send_series", "ends_at", IS_SERIES),
    ("ix_send_draft", "updated_at", IS_DRAFT),
    ("ix_send_body", "updated_at", HAS_BODY),
):
    Index(_name, send.c[_column], sqlite_where=_where, postgresql_where=_where)
Index("ix_send_phone", send.c.to_phone, send.c.created_at)
IS_OF_APPOINTMENT = text("appointment_id IS NOT NULL")
Index(
    "ix_send_appointment",
    send.c.appointment_id,
    sqlite_where=IS_OF_APPOINTMENT,
    postgresql_where=IS_OF_APPOINTMENT,
)
Index("ix_send_user", send.c.user_id, send.c.created_at)
# What counts on a day with the credits it was confirmed for: no draft, nothing that was not sent, no series,
# no row of a list, and no list that counts by its rows.
IS_SPENT = text(
    "state NOT IN ('draft', 'rejected', 'expired', 'refused', 'cancelled')"
    " AND parent_id IS NULL AND recurrence IS NULL"
    " AND NOT (kind = 'list' AND state IN ('accepted', 'delivered', 'undelivered', 'no_news'))"
)
Index(
    "ix_send_spent",
    send.c.goes_at,
    send.c.user_id,  # and all else the sums of a day read, so that they read the index only
    send.c.origin_channel,
    send.c.credits_upper,
    send.c.risked,
    send.c.id,
    sqlite_where=IS_SPENT,
    postgresql_where=IS_SPENT,
)
Index("ix_send_list_goes", send.c.goes_at, sqlite_where=IS_LIST, postgresql_where=IS_LIST)
IS_ROW_AGAIN = text("parent_id IS NOT NULL AND goes_at IS NOT NULL")  # few: a row has no day of its own else
Index("ix_send_row_goes", send.c.goes_at, sqlite_where=IS_ROW_AGAIN, postgresql_where=IS_ROW_AGAIN)
IS_ROW = text("parent_id IS NOT NULL")
Index(
    "ix_send_rows",
    send.c.parent_id,
    send.c.state,
    send.c.credits_upper,  # so that the sums over a list read the index only
    sqlite_where=IS_ROW,
    postgresql_where=IS_ROW,
)

message = Table(
    "message",
    metadata,
    Column("subject_id", String(32), primary_key=True),  # of a send, an import or an appointment
    Column("purpose", String(16), primary_key=True, server_default="send"),
    Column("channel", String(32)),  # empty until posted
    Column("ts", String(32)),
    Column("under", String(32)),  # the subject in whose thread it is posted, and which message of that one
    Column("under_purpose", String(16)),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("shown_version", Integer, nullable=False, server_default="0"),
    Column("lease_until", UtcTime),
    Column("not_before", UtcTime),
    Column("failures", Integer, nullable=False, server_default="0"),
)
IS_DIRTY = text("version > shown_version")
Index("ix_message_dirty", message.c.not_before, sqlite_where=IS_DIRTY, postgresql_where=IS_DIRTY)

follow_up = Table(
    "follow_up",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    Column("deadline", UtcTime, nullable=False),
    Column("polls", Integer, nullable=False, server_default="0"),
    Column("rank", Integer, nullable=False, server_default="0"),  # rows of lists come last
    Index("ix_follow_up_due", "rank", "due_at"),
)

contact_group = Table(
    "contact_group",
    metadata,
    Column("name", Text, primary_key=True),
    Column("first_seen", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("subscribed", Integer),  # distinct numbers that may be texted; empty until counted
    Column("opted_out", Integer),
    Column("duplicates", Integer),  # entries of a number the group holds already
    Column("counted_at", UtcTime),
)

contact_sync = Table(
    "contact_sync",
    metadata,
    Column("id", Integer, primary_key=True),  # one row only
    Column("newest_created", String(32)),  # of the contacts read so far, as SMS-iT writes it; no zone
    Column("counted", Integer, nullable=False),  # contacts read by the newest full count
    Column("full_at", UtcTime),
    Column("synced_at", UtcTime),
)

approval = Table(
    "approval",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), nullable=False),  # of text, group, count, cost and time
    Column("facts", JSON, nullable=False),  # what was asked about, to say later what changed; no text
    Column("round", Integer, nullable=False),  # how often it was asked, from 1
    Column("changed", Text),  # what changed since the last time it was asked
    Column("asked_by", String(32)),  # whoever wrote or brought about what is asked; empty for the bot itself
    Column("asked_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
    Column("decision", String(16)),  # approved, rejected, expired; empty while it waits
    Column("decided_by", String(32)),
    Column("decided_at", UtcTime),
    Column("reason", Text),
)

group_report = Table(
    "group_report",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcTime, primary_key=True),
    Column("successful", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)

do_not_text = Table(
    "do_not_text",
    metadata,
    Column("number", String(32), primary_key=True),  # in its one form
    Column("reason", Text, nullable=False),
    Column("added_by", String(32), nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("removed_by", String(32)),  # set when it was taken off the list; the row stays as the record
    Column("removed_at", UtcTime),
    Column("removal_reason", Text),
)

# One code that somebody was sent, bound to whom it was sent to, who asked for it and what for.
verification = Table(
    "verification",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(32), nullable=False),  # who asked for it; nobody else can verify
    Column("number", String(32), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("code_hash", String(64)),  # keyed; only while the code counts
    Column("tries_left", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),  # empty until there is a code
    Column("decided_at", UtcTime),
    Column("reason", String(24)),  # why it did not verify anybody
    Column("phone", String(32), nullable=False, server_default=""),  # the one form of the number
)
IS_OPEN = text("state IN ('making', 'open', 'checking')")
Index(
    "ix_verification_open",
    verification.c.expires_at,
    sqlite_where=IS_OPEN,
    postgresql_where=IS_OPEN,
)
Index("ix_verification_phone", verification.c.phone, verification.c.created_at)
Index("ix_verification_user", verification.c.user_id, verification.c.created_at)

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

contact_import = Table(
    "contact_import",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("origin_channel", String(32)),
    Column("file_name", Text, nullable=False),
    Column("state", String(16), nullable=False),  # queued, running, paused, cancelled, done
    Column("wave", Integer, nullable=False, server_default="0"),  # how often it was set going
    Column("size", Integer, nullable=False),  # rows that can be added
    Column("rejected", Integer, nullable=False),  # rows of the file that cannot
    Column("why", Text),  # the bot paused or cancelled it; empty when a person did
    Column("decided_by", String(32)),  # who paused or cancelled it; empty when the bot did
    Column("source", JSON(none_as_null=True)),  # the file and how its columns are read; no row of it
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)
IS_IMPORT_OPEN = text("state IN ('queued', 'running', 'paused')")
Index(
    "ix_contact_import_open",
    contact_import.c.updated_at,
    sqlite_where=IS_IMPORT_OPEN,
    postgresql_where=IS_IMPORT_OPEN,
)

# The rows of an import. What they say of people is emptied when the retention time is over.
contact_import_row = Table(
    "contact_import_row",
    metadata,
    Column("import_id", String(32), ForeignKey("contact_import.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),  # from 1, without gaps
    Column("line", Integer, nullable=False),  # of the file
    Column("number", String(32)),
    Column("group_name", Text),
    Column("name", Text),
    Column("email", Text),
    Column("birthday", String(10)),  # YYYY-MM-DD
    Column("cells", JSON(none_as_null=True)),  # those that were read, as given: for the result file
    Column("state", String(16), nullable=False),  # waiting, attempting, added, present, refused, unknown, …
    Column("reason", Text),
    Column("token", String(32)),
    Column("attempting_at", UtcTime),
)
Index("ix_contact_import_row_state", contact_import_row.c.import_id, contact_import_row.c.state)
