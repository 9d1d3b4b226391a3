"""Balances over time, what was found wrong, and indexes for what Home shows."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

NOT_SENT = "state = 'refused' AND parent_id IS NULL"
UNKNOWN = "state = 'unknown'"
OPEN = 'resolved_at IS NULL'
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply. Balances are known from now on."""
    op.create_table(
        'balance_sample',
        sa.Column('hour', TIME, nullable=False),
        sa.Column('at', TIME, nullable=False),
        sa.Column('credits', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('hour', name=op.f('pk_balance_sample')),
    )
    op.create_table(
        'alert',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False),
        sa.Column('since', TIME, nullable=False),
        sa.Column('raised_at', TIME, nullable=True),
        sa.Column('clear_since', TIME, nullable=True),
        sa.Column('resolved_at', TIME, nullable=True),
        sa.Column('figures', sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_alert')),
    )
    op.create_index(
        'ix_alert_open',
        'alert',
        ['kind'],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        'ix_send_doubtful',
        'send',
        ['parent_id', 'user_id', 'updated_at', 'id', 'state'],
        unique=False,
        sqlite_where=sa.text(UNKNOWN),
        postgresql_where=sa.text(UNKNOWN),
    )
    op.create_index(
        'ix_send_not_sent',
        'send',
        ['goes_at'],
        unique=False,
        sqlite_where=sa.text(NOT_SENT),
        postgresql_where=sa.text(NOT_SENT),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index('ix_send_not_sent', table_name='send')
    op.drop_index('ix_send_doubtful', table_name='send')
    op.drop_table('alert')
    op.drop_table('balance_sample')
