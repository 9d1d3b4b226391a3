"""A verified code opens something to whoever verified it, until a time."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

OPENING = 'opens_until IS NOT NULL'


def upgrade() -> None:
    """Apply. Codes that were verified before open nothing."""
    op.add_column('verification', sa.Column('opens_until', sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        'ix_verification_opening',
        'verification',
        ['opens_until'],
        unique=False,
        sqlite_where=sa.text(OPENING),
        postgresql_where=sa.text(OPENING),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index('ix_verification_opening', table_name='verification')
    op.drop_column('verification', 'opens_until')
