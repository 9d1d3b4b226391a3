"""Broadcasts, lists, approvals, reports on groups, the do-not-text list, and counts of groups."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

RESERVED = (
    "state IN ('awaiting_approval', 'queued', 'attempting', 'scheduled', 'running', 'paused')"
    " AND parent_id IS NULL"
)
RESERVED_BEFORE = "state IN ('queued', 'attempting', 'scheduled')"
QUEUED = "state = 'queued'"
SERIES = "recurrence IS NOT NULL"
LIST = "kind = 'list'"
AT_SMSIT = "state = 'scheduled_at_smsit'"
ROW = "parent_id IS NOT NULL"
DIRTY = "version > shown_version"

def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column('parent_id', sa.String(length=32), nullable=True),
        sa.Column('line', sa.Integer(), nullable=True),
        sa.Column('people', sa.Integer(), server_default='1', nullable=False),
        sa.Column('occurrences', sa.Integer(), server_default='1', nullable=False),
        sa.Column('goes_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('throttle', sa.Integer(), nullable=True),
        sa.Column('rotate', sa.Boolean(), nullable=True),
        sa.Column('remote_id', sa.String(length=32), nullable=True),
        sa.Column('successful', sa.Integer(), nullable=True),
        sa.Column('failed', sa.Integer(), nullable=True),
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('risked', sa.Integer(), server_default='0', nullable=False),
        sa.Column('quiet_override', sa.String(length=32), nullable=True),
    )


def _counts() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column('subscribed', sa.Integer(), nullable=True),
        sa.Column('opted_out', sa.Integer(), nullable=True),
        sa.Column('duplicates', sa.Integer(), nullable=True),
        sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
    )


def upgrade() -> None:
    """Apply."""
    op.create_table('contact_sync',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('newest_created', sa.String(length=32), nullable=True),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('full_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('synced_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_sync'))
    )
    op.create_table('do_not_text',
    sa.Column('number', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('added_by', sa.String(length=32), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_by', sa.String(length=32), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removal_reason', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_do_not_text'))
    )
    op.create_table('approval',
    sa.Column('send_id', sa.String(length=32), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Text(), nullable=True),
    sa.Column('asked_by', sa.String(length=32), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decision', sa.String(length=16), nullable=True),
    sa.Column('decided_by', sa.String(length=32), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['send_id'], ['send.id'], name=op.f('fk_approval_send_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('send_id', name=op.f('pk_approval'))
    )
    op.create_index('ix_approval_expires_at', 'approval', ['expires_at'], unique=False)
    op.create_table('group_report',
    sa.Column('send_id', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('successful', sa.Integer(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['send_id'], ['send.id'], name=op.f('fk_group_report_send_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('send_id', 'at', name=op.f('pk_group_report'))
    )
    for column in _counts():
        op.add_column('contact_group', column)
    for column in _columns():
        op.add_column('send', column)
    op.add_column('follow_up', sa.Column('rank', sa.Integer(), server_default='0', nullable=False))
    op.drop_index('ix_follow_up_due_at', 'follow_up')
    op.create_index('ix_follow_up_due', 'follow_up', ['rank', 'due_at'], unique=False)
    op.drop_index('ix_send_reserved', 'send')
    _index('ix_send_reserved', 'send', RESERVED, 'state')
    _index('ix_send_queued', 'send', QUEUED, 'updated_at')
    op.create_index('ix_send_goes', 'send', ['goes_at'], unique=False)
    _index('ix_send_series', 'send', SERIES, 'ends_at')
    _index('ix_send_at_smsit', 'send', AT_SMSIT, 'send_at')
    _index('ix_send_lists', 'send', LIST, 'state')
    _index('ix_send_rows', 'send', ROW, 'parent_id', 'state', 'credits_upper')
    _make_messages_anew(('send_id', 'purpose'))


def downgrade() -> None:
    """Undo. Of several messages about one send only the first stays known."""
    op.execute("DELETE FROM message WHERE purpose <> 'send'")
    _make_messages_anew(('send_id',))
    op.drop_index('ix_send_rows', 'send')
    op.drop_index('ix_send_lists', 'send')
    op.drop_index('ix_send_at_smsit', 'send')
    op.drop_index('ix_send_series', 'send')
    op.drop_index('ix_send_goes', 'send')
    op.drop_index('ix_send_queued', 'send')
    op.drop_index('ix_send_reserved', 'send')
    op.execute("DELETE FROM send WHERE parent_id IS NOT NULL")
    for column in _columns():
        op.drop_column('send', column.name)
    op.drop_index('ix_follow_up_due', 'follow_up')
    op.drop_column('follow_up', 'rank')
    op.create_index('ix_follow_up_due_at', 'follow_up', ['due_at'], unique=False)
    for column in _counts():
        op.drop_column('contact_group', column.name)
    _index('ix_send_reserved', 'send', RESERVED_BEFORE, 'state')
    for table in ('group_report', 'approval', 'do_not_text', 'contact_sync'):
        op.drop_table(table)


def _index(name: str, table: str, where: str, *columns: str) -> None:
    op.create_index(name, table, list(columns), sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _make_messages_anew(key: tuple[str, ...]) -> None:
    # SQLite cannot change a primary key, and the names of keys are taken in PostgreSQL until the table is gone.
    op.execute("CREATE TABLE message_before AS SELECT * FROM message")
    op.drop_table('message')
    purpose = sa.Column('purpose', sa.String(length=16), server_default='send', nullable=False)
    op.create_table('message',
    sa.Column('send_id', sa.String(length=32), nullable=False),
    *((purpose,) if 'purpose' in key else ()),
    sa.Column('channel', sa.String(length=32), nullable=True),
    sa.Column('ts', sa.String(length=32), nullable=True),
    sa.Column('thread_ts', sa.String(length=32), nullable=True),
    sa.Column('version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('shown_version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['send_id'], ['send.id'], name=op.f('fk_message_send_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint(*key, name=op.f('pk_message'))
    )
    _index('ix_message_dirty', 'message', DIRTY, 'not_before')
    kept = 'send_id, channel, ts, thread_ts, version, shown_version, lease_until, not_before, failures'
    op.execute(f"INSERT INTO message ({kept}) SELECT {kept} FROM message_before")
    op.drop_table('message_before')
