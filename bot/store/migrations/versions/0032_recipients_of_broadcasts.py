"""Whom a broadcast went to is written down before it goes; lists are found by when they changed."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None

NUMBER = sa.String(length=32).with_variant(sa.Text(), 'postgresql')
"""An encrypted one is longer, and PostgreSQL minds that."""


def upgrade() -> None:
    """Apply. Nobody knows any more who was in a group when earlier broadcasts went out."""
    op.create_table(
        'broadcast_audience',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('send_id', sa.String(length=32), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('attempted_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['send_id'], ['send.id'], name=op.f('fk_broadcast_audience_send_id_send'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_broadcast_audience')),
    )
    op.create_index(op.f('ix_broadcast_audience_send_id'), 'broadcast_audience', ['send_id'])
    op.create_table(
        'broadcast_recipient',
        sa.Column('audience_id', sa.String(length=32), nullable=False),
        sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('number', NUMBER, nullable=False),
        sa.Column('phone', NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ['audience_id'],
            ['broadcast_audience.id'],
            name=op.f('fk_broadcast_recipient_audience_id_broadcast_audience'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('audience_id', 'place', name=op.f('pk_broadcast_recipient')),
    )
    op.create_index('ix_broadcast_recipient_phone', 'broadcast_recipient', ['phone'])
    _index_lists(['state', 'updated_at'])


def downgrade() -> None:
    """Undo. Of broadcasts only the group is known then."""
    _index_lists(['state'])
    op.drop_table('broadcast_recipient')
    op.drop_table('broadcast_audience')


def _index_lists(columns: list[str]) -> None:
    is_list = sa.text("kind = 'list'")
    op.drop_index('ix_send_lists', table_name='send')
    op.create_index('ix_send_lists', 'send', columns, sqlite_where=is_list, postgresql_where=is_list)
