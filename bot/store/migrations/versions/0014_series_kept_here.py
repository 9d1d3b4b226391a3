"""Series that are kept here: how far each is, and which sends are dates of one."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

REPEATING = "state = 'repeating'"
COMING = 'next_at IS NOT NULL AND paused_by IS NULL'
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply. Series that SMS-iT keeps stay there."""
    op.add_column('send', sa.Column('series_id', sa.String(32), nullable=True))
    op.create_index(
        'ix_send_repeating',
        'send',
        ['user_id'],
        unique=False,
        sqlite_where=sa.text(REPEATING),
        postgresql_where=sa.text(REPEATING),
    )
    op.create_table(
        'series',
        sa.Column('send_id', sa.String(32), sa.ForeignKey('send.id', ondelete='CASCADE'), primary_key=True),
        sa.Column('next_at', TIME, nullable=True),
        sa.Column('paused_by', sa.String(32), nullable=True),
        sa.Column('why', sa.Text, nullable=True),
        sa.Column('made', sa.Integer, nullable=False, server_default='0'),
        sa.Column('skipped', sa.Integer, nullable=False, server_default='0'),
        sa.Column('missed', sa.Integer, nullable=False, server_default='0'),
        sa.Column('last_id', sa.String(32), nullable=True),
        sa.Column('basis_id', sa.String(32), nullable=True),
    )
    op.create_index(
        'ix_series_coming',
        'series',
        ['next_at'],
        unique=False,
        sqlite_where=sa.text(COMING),
        postgresql_where=sa.text(COMING),
    )


def downgrade() -> None:
    """Undo. Series end with it."""
    op.drop_table('series')
    with op.batch_alter_table('send') as batch:
        batch.drop_index('ix_send_repeating')
        batch.drop_column('series_id')
