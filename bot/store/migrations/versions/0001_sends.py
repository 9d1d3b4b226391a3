"""Sends, their Slack messages, their follow-ups, and the names of contact groups."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('contact_group',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('first_seen', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_contact_group'))
    )
    op.create_table('send',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=255), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('origin_channel', sa.String(length=32), nullable=True),
    sa.Column('to_number', sa.String(length=32), nullable=False),
    sa.Column('to_name', sa.Text(), nullable=True),
    sa.Column('body', sa.Text(), nullable=True),
    sa.Column('sender', sa.String(length=32), nullable=False),
    sa.Column('alpha_sender', sa.String(length=16), nullable=True),
    sa.Column('segments', sa.Integer(), nullable=False),
    sa.Column('credits', sa.Integer(), nullable=False),
    sa.Column('credits_upper', sa.Integer(), nullable=False),
    sa.Column('held_by', sa.String(length=8), nullable=False),
    sa.Column('send_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('zone', sa.String(length=64), nullable=True),
    sa.Column('recurrence', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('add_to_group', sa.Text(), nullable=True),
    sa.Column('balance_shown', sa.Integer(), nullable=True),
    sa.Column('token', sa.String(length=32), nullable=True),
    sa.Column('attempting_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempt_limit_seconds', sa.Integer(), nullable=True),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('outcome_code', sa.Text(), nullable=True),
    sa.Column('outcome_sentence', sa.Text(), nullable=True),
    sa.Column('evidence', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('report_status', sa.Text(), nullable=True),
    sa.Column('report_error', sa.Text(), nullable=True),
    sa.Column('decided_by', sa.String(length=32), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_send')),
    sa.UniqueConstraint('key', name=op.f('uq_send_key'))
    )
    op.create_index('ix_send_attempting', 'send', ['attempting_at'], unique=False, sqlite_where=sa.text("state = 'attempting'"), postgresql_where=sa.text("state = 'attempting'"))
    op.create_index('ix_send_body', 'send', ['updated_at'], unique=False, sqlite_where=sa.text('body IS NOT NULL'), postgresql_where=sa.text('body IS NOT NULL'))
    op.create_index('ix_send_draft', 'send', ['updated_at'], unique=False, sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
    op.create_index('ix_send_due', 'send', ['send_at'], unique=False, sqlite_where=sa.text("state = 'scheduled'"), postgresql_where=sa.text("state = 'scheduled'"))
    op.create_index('ix_send_number', 'send', ['to_number', 'created_at'], unique=False)
    op.create_index('ix_send_reserved', 'send', ['state'], unique=False, sqlite_where=sa.text("state IN ('queued', 'attempting', 'scheduled')"), postgresql_where=sa.text("state IN ('queued', 'attempting', 'scheduled')"))
    op.create_index('ix_send_unknown', 'send', ['updated_at'], unique=False, sqlite_where=sa.text("state = 'unknown'"), postgresql_where=sa.text("state = 'unknown'"))
    op.create_index('ix_send_user', 'send', ['user_id', 'created_at'], unique=False)
    op.create_table('follow_up',
    sa.Column('send_id', sa.String(length=32), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deadline', sa.DateTime(timezone=True), nullable=False),
    sa.Column('polls', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['send_id'], ['send.id'], name=op.f('fk_follow_up_send_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('send_id', name=op.f('pk_follow_up'))
    )
    op.create_index('ix_follow_up_due_at', 'follow_up', ['due_at'], unique=False)
    op.create_table('message',
    sa.Column('send_id', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=True),
    sa.Column('ts', sa.String(length=32), nullable=True),
    sa.Column('thread_ts', sa.String(length=32), nullable=True),
    sa.Column('version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('shown_version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['send_id'], ['send.id'], name=op.f('fk_message_send_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('send_id', name=op.f('pk_message'))
    )
    op.create_index('ix_message_dirty', 'message', ['not_before'], unique=False, sqlite_where=sa.text('version > shown_version'), postgresql_where=sa.text('version > shown_version'))


def downgrade() -> None:
    """Undo."""
    op.drop_table('message')
    op.drop_table('follow_up')
    op.drop_table('send')
    op.drop_table('contact_group')
