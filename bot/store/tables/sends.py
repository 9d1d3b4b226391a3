"""Texts, broadcasts, lists and their rows."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text, text

from bot.store.tables.columns import UtcTime, metadata, none_of, one_of
from bot.store.tables.encrypted import Alike, Number, Values, Words

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
    Column("to_number", Number(), nullable=False),  # as SMS-iT keeps it
    Column("to_name", Alike()),
    Column("body", Words()),  # emptied when the retention time is over
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
    Column("attempts", Integer, nullable=False, server_default="0"),  # that provably sent nothing
    Column("outcome_code", Text),
    Column("outcome_sentence", Alike()),
    Column(
        "evidence", Values()
    ),  # for and against an unknown outcome, in sentences; empty object: none found
    Column("report_status", Words()),  # the newest report on a text to one number
    Column("report_error", Words()),
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
    Column("to_phone", Number(), nullable=False, server_default=""),  # the one form of the number
    Column("report_repeats", Integer),  # reports on a group send in a row that brought the same figures
    Column("pending_values", Values()),  # columns that a person's answer to its hold writes
    Column("hold_until", UtcTime),  # when what holds it ends, if that is known
    # Of a text about an appointment; the appointment itself may be gone, so there is no foreign key.
    Column("appointment_id", String(32)),
    Column("appointment_text", String(16)),  # confirmation, reminder, notice, offer
    Column("appointment_at", UtcTime),  # the time it tells
    # Keyed hashes of whom it goes to, where those are counted anew. SQLite keeps texts of any length.
    Column("members", String(64).with_variant(Text(), "postgresql")),
    Column("touched_by", JSON(none_as_null=True)),  # who changed it beside its owner, until it is approved
    Column("series_id", String(32)),  # the series whose date it is, where that is kept here
    Column("again_of", String(32)),  # of a list: the one whose texts that did not arrive it sends again
    Column("undo_seconds", Integer),  # how long it waits for nothing but to be undone
    # Why it does not go on by itself: a scheduled one asks a person, a list was paused by the bot.
    Column("hold_code", Text),
    Column("hold_sentence", Words()),
    Column("wave", Integer, nullable=False, server_default="0"),  # how often it was set going: names its jobs
    # Of one of unknown outcome: when SMS-iT was asked about it, and how often by the bot itself.
    Column("first_look_at", UtcTime),
    Column("last_look_at", UtcTime),
    Column("looks", Integer, nullable=False, server_default="0"),
    Column("looking_since", UtcTime),  # while the bot asks: it keeps others from asking too
)

# Conditions of partial indexes: what the tick and the cost check ask, over the few rows each concerns.
# Queries must use these same words, because SQLite finds a partial index by its text, not by parameters.
IS_SCHEDULED = text("state = 'scheduled'")
IS_ATTEMPTING = text("state = 'attempting'")
IS_RESERVED = text(
    one_of("state", ("awaiting_approval", "queued", "attempting", "scheduled", "running", "paused"))
    + " AND parent_id IS NULL"
)
IS_QUEUED = text("state = 'queued'")
IS_UNKNOWN = text("state = 'unknown'")
IS_LIST = text("kind = 'list'")
IS_AT_SMSIT = text("state = 'scheduled_at_smsit'")
IS_SERIES = text("recurrence IS NOT NULL")
IS_DRAFT = text("state = 'draft'")
IS_REPEATING = text("state = 'repeating'")
HAS_BODY = text("body IS NOT NULL")
for _name, _column, _where in (
    ("ix_send_due", "send_at", IS_SCHEDULED),
    ("ix_send_attempting", "attempting_at", IS_ATTEMPTING),
    ("ix_send_reserved", "state", IS_RESERVED),
    ("ix_send_queued", "updated_at", IS_QUEUED),
    ("ix_send_unknown", "updated_at", IS_UNKNOWN),
    ("ix_send_at_smsit", "send_at", IS_AT_SMSIT),
    ("ix_send_series", "ends_at", IS_SERIES),
    ("ix_send_draft", "updated_at", IS_DRAFT),
    ("ix_send_repeating", "user_id", IS_REPEATING),
    ("ix_send_body", "updated_at", HAS_BODY),
):
    Index(_name, send.c[_column], sqlite_where=_where, postgresql_where=_where)
# With when they changed, so that the tick reads no list that ended long ago.
Index("ix_send_lists", send.c.state, send.c.updated_at, sqlite_where=IS_LIST, postgresql_where=IS_LIST)
# What Home shows of unknown outcomes, of one person or of everybody, reads this index only.
Index(
    "ix_send_doubtful",
    send.c.parent_id,
    send.c.user_id,
    send.c.updated_at,
    send.c.id,
    send.c.state,
    sqlite_where=IS_UNKNOWN,
    postgresql_where=IS_UNKNOWN,
)
Index("ix_send_phone", send.c.to_phone, send.c.created_at)
IS_NAMED = text(
    "kind IN ('group', 'list') AND state <> 'draft' AND parent_id IS NULL"
)  # to a group, or a list
Index(
    "ix_send_name",
    send.c.to_name,
    send.c.created_at,
    send.c.id,
    sqlite_where=IS_NAMED,
    postgresql_where=IS_NAMED,
)
IS_OF_APPOINTMENT = text("appointment_id IS NOT NULL")
Index(
    "ix_send_appointment",
    send.c.appointment_id,
    sqlite_where=IS_OF_APPOINTMENT,
    postgresql_where=IS_OF_APPOINTMENT,
)
# What people find in the record: no drafts, no rows of lists. All else that they filter by stands in the
# index too, so that looking through it reads the index only.
IS_ON_RECORD = text("state <> 'draft' AND parent_id IS NULL")
for _name, _first in (("ix_send_record", ()), ("ix_send_user", (send.c.user_id,))):
    Index(
        _name,
        *_first,
        send.c.created_at,
        send.c.id,
        *(column for column in (send.c.user_id, send.c.origin_channel) if column not in set(_first)),
        send.c.state,
        send.c.kind,
        sqlite_where=IS_ON_RECORD,
        postgresql_where=IS_ON_RECORD,
    )
# What counts on a day with the credits it was confirmed for: no draft, nothing that was not sent, no series,
# no row of a list, and no list that counts by its rows.
IS_SPENT = text(
    none_of("state", ("draft", "rejected", "expired", "refused", "cancelled"))
    + " AND parent_id IS NULL AND recurrence IS NULL"
    + f" AND NOT (kind = 'list' AND {one_of('state', ('accepted', 'delivered', 'undelivered', 'no_news'))})"
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
IS_NOT_SENT = text("state = 'refused' AND parent_id IS NULL")  # few, and none of them is among the spent
Index("ix_send_not_sent", send.c.goes_at, sqlite_where=IS_NOT_SENT, postgresql_where=IS_NOT_SENT)
Index("ix_send_list_goes", send.c.goes_at, sqlite_where=IS_LIST, postgresql_where=IS_LIST)
IS_ROW_AGAIN = text("parent_id IS NOT NULL AND goes_at IS NOT NULL")  # few: a row has no day of its own else
Index("ix_send_row_goes", send.c.goes_at, sqlite_where=IS_ROW_AGAIN, postgresql_where=IS_ROW_AGAIN)
# What did not reach the one number it went to, as far as that is known: undelivered, or refused because of it
# (SMS-iT's code -6 on a text to a contact). Few; who is no longer reached is found among them.
IS_NOT_RECEIVED = text(
    "(state = 'undelivered' OR state = 'refused' AND outcome_code = '-6')"
    " AND to_phone <> '' AND attempting_at IS NOT NULL"
)
Index(
    "ix_send_not_received",
    send.c.to_phone,
    send.c.attempting_at,
    sqlite_where=IS_NOT_RECEIVED,
    postgresql_where=IS_NOT_RECEIVED,
)
IS_AGAIN = text("again_of IS NOT NULL")
Index("ix_send_again", send.c.again_of, sqlite_where=IS_AGAIN, postgresql_where=IS_AGAIN)
IS_ROW = text("parent_id IS NOT NULL")
Index(
    "ix_send_rows",
    send.c.parent_id,
    send.c.state,
    send.c.credits_upper,  # so that the sums over a list read the index only
    sqlite_where=IS_ROW,
    postgresql_where=IS_ROW,
)
