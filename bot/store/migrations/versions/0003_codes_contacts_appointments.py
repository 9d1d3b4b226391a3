"""One-time codes, appointments, imports of contacts; messages about those too."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

DIRTY = "version > shown_version"
OPEN = "state IN ('making', 'open', 'checking')"
PENDING = "state IN ('queued', 'attempting')"
IMPORT_OPEN = "state IN ('queued', 'running', 'paused')"
SPENT = (
    "state NOT IN ('draft', 'rejected', 'expired', 'refused', 'cancelled')"
    " AND parent_id IS NULL AND recurrence IS NULL"
    " AND NOT (kind = 'list' AND state IN ('accepted', 'delivered', 'undelivered', 'no_news'))"
)
LIST = "kind = 'list'"
ROW_AGAIN = 'parent_id IS NOT NULL AND goes_at IS NOT NULL'
KEPT = 'purpose, channel, ts, version, shown_version, lease_until, not_before, failures'


def upgrade() -> None:
    """Apply."""
    _make_messages_anew(
        'send_id',
        'subject_id',
        sa.Column('under', sa.String(length=32), nullable=True),
        sa.Column('under_purpose', sa.String(length=16), nullable=True),
    )
    op.create_table('verification',
    sa.Column('send_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('number', sa.String(length=32), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=True),
    sa.Column('tries_left', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=24), nullable=True),
    sa.ForeignKeyConstraint(['send_id'], ['send.id'], name=op.f('fk_verification_send_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('send_id', name=op.f('pk_verification'))
    )
    _index('ix_verification_open', 'verification', OPEN, 'expires_at')
    op.create_index('ix_verification_number', 'verification', ['number', 'created_at'], unique=False)
    op.create_index('ix_verification_user', 'verification', ['user_id', 'created_at'], unique=False)
    op.create_table('appointment',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=255), nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('origin_channel', sa.String(length=32), nullable=True),
    sa.Column('number', sa.String(length=32), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('reminder_id', sa.String(length=32), nullable=True),
    sa.Column('reminder_hours', sa.Integer(), nullable=True),
    sa.Column('reminder_text', sa.Text(), nullable=True),
    sa.Column('confirmation_id', sa.String(length=32), nullable=True),
    sa.Column('confirmation_text', sa.Text(), nullable=True),
    sa.Column('sender', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment')),
    sa.UniqueConstraint('key', name=op.f('uq_appointment_key'))
    )
    op.create_index('ix_appointment_at', 'appointment', ['at'], unique=False)
    op.create_index('ix_appointment_number', 'appointment', ['number', 'at'], unique=False)
    op.create_table('appointment_call',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=255), nullable=False),
    sa.Column('appointment_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=True),
    sa.Column('attempting_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('outcome_code', sa.Text(), nullable=True),
    sa.Column('outcome_sentence', sa.Text(), nullable=True),
    sa.Column('decided_by', sa.String(length=32), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(
        ['appointment_id'], ['appointment.id'], name=op.f('fk_appointment_call_appointment_id'), ondelete='CASCADE'
    ),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment_call')),
    sa.UniqueConstraint('key', name=op.f('uq_appointment_call_key'))
    )
    op.create_index(
        'ix_appointment_call_appointment_id', 'appointment_call', ['appointment_id', 'created_at'], unique=False
    )
    _index('ix_appointment_call_pending', 'appointment_call', PENDING, 'updated_at')
    op.create_table('contact_import',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=255), nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('origin_channel', sa.String(length=32), nullable=True),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('wave', sa.Integer(), server_default='0', nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('rejected', sa.Integer(), nullable=False),
    sa.Column('why', sa.Text(), nullable=True),
    sa.Column('source', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_import')),
    sa.UniqueConstraint('key', name=op.f('uq_contact_import_key'))
    )
    _index('ix_contact_import_open', 'contact_import', IMPORT_OPEN, 'updated_at')
    op.create_table('contact_import_row',
    sa.Column('import_id', sa.String(length=32), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=32), nullable=True),
    sa.Column('group_name', sa.Text(), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('birthday', sa.String(length=10), nullable=True),
    sa.Column('cells', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('token', sa.String(length=32), nullable=True),
    sa.Column('attempting_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(
        ['import_id'], ['contact_import.id'], name=op.f('fk_contact_import_row_import_id'), ondelete='CASCADE'
    ),
    sa.PrimaryKeyConstraint('import_id', 'place', name=op.f('pk_contact_import_row'))
    )
    op.create_index('ix_contact_import_row_state', 'contact_import_row', ['import_id', 'state'], unique=False)
    op.drop_index('ix_send_goes', 'send')
    counted = ('goes_at', 'user_id', 'origin_channel', 'credits_upper', 'risked', 'id')
    _index('ix_send_spent', 'send', SPENT, *counted)
    _index('ix_send_list_goes', 'send', LIST, 'goes_at')
    _index('ix_send_row_goes', 'send', ROW_AGAIN, 'goes_at')


def downgrade() -> None:
    """Undo. Texts with codes become texts like all others, but for their words, and none of them goes out.

    Their words are a template with a place for the code: nobody must be texted that.
    """
    for index in ('ix_send_row_goes', 'ix_send_list_goes', 'ix_send_spent'):
        op.drop_index(index, 'send')
    op.create_index('ix_send_goes', 'send', ['goes_at'], unique=False)
    for table in ('contact_import_row', 'contact_import', 'appointment_call', 'appointment', 'verification'):
        op.drop_table(table)
    op.execute("UPDATE send SET state = 'cancelled' WHERE kind = 'otp' AND state IN ('queued', 'scheduled', 'awaiting_approval')")
    op.execute("UPDATE send SET kind = 'contact', body = NULL WHERE kind = 'otp'")
    op.execute("DELETE FROM message WHERE subject_id NOT IN (SELECT id FROM send)")  # of imports, appointments
    _make_messages_anew(
        'subject_id',
        'send_id',
        sa.Column('thread_ts', sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(['send_id'], ['send.id'], name=op.f('fk_message_send_id'), ondelete='CASCADE'),
    )


def _index(name: str, table: str, where: str, *columns: str) -> None:
    op.create_index(name, table, list(columns), sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _make_messages_anew(before: str, after: str, *more: sa.schema.SchemaItem) -> None:
    # SQLite cannot drop a foreign key, and PostgreSQL keeps the names of keys until the table is gone.
    op.execute("CREATE TABLE message_before AS SELECT * FROM message")
    op.drop_table('message')
    op.create_table('message',
    sa.Column(after, sa.String(length=32), nullable=False),
    sa.Column('purpose', sa.String(length=16), server_default='send', nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=True),
    sa.Column('ts', sa.String(length=32), nullable=True),
    *more,
    sa.Column('version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('shown_version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint(after, 'purpose', name=op.f('pk_message'))
    )
    _index('ix_message_dirty', 'message', DIRTY, 'not_before')
    op.execute(f"INSERT INTO message ({after}, {KEPT}) SELECT {before}, {KEPT} FROM message_before")
    op.drop_table('message_before')
