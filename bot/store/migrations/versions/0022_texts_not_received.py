"""Texts that did not reach their number are found by it, and so are numbers that are no longer reached."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

IS_NOT_RECEIVED = (
    "(state = 'undelivered' OR state = 'refused' AND outcome_code = '-6')"
    " AND to_phone <> '' AND attempting_at IS NOT NULL"
)


def upgrade() -> None:
    """Apply."""
    op.create_index(
        'ix_send_not_received',
        'send',
        ['to_phone', 'attempting_at'],
        unique=False,
        sqlite_where=sa.text(IS_NOT_RECEIVED),
        postgresql_where=sa.text(IS_NOT_RECEIVED),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index('ix_send_not_received', table_name='send')
